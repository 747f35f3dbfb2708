// The search as its port describes it, without an index: reads the gallery, measures everything.
import { fusedDistance } from '../../functions/core/faces/fuse.ts';
import { createGallerySearch, type GallerySearch } from '../../functions/core/faces/search.ts';
import type { GalleryStore, Template } from '../../functions/core/faces/store.ts';
import { squaredDistance } from '../../functions/core/faces/verify.ts';

export function createScan(galleries: GalleryStore): GallerySearch {
  return {
    async search(at, queries, count) {
      const { added, version } = await galleries.changes(at, undefined);
      const bySubject = new Map<string, Template[]>();
      for (const template of added) {
        bySubject.set(template.subject, [...(bySubject.get(template.subject) ?? []), template]);
      }
      return queries.map((query) => {
        const candidates = [...bySubject].map(([subject, templates]) => {
          const near = templates.map(({ face, vector }) => ({
            face,
            distance: squaredDistance(query, vector),
          }));
          const [nearest] = near.sort((a, b) => a.distance - b.distance);
          const distance = fusedDistance(
            [query],
            templates.map((each) => each.vector),
          );
          return { subject, distance, nearest, faces: templates.length };
        });
        candidates.sort((a, b) => a.distance - b.distance);
        return {
          candidates: candidates.slice(0, count),
          faces: added.length,
          subjects: bySubject.size,
          version,
        };
      });
    },
    snapshot: createGallerySearch({ galleries }).snapshot,
  };
}
