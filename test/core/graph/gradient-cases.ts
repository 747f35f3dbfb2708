// A use of every operator, as gradients are checked on: what goes in, its attributes, how many outputs, and the range.
import type { GraphBuilder, Value } from '../../../functions/core/graph/graph.ts';
import type { Attributes } from '../../../functions/core/graph/operator.ts';
import type { OperatorName } from '../../../functions/core/graph/ops.ts';

export type Case = {
  readonly operator: OperatorName;
  readonly inputs: (b: GraphBuilder) => readonly (Value | undefined)[];
  readonly attributes: Attributes;
  readonly outputs: number;
  /** Which values the inputs have. */
  readonly range: readonly [number, number];
};

const SIGNED: readonly [number, number] = [-1.7, 1.7];
const POSITIVE: readonly [number, number] = [0.3, 1.7];

function use(
  operator: OperatorName,
  inputs: Case['inputs'],
  attributes: Attributes = {},
  { outputs = 1, range = SIGNED }: Partial<Case> = {},
): Case {
  return { operator, inputs, attributes, outputs, range };
}

/** Float inputs of these dims. */
const given =
  (...dims: number[][]) =>
  (b: GraphBuilder) =>
    dims.map((each, index) => b.input(`x${index}`, each));

const int64 = (b: GraphBuilder, dims: number[], values: number[]) =>
  b.constant({ type: 'int64', dims, data: BigInt64Array.from(values, BigInt) });
const floats = (b: GraphBuilder, ...values: number[]) =>
  b.constant({ type: 'float32', dims: [values.length], data: Float32Array.from(values) });

const ELEMENTWISE: Case[] = [
  ...(
    [
      'Relu',
      'LeakyRelu',
      'Sigmoid',
      'Tanh',
      'Softplus',
      'Neg',
      'Abs',
      'Sign',
      'Exp',
      'Floor',
      'Ceil',
      'Identity',
    ] as const
  ).map((name) => use(name, given([2, 3]))),
  ...(['Sqrt', 'Log', 'Reciprocal'] as const).map((name) =>
    use(name, given([2, 3]), {}, { range: POSITIVE }),
  ),
  use('LeakyRelu', given([5]), { alpha: 0.3 }),
  ...(['Softmax', 'LogSoftmax'] as const).flatMap((name) => [
    use(name, given([2, 3, 2]), { axis: 1 }),
    use(name, given([3, 4])),
  ]),
  ...(
    [
      'Add',
      'Sub',
      'Mul',
      'Max',
      'Min',
      'Sum',
      'Greater',
      'GreaterOrEqual',
      'Less',
      'LessOrEqual',
      'Equal',
    ] as const
  ).flatMap((name) => [
    use(name, given([2, 1, 3], [4, 1])),
    use(name, given([], [5])),
    use(name, given([2, 3], [2, 3])),
  ]),
  ...(['Div', 'Pow'] as const).flatMap((name) => [
    use(name, given([2, 1, 3], [4, 1]), {}, { range: POSITIVE }),
    use(name, given([4], [1, 1]), {}, { range: POSITIVE }),
  ]),
  ...[1, 2, 3].map((power) => use('Pow', (b) => [b.input('x', [2, 3]), b.scalar(power)])),
  use('Pow', (b) => [b.input('x', [2, 3]), b.scalar(0.5)], {}, { range: POSITIVE }),
  use('Mul', (b) => {
    const x = b.input('x', [3]);
    return [x, x];
  }),
  ...(['Max', 'Sum'] as const).map((name) => use(name, given([3], [2, 1], [1]))),
  use('Min', given([3])),
  use('PRelu', given([1, 4, 3, 3], [4, 1, 1])),
  use('PRelu', given([2, 3], [1])),
  use('Where', (b) => [
    b.op('Greater', [b.input('c', [2, 1]), b.scalar(0)]),
    b.input('x', [3]),
    b.input('y', []),
  ]),
  use('Clip', given([7], [], []), {}, { range: [0, 1] }),
  use('Clip', (b) => [b.input('x', [9]), b.scalar(-0.5), b.scalar(0.7)]),
  use('Clip', (b) => [b.input('x', [6]), undefined, b.scalar(0.7)]),
  use('Clip', (b) => [b.input('x', [6]), b.scalar(0.1)]),
  use('Clip', given([6])),

  ...[1, 6, 9].map((to) => use('Cast', given([2, 3]), { to })),
  use('Not', (b) => [b.op('Greater', [b.input('x', [4]), b.scalar(0)])]),
  ...(['And', 'Or'] as const).map((name) =>
    use(name, (b) => [
      b.op('Greater', [b.input('x', [4]), b.scalar(0)]),
      b.op('Less', [b.input('y', [4]), b.scalar(0)]),
    ]),
  ),
];

const REDUCTIONS: Case[] = [
  ...(['ReduceMean', 'ReduceMax', 'ReduceMin', 'ReduceL1', 'ReduceL2', 'ReduceSumSquare'] as const).flatMap(
    (name) => [
      use(name, given([2, 3, 4]), { axes: [1, -1], keepdims: 0 }),
      use(name, given([2, 3, 4]), { axes: [1] }),
      use(name, given([2, 3]), { keepdims: 0 }),
      use(name, given([2, 3])),
    ],
  ),
  use('ReduceSum', (b) => [b.input('x', [2, 3, 4]), b.ints([0, -1])], { keepdims: 0 }),
  use('ReduceSum', (b) => [b.input('x', [2, 3, 4]), b.ints([1])]),
  use('ReduceSum', given([2, 3]), {}),
  use('ReduceSum', (b) => [b.input('x', [2, 3]), b.ints([])], { noop_with_empty_axes: 1 }),
  use('ArgMax', given([3, 4]), { axis: 1 }),
  use('TopK', (b) => [b.input('x', [5, 3]), b.ints([2])], { axis: 0 }, { outputs: 2 }),
  use('TopK', (b) => [b.input('x', [5, 3]), b.ints([3])], { largest: 0 }, { outputs: 1 }),
  ...[
    [
      [2, 3],
      [3, 4],
    ],
    [
      [5, 1, 2, 3],
      [4, 3, 2],
    ],
    [[3], [2, 3, 4]],
    [[2, 2, 3], [3]],
    [[3], [3]],
    [
      [2, 3],
      [5, 3, 2],
    ],
  ].map((dims) => use('MatMul', given(...dims))),
  use('MatMul', (b) => {
    const x = b.input('x', [3, 5]);
    return [x, b.op('Transpose', [x])];
  }),
  use('MatMul', (b) => {
    const x = b.input('x', [2, 3, 4]);
    return [b.op('Transpose', [x], { perm: [0, 2, 1] }), x];
  }),
  ...[0, 1].flatMap((transA) =>
    [0, 1].map((transB) =>
      use('Gemm', given(transA ? [3, 2] : [2, 3], transB ? [4, 3] : [3, 4], [2, 1]), {
        transA,
        transB,
        alpha: 0.5,
        beta: 2,
      }),
    ),
  ),
  use('Gemm', given([2, 3], [3, 4])),
  use('Gemm', given([2, 3], [3, 4], [4])),
  ...[0, 1].map((transA) =>
    use(
      'Gemm',
      (b) => {
        const x = b.input('x', [3, 5]);
        return [x, x];
      },
      { transA, transB: 1 - transA, alpha: 0.25 },
    ),
  ),
];

const SHAPES: Case[] = [
  use('Concat', given([2, 3], [2, 5]), { axis: -1 }),
  use(
    'Concat',
    (b) => [
      b.input('x', [2, 2]),
      b.constant({ type: 'float32', dims: [1, 2], data: Float32Array.of(1, 2) }),
      b.input('y', [3, 2]),
    ],
    { axis: 0 },
  ),
  use(
    'Concat',
    (b) => {
      const x = b.input('x', [2]);
      return [x, x];
    },
    { axis: 0 },
  ),
  use('Split', given([6, 2]), {}, { outputs: 3 }),
  use('Split', (b) => [b.input('x', [2, 6]), b.ints([1, 5])], { axis: 1 }, { outputs: 2 }),
  use('Slice', (b) => [b.input('x', [7, 5]), b.ints([1]), b.ints([-1])]),
  use('Slice', (b) => [
    b.input('x', [7, 5]),
    b.ints([-1, 0]),
    b.ints([-100, 99]),
    b.ints([0, 1]),
    b.ints([-2, 3]),
  ]),
  use('Slice', (b) => [b.input('x', [8, 2]), b.ints([1]), b.ints([7]), b.ints([0]), b.ints([3])]),
  use('Slice', (b) => [
    b.input('x', [4]),
    b.ints([3]),
    b.ints([Number.MIN_SAFE_INTEGER]),
    b.ints([0]),
    b.ints([-1]),
  ]),
  use('Slice', (b) => [b.input('x', [4, 3]), b.ints([2]), b.ints([Number.MAX_SAFE_INTEGER]), b.ints([-2])]),
  use('Pad', (b) => [b.input('x', [2, 3]), b.ints([1, 0, 0, 2])]),
  use('Pad', (b) => [b.input('x', [4, 4]), b.ints([1, -1, 0, 2]), b.input('value', [])]),
  ...['reflect', 'edge'].flatMap((mode) => [
    use('Pad', (b) => [b.input('x', [3, 4]), b.ints([1, 2, 2, 0])], { mode }),
    use('Pad', (b) => [b.input('x', [1, 2, 4, 5]), b.ints([0, 0, 3, 2, 0, 0, 3, 4])], { mode }),
    use('Pad', (b) => [b.input('x', [1, 3, 2, 3]), b.ints([0, 0, 0, 1, 0, 0, 1, 0])], { mode }),
  ]),
  use('Reshape', (b) => [b.input('x', [2, 3, 4]), b.ints([0, -1])]),
  use('Flatten', given([2, 3, 4])),
  use('Squeeze', (b) => [b.input('x', [1, 3, 1]), b.ints([-1])]),
  use('Unsqueeze', (b) => [b.input('x', [3]), b.ints([0, -1])]),
  use('Transpose', given([2, 3, 4])),
  use('Transpose', given([2, 3, 4]), { perm: [1, 2, 0] }),
  use('Expand', (b) => [b.input('x', [3, 1]), b.ints([2, 1, 4])]),
  use('Gather', (b) => [b.input('x', [5, 4]), int64(b, [2, 3], [0, 3, -1, 3, 1, 3])], { axis: 1 }),
  use('Gather', (b) => [b.input('x', [3, 2]), int64(b, [], [-1])]),
  use('GatherElements', (b) => [b.input('x', [3, 2]), int64(b, [2, 2], [0, -1, 0, 1])]),
  use('GatherElements', (b) => [b.input('x', [2, 3]), int64(b, [2, 4], [0, 1, 1, -1, 2, 2, 2, 0])], {
    axis: 1,
  }),
  ...['none', 'add'].map((reduction) =>
    use(
      'ScatterElements',
      (b) => [b.input('x', [2, 5]), int64(b, [2, 3], [0, 2, -1, 1, 3, 2]), b.input('y', [2, 3])],
      { axis: 1, reduction },
    ),
  ),
  use('ScatterElements', (b) => [b.input('x', [4]), int64(b, [3], [1, 1, 0]), b.input('y', [3])], {
    reduction: 'add',
  }),
  use('Shape', given([2, 3])),
  use('Constant', () => [], { value: { type: 'float32', dims: [2], data: Float32Array.of(1, 2) } }),
  use('ConstantOfShape', (b) => [b.ints([2, 3])]),
  ...['half_pixel', 'pytorch_half_pixel', 'asymmetric', 'align_corners'].flatMap(
    (coordinate_transformation_mode) => [
      use('Resize', (b) => [b.input('x', [1, 2, 4, 5]), undefined, undefined, b.ints([1, 2, 7, 3])], {
        mode: 'linear',
        coordinate_transformation_mode,
      }),
      ...['floor', 'ceil', 'round_prefer_floor', 'round_prefer_ceil'].map((nearest_mode) =>
        use('Resize', (b) => [b.input('x', [1, 1, 4, 5]), undefined, undefined, b.ints([1, 1, 7, 3])], {
          nearest_mode,
          coordinate_transformation_mode,
        }),
      ),
    ],
  ),
  ...['nearest', 'linear'].map((mode) =>
    use('Resize', (b) => [b.input('x', [1, 2, 3, 2]), undefined, floats(b, 1, 1, 2, 3)], {
      mode,
      coordinate_transformation_mode: 'asymmetric',
      nearest_mode: 'floor',
    }),
  ),
];

/** Windows in one, two and three dimensions: plain, padded, with strides, dilations and groups. */
const WINDOWS: Case[] = [1, 2, 3].flatMap((rank) => {
  const all = (value: number) => Array.from({ length: rank }, () => value);
  const size = [0, 9, 5, 3][rank];
  const spatial = (least = size) => Array.from({ length: rank }, (_, i) => least + (i % 2));
  const pads = [...Array.from({ length: rank }, (_, i) => (i + 1) % 2), ...all(1)];
  const pooled = (operator: 'MaxPool' | 'AveragePool', attributes: Attributes, least?: number) =>
    use(operator, given([rank === 1 ? 2 : 1, 2, ...spatial(least)]), { kernel_shape: all(2), ...attributes });
  return [
    use('Conv', given([2, 2, ...spatial()], [3, 2, ...all(2)], [3])),
    use('Conv', given([1, 2, ...spatial()], [3, 2, ...all(3)]), { pads: all(2).concat(all(0)) }),
    use('Conv', given([1, 2, ...spatial()], [2, 2, ...all(1)]), { pads }),
    use('Conv', given([1, 2, ...spatial()], [2, 2, ...all(2)]), { dilations: all(2), pads }),
    use('Conv', given([2, 4, ...spatial()], [6, 2, ...all(2)]), { group: 2, pads }),
    use('Conv', given([1, 3, ...spatial()], [3, 1, ...all(2)]), { group: 3 }),
    use('Conv', given([1, 2, ...spatial()], [3, 2, ...all(3)], [3]), { strides: all(2), pads }),
    use('Conv', given([2, 4, ...spatial()], [2, 2, ...all(2)]), { strides: all(3), group: 2 }),
    use('Conv', given([1, 1, ...spatial(7)], [2, 1, ...all(2)]), {
      strides: all(2),
      dilations: all(3),
      pads,
    }),
    use('ConvTranspose', given([2, 2, ...spatial(3)], [2, 3, ...all(2)], [3])),
    use('ConvTranspose', given([1, 2, ...spatial(3)], [2, 1, ...all(3)]), {
      strides: all(2),
      pads,
      output_padding: all(1),
    }),
    use('ConvTranspose', given([2, 4, ...spatial(3)], [4, 1, ...all(2)], [2]), {
      group: 2,
      dilations: all(2),
      strides: all(3),
    }),
    pooled('MaxPool', { strides: all(2) }),
    pooled('MaxPool', {}),
    pooled('MaxPool', { kernel_shape: all(3), strides: all(2), pads, ceil_mode: 1 }, 5),
    pooled('MaxPool', { dilations: all(2) }),
    use('MaxPool', given([1, 2, ...spatial()]), { kernel_shape: all(2) }, { outputs: 2 }),
    pooled('AveragePool', { strides: all(2) }, 4),
    pooled('AveragePool', { strides: all(2) }),
    pooled('AveragePool', {}),
    pooled('AveragePool', { kernel_shape: all(3), pads: all(1).concat(all(1)) }),
    pooled('AveragePool', { kernel_shape: all(3), strides: all(2), pads }, 5),
    pooled('AveragePool', { kernel_shape: all(3), strides: all(2), pads, count_include_pad: 1 }, 5),
    pooled('AveragePool', { kernel_shape: all(2), strides: all(3) }, 5),
    pooled('AveragePool', { kernel_shape: all(3), strides: all(2), ceil_mode: 1, pads }, 6),
    pooled(
      'AveragePool',
      { kernel_shape: all(3), strides: all(2), ceil_mode: 1, pads, count_include_pad: 1 },
      6,
    ),
    use('GlobalAveragePool', given([2, 3, ...spatial(3)])),
    use(
      'BatchNormalization',
      given([2, 3, ...spatial(3)], [3], [3], [3], [3]),
      { epsilon: 0.01 },
      { range: POSITIVE },
    ),
  ];
});

export const CASES: readonly Case[] = [...ELEMENTWISE, ...REDUCTIONS, ...SHAPES, ...WINDOWS];
