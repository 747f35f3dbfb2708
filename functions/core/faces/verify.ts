// From a distance to a decision: thresholds, the false match rate they stand for, and a probability.
import { Fault } from '../fault.ts';
import type { Calibration } from '../manifest.ts';
import { distanceAt, type RateCurve, rateAt } from './rate-curve.ts';

/** What a caller may ask for; at most one of the two. */
export type ThresholdRequest = { readonly threshold?: number; readonly fmr?: number };

/** The threshold used and where it comes from. `fmr` is what the calibration curve says of it. */
export type Threshold = {
  readonly threshold: number;
  readonly fmr: number;
  readonly basis: 'default' | 'threshold' | 'fmr';
};

/** Squared Euclidean distance of two unit vectors, 0 (same) .. 4 (opposite). */
export function squaredDistance(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) {
    const d = a[i] - b[i];
    sum += d * d;
  }
  return sum;
}

/** The 1:1 threshold. @throws Fault threshold_unsupported where the curve cannot tell so small a rate. */
export function verifyThreshold(calibration: Calibration, asked: ThresholdRequest): Threshold {
  return thresholdOn(fmrCurve(calibration), asked, calibration.verify.threshold);
}

/** The 1:N threshold: stricter, since every enrolled face is another chance of a false match. */
export function recognizeThreshold(calibration: Calibration, asked: ThresholdRequest): Threshold {
  return thresholdOn(fmrCurve(calibration), asked, calibration.recognize.threshold);
}

/** `fallback`: the threshold when nothing is asked for. @throws Fault threshold_unsupported. */
export function thresholdOn(curve: RateCurve, asked: ThresholdRequest, fallback: number): Threshold {
  if (asked.fmr !== undefined) {
    refuseBelow(curve, asked.fmr);
    return { threshold: distanceAt(curve, asked.fmr), fmr: asked.fmr, basis: 'fmr' };
  }
  const threshold = asked.threshold ?? fallback;
  return {
    threshold,
    fmr: rateAt(curve, threshold),
    basis: asked.threshold === undefined ? 'default' : 'threshold',
  };
}

/** What a calibration says of two faces of different people. */
export function fmrCurve({ curve, impostorPairs }: Pick<Calibration, 'curve' | 'impostorPairs'>): RateCurve {
  return {
    points: curve.map(({ distance, fmr }) => ({ distance, rate: fmr })),
    trials: impostorPairs,
    least: 3 / impostorPairs,
  };
}

function refuseBelow({ trials: impostorPairs, least }: RateCurve, fmr: number): void {
  if (fmr >= least) return;
  throw new Fault(
    'threshold_unsupported',
    `An fmr of ${fmr} is below what the calibration can support: ${impostorPairs} impostor pairs, ${leastReason('fmr', impostorPairs, least)}.`,
    { fmr, least, impostorPairs },
  );
}

/** Why `least` is the smallest `rate` of a curve, to follow the number of its trials. */
export function leastReason(rate: string, trials: number, least: number): string {
  return least > 3.001 / trials
    ? `of which no distance leaves less than an ${rate} of ${least.toPrecision(3)}`
    : `so at least an ${rate} of 3/${trials} = ${least.toPrecision(3)}`;
}

/** P(same person) at a prior of 0.5: a one-dimensional logistic on the distance (Platt 1999). */
export function probability(calibration: Calibration, distance: number): number {
  const { slope, intercept } = calibration.platt;
  return 1 / (1 + Math.exp(slope * distance + intercept));
}
