// A gallery at one moment, to be measured on itself: whose faces there are, and who is nearest to each of them.
import type { Breathe } from '../steps.ts';
import type { Vectors } from './false-matches.ts';
import { QUERIES_AT_ONCE, scoreAll, subjectDistance, totalsPool } from './gallery-scores.ts';
import { type Packed, rowOf } from './packed-gallery.ts';
import type { Scorer } from './scorer.ts';

export type GallerySnapshot = {
  readonly version: number;
  /** Vectors are restored from int8. */
  readonly approximate: boolean;
  readonly faces: number;
  /** The templates of everybody who has one, as views that must not be written to. */
  readonly people: readonly Vectors[];
  /** For faces of the gallery, of the people with these indices: the nearest of the others, as a search fuses them. */
  nearestOther(
    queries: readonly { readonly vector: Float32Array; readonly person: number }[],
    breathe: Breathe,
  ): Promise<readonly Neighbour[]>;
};

/** `distance` is infinite, and `person` -1, where there is no other. */
export type Neighbour = { readonly distance: number; readonly person: number };

export function snapshotOf(packed: Packed, scorer: Scorer): GallerySnapshot {
  const people: Float32Array[][] = [];
  const personOf = new Int32Array(packed.subjectIds.length).fill(-1);
  for (let row = 0; row < packed.rows; row++) {
    const subject = packed.subjectOf[row];
    if (subject < 0) continue;
    if (personOf[subject] < 0) personOf[subject] = people.push([]) - 1;
    people[personOf[subject]].push(rowOf(packed, row));
  }
  return {
    version: packed.version,
    approximate: packed.approximate,
    faces: packed.faces,
    people,
    async nearestOther(queries, breathe) {
      const pool = totalsPool();
      const found: Neighbour[] = [];
      for (let i = 0; i < queries.length; i += QUERIES_AT_ONCE) {
        await breathe();
        const some = queries.slice(i, i + QUERIES_AT_ONCE);
        const totals = some.map(() => pool.take(packed.counts.length));
        const vectors = some.map(({ vector }) => vector);
        await scoreAll(packed, scorer, vectors, totals);
        for (const [q, { person }] of some.entries()) {
          let [nearest, distance] = [-1, Number.POSITIVE_INFINITY];
          for (let subject = 0; subject < packed.counts.length; subject++) {
            const other = personOf[subject];
            if (other === person || other < 0) continue;
            const own = subjectDistance(packed, totals[q], subject);
            if (own < distance) [nearest, distance] = [other, own];
          }
          found.push({ distance, person: nearest });
        }
        pool.give(totals);
      }
      return found;
    },
  };
}
