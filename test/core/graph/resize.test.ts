// Graphs at another input size: the same network, every shape inferred again.
import { expect, test } from 'vitest';
import { checkGraph } from '../../../functions/core/graph/check.ts';
import { type Graph, graphBuilder } from '../../../functions/core/graph/graph.ts';
import { resized } from '../../../functions/core/graph/resize.ts';
import { float32 } from '../../../functions/core/tensor.ts';
import { differences, feedsOf, randomFrom } from './runtime.ts';

const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);

/** Convolution, pool, two branches joined; `x` [1,2,height,width] -> `y`. */
function network(height: number, width: number): Graph {
  const builder = graphBuilder('network');
  const next = randomFrom(1);
  const weights = float32(
    [4, 2, 3, 3],
    Float32Array.from({ length: 72 }, () => next() - 0.5),
  );
  const x = builder.input('x', [1, 2, height, width]);
  const a = builder.op('Relu', [builder.op('Conv', [x, builder.constant(weights, 'weights')])], {}, 'a');
  const pooled = builder.op('MaxPool', [a], { kernel_shape: [3, 3], strides: [2, 2] });
  const halved = builder.op('AveragePool', [pooled], { kernel_shape: [3, 3], pads: [1, 1, 1, 1] });
  builder.output(builder.op('Concat', [pooled, halved], { axis: 1 }, 'y'));
  return builder.build();
}

test(`a resized graph is the one built at that size, names included (SEED=${SEED})`, async () => {
  const other = resized(network(16, 16), { x: [1, 2, 21, 11] });
  checkGraph(other);
  expect(other).toEqual(network(21, 11));
  expect(await differences(other, feedsOf(other, randomFrom(SEED)))).toEqual([]);
});

test('the graph that was given stays as it was, and without new dims it is the same', () => {
  const given = network(16, 16);
  expect(resized(given, {})).toEqual(given);
  resized(given, { x: [1, 2, 32, 32] });
  expect(given).toEqual(network(16, 16));
});

test('a size that a node does not take is refused with its numbers', () => {
  expect(() => resized(network(16, 16), { x: [1, 2, 16, 4] })).toThrow('MaxPool: kernel [3,3] does not fit');
});

test('a graph that fixes a size inside is refused: it is not fully convolutional', () => {
  const builder = graphBuilder('head', network(16, 16));
  builder.output(builder.op('Reshape', [builder.value('y'), builder.ints([1, 8 * 36])], {}, 'flat'));
  const graph = builder.build();
  expect(() => resized(graph, { x: [1, 2, 24, 24] })).toThrow('Reshape: [1,8,10,10] (800 elements)');
});
