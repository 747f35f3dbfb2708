// An alarm: the embedding has fallen onto one point, or nothing in the batches teaches any more.

/** What a step shows of the embedding. */
export type Sign = {
  /** Mean squared distance of the embeddings from their mean: 0 is one point, 1 spread over the whole sphere. */
  readonly variance: number;
  /** Triplets above 0 and those that were looked at; undefined for a loss without triplets. */
  readonly active?: number;
  readonly loss: number;
  /** The loss of a single point: the margin of triplets, log 2 of pairs. */
  readonly pointLoss: number;
};

export type Alarm = 'one_point' | 'no_active_triplet';

/** Steps in a row that raise the alarm: chance takes fewer, and waste stays below 20. */
const PATIENCE = 10;
/** Unit vectors that differ by less are one point to every threshold. */
const LEAST_VARIANCE = 1e-3;
/** How near to the loss of a single point counts as being there, where the variance is small too. */
const NEAR = 0.02;
const SMALL_VARIANCE = 0.02;

/** For how many steps in a row each has gone wrong. */
export type Runs = Record<Alarm, number>;

/** Takes the sign of each step and moves `runs`; says what has gone wrong for `PATIENCE` steps in a row. */
export function createAlarm(runs: Runs = { one_point: 0, no_active_triplet: 0 }) {
  return (sign: Sign): Alarm | undefined => {
    const { variance, active, loss, pointLoss } = sign;
    const atPointLoss = Math.abs(loss - pointLoss) <= NEAR * pointLoss && variance < SMALL_VARIANCE;
    runs.one_point = variance < LEAST_VARIANCE || atPointLoss ? runs.one_point + 1 : 0;
    runs.no_active_triplet = active === 0 ? runs.no_active_triplet + 1 : 0;
    return (['one_point', 'no_active_triplet'] as const).find((kind) => runs[kind] >= PATIENCE);
  };
}

/** Of unit vectors, the rows of [n, D]: 1 - |mean|^2. */
export function varianceOf(embeddings: Float32Array, n: number): number {
  const d = embeddings.length / n;
  let square = 0;
  for (let k = 0; k < d; k++) {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += embeddings[i * d + k];
    square += (sum / n) ** 2;
  }
  return 1 - square;
}
