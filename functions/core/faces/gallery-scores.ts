// How near every subject of a packed gallery is to some queries: sums and bests of cosines, from the scorer's blocks.
import { fuse } from './fuse.ts';
import { BLOCK_ROWS, type Packed, rowsIn } from './packed-gallery.ts';
import type { Scorer } from './scorer.ts';

/** Scored together: more would only make the accumulators larger, 12 bytes a subject and query. */
export const QUERIES_AT_ONCE = 8;

/** By subject index: the sum of the cosines of its faces and the best of them; `distances` is for `nearest`. */
export type Totals = {
  readonly sums: Float64Array;
  readonly best: Float32Array;
  readonly distances: Float64Array;
};

function totalsFor(subjects: number): Totals {
  return {
    sums: new Float64Array(subjects),
    best: new Float32Array(subjects),
    distances: new Float64Array(subjects),
  };
}

/** Keeps the accumulators of searches that are done: clearing 2 MB is cheaper than asking for it anew. */
export function totalsPool(): { take(subjects: number): Totals; give(totals: readonly Totals[]): void } {
  const free: Totals[] = [];
  return {
    take(subjects) {
      const totals = free.pop();
      if (totals?.sums.length !== subjects) return clear(totalsFor(subjects));
      return clear(totals);
    },
    give(totals) {
      free.push(...totals.slice(0, QUERIES_AT_ONCE - free.length));
    },
  };
}

function clear(totals: Totals): Totals {
  totals.sums.fill(0);
  totals.best.fill(-2);
  return totals;
}

/** Into cleared totals, one a query. */
export async function scoreAll(
  packed: Packed,
  scorer: Scorer,
  queries: readonly Float32Array[],
  totals: readonly Totals[],
): Promise<void> {
  for (const [i, block] of packed.blocks.entries()) {
    const rows = rowsIn(packed, i);
    const scores = await scorer.score(block, rows, packed.dimensions, queries);
    const subjectOf = packed.subjectOf.subarray(i * BLOCK_ROWS, i * BLOCK_ROWS + rows);
    for (const [q, total] of totals.entries()) addScores(total, subjectOf, scores, q, queries.length);
  }
}

function addScores(
  { sums, best }: Totals,
  subjectOf: Int32Array,
  scores: Float32Array,
  offset: number,
  stride: number,
) {
  for (let row = 0, at = offset; row < subjectOf.length; row++, at += stride) {
    const subject = subjectOf[row];
    if (subject < 0) continue;
    const score = scores[at];
    sums[subject] += score;
    if (score > best[subject]) best[subject] = score;
  }
}

/** The fused distance of a subject, as exact as the scorer's sums; infinite when it has no face. */
export function subjectDistance({ counts, norms }: Packed, { sums, best }: Totals, subject: number): number {
  const faces = counts[subject];
  if (faces === 1) return 2 - 2 * best[subject]; // as `fuse` has it for one face, which is what most subjects have
  if (faces === 0) return Number.POSITIVE_INFINITY;
  return fuse({ best: best[subject], sum: sums[subject], norm: norms[subject], faces });
}
