// Losses and the network: gradients against differences in double precision, in one, two and three dimensions.
import { describe, expect, test } from 'vitest';
import type { GraphBuilder } from '../../../functions/core/graph/graph.ts';
import { encodeModel } from '../../../functions/core/graph/proto.ts';
import { seeded } from '../../../functions/core/random.ts';
import { float32, sizeOf } from '../../../functions/core/tensor.ts';
import {
  embeddingGraph,
  encoderGraph,
  learnedParameters,
  lossGraph,
  sliced,
} from '../../../scripts/train/graphs.ts';
import { appendBinaryLoss, appendTripletLoss } from '../../../scripts/train/losses.ts';
import { convNet, initialParameters } from '../../../scripts/train/network.ts';
import { checkGradients, distinctFeeds, weighted } from '../../core/graph/gradient-check.ts';
import { runModel } from '../../core/graph/runtime.ts';

/** Three classes of two rows. */
const [N, D] = [6, 4];

test.each(['batch-all', 'batch-hard', 'semi-hard'] as const)(
  'the gradient of the triplet loss agrees with differences, %s',
  async (mining) => {
    const random = seeded(5);
    const { error, largest, lossError } = await checkGradients(
      (b) => {
        const embedding = b.input('embedding', [N, D]);
        const { loss } = appendTripletLoss(b, embedding, { mining, pictures: 2, margin: 0.7 });
        return { loss, to: [embedding] };
      },
      (graph) => distinctFeeds(graph, random, [-1, 1]),
    );
    expect(largest).toBeGreaterThan(0.1);
    expect(error / largest).toBeLessThan(1e-5);
    expect(lossError).toBeLessThan(1e-5);
  },
);

test('the gradient of the binary loss agrees with differences, and the loss with its formula', async () => {
  const random = seeded(7);
  const [left, right, same] = [
    [0, 1, 2, 3],
    [1, 4, 3, 5],
    [1, 0, 1, 0],
  ];
  const rows = (list: number[]) =>
    ({ type: 'int64', dims: [4], data: BigInt64Array.from(list, BigInt) }) as const;
  const { error, largest, feeds, results } = await checkGradients(
    (b) => {
      const embedding = b.input('embedding', [N, D]);
      const head = { slope: b.input('slope', [D, 1]), bias: b.input('bias', [1]) };
      const pairs = {
        left: b.constant(rows(left)),
        right: b.constant(rows(right)),
        same: b.constant(float32([4], Float32Array.from(same))),
      };
      return { loss: appendBinaryLoss(b, embedding, pairs, head), to: [embedding, head.slope, head.bias] };
    },
    (graph) => distinctFeeds(graph, random, [-1, 1]),
  );
  expect(largest).toBeGreaterThan(0.05);
  expect(error / largest).toBeLessThan(1e-5);
  const [e, slope, bias] = [feeds.embedding, feeds.slope, feeds.bias].map(({ data }) =>
    Array.from(data, Number),
  );
  const each = same.map((y, pair) => {
    const z = slope.reduce(
      (sum, s, k) => sum + s * Math.abs(e[left[pair] * D + k] - e[right[pair] * D + k]),
      bias[0],
    );
    const p = 1 / (1 + Math.exp(-z));
    return -(y * Math.log(p) + (1 - y) * Math.log(1 - p));
  });
  expect(Number(results.loss.data[0])).toBeCloseTo(each.reduce((sum, loss) => sum + loss, 0) / 4, 5);
});

describe.each([
  ['1-D', [9]],
  ['2-D', [6, 5]],
  ['3-D', [4, 5, 4]],
])('a network of %s input', (_, spatial) => {
  const network = convNet({ channels: 2, spatial, widths: [3, 2], dimensions: 4 });

  test('has the gradients of its differences, for every parameter', async () => {
    const random = seeded(8);
    const parts = sliced(network.parameters, initialParameters(network.parameters, random));
    const build = (b: GraphBuilder) => {
      const x = b.constant(
        float32(
          [2, 2, ...spatial],
          Float32Array.from({ length: 4 * sizeOf(spatial) }, () => random()),
        ),
      );
      const values = new Map(
        parts.map(({ name, dims, data }) => [
          name,
          b.constant(
            float32(dims, name.endsWith('bias') ? data.map(() => random() / 5) : data.slice()),
            name,
          ),
        ]),
      );
      const { embedding } = network.append(b, x, (name) => values.get(name)!);
      return { loss: weighted(b, [embedding], random), to: [...values.values()] };
    };
    const { error, largest } = await checkGradients(build, () => ({}));
    expect(largest).toBeGreaterThan(0.05);
    expect(error / largest).toBeLessThan(1e-4);
  });

  test('gives the same unit vectors in training and as an encoder', async () => {
    const random = seeded(9);
    const { parameters } = network;
    const flat = initialParameters(parameters, random);
    const x = Float32Array.from({ length: 3 * 2 * sizeOf(spatial) }, () => random());
    const feeds = Object.fromEntries(
      sliced(parameters, flat).map(({ name, dims, data }) => [name, float32(dims, data)]),
    );
    const { embedding } = await runModel(encodeModel(embeddingGraph(network, 3)), {
      ...feeds,
      x: float32([3, 2, ...spatial], x),
    });
    const encoder = encodeModel(encoderGraph(network, flat));
    for (const row of [0, 1, 2]) {
      const input = float32([1, 2, ...spatial], x.slice((row * x.length) / 3, ((row + 1) * x.length) / 3));
      const alone = await runModel(encoder, { input });
      const unit = Array.from(alone.embedding.data, Number);
      expect(Math.hypot(...unit)).toBeCloseTo(1, 5);
      for (const [k, value] of unit.entries())
        expect(value).toBeCloseTo(Number(embedding.data[row * 4 + k]), 5);
    }
  });
});

test('the graph of a loss gives every learned parameter a gradient of its shape', () => {
  const network = convNet({ channels: 1, spatial: [8, 8], widths: [4, 4], dimensions: 4 });
  const losses = [
    { kind: 'triplet', mining: 'semi-hard', pictures: 2, margin: 0.2 },
    { kind: 'binary', pairs: 3 },
  ] as const;
  for (const loss of losses) {
    const graph = lossGraph(network, 4, loss);
    for (const { name, dims } of learnedParameters(network, loss.kind))
      expect(graph.values.get(`d_${name}`)?.dims).toEqual(dims);
  }
});
