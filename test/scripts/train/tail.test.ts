// The last layers of an encoder: they alone learn, and nothing else changes by a bit.
import { describe, expect, test } from 'vitest';
import { checkGraph } from '../../../functions/core/graph/check.ts';
import { type Graph, graphBuilder } from '../../../functions/core/graph/graph.ts';
import { encodeModel } from '../../../functions/core/graph/proto.ts';
import { readGraph } from '../../../functions/core/graph/read.ts';
import { seeded } from '../../../functions/core/random.ts';
import { float32, sizeOf } from '../../../functions/core/tensor.ts';
import { outputUnitNorm } from '../../../scripts/export/unit-norm.ts';
import { embeddingGraph, lossGraph, sliced } from '../../../scripts/train/graphs.ts';
import { appendKeptDistances } from '../../../scripts/train/losses.ts';
import { countOf } from '../../../scripts/train/network.ts';
import { splitEncoder } from '../../../scripts/train/tail.ts';
import { checkGradients, distinctFeeds } from '../../core/graph/gradient-check.ts';
import { runModel } from '../../core/graph/runtime.ts';

const PICTURE = [1, 2, 5, 5];
const ROWS = 4;

/** Four layers, of which the third is stepped over; the second and the third share one bias, as a file may. */
function residual(): Graph {
  const random = seeded(2);
  const builder = graphBuilder('encoder');
  const weight = (dims: number[]) =>
    builder.constant(
      float32(
        dims,
        Float32Array.from({ length: sizeOf(dims) }, () => random() - 0.5),
      ),
    );
  const shared = weight([3]);
  const pads = [1, 1, 1, 1];
  const x = builder.input('input', PICTURE);
  const first = builder.op('Relu', [builder.op('Conv', [x, weight([3, 2, 3, 3]), weight([3])], { pads })]);
  const second = builder.op('Conv', [first, weight([3, 3, 3, 3]), shared], { pads, strides: [2, 2] });
  const third = builder.op('Relu', [
    builder.op('Conv', [second, weight([3, 1, 3, 3]), shared], { pads, group: 3 }),
  ]);
  const both = builder.op('Add', [second, third]);
  const flat = builder.op('Flatten', [both], { axis: 1 });
  outputUnitNorm(builder, builder.op('Gemm', [flat, weight([4, 27]), weight([4])], { transB: 1 }));
  return builder.build();
}

const GRAPH = residual();
const KS = [1, 2, 3, 4, 'all'] as const;

const drawn = (length: number, seed: number) => {
  const random = seeded(seed);
  return Float32Array.from({ length }, () => random() - 0.5);
};

async function embeddingOf(graph: Graph, input: Float32Array) {
  return (await runModel(encodeModel(graph), { input: float32(PICTURE, input) })).embedding
    .data as Float32Array;
}

describe.each(KS)('the last layers, %s', (layers) => {
  const split = splitEncoder(GRAPH, layers);
  const { network, frozen } = split;
  const count = countOf(network.parameters);
  const pictures = Array.from({ length: ROWS }, (_, i) => drawn(sizeOf(PICTURE), 10 + i));

  /** What the learning layers read of each picture, one row each. */
  async function rows(): Promise<Float32Array> {
    const all = new Float32Array(ROWS * network.input[0]);
    for (const [row, input] of pictures.entries()) {
      const found =
        frozen.nodes.length === 0
          ? [input]
          : Object.values(await runModel(encodeModel(frozen), { input: float32(PICTURE, input) })).map(
              ({ data }) => data as Float32Array,
            );
      all.set(
        found.flatMap((data) => [...data]),
        row * network.input[0],
      );
    }
    return all;
  }

  const feeds = (x: Float32Array, flat: Float32Array) => ({
    x: float32([ROWS, ...network.input], x),
    ...Object.fromEntries(
      sliced(network.parameters, flat).map(({ name, dims, data }) => [name, float32(dims, data)]),
    ),
  });

  test.each([0, 1])('behind the frozen ones make the embeddings of the encoder, moved by %i', async (far) => {
    const flat = drawn(count, 3).map((value) => far * value);
    const { embedding } = await runModel(
      encodeModel(embeddingGraph(network, ROWS)),
      feeds(await rows(), flat),
    );
    const tuned = split.encoder(flat);
    checkGraph(tuned);
    for (const [row, input] of pictures.entries()) {
      const whole = await embeddingOf(tuned, input);
      const before = await embeddingOf(GRAPH, input);
      for (const [i, value] of whole.entries()) {
        expect((embedding.data as Float32Array)[4 * row + i]).toBeCloseTo(value, 5);
        if (far === 0) expect(value).toBe(before[i]);
      }
      if (far > 0) expect(whole).not.toEqual(before);
    }
  });

  test('alone have changed in the file, every other number by no bit', () => {
    const tuned = readGraph(encodeModel(split.encoder(drawn(count, 5))));
    const changed = tuned.nodes.filter((node, i) =>
      node.inputs.some((name, at) => {
        const [now, then] = [tuned.constants.get(name), GRAPH.constants.get(GRAPH.nodes[i].inputs[at])];
        return now !== undefined && Buffer.compare(bytesOf(now.data), bytesOf(then!.data)) !== 0;
      }),
    );
    const learning = GRAPH.nodes.filter(({ operator }) => ['Conv', 'Gemm'].includes(operator));
    expect(changed.map(({ outputs }) => outputs)).toEqual(
      learning.slice(layers === 'all' ? 0 : -layers).map(({ outputs }) => outputs),
    );
    expect(split.layers).toBe(changed.length);
  });

  test('are where the gradient goes, and the distances they had are kept', async () => {
    const loss = { kind: 'triplet', mining: 'batch-all', pictures: 2, margin: 3 } as const;
    const graph = lossGraph(network, ROWS, loss, 2);
    const names = network.parameters.map(({ name }) => `d_${name}`);
    expect(graph.outputs).toEqual(['embedding', 'active', 'loss', ...names]);
    const x = await rows();
    const run = async (flat: Float32Array, keep: number) =>
      runModel(encodeModel(lossGraph(network, ROWS, loss, keep)), feeds(x, flat));
    const zero = new Float32Array(count);
    const [plain, kept] = [await run(zero, 0), await run(zero, 2)];
    expect(kept.loss.data[0]).toBeCloseTo(plain.loss.data[0] as number, 5);
    for (const name of names) expect(Math.hypot(...(kept[name].data as Float32Array))).toBeGreaterThan(0);
    const moved = drawn(count, 4);
    const [free, held] = [await run(moved, 0), await run(moved, 2)];
    expect(held.loss.data[0]).toBeGreaterThan((free.loss.data[0] as number) + 0.01);
  });
});

test('a file of more than there are is refused with both numbers', () => {
  expect(() => splitEncoder(GRAPH, 5)).toThrow('The last 5 layers are to learn: it has 4.');
});

test('the gradient of kept distances agrees with differences', async () => {
  const random = seeded(6);
  const { error, largest, lossError } = await checkGradients(
    (b) => {
      const [now, then] = ['now', 'then'].map((name) => b.input(name, [5, 3]));
      return { loss: appendKeptDistances(b, now, then), to: [now] };
    },
    (graph) => distinctFeeds(graph, random, [-1, 1]),
  );
  expect(largest).toBeGreaterThan(0.1);
  expect(error / largest).toBeLessThan(1e-5);
  expect(lossError).toBeLessThan(1e-5);
});

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
