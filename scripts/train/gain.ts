// By how much a second encoder accepts more at the same false match rate, over folds of people, with an interval.
import { squaredDistance } from '../../functions/core/faces/verify.ts';
import { seeded } from '../../functions/core/random.ts';
import { allowedAt, countAtOrBelow, justBelow } from '../evaluate/metrics.ts';

/** People whom one pair of encoders was not trained on: [pictures] vectors of each, before and after. */
export type Judged = {
  readonly before: readonly (readonly Float32Array[])[];
  readonly after: readonly (readonly Float32Array[])[];
};

/** TAR over the folds, each at its own threshold; the interval of 95 % is of the difference. */
export type Gain = {
  readonly before: number;
  readonly after: number;
  readonly gain: number;
  readonly low: number;
  readonly high: number;
};

const REPLICATES = 2000;
const TAIL = 0.025;
/** A draw repeats people, and their pairs: its threshold is not among the nearest pairs that decide for everybody once. */
const SPARE = 6;

/**
 * Of people drawn again (Efron 1979) for both encoders alike: an impostor pair counts as often as both of its people
 * together, a genuine one as often as its person. @throws Error where a fold has too few pairs for the rate.
 */
export function gainAt(rate: number, folds: readonly Judged[], seed: number): Gain {
  const sides = folds.map(({ before, after }) => [before, after].map((people) => rankedPairs(people, rate)));
  const people = folds.map(({ before }) => before.length);
  const everybody = people.map((count) => new Uint32Array(count).fill(1));
  const [before, after] = acceptRates(sides, rate, everybody);
  const random = seeded(seed);
  const drawn: number[] = [];
  for (let draw = 0; draw < REPLICATES; draw++) {
    const weights = people.map((count) => new Uint32Array(count));
    for (const fold of weights)
      for (let j = 0; j < fold.length; j++) fold[Math.floor(random() * fold.length)]++;
    const [first, second] = acceptRates(sides, rate, weights);
    if (!Number.isNaN(second - first)) drawn.push(second - first);
  }
  drawn.sort((a, b) => a - b);
  const at = (share: number) => drawn[Math.min(drawn.length - 1, Math.floor(share * drawn.length))];
  return { before, after, gain: after - before, low: at(TAIL), high: at(1 - TAIL) };
}

/** `genuine` are ascending distances of each person; `impostor` the nearest pairs of two people, ascending. */
type Pairs = {
  readonly genuine: readonly Float64Array[];
  readonly impostor: readonly { readonly distance: number; readonly a: number; readonly b: number }[];
  readonly pictures: readonly number[];
};

function rankedPairs(people: readonly (readonly Float32Array[])[], rate: number): Pairs {
  const impostor: { distance: number; a: number; b: number }[] = [];
  for (const [a, own] of people.entries())
    for (let b = 0; b < a; b++)
      for (const x of own)
        for (const y of people[b]) impostor.push({ distance: squaredDistance(x, y), a, b });
  if (allowedAt(rate, impostor.length) < 1)
    throw new Error(
      `${people.length} held-out people make ${impostor.length} pairs of two: too few for a false match rate of ${rate}.`,
    );
  impostor.sort((x, y) => x.distance - y.distance);
  return {
    genuine: people.map((own) =>
      Float64Array.from(own.flatMap((x, i) => own.slice(0, i).map((y) => squaredDistance(x, y)))).sort(),
    ),
    impostor: impostor.slice(0, Math.ceil(SPARE * rate * impostor.length) + 1),
    pictures: people.map(({ length }) => length),
  };
}

/** Of each encoder, over all folds; NaN where a draw says nothing. */
function acceptRates(
  sides: readonly (readonly Pairs[])[],
  rate: number,
  weights: readonly Uint32Array[],
): [number, number] {
  const [before, after] = [0, 1].map((side) => {
    let [accepted, all] = [0, 0];
    for (const [fold, pairs] of sides.entries()) {
      const threshold = thresholdOf(pairs[side], rate, weights[fold]);
      if (Number.isNaN(threshold)) return threshold;
      for (const [person, distances] of pairs[side].genuine.entries()) {
        accepted += weights[fold][person] * countAtOrBelow(distances, threshold);
        all += weights[fold][person] * distances.length;
      }
    }
    return accepted / all;
  });
  return [before, after];
}

/** Just below the first false match beyond those that are allowed; NaN where the nearest pairs do not say. */
function thresholdOf({ impostor, pictures }: Pairs, rate: number, weights: Uint32Array): number {
  let total = 0;
  for (let a = 0; a < weights.length; a++)
    for (let b = 0; b < a; b++) total += weights[a] * weights[b] * pictures[a] * pictures[b];
  const allowed = allowedAt(rate, total);
  let count = 0;
  for (const { distance, a, b } of impostor) {
    count += weights[a] * weights[b];
    if (count > allowed) return justBelow(distance);
  }
  return Number.NaN;
}
