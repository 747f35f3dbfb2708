// Exact 1:N search: one packed matrix a gallery, kept fresh by the store's changes, or the store's own search.
import { Fault } from '../fault.ts';
import { type Candidate, candidateOf, nearestFirst, ROUNDING, type SearchResult } from './candidate.ts';
import { dot, normOfSum } from './fuse.ts';
import { queryDiffers } from './gallery-faults.ts';
import { QUERIES_AT_ONCE, scoreAll, subjectDistance, type Totals, totalsPool } from './gallery-scores.ts';
import { type GallerySnapshot, snapshotOf } from './gallery-snapshot.ts';
import { advance, emptyGallery, type Packed, rowOf, rowsOf, sizeOfPacked } from './packed-gallery.ts';
import type { Scorer } from './scorer.ts';
import { createLoopScorer } from './scorer-loop.ts';
import { searchInStore } from './search-in-store.ts';
import type { GalleryKey, GalleryStore, SearchPlace } from './store.ts';

export type GallerySearch = {
  /**
   * Refreshes the index from the store, then searches; or has the store search, where `place` says that the gallery chose
   * so. One result a query, in order. Calling again is safe.
   * @throws Fault gallery_not_found, store_failed; embedding_invalid when a query has not the gallery's dimensions.
   */
  search(
    at: GalleryKey,
    queries: readonly Float32Array[],
    count: number,
    place?: SearchPlace,
  ): Promise<readonly SearchResult[]>;
  /** The gallery as a search would find it now, to be measured. @throws Fault gallery_not_found, store_failed. */
  snapshot(at: GalleryKey): Promise<GallerySnapshot>;
};

export type SearchOptions = {
  readonly galleries: GalleryStore;
  /** The plain loop when left out. */
  readonly scorer?: Scorer;
  /** Floats that loaded galleries may hold together; the least recently searched go first, the one in use stays. */
  readonly maxFloats?: number;
};

/** 256 MiB: half a million faces of 128 dimensions. An isolate, which has 128 MB in all, wants less. */
const MAX_FLOATS = 64 * 2 ** 20;

/** Faces of the approximate best that are compared again as enrolled. int8 costs a distance about 0.001, at most 0.01. */
const RERANKED = 50;

/** The most that `exact` takes. */
const EXACT_AT_ONCE = 100;

/**
 * The ranking is that of brute force in double precision over the store's vectors: the scorer only chooses whom to
 * compare again, so every engine gives the same answer. A search sees every change acknowledged before it was called.
 */
export function createGallerySearch(options: SearchOptions): GallerySearch {
  const { galleries, scorer = createLoopScorer(), maxFloats = MAX_FLOATS } = options;
  const fresh = freshGalleries(galleries, maxFloats);
  const pool = totalsPool();
  return {
    async search(at, queries, count, place = 'memory') {
      const found = place === 'memory' ? undefined : await searchInStore(galleries, at, queries, count);
      if (found) return found;
      const packed = await fresh(at);
      checkQueries(packed, queries);
      const results: SearchResult[] = [];
      for (let i = 0; i < queries.length; i += QUERIES_AT_ONCE) {
        const some = queries.slice(i, i + QUERIES_AT_ONCE);
        const totals = some.map(() => pool.take(packed.counts.length));
        await scoreAll(packed, scorer, some, totals);
        const most = packed.approximate ? Math.max(count, RERANKED) : count;
        const nearby = totals.map((total) => nearest(packed, total, most));
        pool.give(totals);
        for (const [q, query] of some.entries()) {
          const near = nearby[q];
          const candidates = packed.approximate
            ? await rerank(galleries, at, packed, query, near, count)
            : rank(packed, query, rowsOf(packed, near));
          results.push({
            candidates: candidates.slice(0, count),
            faces: packed.faces,
            subjects: packed.subjects,
            version: packed.version,
          });
        }
      }
      return results;
    },
    snapshot: async (at) => snapshotOf(await fresh(at), scorer),
  };
}

type Entry = { packed: Packed; running?: Promise<Packed>; queued?: Promise<Packed> };

/** Gives the newest version of a gallery, reading only what changed; several callers share one reading. */
function freshGalleries(galleries: GalleryStore, maxFloats: number): (at: GalleryKey) => Promise<Packed> {
  const entries = new Map<string, Entry>(); // least recently used first

  async function refresh(at: GalleryKey, key: string, entry: Entry): Promise<Packed> {
    try {
      const { packed } = entry;
      const changes = await galleries.changes(at, packed.version < 0 ? undefined : packed.version);
      entry.packed = emptyGallery(); // should advancing fail, the next search reads everything
      entry.packed = advance(packed, changes);
      evict(entry);
      return entry.packed;
    } catch (error) {
      const gone = error instanceof Fault && error.code === 'gallery_not_found';
      if ((gone || entry.packed.version < 0) && entries.get(key) === entry) entries.delete(key);
      throw error;
    }
  }

  function start(at: GalleryKey, key: string, entry: Entry): Promise<Packed> {
    const running = refresh(at, key, entry).finally(() => {
      if (entry.running === running) entry.running = undefined;
    });
    entry.running = running;
    return running;
  }

  function evict(inUse: Entry): void {
    let floats = 0;
    for (const { packed } of entries.values()) floats += sizeOfPacked(packed);
    for (const [key, entry] of entries) {
      if (floats <= maxFloats) return;
      if (entry === inUse || entry.running) continue;
      floats -= sizeOfPacked(entry.packed);
      entries.delete(key);
    }
  }

  return (at) => {
    const key = JSON.stringify([at.tenant, at.gallery]);
    const entry = entries.get(key) ?? { packed: emptyGallery() };
    entries.delete(key);
    entries.set(key, entry);
    if (!entry.running) return start(at, key, entry);
    // The reading under way may have asked the store before this caller came, so it may miss a face forgotten since.
    entry.queued ??= entry.running
      .catch(() => undefined)
      .then(() => {
        entry.queued = undefined;
        return entry.running ?? start(at, key, entry);
      });
    return entry.queued;
  };
}

/** Indices of the `count` nearest subjects, and of all who are as near but for rounding. */
function nearest(packed: Packed, totals: Totals, count: number): number[] {
  const { distances } = totals;
  const subjects = packed.counts.length;
  const least: number[] = []; // the `count` smallest so far, ascending
  let limit = Number.POSITIVE_INFINITY;
  for (let i = 0; i < subjects; i++) {
    const distance = subjectDistance(packed, totals, i);
    distances[i] = distance;
    if (distance < limit) limit = keepLeast(least, distance, count);
  }
  const found: number[] = [];
  const most = (limit === Number.POSITIVE_INFINITY ? 4 : limit) + ROUNDING;
  for (let i = 0; i < subjects; i++) if (distances[i] <= most) found.push(i);
  return found;
}

/** Inserts into the ascending `least`, of at most `count`; the answer is what a later one must be below. */
function keepLeast(least: number[], value: number, count: number): number {
  if (least.length === count) least.pop();
  let at = least.length;
  while (at > 0 && least[at - 1] > value) at--;
  least.splice(at, 0, value);
  return least.length === count ? least[count - 1] : Number.POSITIVE_INFINITY;
}

/** The subjects with these rows, in double precision; the same numbers as fusedDistance gives. */
function rank(
  packed: Packed,
  query: Float32Array,
  rowsBySubject: ReadonlyMap<number, readonly number[]>,
): Candidate[] {
  const candidates: Candidate[] = [];
  for (const [subject, rows] of rowsBySubject) {
    const templates = rows.map((row) => ({ face: packed.faceIds[row], vector: rowOf(packed, row) }));
    candidates.push(candidateOf(query, packed.subjectIds[subject], templates, packed.norms[subject]));
  }
  return nearestFirst(candidates);
}

/** Compares the faces of the nearest subjects again as they were enrolled; those further back keep their int8 distance. */
async function rerank(
  galleries: GalleryStore,
  at: GalleryKey,
  packed: Packed,
  query: Float32Array,
  near: readonly number[],
  count: number,
): Promise<Candidate[]> {
  const rows = rowsOf(packed, near);
  const limit = Math.min(EXACT_AT_ONCE, Math.max(RERANKED, count));
  const chosen: number[] = [];
  for (const { subject } of rank(packed, query, rows)) {
    const own = nearestRows(packed, query, rows.get(packed.indexBySubject.get(subject)!)!);
    chosen.push(...own.slice(0, limit - chosen.length));
    if (chosen.length === limit) break;
  }
  const exact = await galleries.exact(
    at,
    chosen.map((row) => packed.faceIds[row]),
  );
  const forgotten = new Set(chosen.filter((row) => !exact.has(packed.faceIds[row])));
  const candidates: Candidate[] = [];
  for (const [subject, own] of rows) {
    const left = own.filter((row) => !forgotten.has(row));
    if (left.length === 0) continue;
    const templates = left.map((row) => {
      const face = packed.faceIds[row];
      return { face, vector: exact.get(face) ?? rowOf(packed, row) };
    });
    const norm = normOfSum(templates.map(({ vector }) => vector));
    candidates.push(candidateOf(query, packed.subjectIds[subject], templates, norm));
  }
  return nearestFirst(candidates);
}

function nearestRows(packed: Packed, query: Float32Array, rows: readonly number[]): number[] {
  const cosines = new Map(rows.map((row) => [row, dot(query, rowOf(packed, row))]));
  return [...rows].sort((a, b) => cosines.get(b)! - cosines.get(a)!);
}

function checkQueries({ dimensions }: Packed, queries: readonly Float32Array[]): void {
  const wrong = dimensions === 0 ? undefined : queries.find((query) => query.length !== dimensions);
  if (wrong) throw queryDiffers(dimensions, wrong.length);
}
