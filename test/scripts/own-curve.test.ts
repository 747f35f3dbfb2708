// Asked and observed where both are known: people drawn alike get from a gallery of theirs what they ask for.
import { expect, test } from 'vitest';
import { observedRow } from '../../scripts/evaluate/asked-row.ts';
import { ownCurve } from '../../scripts/evaluate/own-curve.ts';
import { CALIBRATION } from '../core/faces/made-up-calibration.ts';
import { vectorOf } from '../platform/seeded-faces.ts';

test('a gallery measured on itself gives its strangers the rates asked for, and refuses what it is too small for', async () => {
  const people = Array.from({ length: 300 }, (_, i) => [vectorOf(2 * i, 8), vectorOf(2 * i + 1, 8)]);
  const options = { subjects: 100, enrol: 1, seed: 1, fmrs: [1e-4, 1e-2], fpirs: [0.02, 0.2] };
  const found = await ownCurve(people, CALIBRATION, options);
  expect(found).toMatchObject({ subjects: 100, faces: 100, strangers: 200, least_fpir: 0.03 });
  expect(found.fmr.map(({ inside }) => inside)).toEqual([null, true]);
  expect(found.fpir.map(({ inside }) => inside)).toEqual([null, true]);
  expect(found.fpir[1].rate! / 0.2).toBeGreaterThan(0.5);
  expect(found.fpir[1].rate! / 0.2).toBeLessThan(2);
  expect(found.fpir[1].promised!.low).toBeLessThan(0.2);
  expect(found.fpir[1].promised!.high).toBeGreaterThan(0.2);
});

test('what was asked for is inside when the two intervals, added in squares, reach it', () => {
  const observed = { rate: 0.15, low: 0.12, high: 0.18 };
  const inside = (promised?: { low: number; high: number }) => observedRow(0.1, 1, observed, promised).inside;
  expect(inside()).toBe(false);
  expect(inside({ low: 0.01, high: 0.139 })).toBe(false); // 0.03 and 0.039 make 0.049
  expect(inside({ low: 0.01, high: 0.141 })).toBe(true);
  expect(observedRow(0.13, 1, observed).inside).toBe(true);
  expect(observedRow(0.1, null, null)).toEqual({ asked: 0.1, threshold: null, inside: null });
});
