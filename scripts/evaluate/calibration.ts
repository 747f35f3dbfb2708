// What distances mean, measured: the false match curve, the probability, and the default thresholds of an encoder.
import type { Calibration } from '../../functions/core/manifest.ts';
import { allowedAt, countAtOrBelow, largestThreshold } from './metrics.ts';

/** Distances of one kind of pictures, ascending. Kinds weigh the same, however many pairs each has. */
export type Domain = {
  readonly name: string;
  readonly genuine: Float64Array;
  readonly impostor: Float64Array;
};

type Point = Calibration['curve'][number];
type Platt = Calibration['platt'];

/** Rates of the committed curve, 1-2-5 a decade. */
const RATES = [0.000001, 0.00001, 0.0001, 0.001, 0.01, 0.1].flatMap((decade) =>
  [1, 2, 5].map((step) => step * decade),
);

/**
 * The distance at each rate that the sample supports (at least 3 / pairs: Hanley and Lippman-Hand 1983), ascending.
 * Of several domains the smallest distance: the caller's pictures may be like the hardest of them.
 */
export function falseMatchCurve(domains: readonly Domain[], impostorPairs: number): Point[] {
  const rates = RATES.map((rate) => Number(rate.toPrecision(1))).filter((rate) => rate >= 3 / impostorPairs);
  const points = rates.map((fmr) => ({ fmr, distance: thresholdAt(domains, fmr) }));
  return points.filter(({ distance }, i) => i === 0 || distance > points[i - 1].distance);
}

/** The distance with at most this rate of false matches in every domain. */
export function thresholdAt(domains: readonly Domain[], fmr: number): number {
  return Math.min(
    ...domains.map(({ impostor }) => largestThreshold(impostor, allowedAt(fmr, impostor.length))),
  );
}

/**
 * The smallest rate of the curve, from `least` up, that `count` independent trials can show; null where none from 0.1
 * down does.
 */
export function smallestRate(least: number, count: number): number | null {
  const rate = RATES.find((each) => each >= least * (1 - 1e-9) && each >= 3 / count);
  return rate === undefined || rate > 0.11 ? null : Number(rate.toPrecision(1));
}

export function fmrIn({ impostor }: Domain, distance: number): number {
  return countAtOrBelow(impostor, distance) / impostor.length;
}

/**
 * P(same) = 1 / (1 + exp(slope * distance + intercept)) at a prior of 0.5: Platt's targets, fitted by Newton's method
 * (Lin, Lin and Weng 2007), each class of each domain weighing the same.
 */
export function fitPlatt(domains: readonly Domain[]): Platt {
  const samples = domains.flatMap(({ genuine, impostor }) => [
    { distances: genuine, target: (genuine.length + 1) / (genuine.length + 2) },
    { distances: impostor, target: 1 / (impostor.length + 2) },
  ]);
  let slope = 0;
  let intercept = 0;
  for (let step = 0; step < 100; step++) {
    // Gradient and Hessian of the mean negative log likelihood in (slope, intercept).
    let [gs, gi, hss, hsi, hii] = [0, 0, 1e-12, 0, 1e-12];
    for (const { distances, target } of samples) {
      const weight = 1 / (samples.length * distances.length);
      for (const d of distances) {
        const p = 1 / (1 + Math.exp(slope * d + intercept));
        const error = weight * (target - p);
        const curvature = weight * p * (1 - p);
        gs += error * d;
        gi += error;
        hss += curvature * d * d;
        hsi += curvature * d;
        hii += curvature;
      }
    }
    const determinant = hss * hii - hsi * hsi;
    const ds = (hii * gs - hsi * gi) / determinant;
    const di = (hss * gi - hsi * gs) / determinant;
    slope -= ds;
    intercept -= di;
    if (Math.abs(ds) + Math.abs(di) < 1e-10) break;
  }
  return { slope, intercept };
}

/** Rounded down, so that the rate stays below what was asked for. */
export function rounded(distance: number): number {
  return Math.floor(distance * 1000) / 1000;
}
