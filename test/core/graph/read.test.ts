// Files of older opsets: read, upgraded and folded, they compute what ONNX Runtime makes of the original bytes.
import { readdirSync, readFileSync } from 'node:fs';
import { create, toBinary } from '@bufbuild/protobuf';
import {
  type AttributeProto,
  AttributeProtoSchema,
  AttributeProto_AttributeType as Kind,
  ModelProtoSchema,
} from 'onnx-buf';
import { expect, test } from 'vitest';
import { checkGraph } from '../../../functions/core/graph/check.ts';
import { encodeModel } from '../../../functions/core/graph/proto.ts';
import { readGraph } from '../../../functions/core/graph/read.ts';
import { differences, feedsOf, largestDifference, randomFrom, runModel } from './runtime.ts';

type Made = number | string | number[] | { float: number } | { ints: number[] };
/** Operator, inputs, outputs, attributes. An array attribute is a list of ints. */
type Row = readonly [string, string[], string[], Record<string, Made>?];

const floats: Record<string, number[]> = { x: [1, 2, 4, 4] };
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);

/** A file as an exporter of that opset writes it: one input `x` [1,2,4,4], output `y`; `ints` and `vectors` are initializers. */
function file(
  opset: number,
  rows: readonly Row[],
  ints: Record<string, number[]> = {},
  vectors: Record<string, number[]> = {},
): Uint8Array {
  const info = (name: string, dims?: number[]) => ({
    name,
    type: {
      value: {
        case: 'tensorType' as const,
        value: {
          elemType: 1,
          shape: dims && {
            dim: dims.map((size) => ({ value: { case: 'dimValue' as const, value: BigInt(size) } })),
          },
        },
      },
    },
  });
  return toBinary(
    ModelProtoSchema,
    create(ModelProtoSchema, {
      irVersion: 6n,
      opsetImport: [{ domain: '', version: BigInt(opset) }],
      graph: {
        name: 'old',
        node: rows.map(([opType, input, output, attributes = {}]) => ({
          opType,
          input,
          output,
          attribute: Object.entries(attributes).map(([name, value]) => attribute(name, value)),
        })),
        initializer: [
          ...Object.entries(ints).map(([name, list]) => ({
            name,
            dataType: 7,
            dims: [BigInt(list.length)],
            int64Data: list.map(BigInt),
          })),
          ...Object.entries(vectors).map(([name, list]) => ({
            name,
            dataType: 1,
            dims: [BigInt(list.length)],
            floatData: list,
          })),
        ],
        input: [info('x', floats.x)],
        output: [info('y')],
      },
    }),
  );
}

function attribute(name: string, value: Made): AttributeProto {
  if (typeof value === 'number')
    return create(AttributeProtoSchema, { name, type: Kind.INT, i: BigInt(value) });
  if (typeof value === 'string')
    return create(AttributeProtoSchema, { name, type: Kind.STRING, s: new TextEncoder().encode(value) });
  if (Array.isArray(value))
    return create(AttributeProtoSchema, { name, type: Kind.INTS, ints: value.map(BigInt) });
  if ('float' in value) return create(AttributeProtoSchema, { name, type: Kind.FLOAT, f: value.float });
  const t = { dataType: 7, dims: [BigInt(value.ints.length)], int64Data: value.ints.map(BigInt) };
  return create(AttributeProtoSchema, { name, type: Kind.TENSOR, t });
}

const old: Record<string, Uint8Array> = {
  'Slice 9: attributes': file(9, [
    ['Slice', ['x'], ['y'], { starts: [1, -3], ends: [2, 2 ** 53], axes: [1, 3] }],
  ]),
  'Squeeze 9': file(9, [['Squeeze', ['x'], ['y'], { axes: [0] }]]),
  'Unsqueeze 12': file(12, [['Unsqueeze', ['x'], ['y'], { axes: [1, 3] }]]),
  'ReduceSum 11': file(11, [['ReduceSum', ['x'], ['y'], { axes: [2, 3], keepdims: 0 }]]),
  'Split 11': file(11, [
    ['Split', ['x'], ['a', 'b'], { axis: 2, split: [1, 3] }],
    ['ReduceMax', ['b'], ['m'], { axes: [2] }],
    ['Add', ['a', 'm'], ['y']],
  ]),
  'Clip 9': file(9, [['Clip', ['x'], ['y'], { min: { float: 0.2 }, max: { float: 0.6 } }]]),
  'Clip 9, one bound': file(9, [['Clip', ['x'], ['y'], { max: { float: 0.6 } }]]),
  'Pad 10': file(10, [['Pad', ['x'], ['y'], { pads: [0, 0, 1, 2, 0, 0, 3, 0], value: { float: 4 } }]]),
  'Pad 9, reflect': file(9, [['Pad', ['x'], ['y'], { pads: [0, 0, 1, 2, 0, 0, 3, 0], mode: 'reflect' }]]),
  'TopK 9': file(9, [['TopK', ['x'], ['y', 'i'], { k: 2, axis: 3 }]]),
  'Softmax 9 over the last axis': file(9, [['Softmax', ['x'], ['y'], { axis: 3 }]]),
  'Upsample 9': file(9, [['Upsample', ['x', 's'], ['y'], { mode: 'nearest' }]], {}, { s: [1, 1, 2, 3] }),
  'Upsample 9, linear': file(
    9,
    [['Upsample', ['x', 's'], ['y'], { mode: 'linear' }]],
    {},
    { s: [1, 1, 2, 2] },
  ),
  'Resize 10': file(10, [['Resize', ['x', 's'], ['y'], { mode: 'nearest' }]], {}, { s: [1, 1, 1.5, 3] }),
  'Resize 11 with empty roi and scales': file(
    11,
    [['Resize', ['x', 'e', 'e', 'n'], ['y'], { mode: 'linear', cubic_coeff_a: { float: -0.5 } }]],
    { n: [1, 2, 7, 5] },
    { e: [] },
  ),
  'Dropout 9': file(9, [
    ['Dropout', ['x'], ['d']],
    ['Relu', ['d'], ['y']],
  ]),
  'AveragePool 9 with auto_pad': file(9, [
    ['AveragePool', ['x'], ['y'], { kernel_shape: [3, 3], strides: [2, 2], auto_pad: 'SAME_UPPER' }],
  ]),
  // PyTorch's view(size(0), -1).
  'a shape chain': file(
    9,
    [
      ['Shape', ['x'], ['s']],
      ['Constant', [], ['zero'], { value: { ints: [0] } }],
      ['Gather', ['s', 'zero'], ['n'], { axis: 0 }],
      ['Squeeze', ['n'], ['n0'], { axes: [0] }],
      ['Unsqueeze', ['n0'], ['n1'], { axes: [0] }],
      ['Concat', ['n1', 'rest'], ['to'], { axis: 0 }],
      ['Reshape', ['x', 'to'], ['y']],
    ],
    { rest: [-1] },
  ),
  // PyTorch's expand.
  'an expand chain': file(
    12,
    [
      ['ConstantOfShape', ['four'], ['ones'], { value: { ints: [1] } }],
      ['Mul', ['ones', 'minus'], ['negative']],
      ['Equal', ['asked', 'negative'], ['open']],
      ['Where', ['open', 'ones', 'asked'], ['to']],
      ['Expand', ['x', 'to'], ['y']],
    ],
    { four: [4], minus: [-1], asked: [3, -1, 4, 4] },
  ),
  // Half the height, computed.
  'an arithmetic chain': file(
    13,
    [
      ['Shape', ['x'], ['s']],
      ['Slice', ['s', 'two', 'three'], ['h']],
      ['Cast', ['h'], ['hf'], { to: 1 }],
      ['Div', ['hf', 'half'], ['q']],
      ['Floor', ['q'], ['f']],
      ['Cast', ['f'], ['e'], { to: 7 }],
      ['Add', ['e', 'zero'], ['e0']],
      ['Sub', ['e0', 'zero'], ['e1']],
      ['Slice', ['x', 'zero', 'e1', 'two'], ['y']],
    ],
    { two: [2], three: [3], zero: [0] },
    { half: [1.5] },
  ),
};

test.each(Object.entries(old))(`%s gives what ONNX Runtime gives (SEED=${seed})`, async (_, bytes) => {
  const graph = readGraph(bytes);
  checkGraph(graph);
  const feeds = feedsOf(graph, randomFrom(seed));
  expect(await differences(graph, feeds)).toEqual([]);
  const [theirs, ours] = [await runModel(bytes, feeds), await runModel(encodeModel(graph), feeds)];
  expect(ours.y.dims).toEqual(theirs.y.dims);
  expect(largestDifference(ours.y, theirs.y)).toBeLessThan(1e-6);
});

test.each(['a shape chain', 'an expand chain', 'an arithmetic chain'])('%s leaves one operator', (name) => {
  expect(readGraph(old[name]).nodes).toHaveLength(1);
});

test.each([
  ['Opset 8, wants 9 to 17.', file(8, [['Relu', ['x'], ['y']]])],
  ['Opset 18, wants 9 to 17.', file(18, [['Relu', ['x'], ['y']]])],
  [
    'Softmax: over all axes from 1 of [1,2,4,4], as before opset 13, is not supported',
    file(9, [['Softmax', ['x'], ['y']]]),
  ],
  ['LSTM: the operator is not supported', file(9, [['LSTM', ['x'], ['y']]])],
  ['Conv: attribute padding is not supported', file(9, [['Conv', ['x', 'x'], ['y'], { padding: [1, 1] }]])],
  ['There is no value q.', file(9, [['Relu', ['q'], ['y']]])],
  [
    'Resize: mode cubic is not supported',
    file(13, [['Resize', ['x', '', 's'], ['y'], { mode: 'cubic' }]], {}, { s: [1, 1, 2, 2] }),
  ],
])('refused by name: %s', (words, bytes) => {
  expect(() => readGraph(bytes)).toThrow(words);
});

test('a symbolic input wants its shape, and any other can be given one', () => {
  const graph = readGraph(file(9, [['Relu', ['x'], ['y']]]), { dims: { x: [2, 2, 9, 9] } });
  expect(graph.values.get('y')?.dims).toEqual([2, 2, 9, 9]);
});

const models = new URL('../../../node_modules/faceplugin-face-recognition-js/model/', import.meta.url);

test.each(readdirSync(models))(
  'every type and shape inside %s is the one ONNX Runtime computes',
  async (name) => {
    const graph = readGraph(readFileSync(new URL(name, models)));
    checkGraph(graph);
    expect(await differences(graph, feedsOf(graph, randomFrom(1)))).toEqual([]);
  },
);
