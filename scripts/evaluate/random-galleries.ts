// How often a stranger is given a name, averaged over every gallery of a size that could be drawn from the people.

import type { Vectors } from '../../functions/core/faces/false-matches.ts';
import { fusedDistance } from '../../functions/core/faces/fuse.ts';
import type { Statistic } from '../../functions/core/statistics/bootstrap.ts';

/** `distances` of one picture of `person` to every person as enrolled, infinite to itself. */
export type Stranger = { readonly person: number; readonly distances: Float64Array };

/** Everybody's pictures against everybody else, enrolled with the first `enrol` of theirs. */
export function strangersOf(people: readonly Vectors[], enrol: number): Stranger[] {
  const enrolled = people.map((vectors) => vectors.slice(0, enrol));
  return people.flatMap((vectors, person) =>
    vectors.map((vector) => ({
      person,
      distances: Float64Array.from(enrolled, (templates, other) =>
        other === person ? Number.POSITIVE_INFINITY : fusedDistance([vector], templates),
      ),
    })),
  );
}

/**
 * The FPIR of galleries of `size` other people. Of M people k are near a picture; a gallery drawn from them without
 * putting back misses all k with probability C(M - k, size) / C(M, size), which needs no drawing.
 */
export function galleryFalseAlarms(
  strangers: readonly Stranger[],
  threshold: number,
  size: number,
): Statistic {
  const pictures = strangers.map(({ person, distances }) => ({
    person,
    near: [...distances.keys()].filter((other) => distances[other] <= threshold),
  }));
  return (weights) => {
    const all = weights.reduce((sum, weight) => sum + weight, 0);
    let [alarms, trials] = [0, 0];
    for (const { person, near } of pictures) {
      const weight = weights[person];
      if (weight === 0) continue;
      const others = all - weight;
      if (others < size) return Number.NaN;
      let count = 0;
      for (const other of near) count += weights[other];
      let missed = 1;
      for (let i = 0; i < count && missed > 0; i++) missed *= Math.max(0, others - size - i) / (others - i);
      alarms += weight * (1 - missed);
      trials += weight;
    }
    return alarms / trials;
  };
}
