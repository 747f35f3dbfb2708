// Which faces of different people are taken for one person, counted so that people can be weighed.
import type { Statistic } from '../statistics/bootstrap.ts';
import { atOnce, type Steps } from '../steps.ts';
import { distanceOf, dot } from './fuse.ts';

/** One person's unit vectors. */
export type Vectors = readonly Float32Array[];

/** Distances between two pauses. */
const DISTANCES_A_STEP = 20_000;

/** Pairs of faces of two people, by pair of people: (1, 0), (2, 0), (2, 1), (3, 0) ..., each with all of its faces. */
export function* impostorDistances(people: readonly Vectors[]): Steps<Float32Array> {
  const distances = new Float32Array(pairsOfFaces(people.map((vectors) => vectors.length)));
  let [at, since] = [0, 0];
  for (const [one, vectors] of people.entries()) {
    for (let other = 0; other < one; other++) {
      for (const a of vectors) for (const b of people[other]) distances[at++] = distanceOf(dot(a, b));
      since += vectors.length * people[other].length;
      if (since < DISTANCES_A_STEP) continue;
      since = 0;
      yield;
    }
  }
  return distances;
}

/** The false match rate over pairs of faces, whose people may count several times or not at all. */
export function falseMatchRate(people: readonly Vectors[], threshold: number): Statistic {
  return atOnce(falseMatchRates(people, [threshold], atOnce(impostorDistances(people))))[0];
}

/** The same at several thresholds, ascending, from distances as `impostorDistances` has them. */
export function* falseMatchRates(
  people: readonly Vectors[],
  thresholds: readonly number[],
  distances: Float32Array,
): Steps<readonly Statistic[]> {
  const sizes = people.map((vectors) => vectors.length);
  const matches = thresholds.map((): Matches => ({ others: [], counts: [], ends: [] }));
  const counts = new Uint32Array(thresholds.length);
  let [at, since] = [0, 0];
  for (const [one, faces] of sizes.entries()) {
    for (let other = 0; other < one; other++) {
      counts.fill(0);
      for (const end = at + faces * sizes[other]; at < end; at++) {
        for (let i = thresholds.length - 1; i >= 0 && distances[at] <= thresholds[i]; i--) counts[i]++;
      }
      for (let i = thresholds.length - 1; i >= 0 && counts[i] > 0; i--) {
        matches[i].others.push(other);
        matches[i].counts.push(counts[i]);
      }
    }
    since += one * faces;
    if (since > DISTANCES_A_STEP) {
      since = 0;
      yield;
    }
    for (const found of matches) found.ends.push(found.others.length);
  }
  return matches.map((found) => rateOf(sizes, found));
}

/** Matches of each person with those before: `others` and `counts` up to their entry of `ends`. */
type Matches = { readonly others: number[]; readonly counts: number[]; readonly ends: number[] };

function rateOf(sizes: readonly number[], matches: Matches): Statistic {
  const others = Uint32Array.from(matches.others);
  const counts = Uint32Array.from(matches.counts);
  const { ends } = matches;
  return (weights) => {
    let [sum, squares, total, at] = [0, 0, 0, 0];
    for (let one = 0; one < sizes.length; one++) {
      const weight = weights[one];
      const faces = weight * sizes[one];
      sum += faces;
      squares += faces * faces;
      if (weight > 0) {
        let own = 0;
        for (; at < ends[one]; at++) own += weights[others[at]] * counts[at];
        total += weight * own;
      }
      at = ends[one];
    }
    // A person drawn twice is no impostor of herself: her pairs are neither in the sum nor among the matches.
    return total / ((sum * sum - squares) / 2);
  };
}

function pairsOfFaces(sizes: readonly number[]): number {
  const sum = sizes.reduce((all, size) => all + size, 0);
  return (sum * sum - sizes.reduce((all, size) => all + size * size, 0)) / 2;
}
