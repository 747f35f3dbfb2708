// From a distance to a decision: thresholds, the false match rate they stand for, and a probability.
import { Fault } from '../fault.ts';
import type { Calibration } from '../manifest.ts';

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
  return resolve(calibration, asked, calibration.verify.threshold);
}

/** The 1:N threshold: stricter, since every enrolled face is another chance of a false match. */
export function recognizeThreshold(calibration: Calibration, asked: ThresholdRequest): Threshold {
  return resolve(calibration, asked, calibration.recognize.threshold);
}

function resolve(calibration: Calibration, asked: ThresholdRequest, fallback: number): Threshold {
  if (asked.fmr !== undefined) {
    return { threshold: distanceAt(calibration, asked.fmr), fmr: asked.fmr, basis: 'fmr' };
  }
  const threshold = asked.threshold ?? fallback;
  return {
    threshold,
    fmr: fmrAt(calibration, threshold),
    basis: asked.threshold === undefined ? 'default' : 'threshold',
  };
}

/** The smallest rate that n impostor pairs can support: the rule of three (Hanley and Lippman-Hand 1983). */
function smallestFmr(calibration: Calibration): number {
  return 3 / calibration.impostorPairs;
}

function distanceAt({ curve, ...calibration }: Calibration, fmr: number): number {
  const least = 3 / calibration.impostorPairs;
  if (fmr < least) {
    throw new Fault(
      'threshold_unsupported',
      `An fmr of ${fmr} is below what the calibration can support: ${calibration.impostorPairs} impostor pairs, so at least 3/${calibration.impostorPairs} = ${least.toPrecision(3)}.`,
      { fmr, least, impostorPairs: calibration.impostorPairs },
    );
  }
  const above = curve.findIndex((point) => point.fmr >= fmr);
  if (above === -1) return curve[curve.length - 1].distance;
  if (above === 0) return curve[0].distance;
  const [low, high] = [curve[above - 1], curve[above]];
  const share = (Math.log(fmr) - Math.log(low.fmr)) / (Math.log(high.fmr) - Math.log(low.fmr));
  return low.distance + share * (high.distance - low.distance);
}

/** The curve's rate at a distance, log-linear between its points; never below what its sample supports. */
function fmrAt(calibration: Calibration, distance: number): number {
  const { curve } = calibration;
  const last = curve[curve.length - 1];
  if (distance >= last.distance) return last.fmr;
  const above = curve.findIndex((point) => point.distance > distance);
  if (above === 0) return smallestFmr(calibration);
  const [low, high] = [curve[above - 1], curve[above]];
  const share = (distance - low.distance) / (high.distance - low.distance);
  return Math.exp(Math.log(low.fmr) + share * (Math.log(high.fmr) - Math.log(low.fmr)));
}

/** P(same person) at a prior of 0.5: a one-dimensional logistic on the distance (Platt 1999). */
export function probability(calibration: Calibration, distance: number): number {
  const { slope, intercept } = calibration.platt;
  return 1 / (1 + Math.exp(slope * distance + intercept));
}
