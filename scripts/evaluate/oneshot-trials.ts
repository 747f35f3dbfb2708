// Trials of one-shot recognition on embeddings.
import { shuffled } from '../../functions/core/random.ts';

/** The embeddings [count, D] of a class, and the group whose classes it is told from; '' for all that have none. */
export type EmbeddedClass = {
  readonly group: string;
  readonly count: number;
  readonly embeddings: Float32Array;
};

export type OneShot = {
  readonly accuracy: number;
  /** Standard error of that share of the trials. */
  readonly accuracy_se: number;
  /** Groups with fewer usable classes than `way`. */
  readonly groups_left_out: readonly string[];
};

/**
 * A trial draws a group, `way` of its classes and one picture of each, and another picture of the first: it is right
 * when that is nearest to its own class. A class needs two pictures. @throws Error when no group has enough classes.
 */
export function oneShotAccuracy(
  classes: readonly EmbeddedClass[],
  { way, trials }: { readonly way: number; readonly trials: number },
  random: () => number,
): OneShot {
  const groups = new Map<string, EmbeddedClass[]>();
  for (const each of classes)
    if (each.count >= 2) groups.set(each.group, [...(groups.get(each.group) ?? []), each]);
  const usable = [...groups.values()].filter(({ length }) => length >= way);
  if (usable.length === 0) {
    const most = Math.max(0, ...[...groups.values()].map(({ length }) => length));
    throw new Error(
      `${way}-way trials need ${way} classes of two pictures in a group; the largest has ${most}.`,
    );
  }
  let right = 0;
  for (let trial = 0; trial < trials; trial++) {
    const group = usable[Math.floor(random() * usable.length)];
    if (isRight(shuffled(group, random).slice(0, way), random)) right++;
  }
  const accuracy = right / trials;
  return {
    accuracy,
    accuracy_se: Math.sqrt((accuracy * (1 - accuracy)) / trials),
    groups_left_out: [...groups].filter(([, { length }]) => length < way).map(([name]) => name),
  };
}

function isRight(candidates: readonly EmbeddedClass[], random: () => number): boolean {
  const [own] = candidates;
  const pick = ({ count }: EmbeddedClass) => Math.floor(random() * count);
  const asked = pick(own);
  const probe = rowOf(own, asked);
  const distances = candidates.map((each, index) => {
    // Any picture of its own class but the one that is asked about.
    const row = index === 0 ? (asked + 1 + Math.floor(random() * (own.count - 1))) % own.count : pick(each);
    return rowOf(each, row).reduce((sum, value, k) => sum + (value - probe[k]) ** 2, 0);
  });
  // A tie is not right: an embedding of one point knows nothing.
  return distances.slice(1).every((distance) => distances[0] < distance);
}

function rowOf({ embeddings, count }: EmbeddedClass, row: number): Float32Array {
  const d = embeddings.length / count;
  return embeddings.subarray(row * d, (row + 1) * d);
}
