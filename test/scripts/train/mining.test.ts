// The three ways of mining against definitions written as plainly as they can be, and what the loss makes of them.
import { describe, expect, test } from 'vitest';
import { seeded } from '../../../functions/core/random.ts';
import { type Mining, mine, squaredDistances } from '../../../scripts/train/mining.ts';

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

describe.each(Object.keys(DEFINITIONS) as Mining[])('%s', (mining) => {
  test.each([1, 2, 3, 4, 5])('finds what its definition says, seed %i', (seed) => {
    const random = seeded(seed);
    const labels = [0, 0, 0, 1, 1, 1, 1, 2, 2, 3].map((label) => label + 10);
    const n = labels.length;
    const distances = squaredDistances(unitRows(n, 3, random), n);
    const d = (i: number, j: number) => distances[i * n + j];
    const chosen = DEFINITIONS[mining](allTriplets(labels), d);
    const active = chosen.filter(([a, p, m]) => d(a, p) - d(a, m) + MARGIN > 0);
    const mean = mining === 'batch-all' ? active.length : chosen.length;
    const hinges = active.map(([a, p, m]) => d(a, p) - d(a, m) + MARGIN);
    const wanted = new Float64Array(n * n);
    for (const [a, p, m] of active) {
      wanted[a * n + p] += 1 / mean;
      wanted[a * n + m] -= 1 / mean;
    }
    const found = mine(mining, distances, labels, MARGIN);
    expect(active.length).toBeGreaterThan(3);
    expect([found.active, found.total]).toEqual([active.length, chosen.length]);
    for (const [i, value] of wanted.entries()) expect(found.coefficients[i]).toBeCloseTo(value, 6);
    const loss = found.coefficients.reduce((sum, c, i) => sum + c * distances[i], found.offset);
    expect(loss).toBeCloseTo(hinges.reduce((sum, hinge) => sum + hinge, 0) / mean, 5);
  });
});

test('one point has the margin as its loss, and no semi-hard triplet', () => {
  const labels = [0, 0, 1, 1];
  const distances = new Float32Array(16);
  for (const mining of ['batch-all', 'batch-hard'] as const)
    expect(mine(mining, distances, labels, MARGIN)).toMatchObject({ offset: MARGIN });
  expect(mine('semi-hard', distances, labels, MARGIN)).toMatchObject({ active: 0, total: 0, offset: 0 });
});

test('squared distances are those of the rows', () => {
  const found = squaredDistances(Float32Array.of(0, 0, 3, 4, 0, 1), 3);
  expect([...found]).toEqual([0, 25, 1, 25, 0, 18, 1, 18, 0]);
});
