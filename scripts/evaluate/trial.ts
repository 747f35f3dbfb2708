// One open-set trial through the service's own store, search and fusion: enrol a split's people, ask about the rest.
import { createGallerySearch } from '../../functions/core/faces/search.ts';
import type { GalleryKey } from '../../functions/core/faces/store.ts';
import { createMemoryGalleryStore } from '../../functions/platform/store-memory.ts';
import { LIMITS } from '../open-faces.ts';
import { type Embeddings, vectorOf } from './embeddings.ts';
import type { Probe } from './identification.ts';
import type { Split } from './people.ts';

const AT: GalleryKey = { tenant: 'evaluate', gallery: 'trial' };

/**
 * Pictures without a face enrol nothing and, asked about, find nothing. Every probe is answered, in order: the known
 * ones first.
 */
export async function runTrial(split: Split, embeddings: Embeddings, encoder: string): Promise<Probe[]> {
  const galleries = createMemoryGalleryStore(LIMITS);
  const search = createGallerySearch({ galleries });
  await galleries.putGallery(AT, { encoder }, 0);
  for (const { name, enrol } of split.enrolled) {
    const faces = enrol.flatMap((file) => {
      const template = vectorOf(embeddings, file);
      return template === null ? [] : [{ id: file, template, quality: 1 }];
    });
    if (faces.length > 0) await galleries.enrol(AT, { subject: name, encoder, faces }, 0);
  }
  const asked = [
    ...split.enrolled.flatMap(({ name, probes }) => probes.map((file) => ({ file, name }))),
    ...split.unknown.map((file) => ({ file, name: null })),
  ];
  const probes: Probe[] = [];
  for (const { file, name } of asked) {
    const vector = vectorOf(embeddings, file);
    const [result] = vector === null ? [] : await search.search(AT, [vector], 1);
    const nearest = result?.candidates[0];
    probes.push({
      known: name !== null,
      distance: nearest?.distance ?? null,
      right: nearest !== undefined && nearest.subject === name,
    });
  }
  await galleries.close();
  return probes;
}
