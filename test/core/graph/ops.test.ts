// Shape inference against ONNX Runtime, which did not see ours: every operator, one to three spatial axes.
import { expect, test } from 'vitest';
import { checkGraph } from '../../../functions/core/graph/check.ts';
import { type GraphBuilder, graphBuilder, type Value } from '../../../functions/core/graph/graph.ts';
import type { Attributes } from '../../../functions/core/graph/operator.ts';
import { OPERATORS, type OperatorName } from '../../../functions/core/graph/ops.ts';
import { differences, feedsOf, randomFrom } from './runtime.ts';

type Case = readonly [
  OperatorName,
  (b: GraphBuilder) => readonly (Value | undefined)[],
  Attributes?,
  number?,
];

const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);

const x =
  (...dims: number[]) =>
  (b: GraphBuilder) => [b.input('x', dims)];
const xy = (first: number[], second: number[]) => (b: GraphBuilder) => [
  b.input('x', first),
  b.input('y', second),
];

const elementwise: Case[] = [
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
      'Sqrt',
      'Exp',
      'Log',
      'Floor',
      'Ceil',
      'Reciprocal',
      'Identity',
    ] as const
  ).map((name): Case => [name, x(2, 3)]),
  ...(
    [
      'Add',
      'Sub',
      'Mul',
      'Div',
      'Pow',
      'Max',
      'Min',
      'Sum',
      'Greater',
      'GreaterOrEqual',
      'Less',
      'LessOrEqual',
      'Equal',
    ] as const
  ).flatMap((name): Case[] => [
    [name, xy([2, 1, 3], [4, 1])],
    [name, xy([], [5])],
  ]),
  ['Neg', (b) => [b.input('x', [3], 'int64')]],
  ['Add', (b) => [b.input('x', [3], 'int32'), b.input('y', [2, 1], 'int32')]],
  ['Max', (b) => [b.input('x', [3]), b.input('y', [2, 1]), b.input('z', [1])]],
  ['Not', (b) => [b.input('x', [2, 2], 'bool')]],
  ['And', (b) => [b.input('x', [2, 2], 'bool'), b.input('y', [2], 'bool')]],
  ['Or', (b) => [b.input('x', [2, 2], 'bool'), b.input('y', [2], 'bool')]],
  ['Softmax', x(2, 3, 4), { axis: 1 }],
  ['LogSoftmax', x(2, 3, 4), { axis: -2 }],
  ...[1, 2, 6, 7, 9].map((to): Case => ['Cast', x(2, 3), { to }]),
  ['PRelu', xy([1, 4, 3, 3], [4, 1, 1])],
  ['Where', (b) => [b.input('c', [2, 1], 'bool'), b.input('x', [3]), b.input('y', [])]],
  ['Clip', (b) => [b.input('x', [4]), b.scalar(0.3)]],
  ['Clip', (b) => [b.input('x', [4]), undefined, b.scalar(0.7)]],
];

const reductions: Case[] = [
  ...(['ReduceMean', 'ReduceMax', 'ReduceMin', 'ReduceL1', 'ReduceL2', 'ReduceSumSquare'] as const).flatMap(
    (name): Case[] => [
      [name, x(2, 3, 4), { axes: [1, -1], keepdims: 0 }],
      [name, x(2, 3, 4), { axes: [1] }],
      [name, x(2, 3), { keepdims: 0 }],
    ],
  ),
  ['ReduceSum', (b) => [b.input('x', [2, 3, 4]), b.ints([0, 2])], { keepdims: 0 }],
  ['ReduceSum', x(2, 3), {}],
  ['ReduceSum', (b) => [b.input('x', [2, 3]), b.ints([])], { noop_with_empty_axes: 1 }],
  ['ArgMax', x(2, 3), { axis: 1, keepdims: 0 }],
  ['TopK', (b) => [b.input('x', [5, 3]), b.ints([2])], { axis: 0 }, 2],
  ['TopK', (b) => [b.input('x', [5, 3]), b.ints([3])], { largest: 0 }, 2],
  ['MatMul', xy([2, 3], [3, 4])],
  ['MatMul', xy([5, 1, 2, 3], [4, 3, 2])],
  ['MatMul', xy([3], [2, 3, 4])],
  ['MatMul', xy([2, 3], [3])],
  ['Gemm', xy([2, 3], [3, 4])],
  [
    'Gemm',
    (b) => [b.input('x', [3, 2]), b.input('y', [4, 3]), b.input('c', [4])],
    { transA: 1, transB: 1, alpha: 0.5 },
  ],
];

const shapes: Case[] = [
  ['Concat', xy([2, 3], [2, 5]), { axis: -1 }],
  ['Split', x(6, 2), {}, 3],
  ['Split', (b) => [b.input('x', [2, 6]), b.ints([1, 5])], { axis: 1 }, 2],
  ['Slice', (b) => [b.input('x', [7, 5]), b.ints([1]), b.ints([-1])]],
  [
    'Slice',
    (b) => [b.input('x', [7, 5]), b.ints([-1, 0]), b.ints([-100, 99]), b.ints([0, 1]), b.ints([-2, 3])],
  ],
  [
    'Slice',
    (b) => [b.input('x', [4]), b.ints([3]), b.ints([Number.MIN_SAFE_INTEGER]), b.ints([0]), b.ints([-1])],
  ],
  ['Slice', (b) => [b.input('x', [4, 3]), b.ints([2]), b.ints([Number.MAX_SAFE_INTEGER]), b.ints([-2])]],
  ['Pad', (b) => [b.input('x', [2, 3]), b.ints([1, 0, 0, 2])]],
  ['Pad', (b) => [b.input('x', [4, 4]), b.ints([1, -1, 0, 2]), b.scalar(7)]],
  ...['reflect', 'edge'].map(
    (mode): Case => ['Pad', (b) => [b.input('x', [3, 4]), b.ints([1, 2, 2, 0])], { mode }],
  ),
  ['Reshape', (b) => [b.input('x', [2, 3, 4]), b.ints([0, -1])]],
  ['Reshape', (b) => [b.input('x', [2, 3, 4]), b.ints([4, 1, 6])]],
  ['Flatten', x(2, 3, 4)],
  ['Flatten', x(2, 3, 4), { axis: 0 }],
  ['Flatten', x(2, 3, 4), { axis: -1 }],
  ['Squeeze', x(1, 3, 1)],
  ['Squeeze', (b) => [b.input('x', [1, 3, 1]), b.ints([-1])]],
  ['Unsqueeze', (b) => [b.input('x', [3]), b.ints([0, -1])]],
  ['Transpose', x(2, 3, 4)],
  ['Transpose', x(2, 3, 4), { perm: [1, 2, 0] }],
  ['Expand', (b) => [b.input('x', [3, 1]), b.ints([2, 1, 6])]],
  ['Gather', (b) => [b.input('x', [5, 4]), b.input('i', [2, 3], 'int64')], { axis: 1 }],
  [
    'Gather',
    (b) => [b.input('x', [5, 4]), b.constant({ type: 'int64', dims: [], data: BigInt64Array.of(-1n) })],
  ],
  [
    'GatherElements',
    (b) => [
      b.input('x', [3, 4]),
      b.constant({ type: 'int64', dims: [1, 2], data: BigInt64Array.of(-1n, 2n) }),
    ],
    { axis: 1 },
  ],
  ...['none', 'add', 'mul'].map(
    (reduction): Case => [
      'ScatterElements',
      (b) => [b.input('x', [6]), b.input('i', [3], 'int64'), b.input('y', [3])],
      { reduction },
    ],
  ),
  ['Shape', x(2, 3, 4)],
  ['Shape', x(2, 3, 4), { start: -2 }],
  ['Shape', x(2, 3, 4), { start: 1, end: 2 }],
  ['Constant', () => [], { value: { type: 'int64', dims: [2], data: BigInt64Array.of(1n, 2n) } }],
  ['ConstantOfShape', (b) => [b.ints([2, 3])]],
  [
    'ConstantOfShape',
    (b) => [b.ints([4])],
    { value: { type: 'int64', dims: [1], data: BigInt64Array.of(9n) } },
  ],
  ['Resize', (b) => [b.input('x', [1, 2, 4, 5]), undefined, floats(b, 1, 1, 1.5, 2.3)]],
  [
    'Resize',
    (b) => [b.input('x', [1, 2, 4, 5]), undefined, undefined, b.ints([1, 2, 7, 3])],
    { mode: 'linear' },
  ],
];

const windows: Case[] = [1, 2, 3].flatMap((rank) => spatialCases(rank));

/** Kernels, strides, pads and dilations at random, so that every rounding is met. */
function spatialCases(rank: number): Case[] {
  const next = randomFrom(seed + rank);
  const upTo = (most: number) => 1 + Math.floor(next() * most);
  const list = (most: number) => Array.from({ length: rank }, () => upTo(most));
  const spatial = () => Array.from({ length: rank }, () => 9 + Math.floor(next() * 5));
  const cases: Case[] = [
    ['GlobalAveragePool', x(2, 3, ...spatial())],
    [
      'BatchNormalization',
      (b) => [b.input('x', [2, 3, ...spatial()]), ...['s', 'b', 'm', 'v'].map((name) => b.input(name, [3]))],
    ],
  ];
  for (let round = 0; round < 6; round++) {
    const kernel = list(3);
    const pads = [...kernel, ...kernel].map((size) => Math.floor(next() * size));
    const [strides, dilations] = [list(3), list(2)];
    const [input, group, perGroup] = [spatial(), upTo(2), upTo(3)];
    const w = [2 * group, perGroup, ...kernel];
    cases.push(['Conv', xy([2, perGroup * group, ...input], w), { strides, dilations, pads, group }]);
    const auto_pad = ['SAME_UPPER', 'SAME_LOWER', 'VALID'][round % 3];
    cases.push(['Conv', xy([2, perGroup * group, ...input], w), { strides, auto_pad, group }]);
    const output_padding = strides.map((stride) => Math.floor(next() * stride));
    cases.push(['ConvTranspose', xy([1, 2 * group, ...input], w), { strides, pads, group, output_padding }]);
    for (const ceil_mode of [0, 1]) {
      const attributes = { kernel_shape: kernel, strides, pads, ceil_mode };
      cases.push(['MaxPool', x(1, 2, ...input), attributes, 2]);
      cases.push(['AveragePool', x(1, 2, ...input), { ...attributes, count_include_pad: round % 2 }]);
    }
    cases.push(['MaxPool', x(1, 2, ...input), { kernel_shape: kernel, strides, auto_pad }]);
  }
  return cases;
}

function floats(b: GraphBuilder, ...values: number[]): Value {
  return b.constant({ type: 'float32', dims: [values.length], data: Float32Array.from(values) });
}

const all = [...elementwise, ...reductions, ...shapes, ...windows];

test(`types and shapes of ${all.length} uses are those ONNX Runtime computes (SEED=${seed})`, async () => {
  const next = randomFrom(seed);
  const wrong: string[] = [];
  for (const [operator, inputs, attributes = {}, outputs = 1] of all) {
    const builder = graphBuilder('case');
    for (const value of builder.ops(operator, inputs(builder), attributes, outputs)) builder.output(value);
    const graph = builder.build();
    checkGraph(graph);
    const found = await differences(graph, feedsOf(graph, next)).catch((error: Error) => [error.message]);
    wrong.push(...found.map((what) => `${operator} ${JSON.stringify(attributes)}: ${what}`));
  }
  expect(wrong).toEqual([]);
});

test('every operator of the table is among them', () => {
  const covered = new Set(all.map(([operator]) => operator));
  expect(Object.keys(OPERATORS).filter((name) => !covered.has(name as OperatorName))).toEqual([]);
});
