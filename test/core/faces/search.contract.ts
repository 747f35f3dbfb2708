// What every engine of a search answers: the ranking of brute force in double precision, to the bit.
import { expect, test } from 'vitest';
import type { Candidate } from '../../../functions/core/faces/candidate.ts';
import { distanceOf, dot, fusedDistance } from '../../../functions/core/faces/fuse.ts';
import { compareIds } from '../../../functions/core/faces/order.ts';
import type { GallerySearch } from '../../../functions/core/faces/search.ts';
import type { GalleryKey, GalleryStore } from '../../../functions/core/faces/store.ts';
import { vectorOf } from '../../platform/seeded-faces.ts';

export const SEED = Number(process.env.SEED ?? Math.floor(Math.random() * 1e9));
console.log(`search: SEED=${SEED}`);

/** The gallery of the contract, of the encoder `e`. */
export const at: GalleryKey = { tenant: 't', gallery: 'g' };

export type Face = { readonly subject: string; readonly face: string; readonly vector: Float32Array };

/** A store with the empty gallery in it, and the search of that gallery. */
export type OpenSearch = () => Promise<{
  readonly galleries: GalleryStore;
  readonly search: GallerySearch['search'];
}>;

/** Smaller numbers are for engines that take long to fill. */
const LARGE = { sizes: [1, 3, 255, 300, 9_000], equal: 1_000, rounds: 1_200 };

export function searchContract(open: OpenSearch, { sizes, equal, rounds } = LARGE): void {
  test.each(sizes)('ranks %i subjects as brute force does', async (people) => {
    const { galleries, search } = await open();
    await enrolAll(galleries, crowd(people, SEED % 1_000));
    const queries = Array.from({ length: 11 }, (_, i) => vectorOf(SEED + 1e6 + i));
    const results = await search(at, queries, 10);
    for (const [i, query] of queries.entries()) {
      expect(results[i].candidates).toEqual(await bruteForce(galleries, query, 10));
      expect(results[i].subjects).toBe(people);
    }
  });

  test(`orders ${equal} equal faces by subject id`, async () => {
    const { galleries, search } = await open();
    const vector = vectorOf(SEED);
    const ids = Array.from({ length: equal }, (_, i) => `s${(i * 389) % equal}`);
    await enrolAll(
      galleries,
      ids.map((subject, i) => ({ subject, face: `f${i}`, vector })),
    );
    const [{ candidates }] = await search(at, [vector], 5);
    expect(candidates.map(({ subject }) => subject)).toEqual(ids.sort(compareIds).slice(0, 5));
    expect(candidates[0].distance).toBeCloseTo(0, 6);
  });

  test('follows additions and removals, through growing blocks and packing anew', async () => {
    const { galleries, search } = await open();
    const people = Math.ceil(rounds / 3);
    const query = vectorOf(SEED - 1);
    for (let i = 0; i < rounds; i++) {
      await enrol(galleries, `s${i % people}`, [{ face: `f${i}`, vector: vectorOf(SEED + i) }]);
      if (i % 3 === 2) await galleries.deleteFace(at, `s${(i - 2) % people}`, `f${i - 2}`);
      if (i % 50 === 49) await galleries.deleteSubject(at, `s${(i * 31) % people}`);
      if (i % 97 !== 0 && i < rounds - 10) continue;
      const [{ candidates, faces, version }] = await search(at, [query], 20);
      expect(candidates).toEqual(await bruteForce(galleries, query, 20));
      const held = await galleries.changes(at, undefined);
      expect([faces, version]).toEqual([held.added.length, held.version]);
    }
  });
}

export function enrol(galleries: GalleryStore, subject: string, faces: readonly Omit<Face, 'subject'>[]) {
  const templates = faces.map(({ face, vector }) => ({ id: face, template: vector, quality: 1 }));
  return galleries.enrol(at, { subject, encoder: 'e', faces: templates }, 0);
}

export async function enrolAll(galleries: GalleryStore, faces: readonly Face[]): Promise<void> {
  const bySubject = new Map<string, Face[]>();
  for (const face of faces) bySubject.set(face.subject, [...(bySubject.get(face.subject) ?? []), face]);
  for (const [subject, own] of bySubject) await enrol(galleries, subject, own);
}
/** The definition: every subject's fused distance in double precision, sorted. */
export async function bruteForce(
  store: GalleryStore,
  query: Float32Array,
  count: number,
): Promise<Candidate[]> {
  const vectors = new Map<string, { face: string; vector: Float32Array }[]>();
  for (const { subject, face, vector } of (await store.changes(at, undefined)).added) {
    vectors.set(subject, [...(vectors.get(subject) ?? []), { face, vector }]);
  }
  const candidates = [...vectors].map(([subject, faces]) => {
    const best = faces.reduce((a, b) => (dot(query, b.vector) > dot(query, a.vector) ? b : a));
    return {
      subject,
      distance: fusedDistance(
        [query],
        faces.map(({ vector }) => vector),
      ),
      nearest: { face: best.face, distance: distanceOf(dot(query, best.vector)) },
      faces: faces.length,
    };
  });
  candidates.sort((a, b) => a.distance - b.distance || compareIds(a.subject, b.subject));
  return candidates.slice(0, count);
}

/** `people` subjects of 1 to 4 faces; every seventh vector repeats an earlier one. */
export function crowd(people: number, seed: number) {
  const faces: Face[] = [];
  for (let person = 0; person < people; person++) {
    for (let i = 0; i <= (person * 7 + seed) % 4; i++) {
      const number = faces.length;
      const vector = number % 7 === 6 ? faces[number - 5].vector : vectorOf(seed + number);
      faces.push({ subject: `person ${(person * 7919) % people}`, face: `f${number}`, vector });
    }
  }
  return faces;
}
