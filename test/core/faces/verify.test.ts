import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import {
  probability,
  recognizeThreshold,
  squaredDistance,
  verifyThreshold,
} from '../../../functions/core/faces/verify.ts';
import type { Calibration, EncoderEntry, Manifest } from '../../../functions/core/manifest.ts';
import { CALIBRATION } from './made-up-calibration.ts';

const { models } = JSON.parse(await readFile('models/manifest.json', 'utf8')) as Manifest;
const encoders = models.filter((entry): entry is EncoderEntry => entry.kind === 'encoder');
const CALIBRATIONS: [string, Calibration][] = [
  ['made up', CALIBRATION],
  ...encoders.map(({ id, calibration }): [string, Calibration] => [id, calibration]),
];

describe.each(CALIBRATIONS)('calibration of %s', (_, calibration) => {
  const { curve, platt, impostorPairs } = calibration;
  const first = curve[0];
  const last = curve[curve.length - 1];

  test('the curve ascends in both, and no point is below what its sample supports', () => {
    for (let i = 1; i < curve.length; i++) {
      expect(curve[i].distance).toBeGreaterThan(curve[i - 1].distance);
      expect(curve[i].fmr).toBeGreaterThan(curve[i - 1].fmr);
    }
    expect(first.fmr).toBeGreaterThanOrEqual(3 / impostorPairs);
  });

  test('a larger distance never has a smaller rate, from 0 to 4', () => {
    let before = 0;
    for (let d = 0; d <= 4; d += 0.001) {
      const { fmr } = verifyThreshold(calibration, { threshold: d });
      expect(fmr).toBeGreaterThanOrEqual(before);
      before = fmr;
    }
  });

  test('a larger rate never has a smaller distance', () => {
    let before = 0;
    for (let fmr = 3 / impostorPairs; fmr <= 1; fmr *= 1.01) {
      const { threshold } = verifyThreshold(calibration, { fmr });
      expect(threshold).toBeGreaterThanOrEqual(before);
      before = threshold;
    }
  });

  test('a rate turned into a threshold and back is the same rate', () => {
    for (let fmr = first.fmr; fmr <= last.fmr; fmr *= 1.07) {
      for (const resolve of [verifyThreshold, recognizeThreshold]) {
        const { threshold, ...rest } = resolve(calibration, { fmr });
        expect(rest).toEqual({ fmr, basis: 'fmr' });
        expect(resolve(calibration, { threshold }).fmr / fmr).toBeCloseTo(1, 6);
      }
    }
  });

  test("at the curve's points its own numbers come out", () => {
    for (const { distance, fmr } of curve) {
      expect(verifyThreshold(calibration, { fmr }).threshold).toBeCloseTo(distance, 9);
      expect(verifyThreshold(calibration, { threshold: distance }).fmr / fmr).toBeCloseTo(1, 9);
    }
  });

  test('the probability is a half at -intercept / slope, and falls with the distance', () => {
    const middle = -platt.intercept / platt.slope;
    expect(probability(calibration, middle)).toBeCloseTo(0.5, 9);
    expect(probability(calibration, 0)).toBeGreaterThan(probability(calibration, middle));
    expect(probability(calibration, 4)).toBeLessThan(0.01);
  });

  test('the default for one of many is stricter than for one of one', () => {
    const one = verifyThreshold(calibration, {});
    const many = recognizeThreshold(calibration, {});
    expect(one).toMatchObject({ threshold: calibration.verify.threshold, basis: 'default' });
    expect(many).toMatchObject({ threshold: calibration.recognize.threshold, basis: 'default' });
    expect(many.threshold).toBeLessThan(one.threshold);
    // Both are rounded numbers, so the curve gives the rate to a few percent.
    expect(one.fmr / calibration.verify.fmr).toBeCloseTo(1, 1);
  });
});

test('between two points the rate runs straight on a logarithmic scale', () => {
  expect(verifyThreshold(CALIBRATION, { threshold: 0.625 }).fmr).toBeCloseTo(Math.sqrt(1e-4 * 1e-3), 12);
  expect(verifyThreshold(CALIBRATION, { fmr: Math.sqrt(1e-2 * 0.5) }).threshold).toBeCloseTo(1.25, 9);
});

test('a rate below three in the number of impostor pairs is refused with the numbers', () => {
  for (const resolve of [verifyThreshold, recognizeThreshold]) {
    for (const fmr of [0.99e-4, 1e-9, 0]) {
      expect(() => resolve(CALIBRATION, { fmr })).toThrow(
        expect.objectContaining({
          code: 'threshold_unsupported',
          message: expect.stringMatching(/30000 .*3\/30000 = 0\.000100/),
          facts: { fmr, least: 1e-4, impostorPairs: 30_000 },
        }),
      );
    }
    expect(resolve(CALIBRATION, { fmr: 1e-4 }).threshold).toBe(0.5);
  }
});

test('a threshold that was asked for is used as it is, also outside the curve', () => {
  expect(verifyThreshold(CALIBRATION, { threshold: 0.1 })).toEqual({
    threshold: 0.1,
    fmr: 1e-4, // all that 30,000 pairs can say
    basis: 'threshold',
  });
  expect(verifyThreshold(CALIBRATION, { threshold: 3 })).toEqual({
    threshold: 3,
    fmr: 0.5,
    basis: 'threshold',
  });
});

test("a rate beyond the curve's last point gets its last distance", () => {
  expect(verifyThreshold(CALIBRATION, { fmr: 0.9 }).threshold).toBe(1.5);
});

test('the squared distance of unit vectors is 0 for the same, 2 at right angles, 4 for the opposite', () => {
  const [x, y] = [Float32Array.of(1, 0, 0), Float32Array.of(0, 1, 0)];
  expect(squaredDistance(x, x)).toBe(0);
  expect(squaredDistance(x, y)).toBe(2);
  expect(squaredDistance(x, Float32Array.of(-1, 0, 0))).toBe(4);
});
