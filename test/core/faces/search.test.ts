import { describe, expect, test } from 'vitest';
import { dot, fusedDistance } from '../../../functions/core/faces/fuse.ts';
import type { Scorer } from '../../../functions/core/faces/scorer.ts';
import { createGraphScorer } from '../../../functions/core/faces/scorer-graph.ts';
import { createLoopScorer } from '../../../functions/core/faces/scorer-loop.ts';
import { createGallerySearch, type SearchOptions } from '../../../functions/core/faces/search.ts';
import type { GalleryStore } from '../../../functions/core/faces/store.ts';
import { squaredDistance } from '../../../functions/core/faces/verify.ts';
import { createNodeRuntime } from '../../../functions/platform/ort-node.ts';
import { createMemoryGalleryStore } from '../../../functions/platform/store-memory.ts';
import { vectorOf } from '../../platform/seeded-faces.ts';
import {
  at,
  bruteForce,
  crowd,
  enrolAll,
  enrol as enrolFaces,
  type Face,
  SEED,
  searchContract,
} from './search.contract.ts';

async function galleryOf(faces: readonly Face[]) {
  const store = createMemoryGalleryStore({ maxFacesPerGallery: 1e6 });
  await store.putGallery(at, { encoder: 'e' }, 0);
  await enrolAll(store, faces);
  return store;
}

function enrol(store: GalleryStore, subject: string, face: string, vector: Float32Array) {
  return enrolFaces(store, subject, [{ face, vector }]);
}

const scorers: Record<string, () => Scorer> = {
  loop: createLoopScorer,
  graph: () => createGraphScorer(createNodeRuntime()),
};

for (const [name, createScorer] of Object.entries(scorers)) {
  describe(`search with the ${name} scorer`, () =>
    searchContract(async () => {
      const galleries = await galleryOf([]);
      const { search } = createGallerySearch({ galleries, scorer: createScorer() });
      return { galleries, search };
    }));
}

describe('search', () => {
  async function small(options: Partial<SearchOptions> = {}) {
    const galleries = await galleryOf([
      { subject: 'ada', face: 'f1', vector: vectorOf(1) },
      { subject: 'bob', face: 'f2', vector: vectorOf(2) },
    ]);
    return { galleries, search: createGallerySearch({ galleries, ...options }) };
  }

  const subjects = async (search: ReturnType<typeof createGallerySearch>, seed: number) =>
    (await search.search(at, [vectorOf(seed)], 10))[0].candidates.map(({ subject }) => subject);

  test('of one picture a subject answers the plain distance', async () => {
    const { search } = await small();
    const [{ candidates }] = await search.search(at, [vectorOf(3)], 10);
    for (const { subject, distance, nearest } of candidates) {
      expect(distance).toBe(nearest.distance);
      expect(distance).toBeCloseTo(squaredDistance(vectorOf(3), vectorOf(subject === 'ada' ? 1 : 2)), 5);
    }
  });

  test('gives a subject the distance that verify computes from its templates, to the bit', async () => {
    const { galleries, search } = await small();
    for (let i = 10; i < 15; i++) await enrol(galleries, 'ada', `f${i}`, vectorOf(i));
    const templates = (await galleries.templates(at, 'ada'))!.map(({ vector }) => vector);
    const [{ candidates }] = await search.search(at, [vectorOf(3)], 10);
    const ada = candidates.find(({ subject }) => subject === 'ada');
    expect(ada?.distance).toBe(fusedDistance([vectorOf(3)], templates));
    expect(ada?.faces).toBe(6);
  });

  test('of an empty gallery finds nobody; of none, throws', async () => {
    const galleries = await galleryOf([]);
    const search = createGallerySearch({ galleries });
    expect(await search.search(at, [vectorOf(1)], 3)).toEqual([
      { candidates: [], faces: 0, subjects: 0, version: (await galleries.changes(at, undefined)).version },
    ]);
    expect(await search.search(at, [], 3)).toEqual([]);
    await galleries.deleteGallery(at);
    await expect(search.search(at, [vectorOf(1)], 3)).rejects.toMatchObject({ code: 'gallery_not_found' });
  });

  test('refuses a query of other dimensions with both numbers', async () => {
    const { search } = await small();
    await expect(search.search(at, [vectorOf(1, 64)], 3)).rejects.toMatchObject({
      code: 'embedding_invalid',
      facts: { dimensions: 128, found: 64 },
    });
  });

  test('starts over when the gallery was deleted and made anew, with another encoder’s dimensions', async () => {
    const { galleries, search } = await small();
    await subjects(search, 1);
    await galleries.deleteGallery(at);
    await galleries.putGallery(at, { encoder: 'wide' }, 0);
    const faces = [{ id: 'f9', template: vectorOf(9, 256), quality: 1 }];
    await galleries.enrol(at, { subject: 'eve', encoder: 'wide', faces }, 0);
    const [{ candidates }] = await search.search(at, [vectorOf(9, 256)], 3);
    expect(candidates.map(({ subject }) => subject)).toEqual(['eve']);
  });

  test('reads what changed, and nothing twice', async () => {
    const { galleries } = await small();
    const asked: (number | undefined)[] = [];
    const search = createGallerySearch({
      galleries: {
        ...galleries,
        changes: (key, since) => {
          asked.push(since);
          return galleries.changes(key, since);
        },
      },
    });
    await subjects(search, 1);
    await subjects(search, 1);
    await enrol(galleries, 'eve', 'f3', vectorOf(3));
    expect(await subjects(search, 3)).toEqual(expect.arrayContaining(['eve']));
    const { version } = await galleries.changes(at, undefined);
    expect(asked).toEqual([undefined, version - 1, version - 1]);
  });

  test('shares one reading between callers, but never one that began before the caller came', async () => {
    const { galleries } = await small();
    const gates: (() => void)[] = [];
    const search = createGallerySearch({
      galleries: {
        ...galleries,
        changes: async (key, since) => {
          const changes = await galleries.changes(key, since);
          await new Promise<void>((open) => gates.push(open));
          return changes;
        },
      },
    });
    const first = subjects(search, 1);
    await turn();
    expect(gates).toHaveLength(1); // the first reading has its answer, in which ada is still enrolled
    await galleries.deleteSubject(at, 'ada');
    const later = [subjects(search, 1), subjects(search, 1), subjects(search, 1)];
    gates.shift()!();
    expect(await first).toEqual(['ada', 'bob']);
    await turn();
    expect(gates).toHaveLength(1);
    gates.shift()!();
    expect(await Promise.all(later)).toEqual([['bob'], ['bob'], ['bob']]);
  });

  test('answers with one version though the gallery changes while it scores', async () => {
    const gates: (() => void)[] = [];
    const loop = createLoopScorer();
    const scorer: Scorer = {
      async score(...block) {
        await new Promise<void>((open) => gates.push(open));
        return loop.score(...block);
      },
    };
    const { galleries, search } = await small({ scorer });
    const before = await bruteForce(galleries, vectorOf(5), 10);
    const slow = search.search(at, [vectorOf(5)], 10);
    await turn();
    for (let i = 0; i < 300; i++)
      await enrol(galleries, i % 2 ? 'ada' : `new ${i}`, `n${i}`, vectorOf(100 + i));
    await galleries.deleteFace(at, 'bob', 'f2');
    const fast = search.search(at, [vectorOf(5)], 10);
    await turn();
    for (const open of gates.splice(0)) open();
    expect((await slow)[0].candidates).toEqual(before);
    expect((await fast)[0].candidates).toEqual(await bruteForce(galleries, vectorOf(5), 10));
  });

  test('after a reading that failed, reads again', async () => {
    const { galleries } = await small();
    let failures = 1;
    const search = createGallerySearch({
      galleries: {
        ...galleries,
        changes: (key, since) => {
          if (failures-- > 0) throw new Error('the store is away');
          return galleries.changes(key, since);
        },
      },
    });
    const both = await Promise.allSettled([subjects(search, 1), subjects(search, 1)]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    failures = 1;
    await expect(subjects(search, 1)).rejects.toThrow('away');
    expect(await subjects(search, 1)).toEqual(['ada', 'bob']);
  });

  test('keeps loaded galleries within their limit, least recently searched first', async () => {
    const galleries = createMemoryGalleryStore({ maxFacesPerGallery: 100 });
    const loads: string[] = [];
    const search = createGallerySearch({
      maxFloats: 2 * 256 * 128, // two galleries of the smallest block
      galleries: {
        ...galleries,
        changes: (key, since) => {
          if (since === undefined) loads.push(key.gallery);
          return galleries.changes(key, since);
        },
      },
    });
    for (const gallery of ['a', 'b', 'c']) {
      await galleries.putGallery({ tenant: 't', gallery }, { encoder: 'e' }, 0);
      const faces = [{ id: gallery, template: vectorOf(1), quality: 1 }];
      await galleries.enrol({ tenant: 't', gallery }, { subject: gallery, encoder: 'e', faces }, 0);
    }
    for (const gallery of 'abacab') {
      const [{ candidates }] = await search.search({ tenant: 't', gallery }, [vectorOf(2)], 1);
      expect(candidates[0].subject).toBe(gallery);
    }
    expect(loads.join('')).toBe('abcb');
  });

  test('over int8 vectors compares the best fifty again, and leaves out who was forgotten meanwhile', async () => {
    const faces = crowd(300, SEED % 1_000);
    const galleries = await galleryOf(faces);
    const forgotten = new Set<string>();
    const coarse = (vector: Float32Array) => {
      const rounded = vector.map((value) => Math.round(value * 400) / 400);
      const norm = Math.sqrt(dot(rounded, rounded));
      return rounded.map((value) => value / norm);
    };
    const search = createGallerySearch({
      galleries: {
        ...galleries,
        async changes(key, since) {
          const changes = await galleries.changes(key, since);
          const added = changes.added.map((face) => ({ ...face, vector: coarse(face.vector) }));
          return { ...changes, approximate: true, added };
        },
        async exact(key, wanted) {
          expect(wanted.length).toBeLessThanOrEqual(100);
          return new Map([...(await galleries.exact(key, wanted))].filter(([face]) => !forgotten.has(face)));
        },
      },
    });
    const query = vectorOf(SEED + 77);
    const truth = await bruteForce(galleries, query, 10);
    expect((await search.search(at, [query], 10))[0].candidates).toEqual(truth);
    for (const { face, subject } of faces) if (subject === truth[0].subject) forgotten.add(face);
    expect((await search.search(at, [query], 9))[0].candidates).toEqual(truth.slice(1));
  });
});

/** Lets everything that can run, run. */
function turn(): Promise<void> {
  return new Promise((done) => setImmediate(done));
}
