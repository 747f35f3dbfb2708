// The calibration's arithmetic on samples whose answer is known.
import { expect, test } from 'vitest';
import {
  type Domain,
  falseMatchCurve,
  fitPlatt,
  fmrIn,
  rounded,
  thresholdAt,
} from '../../scripts/evaluate/calibration.ts';

const even = (from: number, to: number, count: number) =>
  Float64Array.from({ length: count }, (_, i) => from + ((to - from) * (i + 0.5)) / count);
const easy: Domain = { name: 'easy', genuine: even(0, 1, 1000), impostor: even(1, 2, 10_000) };
const hard: Domain = { name: 'hard', genuine: even(0.5, 1.5, 500), impostor: even(0.8, 1.8, 1000) };

test('the curve is ascending, holds in every domain and stops at three over the pairs', () => {
  const curve = falseMatchCurve([easy, hard], 3000);
  expect(curve.map(({ fmr }) => fmr)).toEqual([0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5]);
  for (const [i, { distance, fmr }] of curve.entries()) {
    if (i > 0) expect(distance).toBeGreaterThan(curve[i - 1].distance);
    for (const domain of [easy, hard]) expect(fmrIn(domain, distance)).toBeLessThanOrEqual(fmr);
  }
});

test('the hardest domain gives the threshold', () => {
  expect(thresholdAt([easy], 0.1)).toBeCloseTo(1.1, 3);
  expect(thresholdAt([easy, hard], 0.1)).toBeCloseTo(0.9, 3);
});

test('a rounded threshold never lets more through', () => {
  expect(rounded(1.36499)).toBe(1.364);
});

test('the fitted logistic gives back the one the distances were drawn from', () => {
  // P(same | d) = 1 / (1 + exp(8 d - 8)) with d uniform on 0..2: densities p and 1 - p on a grid.
  const grid = even(0, 2, 400);
  const drawn = (share: (d: number) => number) =>
    Float64Array.from([...grid].flatMap((d) => Array(Math.round(200 * share(d))).fill(d)));
  const p = (d: number) => 1 / (1 + Math.exp(8 * d - 8));
  const { slope, intercept } = fitPlatt([
    { name: 'drawn', genuine: drawn(p), impostor: drawn((d) => 1 - p(d)) },
  ]);
  expect(slope).toBeCloseTo(8, 0);
  expect(intercept).toBeCloseTo(-8, 0);
});

test('classes weigh the same however many pairs each has', () => {
  const balanced = fitPlatt([{ name: 'a', genuine: even(0, 1.2, 1000), impostor: even(0.8, 2, 1000) }]);
  const lopsided = fitPlatt([{ name: 'a', genuine: even(0, 1.2, 1000), impostor: even(0.8, 2, 100_000) }]);
  expect(-balanced.intercept / balanced.slope).toBeCloseTo(1, 2);
  expect(-lopsided.intercept / lopsided.slope).toBeCloseTo(1, 2);
});

test('classes that do not overlap still give finite numbers', () => {
  const { slope, intercept } = fitPlatt([
    { name: 'apart', genuine: even(0, 0.5, 100), impostor: even(1.5, 2, 100) },
  ]);
  expect(Number.isFinite(slope) && Number.isFinite(intercept)).toBe(true);
  expect(slope).toBeGreaterThan(0);
});
