// What the builder and the checker refuse, in what words; what they count and keep.
import { expect, test } from 'vitest';
import { Fault } from '../../../functions/core/fault.ts';
import { checkGraph } from '../../../functions/core/graph/check.ts';
import {
  type Graph,
  type GraphBuilder,
  graphBuilder,
  sizeOfGraph,
} from '../../../functions/core/graph/graph.ts';
import type { Attributes } from '../../../functions/core/graph/operator.ts';
import type { OperatorName } from '../../../functions/core/graph/ops.ts';
import { decodeModel, encodeModel } from '../../../functions/core/graph/proto.ts';
import { readGraph } from '../../../functions/core/graph/read.ts';
import { float32 } from '../../../functions/core/tensor.ts';

function message(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof Fault) return error.message;
    throw error;
  }
  return 'nothing was refused';
}

const refusals: [
  string,
  OperatorName | string,
  (b: GraphBuilder) => (ReturnType<GraphBuilder['input']> | undefined)[],
  Attributes?,
][] = [
  [
    'Conv: 3 input channels, weights want 4',
    'Conv',
    (b) => [b.input('x', [1, 3, 8, 8]), b.input('w', [2, 4, 3, 3])],
  ],
  [
    'Conv: bias [3], 2 output channels want [2]',
    'Conv',
    (b) => [b.input('x', [1, 3, 8, 8]), b.input('w', [2, 3, 3, 3]), b.input('b', [3])],
  ],
  [
    'Conv: kernel [9,9] does not fit [8,8] with pads [0,0,0,0]',
    'Conv',
    (b) => [b.input('x', [1, 3, 8, 8]), b.input('w', [2, 3, 9, 9])],
  ],
  [
    'Conv: input [3,8], wants one to three spatial axes after [N,C]',
    'Conv',
    (b) => [b.input('x', [3, 8]), b.input('w', [2, 3])],
  ],
  [
    'Conv: attribute stride is not supported',
    'Conv',
    (b) => [b.input('x', [1, 3, 8, 8]), b.input('w', [2, 3, 3, 3])],
    { stride: [2, 2] },
  ],
  [
    'Conv: attribute group is "two", wants int',
    'Conv',
    (b) => [b.input('x', [1, 3, 8, 8]), b.input('w', [2, 3, 3, 3])],
    { group: 'two' },
  ],
  ['Conv: 1 inputs, wants 2 to 3', 'Conv', (b) => [b.input('x', [1, 3, 8, 8])]],
  ['Add: shapes [2,3] and [4] do not broadcast', 'Add', (b) => [b.input('x', [2, 3]), b.input('y', [4])]],
  ['Add: inputs of types float32 and int64', 'Add', (b) => [b.input('x', [2]), b.input('y', [2], 'int64')]],
  ['Sqrt: int64 input, wants float32', 'Sqrt', (b) => [b.input('x', [2], 'int64')]],
  [
    'MatMul: shapes [2,3] and [4,5]: 3 columns, 4 rows',
    'MatMul',
    (b) => [b.input('x', [2, 3]), b.input('y', [4, 5])],
  ],
  [
    'Gemm: C [5] does not stretch to [2,4]',
    'Gemm',
    (b) => [b.input('x', [2, 3]), b.input('y', [3, 4]), b.input('c', [5])],
  ],
  ['Reshape: [2,3] (6 elements) to [4,-1]', 'Reshape', (b) => [b.input('x', [2, 3]), b.ints([4, -1])]],
  [
    'Reshape: shape must be a constant: shapes are static',
    'Reshape',
    (b) => [b.input('x', [2, 3]), b.input('s', [2], 'int64')],
  ],
  [
    'Concat: shapes [2,3] and [3,3] along axis 1',
    'Concat',
    (b) => [b.input('x', [2, 3]), b.input('y', [3, 3])],
    { axis: 1 },
  ],
  ['Concat: attribute axis is missing', 'Concat', (b) => [b.input('x', [2, 3])]],
  ['Softmax: axis 2 of [2,3]', 'Softmax', (b) => [b.input('x', [2, 3])], { axis: 2 }],
  ['TopK: K is 9, axis 1 has 3 elements', 'TopK', (b) => [b.input('x', [2, 3]), b.ints([9])]],
  ['Loop: the operator is not supported', 'Loop', () => []],
  ['toString: the operator is not supported', 'toString', () => []],
];

test.each(refusals)('%s', (words, operator, inputs, attributes = {}) => {
  const builder = graphBuilder('refused');
  expect(message(() => builder.op(operator as OperatorName, inputs(builder), attributes))).toContain(words);
});

test('names are unique, and a value belongs to its graph', () => {
  const builder = graphBuilder('names');
  const x = builder.input('x', [2]);
  expect(message(() => builder.input('x', [3]))).toBe('The name "x" is already taken.');
  expect(message(() => graphBuilder('other').op('Relu', [x]))).toBe('x is not a value of this graph.');
  expect(message(() => builder.input('y', [Number.NaN]))).toBe('y: shape [NaN] is not static.');
});

function small(): Graph {
  const builder = graphBuilder('small');
  const x = builder.input('x', [1, 3, 8, 8]);
  const w = builder.constant(float32([4, 3, 3, 3], new Float32Array(108)), 'w');
  const y = builder.op('Relu', [builder.op('Conv', [x, w], { strides: [2, 2] }, 'c')], {}, 'y');
  builder.op('Exp', [y], {}, 'nobody asked');
  builder.output(y);
  return builder.build();
}

const damaged: [string, (graph: Graph) => Graph][] = [
  [
    'Conv: output c is declared float32 [1,4,4,4], is float32 [1,4,3,3].',
    (g) => ({
      ...g,
      values: new Map([...g.values, ['c', { name: 'c', type: 'float32', dims: [1, 4, 4, 4] }]]),
    }),
  ],
  [
    'Relu: output y is declared int64 [1,4,3,3], is float32 [1,4,3,3].',
    (g) => ({
      ...g,
      values: new Map([...g.values, ['y', { name: 'y', type: 'int64', dims: [1, 4, 3, 3] }]]),
    }),
  ],
  ['Relu: the input c is used before it is defined.', (g) => ({ ...g, nodes: [...g.nodes].reverse() })],
  ['The name c is defined twice.', (g) => ({ ...g, nodes: [g.nodes[0], ...g.nodes] })],
  ['The output z is not computed by any node.', (g) => ({ ...g, outputs: ['z'] })],
  [
    'w: 107 elements for shape [4,3,3,3].',
    (g) => ({ ...g, constants: new Map([['w', float32([4, 3, 3, 3], new Float32Array(107))]]) }),
  ],
  [
    'w is declared float32 [4,3,3,3], is float32 [4,27].',
    (g) => ({ ...g, constants: new Map([['w', float32([4, 27], new Float32Array(108))]]) }),
  ],
];

test.each(damaged)('the checker says: %s', (words, damage) => {
  expect(message(() => checkGraph(small()))).toBe('nothing was refused');
  expect(message(() => checkGraph(damage(small())))).toBe(words);
});

test('what no output needs is left out', () => {
  const graph = small();
  expect(graph.nodes.map(({ operator }) => operator)).toEqual(['Conv', 'Relu']);
  expect([...graph.values.keys()].sort()).toEqual(['c', 'w', 'x', 'y']);
});

test('a Conv costs one multiply-accumulate an output element and filter weight', () => {
  expect(sizeOfGraph(small())).toEqual({ macs: 4 * 3 * 3 * (3 * 3 * 3), parameters: 108 });
});

test('every node carries all attributes, those that follow from shapes too', () => {
  expect(small().nodes[0].attributes).toEqual({
    group: 1,
    kernel_shape: [3, 3],
    strides: [2, 2],
    dilations: [1, 1],
    pads: [0, 0, 0, 0],
  });
});

test('a graph goes through its file unchanged, to the same bytes', () => {
  const bytes = encodeModel(small());
  const again = readGraph(bytes);
  expect(again).toEqual(small());
  expect(encodeModel(again)).toEqual(bytes);
});

test('a graph can be continued under its own names', () => {
  const builder = graphBuilder('more', small());
  builder.output(builder.op('ReduceSum', [builder.op('Relu', [builder.value('y')])], { keepdims: 0 }, 'sum'));
  const graph = builder.build();
  checkGraph(graph);
  expect(graph.outputs).toEqual(['y', 'sum']);
});

test('bytes that are no model are refused as such', () => {
  expect(message(() => decodeModel(Uint8Array.from({ length: 100 }, (_, i) => 255 - i)))).toBe(
    'The 100 bytes are not an ONNX file.',
  );
  expect(message(() => decodeModel(new Uint8Array(0)))).toBe('The model has no graph.');
  const bytes = encodeModel(small());
  expect(message(() => decodeModel(bytes.subarray(0, bytes.length - 9)))).toMatch(/not an ONNX file/);
});
