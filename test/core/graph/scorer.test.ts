// The search graphs against the plain double loop.
import { expect, test } from 'vitest';
import { buildScorer, buildTopScorer } from '../../../functions/core/graph/scorer.ts';
import { float32, type Tensor } from '../../../functions/core/tensor.ts';
import { filled, largestDifference, randomFrom, runModel } from './runtime.ts';

const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);
const [ROWS, DIMENSIONS, QUERIES] = [50, 16, 3];

function feeds(): { gallery: Tensor; queries: Tensor } {
  const next = randomFrom(SEED);
  const of = (...dims: number[]) => filled({ type: 'float32', dims }, next);
  return { gallery: of(ROWS, DIMENSIONS), queries: of(DIMENSIONS, QUERIES) };
}

function expectedScores({ gallery, queries }: ReturnType<typeof feeds>): Tensor {
  const scores = Float32Array.from({ length: ROWS * QUERIES }, (_, at) => {
    const [row, query] = [Math.floor(at / QUERIES), at % QUERIES];
    let sum = 0;
    for (let i = 0; i < DIMENSIONS; i++)
      sum += Number(gallery.data[row * DIMENSIONS + i]) * Number(queries.data[i * QUERIES + query]);
    return sum;
  });
  return float32([ROWS, QUERIES], scores);
}

test(`every row is scored against every query (SEED=${SEED})`, async () => {
  const given = feeds();
  const { scores } = await runModel(buildScorer(ROWS, DIMENSIONS, QUERIES), given);
  expect(scores.dims).toEqual([ROWS, QUERIES]);
  expect(largestDifference(scores, expectedScores(given))).toBeLessThan(1e-5);
});

test(`the best rows of each query come in order (SEED=${SEED})`, async () => {
  const given = feeds();
  const { scores, rows } = await runModel(buildTopScorer(ROWS, DIMENSIONS, QUERIES, 4), given);
  const all = expectedScores(given).data as Float32Array;
  for (let query = 0; query < QUERIES; query++) {
    const order = Array.from({ length: ROWS }, (_, row) => row).sort(
      (a, b) => all[b * QUERIES + query] - all[a * QUERIES + query],
    );
    const found = [0, 1, 2, 3].map((place) => Number(rows.data[place * QUERIES + query]));
    expect(found).toEqual(order.slice(0, 4));
    expect(scores.data[query]).toBeCloseTo(all[order[0] * QUERIES + query], 4);
  }
});

test('the same sizes give the same bytes', () => {
  expect(buildScorer(8192, 128, 1)).toEqual(buildScorer(8192, 128, 1));
});
