// Which faces of different people are taken for one person, counted so that people can be weighed.
import type { Statistic } from '../statistics/bootstrap.ts';
import { distanceOf, dot } from './fuse.ts';

/** One person's unit vectors. */
export type Vectors = readonly Float32Array[];

/** Every two vectors of two different people: `visit` has the people's indices, the second below the first. */
function eachImpostorPair(
  people: readonly Vectors[],
  visit: (distance: number, one: number, other: number) => void,
): void {
  for (const [one, vectors] of people.entries()) {
    for (let other = 0; other < one; other++) {
      for (const a of vectors) for (const b of people[other]) visit(distanceOf(dot(a, b)), one, other);
    }
  }
}

/** The false match rate over pairs of faces, whose people may count several times or not at all. */
export function falseMatchRate(people: readonly Vectors[], threshold: number): Statistic {
  const hits = new Map<number, number>();
  eachImpostorPair(people, (distance, one, other) => {
    if (distance > threshold) return;
    const pair = one * people.length + other;
    hits.set(pair, (hits.get(pair) ?? 0) + 1);
  });
  const matched = [...hits].map(([pair, count]) => ({
    one: Math.floor(pair / people.length),
    other: pair % people.length,
    count,
  }));
  return (weights) => {
    let [sum, squares, matches] = [0, 0, 0];
    for (const [person, vectors] of people.entries()) {
      const faces = weights[person] * vectors.length;
      sum += faces;
      squares += faces * faces;
    }
    for (const { one, other, count } of matched) matches += weights[one] * weights[other] * count;
    // A person drawn twice is no impostor of herself: her pairs are neither in the sum nor among the matches.
    return matches / ((sum * sum - squares) / 2);
  };
}
