// The three ways of mining against definitions written as plainly as they can be, and what the loss makes of them.
import { describe, expect, test } from 'vitest';
import { gradients } from '../../../functions/core/graph/gradient.ts';
import { graphBuilder } from '../../../functions/core/graph/graph.ts';
import { encodeModel } from '../../../functions/core/graph/proto.ts';
import { seeded } from '../../../functions/core/random.ts';
import { float32 } from '../../../functions/core/tensor.ts';
import { appendMining, type Mining } from '../../../scripts/train/mining.ts';
import { runModel } from '../../core/graph/runtime.ts';

const MARGIN = 0.3;
type Triplet = readonly [anchor: number, positive: number, negative: number];

function unitRows(n: number, d: number, random: () => number): Float32Array {
  const rows = Array.from({ length: n }, () => {
    const row = Array.from({ length: d }, () => random() - 0.5);
    const norm = Math.hypot(...row);
    return row.map((value) => value / norm);
  });
  return Float32Array.from(rows.flat());
}

function allTriplets(labels: readonly number[]): Triplet[] {
  const rows = labels.map((_, i) => i);
  return rows.flatMap((a) =>
    rows.flatMap((p) =>
      rows.flatMap((n): Triplet[] =>
        a !== p && labels[a] === labels[p] && labels[a] !== labels[n] ? [[a, p, n]] : [],
      ),
    ),
  );
}

/** Each keeps of all triplets those that its paper's sentence describes. */
const DEFINITIONS: Readonly<
  Record<Mining, (all: readonly Triplet[], d: (i: number, j: number) => number) => readonly Triplet[]>
> = {
  'batch-all': (all) => all,
  'batch-hard': (all, d) =>
    all.filter(([a, p, n]) =>
      all.every(([b, q, m]) => a !== b || (d(a, p) >= d(a, q) && d(a, n) <= d(a, m))),
    ),
  'semi-hard': (all, d) => {
    const inside = all.filter(([a, p, n]) => d(a, p) < d(a, n) && d(a, n) < d(a, p) + MARGIN);
    return inside.filter(([a, p, n]) =>
      inside.every(([b, q, m]) => a !== b || p !== q || d(a, n) <= d(a, m)),
    );
  },
};

const PICTURES = 3;
const LABELS = [13, 11, 10, 12].flatMap((label) => new Array<number>(PICTURES).fill(label));
const N = LABELS.length;

/** Loss, number of active triplets, and the gradient towards the squared distances [N, N]. */
async function mined(mining: Mining, distances: Float32Array) {
  const b = graphBuilder('mining');
  const given = b.input('distances', [N, N]);
  const { loss, active } = appendMining(b, mining, given, PICTURES, MARGIN);
  b.output(loss, 'loss');
  b.output(active, 'active');
  b.output(gradients(b, loss, [given])[0], 'towards');
  const results = await runModel(encodeModel(b.build()), { distances: float32([N, N], distances) });
  const [value, count] = [results.loss, results.active].map(({ data }) => Number(data[0]) + 0); // -0 is 0
  return { loss: value, active: count, towards: Array.from(results.towards.data, Number) };
}

function squaredDistances(rows: Float32Array, d: number): Float32Array {
  const row = (i: number) => rows.subarray(i * d, (i + 1) * d);
  return Float32Array.from({ length: N * N }, (_, at) => {
    const other = row(at % N);
    return row(Math.floor(at / N)).reduce((sum, value, k) => sum + (value - other[k]) ** 2, 0);
  });
}

describe.each(Object.keys(DEFINITIONS) as Mining[])('%s', (mining) => {
  test.each([1, 2, 3, 4, 5])('finds what its definition says, seed %i', async (seed) => {
    const distances = squaredDistances(unitRows(N, 3, seeded(seed)), 3);
    const d = (i: number, j: number) => distances[i * N + j];
    const chosen = DEFINITIONS[mining](allTriplets(LABELS), d);
    const active = chosen.filter(([a, p, m]) => d(a, p) - d(a, m) + MARGIN > 0);
    const mean = mining === 'batch-all' ? active.length : chosen.length;
    const hinges = active.map(([a, p, m]) => d(a, p) - d(a, m) + MARGIN);
    const wanted = new Float64Array(N * N);
    for (const [a, p, m] of active) {
      wanted[a * N + p] += 1 / mean;
      wanted[a * N + m] -= 1 / mean;
    }
    const found = await mined(mining, distances);
    expect(active.length).toBeGreaterThan(3);
    expect(found.active).toBe(active.length);
    for (const [i, value] of wanted.entries()) expect(found.towards[i]).toBeCloseTo(value, 6);
    expect(found.loss).toBeCloseTo(hinges.reduce((sum, hinge) => sum + hinge, 0) / mean, 5);
  });
});

test('one point has the margin as its loss, and no semi-hard triplet', async () => {
  const distances = new Float32Array(N * N);
  for (const mining of ['batch-all', 'batch-hard'] as const)
    expect((await mined(mining, distances)).loss).toBeCloseTo(MARGIN, 6);
  expect(await mined('semi-hard', distances)).toMatchObject({ active: 0, loss: 0 });
});

test('classes further apart than the margin have no active triplet, whatever the mining', async () => {
  const distances = Float32Array.from({ length: N * N }, (_, at) =>
    LABELS[at % N] === LABELS[Math.floor(at / N)] ? 0.1 : 2,
  );
  for (const mining of ['batch-all', 'batch-hard', 'semi-hard'] as const) {
    const { loss, active, towards } = await mined(mining, distances);
    expect([loss, active]).toEqual([0, 0]);
    expect(towards.every((value) => value === 0)).toBe(true);
  }
});
