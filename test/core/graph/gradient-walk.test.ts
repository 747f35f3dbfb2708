// What the walk does beside the rules: sums, files, values in between, second derivatives, refusals, few nodes.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Fault } from '../../../functions/core/fault.ts';
import { checkGraph } from '../../../functions/core/graph/check.ts';
import { gradients } from '../../../functions/core/graph/gradient.ts';
import {
  type Graph,
  type GraphBuilder,
  graphBuilder,
  type Value,
} from '../../../functions/core/graph/graph.ts';
import { encodeModel } from '../../../functions/core/graph/proto.ts';
import { readGraph } from '../../../functions/core/graph/read.ts';
import { float32, sizeOf, type Tensor } from '../../../functions/core/tensor.ts';
import { checkGradients, distinctFeeds, weighted } from './gradient-check.ts';
import { randomFrom, runModel } from './runtime.ts';

const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);

const sum = (b: GraphBuilder, value: Value) => b.op('ReduceSum', [value], { keepdims: 0 });
const squares = (b: GraphBuilder, value: Value) => b.op('ReduceSumSquare', [value], { keepdims: 0 });

function random(dims: readonly number[], next: () => number): Tensor {
  return float32(
    dims,
    Float32Array.from({ length: sizeOf(dims) }, () => next() * 2 - 1),
  );
}

function operatorsOf(graph: Graph): string[] {
  return graph.nodes.map(({ operator }) => operator);
}

/** The nodes that `loss` and its gradients with respect to `to` take. */
function built(make: (b: GraphBuilder) => { loss: Value; to: readonly Value[] }): Graph {
  const b = graphBuilder('built');
  const { loss, to } = make(b);
  for (const [index, gradient] of gradients(b, loss, to).entries())
    b.output(b.op('Identity', [gradient], {}, `gradient ${index}`));
  const graph = b.build();
  checkGraph(graph);
  return graph;
}

test(`branches, shared weights and a residual sum add up (SEED=${SEED})`, async () => {
  const next = randomFrom(SEED);
  const { error, largest } = await checkGradients(
    (b) => {
      const [x, w] = [b.input('x', [1, 2, 6, 5]), b.input('w', [2, 2, 3, 3])];
      const pads = [1, 1, 1, 1];
      const first = b.op('Relu', [b.op('Conv', [x, w], { pads })]);
      const second = b.op('Relu', [b.op('Conv', [first, w], { pads })]);
      const both = b.op('Concat', [b.op('Add', [second, x]), first, second], { axis: 1 });
      return { loss: weighted(b, [b.op('AveragePool', [both], { kernel_shape: [2, 2] })], next), to: [x, w] };
    },
    (graph) => distinctFeeds(graph, next, [-1, 1]),
  );
  expect(error).toBeLessThanOrEqual(1e-5 * largest);
});

test(`a graph from a file: its input, and its weights stored as bytes (SEED=${SEED})`, async () => {
  const next = randomFrom(SEED);
  const made = graphBuilder('made');
  const stored = made.constant(
    { type: 'uint8', dims: [3, 2, 3, 3], data: Uint8Array.from({ length: 54 }, () => next() * 256) },
    'stored',
  );
  const offset = made.op('Sub', [made.op('Cast', [stored], { to: 1 }), made.scalar(127.5)]);
  const scale = made.constant(random([3, 1, 1, 1], next), 'scale');
  const w = made.op('Mul', [offset, scale], {}, 'w');
  made.output(
    made.op('Relu', [made.op('Conv', [made.input('x', [1, 2, 7, 7]), w], { strides: [2, 2] })], {}, 'y'),
  );
  const graph = readGraph(encodeModel(made.build()));
  const { error, largest } = await checkGradients(
    (b) => ({ loss: weighted(b, [b.value('y')], next), to: ['x', 'scale'].map((name) => b.value(name)) }),
    (whole) => distinctFeeds(whole, next, [-1, 1]),
    { ...graph, outputs: [] },
  );
  expect(largest).toBeGreaterThan(0);
  expect(error).toBeLessThanOrEqual(1e-5 * largest);
});

test(`a published network: its loss grows along the gradient as fast as the gradient is long (SEED=${SEED})`, async () => {
  const file = new URL(
    '../../../node_modules/faceplugin-face-recognition-js/model/fr_eye.onnx',
    import.meta.url,
  );
  const graph = readGraph(readFileSync(file));
  const b = graphBuilder('more', graph);
  const [x] = graph.inputs.map((name) => b.value(name));
  const loss = squares(b, b.value(graph.outputs[0]));
  b.output(loss, 'loss');
  b.output(gradients(b, loss, [x])[0], 'gradient');
  const whole = b.build();
  checkGraph(whole);
  const model = encodeModel(whole);
  const at = random(x.dims, randomFrom(SEED)) as Extract<Tensor, { type: 'float32' }>;
  const { gradient, loss: here } = await runModel(model, { [x.name]: at });
  const g = gradient.data as Float32Array;
  const length = Math.hypot(...g);
  const step = (1e-3 * Number(here.data[0])) / length ** 2;
  const lossAt = async (by: number) => {
    const moved = float32(
      at.dims,
      at.data.map((value, i) => value + by * g[i]),
    );
    return Number((await runModel(model, { [x.name]: moved })).loss.data[0]);
  };
  const slope = ((await lossAt(step)) - (await lossAt(-step))) / (2 * step * length);
  expect(length).toBeGreaterThan(0);
  expect(slope / length).toBeCloseTo(1, 2);
});

test(`a gradient has a gradient (SEED=${SEED})`, async () => {
  const next = randomFrom(SEED);
  const { error, largest } = await checkGradients(
    (b) => {
      const [x, w] = [b.input('x', [2, 3]), b.input('w', [3, 2])];
      const y = b.op('Tanh', [b.op('MatMul', [x, w])]);
      const [slope] = gradients(b, squares(b, y), [x]);
      return { loss: weighted(b, [slope], next), to: [x, w] };
    },
    (graph) => distinctFeeds(graph, next, [-1, 1]),
  );
  expect(error).toBeLessThanOrEqual(1e-5 * largest);
});

test('values in between, the loss itself and what it does not depend on', async () => {
  const graph = built((b) => {
    const x = b.input('x', [3]);
    const between = b.op('Mul', [x, b.scalar(2)]);
    const loss = sum(b, b.op('Mul', [between, between]));
    return { loss, to: [between, x, loss, b.op('Exp', [x]), x] };
  });
  const results = await runModel(encodeModel(graph), { x: float32([3], Float32Array.of(1, 2, 3)) });
  const found = graph.outputs.map((name) => Array.from(results[name].data, Number));
  expect(found).toEqual([[4, 8, 12], [8, 16, 24], [1], [0, 0, 0], [8, 16, 24]]);
});

test('the gradient of a Gram matrix is one product, of either side', () => {
  for (const first of [true, false]) {
    const graph = built((b) => {
      const x = b.input('x', [4, 9]);
      const t = b.op('Transpose', [x]);
      return { loss: squares(b, b.op('MatMul', first ? [x, t] : [t, x])), to: [x] };
    });
    expect(operatorsOf(graph).filter((name) => name === 'MatMul')).toHaveLength(2);
  }
});

test('sums and means make no tensor of the size of what they sum', () => {
  const graph = built((b) => {
    const x = b.input('x', [1, 3, 8, 8]);
    const mean = b.op('GlobalAveragePool', [b.op('Mul', [x, x])]);
    return { loss: squares(b, mean), to: [x] };
  });
  expect(operatorsOf(graph)).not.toContain('Expand');
});

test('a Relu is looked at from behind and a MaxPool is asked for its indices, once', () => {
  const graph = built((b) => {
    const x = b.input('x', [1, 2, 6, 6]);
    const y = b.op('Relu', [x]);
    return { loss: squares(b, b.op('MaxPool', [y], { kernel_shape: [2, 2] })), to: [x] };
  });
  const relu = graph.nodes.find(({ operator }) => operator === 'Relu')!;
  const readers = graph.nodes.filter(({ inputs }) => inputs.includes('x'));
  expect(readers).toEqual([relu]);
  const pools = graph.nodes.filter(({ operator }) => operator === 'MaxPool');
  expect(pools.map(({ outputs }) => outputs.length)).toEqual([2]);
});

test('a MaxPool whose windows touch needs no indices, and parts its gradient among equals', async () => {
  const b = graphBuilder('pool');
  const [x, g] = [b.input('x', [1, 1, 2, 5]), b.constant(float32([1, 1, 1, 2], Float32Array.of(3, 8)))];
  const largest = b.op('MaxPool', [x], { kernel_shape: [2, 2], strides: [2, 2] });
  const loss = b.op('ReduceSum', [b.op('Mul', [largest, g])], { keepdims: 0 });
  b.output(gradients(b, loss, [x])[0], 'back');
  const graph = b.build();
  expect(operatorsOf(graph)).not.toContain('ScatterElements');
  // Three of the first window are equal, one of the second is largest, and the last column is in none.
  const data = Float32Array.of(7, 7, 1, 2, 9, 7, 0, 5, 4, 9);
  const { back } = await runModel(encodeModel(graph), { x: float32([1, 1, 2, 5], data) });
  expect([...back.data]).toEqual([1, 1, 0, 0, 0, 1, 0, 8, 0, 0]);
});

test('a convolution of stride 1 goes back as one Conv, of larger strides as one ConvTranspose', () => {
  const back = (strides: number[]) => {
    const graph = built((b) => {
      const [x, w] = [b.input('x', [1, 2, 8, 8]), b.constant(random([3, 2, 3, 3], randomFrom(1)))];
      return { loss: squares(b, b.op('Conv', [x, w], { strides })), to: [x] };
    });
    return operatorsOf(graph).filter((name) => name.startsWith('Conv'));
  };
  expect(back([1, 1])).toEqual(['Conv', 'Conv']);
  expect(back([2, 1])).toEqual(['Conv', 'ConvTranspose']);
});

test('the forward graph is as it was when no gradient is an output', () => {
  const b = graphBuilder('forward');
  const x = b.input('x', [1, 1, 4, 4]);
  const loss = b.output(squares(b, b.op('Sigmoid', [x])), 'loss');
  const before = b.build();
  gradients(b, loss, [x]);
  expect(b.build()).toEqual(before);
});

function message(make: (b: GraphBuilder) => unknown): string {
  try {
    make(graphBuilder('refused'));
  } catch (error) {
    if (error instanceof Fault) return error.message;
    throw error;
  }
  return 'nothing was refused';
}

const int64 = (b: GraphBuilder, ...values: number[]) => b.ints(values);

const refusals: [string, (b: GraphBuilder) => unknown][] = [
  [
    'Only a scalar has a gradient: x is [2].',
    (b) => {
      const x = b.input('x', [2]);
      return gradients(b, x, [x]);
    },
  ],
  [
    'i is not a float32 value of this graph.',
    (b) => gradients(b, sum(b, b.input('x', [2])), [b.input('i', [2], 'int64')]),
  ],
  ['There is no value x.', (b) => gradients(b, b.scalar(1), [graphBuilder('other').input('x', [1])])],
  [
    'Resize: no gradient with respect to input 2 (scales)',
    (b) => {
      const scales = b.constant(float32([3], Float32Array.of(1, 1, 2)), 'scales');
      return gradients(b, sum(b, b.op('Resize', [b.input('x', [1, 1, 4]), undefined, scales])), [scales]);
    },
  ],
  [
    'ScatterElements: no gradient for reduction mul',
    (b) => {
      const x = b.input('x', [4]);
      return gradients(
        b,
        sum(b, b.op('ScatterElements', [x, int64(b, 1, 2), b.input('y', [2])], { reduction: 'mul' })),
        [x],
      );
    },
  ],
  [
    'Pad: no gradient for mode reflect with pads below 0',
    (b) => {
      const x = b.input('x', [4]);
      return gradients(b, sum(b, b.op('Pad', [x, int64(b, -1, 1)], { mode: 'reflect' })), [x]);
    },
  ],
  [
    'Relu: output 3 cannot be added.',
    (b) => {
      b.op('Relu', [b.input('x', [1])]);
      return b.also(b.nodes()[0], 3);
    },
  ],
  [
    'Relu: 2 outputs, has at most 1',
    (b) => {
      b.op('Relu', [b.input('x', [1])]);
      return b.also(b.nodes()[0], 1);
    },
  ],
];

test.each(refusals)('%s', (words, make) => {
  expect(message(make)).toBe(words);
});
