// A whole small net against gradients that we did not write: tfjs-core's, on its CPU backend.
import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { gradients } from '../../../functions/core/graph/gradient.ts';
import { graphBuilder, type Value } from '../../../functions/core/graph/graph.ts';
import { encodeModel } from '../../../functions/core/graph/proto.ts';
import { float32, sizeOf, type Tensor } from '../../../functions/core/tensor.ts';
import { largestDifference, randomFrom, runModel } from './runtime.ts';
import { CLASS, DIMS, NAMES, type Name, type Numbers } from './tfjs-net-values.ts';

const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);

/** Style cost of a Gram matrix plus the cross entropy of a classifier: a scalar, as a graph. */
function ours(values: Readonly<Record<Name, Tensor>>): Uint8Array {
  const b = graphBuilder('net');
  const picture = b.input('picture', DIMS.picture);
  const fixed = NAMES.slice(1).map((name) => [name, b.constant(values[name], name)] as const);
  const v = Object.fromEntries([['picture', picture], ...fixed]) as Record<Name, Value>;
  const first = b.op('Relu', [b.op('Conv', [picture, v.firstWeights, v.firstBias], { pads: [1, 1, 1, 1] })]);
  const mean = b.op('AveragePool', [first], { kernel_shape: [3, 3], strides: [2, 2] });
  const largest = b.op('MaxPool', [first], { kernel_shape: [3, 3], strides: [2, 2] });
  const both = b.op('PRelu', [
    b.op('Sub', [b.op('Concat', [mean, largest], { axis: 1 }), b.scalar(0.3)]),
    v.slope,
  ]);
  const second = b.op('Tanh', [b.op('Conv', [both, v.secondWeights, v.secondBias], { strides: [2, 2] })]);
  const flat = b.op('Reshape', [second, b.ints([6, -1])]);
  const gram = b.op('MatMul', [flat, b.op('Transpose', [flat])]);
  const style = b.op('ReduceSumSquare', [b.op('Sub', [gram, v.target])], { keepdims: 0 });
  const pooled = b.op('Flatten', [b.op('GlobalAveragePool', [second])]);
  const log = b.op('LogSoftmax', [b.op('Gemm', [pooled, v.head, v.headBias])]);
  const chosen = b.op('Slice', [log, b.ints([CLASS]), b.ints([CLASS + 1]), b.ints([1])]);
  const loss = b.op('Sub', [style, b.op('ReduceSum', [chosen], { keepdims: 0 })]);
  b.output(loss, 'loss');
  const found = gradients(
    b,
    loss,
    NAMES.map((name) => v[name]),
  );
  for (const [index, name] of NAMES.entries()) b.output(found[index], `d ${name}`);
  return encodeModel(b.build());
}

/** tfjs finds its own gradient functions only through tsx's resolution, so it runs as a process. */
function theirs(values: Readonly<Record<Name, Tensor>>): { loss: number; grads: Numbers } {
  const numbers = Object.fromEntries(NAMES.map((name) => [name, Array.from(values[name].data, Number)]));
  const script = new URL('tfjs-net.ts', import.meta.url).pathname;
  const answer = execFileSync(process.execPath, ['--import', 'tsx', script], {
    input: JSON.stringify(numbers),
    stdio: 'pipe',
  });
  return JSON.parse(answer.toString());
}

test(`a picture's and all weights' gradients are tfjs-core's (SEED=${SEED})`, async () => {
  const next = randomFrom(SEED);
  const values = Object.fromEntries(
    NAMES.map((name) => {
      const dims = DIMS[name];
      return [
        name,
        float32(
          dims,
          Float32Array.from({ length: sizeOf(dims) }, () => next() - 0.5),
        ),
      ];
    }),
  ) as Record<Name, Tensor>;
  const results = await runModel(ours(values), { picture: values.picture });
  const { loss, grads } = theirs(values);
  expect(results.loss.data[0]).toBeCloseTo(loss, 4);
  for (const name of NAMES) {
    const wanted = Float32Array.from(grads[name]);
    const largest = wanted.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
    expect(largest, name).toBeGreaterThan(0);
    const apart = largestDifference(results[`d ${name}`], float32(DIMS[name], wanted));
    expect(apart, `d ${name}, up to ${largest}`).toBeLessThanOrEqual(1e-5 * largest);
  }
});
