// Exact 1:N search where the vectors are: the store chooses whom to compare, double precision decides as everywhere.
import { candidateOf, nearestFirst, type SearchResult } from './candidate.ts';
import { normOfSum } from './fuse.ts';
import type { GalleryKey, GalleryStore, Template } from './store.ts';

/**
 * One result a query, in order; undefined when the gallery is not searched by its store.
 * @throws Fault gallery_not_found, store_failed; embedding_invalid when a query has not the gallery's dimensions.
 */
export async function searchInStore(
  { near }: Pick<GalleryStore, 'near'>,
  at: GalleryKey,
  queries: readonly Float32Array[],
  count: number,
): Promise<readonly SearchResult[] | undefined> {
  const found = await near?.(at, queries, count);
  return found?.near.map((templates, i) => ({
    candidates: ranked(queries[i], templates).slice(0, count),
    faces: found.faces,
    subjects: found.subjects,
    version: found.version,
  }));
}

function ranked(query: Float32Array, templates: readonly Template[]) {
  const bySubject = new Map<string, Template[]>();
  for (const template of templates) {
    const own = bySubject.get(template.subject);
    if (own) own.push(template);
    else bySubject.set(template.subject, [template]);
  }
  return nearestFirst(
    [...bySubject].map(([subject, own]) => {
      const norm = normOfSum(own.map(({ vector }) => vector));
      return candidateOf(query, subject, own, norm);
    }),
  );
}
