// A head fitted by L-BFGS through the gradient graph: any part of the samples, each with its weight, from one session.
import { encodeModel } from '../../functions/core/graph/proto.ts';
import type { HeadWeights } from '../../functions/core/manifest.ts';
import { createLbfgs } from '../../functions/core/optim/l-bfgs.ts';
import type { Runtime } from '../../functions/core/ports.ts';
import { float32 } from '../../functions/core/tensor.ts';
import { headLossGraph } from './head-loss.ts';

/** Features [same.length, width], and which rows are of one person. */
export type Samples = {
  readonly features: Float32Array;
  readonly width: number;
  readonly same: readonly boolean[];
};

export type Fitter = {
  /**
   * `weights` of the rows, 0 for one that is left out; they are scaled to a sum of 1. `ridge` is per unit of the
   * slope when features have a deviation of 1.
   * @throws Error when a class has no row.
   */
  fit(weights: ArrayLike<number>, ridge: number): Promise<HeadWeights>;
  release(): Promise<void>;
};

const HISTORY = 20;
/** Several times what 129 numbers were seen to take. */
const MOST_EVALUATIONS = 1000;
/** It has converged when so many evaluations gained less than this share of the loss: what float32 tells apart, and more. */
const [STALE, LEAST_GAIN] = [10, 1e-6];

export async function createFitter(runtime: Runtime, { features, width, same }: Samples): Promise<Fitter> {
  const rows = same.length;
  const { x, means, deviation } = standardised(features, width);
  const session = await runtime.open(encodeModel(headLossGraph(rows, width)));
  const optimiser = createLbfgs({ kind: 'l-bfgs', history: HISTORY });

  return {
    async fit(weights, ridge) {
      const column = (of: (row: number) => number) =>
        float32(
          [rows, 1],
          Float32Array.from({ length: rows }, (_, row) => of(row)),
        );
      const counted = { true: 0, false: 0 };
      let total = 0;
      for (let row = 0; row < rows; row++) {
        total += weights[row];
        if (weights[row] > 0) counted[`${same[row]}`]++;
      }
      if (counted.true === 0 || counted.false === 0) {
        throw new Error(
          `${counted.true} pairs of one person and ${counted.false} of two: a head is fitted on some of each.`,
        );
      }
      // Platt's targets (1999): a posterior mean in place of 1 and 0, so that classes that lie apart give finite slopes.
      const [high, low] = [(counted.true + 1) / (counted.true + 2), 1 / (counted.false + 2)];
      const fixed = {
        x: float32([rows, width], x),
        target: column((row) => (same[row] ? high : low)),
        weight: column((row) => weights[row] / total),
        ridge: float32([], Float32Array.of(ridge)),
      };
      let state = optimiser.start(new Float32Array(width + 1));
      const losses: number[] = [];
      for (let n = 0; n < MOST_EVALUATIONS && !optimiser.best(state).stopped; n++) {
        const before = losses[n - STALE] ?? Number.POSITIVE_INFINITY;
        if (n > STALE && before - losses[n - 1] < LEAST_GAIN * before) break;
        const point = optimiser.point(state);
        const found = await session.run({
          ...fixed,
          slope: float32([width, 1], point.subarray(0, width)),
          intercept: float32([1], point.subarray(width)),
        });
        const gradient = new Float32Array(width + 1);
        gradient.set(found.d_slope.data as Float32Array);
        gradient.set(found.d_intercept.data as Float32Array, width);
        state = optimiser.next(state, (found.loss.data as Float32Array)[0], gradient);
        losses.push(optimiser.best(state).loss);
      }
      const { x: best } = optimiser.best(state);
      const slope = Array.from(best.subarray(0, width), (value) => value / deviation);
      const shift = slope.reduce((sum, value, i) => sum + value * means[i], 0);
      return { slope, intercept: best[width] - shift };
    },
    release: () => session.release(),
  };
}

/** Columns of mean 0, all divided by one number, so that they weigh against each other as they were. */
function standardised(features: Float32Array, width: number) {
  const rows = features.length / width;
  const means = new Float64Array(width);
  for (let i = 0; i < features.length; i++) means[i % width] += features[i] / rows;
  let squares = 0;
  for (let i = 0; i < features.length; i++) squares += (features[i] - means[i % width]) ** 2;
  const deviation = Math.sqrt(squares / features.length) || 1;
  return { x: features.map((value, i) => (value - means[i % width]) / deviation), means, deviation };
}

/** Of each row of features. */
export function logitsOf(
  { features, width }: Pick<Samples, 'features' | 'width'>,
  { slope, intercept }: HeadWeights,
): Float64Array {
  const logits = new Float64Array(features.length / width).fill(intercept);
  for (let i = 0; i < features.length; i++) logits[Math.floor(i / width)] += slope[i % width] * features[i];
  return logits;
}
