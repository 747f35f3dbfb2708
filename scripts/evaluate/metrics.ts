// Error rates of 1:1 comparison from labelled distances: ten-fold accuracy, EER, TAR at a false match rate, the curve.

/** One pair of pictures. `distance` is squared L2, 0..4, and null where a picture of the pair shows no face. */
export type Comparison = { readonly same: boolean; readonly distance: number | null; readonly fold?: string };

/**
 * Distances by class, ascending. The counts include the pairs without a face: a genuine one can never match,
 * an impostor one can never be a false match, and both stay in the denominators.
 */
export type Sample = {
  readonly genuine: Float64Array;
  readonly genuineCount: number;
  readonly impostor: Float64Array;
  readonly impostorCount: number;
};

/** Rates when every distance <= `threshold` is called a match. */
export type OperatingPoint = { readonly threshold: number; readonly fmr: number; readonly fnmr: number };

export type Accuracy = {
  readonly accuracy: number;
  readonly standardError: number;
  readonly folds: readonly number[];
};

/** No two unit vectors are further apart. */
const LARGEST_DISTANCE = 4;
const FOLDS = 10;

export function sampleOf(comparisons: readonly Comparison[]): Sample {
  const of = (same: boolean) => comparisons.filter((comparison) => comparison.same === same);
  const distances = (list: readonly Comparison[]) =>
    Float64Array.from(list.flatMap(({ distance }) => (distance === null ? [] : [distance]))).sort();
  return {
    genuine: distances(of(true)),
    genuineCount: of(true).length,
    impostor: distances(of(false)),
    impostorCount: of(false).length,
  };
}

/**
 * The largest threshold that calls at most `allowed` of the wrong pairs a match: just below the next wrong distance,
 * so that ties with it, genuine or not, stay outside.
 */
export function largestThreshold(wrong: Float64Array, allowed: number): number {
  return allowed >= wrong.length ? LARGEST_DISTANCE : justBelow(wrong[allowed]);
}

/** How many of `count` pairs may be false matches at a rate: floor(rate * count), safe from 0.29 * 100 = 28.999999999999996. */
export function allowedAt(rate: number, count: number): number {
  return Math.floor(rate * count + 1e-9);
}

/** The threshold at a false match rate; null where the sample is too small to show a single false match at it. */
export function thresholdAtFmr(sample: Sample, rate: number): number | null {
  const allowed = allowedAt(rate, sample.impostorCount);
  return allowed < 1 ? null : largestThreshold(sample.impostor, allowed);
}

/** True accept rate at a false match rate; null where the threshold is, or where there are no genuine pairs. */
export function tarAtFmr(sample: Sample, rate: number): number | null {
  const threshold = thresholdAtFmr(sample, rate);
  if (threshold === null || sample.genuineCount === 0) return null;
  return countAtOrBelow(sample.genuine, threshold) / sample.genuineCount;
}

/** Every operating point, from "nothing matches" up; equal distances move together. Empty when a class is empty. */
export function operatingPoints(sample: Sample): OperatingPoint[] {
  const { genuine, genuineCount, impostor, impostorCount } = sample;
  if (genuineCount === 0 || impostorCount === 0) return [];
  const points: OperatingPoint[] = [{ threshold: 0, fmr: 0, fnmr: 1 }];
  let g = 0;
  let i = 0;
  while (g < genuine.length || i < impostor.length) {
    const threshold = Math.min(
      genuine[g] ?? Number.POSITIVE_INFINITY,
      impostor[i] ?? Number.POSITIVE_INFINITY,
    );
    while (genuine[g] === threshold) g++;
    while (impostor[i] === threshold) i++;
    points.push({ threshold, fmr: i / impostorCount, fnmr: (genuineCount - g) / genuineCount });
  }
  return points;
}

/** Where FMR = FNMR, on the straight lines between operating points; null when a class is empty. */
export function equalErrorRate(sample: Sample): number | null {
  const points = operatingPoints(sample);
  if (points.length === 0) return null;
  const after = points.findIndex(({ fmr, fnmr }) => fmr >= fnmr);
  // So many pictures without a face that the rates never meet: the middle of where they come closest.
  if (after === -1) return (points[points.length - 1].fmr + points[points.length - 1].fnmr) / 2;
  const [low, high] = [points[after - 1], points[after]];
  const gapLow = low.fnmr - low.fmr;
  const gapHigh = high.fmr - high.fnmr;
  return low.fmr + (gapLow / (gapLow + gapHigh)) * (high.fmr - low.fmr);
}

/**
 * The protocol of LFW (Huang et al. 2007): each fold is judged at the threshold that is best on all the others, and the
 * accuracy is the mean over folds. A pair without a face is wrong whatever its class. The standard error is the sample
 * standard deviation over folds / sqrt(folds). Null with fewer than two folds: there is nothing to set a threshold on.
 */
export function foldAccuracy(comparisons: readonly Comparison[]): Accuracy | null {
  const folds = foldsOf(comparisons);
  const names = [...new Set(folds)];
  if (names.length < 2) return null;
  const scores = names.map((name) => {
    const threshold = bestThreshold(sampleOf(comparisons.filter((_, i) => folds[i] !== name)));
    const held = comparisons.filter((_, i) => folds[i] === name);
    const right = held.filter(({ same, distance }) => distance !== null && distance <= threshold === same);
    return right.length / held.length;
  });
  return {
    accuracy: mean(scores),
    standardError: deviation(scores) / Math.sqrt(scores.length),
    folds: scores,
  };
}

/** The list's own folds when every pair has one; else ten, in order within each class, as even as they divide. */
export function foldsOf(comparisons: readonly Comparison[]): string[] {
  if (comparisons.length > 0 && comparisons.every(({ fold }) => fold !== undefined)) {
    return comparisons.map(({ fold }) => fold as string);
  }
  const total = { true: 0, false: 0 };
  for (const { same } of comparisons) total[`${same}`]++;
  const seen = { true: 0, false: 0 };
  return comparisons.map(({ same }) => String(Math.floor((seen[`${same}`]++ * FOLDS) / total[`${same}`])));
}

/** The threshold with the fewest errors. Of equally good ones the middle one, midway to the next distance. */
export function bestThreshold({ genuine, impostor }: Sample): number {
  const distances = Float64Array.from(new Set([...genuine, ...impostor])).sort();
  const cuts = Array.from({ length: distances.length + 1 }, (_, i) => cutBefore(distances, i));
  let most = -1;
  let best: number[] = [];
  for (const cut of cuts) {
    const right = countAtOrBelow(genuine, cut) + impostor.length - countAtOrBelow(impostor, cut);
    if (right > most) {
      most = right;
      best = [];
    }
    if (right === most) best.push(cut);
  }
  return best[Math.floor((best.length - 1) / 2)];
}

export function countAtOrBelow(ascending: Float64Array, limit: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle] <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The sample standard deviation; 0 of a single value. */
export function deviation(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const centre = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1));
}

function cutBefore(distances: Float64Array, i: number): number {
  if (i === 0) return distances.length === 0 ? LARGEST_DISTANCE / 2 : justBelow(distances[0]);
  if (i === distances.length) return distances[i - 1];
  return (distances[i - 1] + distances[i]) / 2;
}

/** The next smaller double. */
export function justBelow(value: number): number {
  if (value === 0) return -Number.MIN_VALUE;
  const bits = new BigInt64Array(Float64Array.of(value).buffer);
  bits[0] -= 1n;
  return new Float64Array(bits.buffer)[0];
}
