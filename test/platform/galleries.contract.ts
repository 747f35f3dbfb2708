// The law of the gallery store's port: every adapter runs these claims, in its own runtime.
import { afterEach, describe, expect, test } from 'vitest';
import { dot } from '../../functions/core/faces/fuse.ts';
import { compareIds } from '../../functions/core/faces/order.ts';
import type {
  Changes,
  GalleryKey,
  GalleryStore,
  Page,
  PageRequest,
  SearchPlace,
} from '../../functions/core/faces/store.ts';
import { calibrationOf, DIMENSIONS, ENCODER, faceOf, vectorOf } from './seeded-faces.ts';

export type OpenStore = (options: {
  maxFacesPerGallery: number;
  now?: () => number;
}) => Promise<GalleryStore>;

/** What an index that follows the store holds: face id to subject and vector. */
export async function follow(
  store: GalleryStore,
  at: GalleryKey,
  index: { version?: number; faces: Map<string, { subject: string; vector: Float32Array }> } = {
    faces: new Map(),
  },
) {
  const changes: Changes = await store.changes(at, index.version);
  const faces = new Map(changes.reset ? [] : index.faces);
  for (const face of changes.removed) faces.delete(face);
  for (const { face, subject, vector } of changes.added) faces.set(face, { subject, vector });
  return { version: changes.version, reset: changes.reset, faces };
}

async function collect<T>(list: (page: PageRequest) => Promise<Page<T>>, limit: number): Promise<T[]> {
  const all: T[] = [];
  let cursor: string | undefined;
  for (;;) {
    const page = await list({ limit, cursor });
    all.push(...page.items);
    if (page.cursor === null) return all;
    cursor = page.cursor;
  }
}

/** Ids that trip up quoting, patterns, paths, prefixes, case folding, normalisation and the order of surrogates. */
const AWKWARD = [
  'a', 'ab', 'a/b', 'a%', 'a_', 'A', 'a b', ' a', 'a ', "a'b", 'a"b', 'a\\b', 'a;drop table faces;--', '../a', '.', '*', '?',
  'é', 'e\u0301', 'ß', 'İ', '日本', '\u{1f600}', '\u{1f600}\u{1f600}', '\uffee', '\u{10ffff}', '\u200d', '\n', '\t\u0001', 'null', '0', '-1', '__proto__',
  '\u{1f469}\u200d\u{1f680}'.repeat(16), 'x'.repeat(128), '%', '{}', 'g:1',
]; // biome-ignore format: a table

/**
 * `search`: of the galleries that are made here, where the store can. `brief` leaves out who comes at once, pages and the long
 * list of ids, for a slow store of one connection whose statements another one runs through all of it.
 */
export function galleriesContract(
  openStore: OpenStore,
  { search = 'memory', brief = false }: { search?: SearchPlace; brief?: boolean } = {},
): void {
  const at: GalleryKey = { tenant: 'acme', gallery: 'staff' };
  const opened: GalleryStore[] = [];

  async function open(maxFacesPerGallery = 1_000, now?: () => number): Promise<GalleryStore> {
    const store = await openStore({ maxFacesPerGallery, now });
    opened.push(store);
    if (search === 'memory') return store;
    const { putGallery } = store;
    return { ...store, putGallery: (at, wanted, now) => putGallery(at, { search, ...wanted }, now) };
  }

  async function openWithGallery(maxFacesPerGallery?: number) {
    const store = await open(maxFacesPerGallery);
    await store.putGallery(at, { encoder: ENCODER }, 1);
    return store;
  }

  const enrol = (
    store: GalleryStore,
    subject: string,
    faces: ReturnType<typeof faceOf>[],
    now = 1,
    key = at,
  ) => store.enrol(key, { subject, encoder: ENCODER, faces }, now);

  afterEach(async () => {
    for (const store of opened.splice(0)) await store.close();
  });

  describe('a gallery', () => {
    test('is created once, and a second put changes its name only', async () => {
      const store = await open();
      const first = await store.putGallery(at, { name: 'Staff', encoder: ENCODER }, 5);
      expect(first).toEqual({
        created: true,
        gallery: { id: 'staff', name: 'Staff', encoder: ENCODER, search, createdAt: 5, retentionDays: null },
      });
      const second = await store.putGallery(at, { encoder: ENCODER }, 6);
      expect(second).toEqual({ created: false, gallery: first.gallery });
      const renamed = await store.putGallery(at, { name: 'People', encoder: ENCODER }, 7);
      expect(renamed.gallery).toEqual({ ...first.gallery, name: 'People' });
      const unnamed = await store.putGallery(at, { name: null, encoder: ENCODER }, 8);
      expect(unnamed.gallery).toEqual({ ...first.gallery, name: null });
      expect(await store.getGallery(at)).toEqual(unnamed.gallery);
    });

    test('refuses another encoder with both ids, and stays as it was', async () => {
      const store = await open();
      await store.putGallery(at, { name: 'Staff', encoder: ENCODER }, 5);
      await expect(store.putGallery(at, { name: 'Other', encoder: 'face-256' }, 6)).rejects.toMatchObject({
        code: 'encoder_mismatch',
        facts: { encoder: ENCODER, wanted: 'face-256' },
      });
      expect(await store.getGallery(at)).toMatchObject({ name: 'Staff', encoder: ENCODER });
    });

    test('keeps the search it was made with: none asked for is that one, and another is refused', async () => {
      const store = await openWithGallery();
      const other = search === 'memory' ? 'pgvector' : 'memory';
      await expect(
        store.putGallery(at, { name: 'Other', encoder: ENCODER, search: other }, 6),
      ).rejects.toMatchObject({ code: 'search_mismatch', facts: { search, wanted: other } });
      expect(await store.getGallery(at)).toMatchObject({ name: null, search });
      const again = await store.putGallery(at, { encoder: ENCODER, search }, 7);
      expect(again).toMatchObject({ created: false, gallery: { search } });
    });

    if (search === 'memory')
      test('to be searched by pgvector is refused where there is none, and not made', async () => {
        const store = await open();
        await expect(store.putGallery(at, { encoder: ENCODER, search: 'pgvector' }, 5)).rejects.toMatchObject(
          { code: 'search_unsupported', facts: { search: 'pgvector' } },
        );
        expect(await store.getGallery(at)).toBeUndefined();
        expect((await store.listGalleries(at.tenant, { limit: 10 })).items).toEqual([]);
        expect(await store.putGallery(at, { encoder: ENCODER }, 6)).toMatchObject({ created: true });
      });

    test('that is not there is undefined, false, or gallery_not_found', async () => {
      const store = await open();
      expect(await store.getGallery(at)).toBeUndefined();
      expect(await store.deleteGallery(at)).toBe(false);
      const asked = [
        () => store.listSubjects(at, { limit: 1 }),
        () => store.getSubject(at, 'ada'),
        () => store.renameSubject(at, 'ada', 'Ada'),
        () => store.deleteSubject(at, 'ada'),
        () => enrol(store, 'ada', [faceOf('f1')]),
        () => store.deleteFace(at, 'ada', 'f1'),
        () => store.templates(at, 'ada'),
        () => store.changes(at, undefined),
        () => store.changes(at, 3),
        () => store.exact(at, ['f1']),
        () => store.state(at),
        () => store.measures(at),
        () => store.countFailure(at, { pictures: 1, rejected: 1 }),
        () => store.putCalibration(at, calibrationOf(1)),
      ];
      for (const ask of asked)
        await expect(ask()).rejects.toMatchObject({ name: 'Fault', code: 'gallery_not_found' });
    });

    test('of one tenant is not another tenant’s', async () => {
      const store = await openWithGallery();
      await enrol(store, 'ada', [faceOf('f1')]);
      const theirs = { tenant: 'other', gallery: at.gallery };
      expect(await store.getGallery(theirs)).toBeUndefined();
      expect((await store.listGalleries('other', { limit: 10 })).items).toEqual([]);
      await store.putGallery(theirs, { encoder: 'face-256' }, 2);
      expect(await store.getSubject(theirs, 'ada')).toBeUndefined();
      expect((await store.changes(theirs, undefined)).added).toEqual([]);
      expect(await store.deleteGallery(theirs)).toBe(true);
      expect(await store.getSubject(at, 'ada')).toBeDefined();
    });

    test('that was deleted and made anew holds nothing old, and old versions are reset', async () => {
      const store = await openWithGallery();
      const before = [(await store.changes(at, undefined)).version];
      await enrol(store, 'ada', [faceOf('f1', 1), faceOf('f2', 2)]);
      before.push((await store.changes(at, undefined)).version);
      expect(await store.deleteGallery(at)).toBe(true);
      expect(await store.deleteGallery(at)).toBe(false);
      expect(await store.getGallery(at)).toBeUndefined();
      await expect(store.changes(at, before[1])).rejects.toMatchObject({ code: 'gallery_not_found' });
      await store.putGallery(at, { encoder: 'face-256' }, 9);
      expect(await store.getSubject(at, 'ada')).toBeUndefined();
      expect((await store.listSubjects(at, { limit: 10 })).items).toEqual([]);
      expect(await store.templates(at, 'ada')).toBeUndefined();
      expect((await store.exact(at, ['f1', 'f2'])).size).toBe(0);
      await store.enrol(at, { subject: 'bob', encoder: 'face-256', faces: [faceOf('f2', 3)] }, 10);
      for (const version of [...before, undefined]) {
        const changes = await store.changes(at, version);
        expect(changes.reset, `since ${version}`).toBe(true);
        expect(changes.added.map(({ face, subject }) => [face, subject])).toEqual([['f2', 'bob']]);
      }
      expect((await store.exact(at, ['f1', 'f2'])).get('f2')).toEqual(vectorOf(3));
    });

    if (!brief)
      test('is listed by id over pages, with additions and deletions between them', async () => {
        const store = await open();
        for (const gallery of AWKWARD)
          await store.putGallery({ tenant: 't', gallery }, { name: gallery, encoder: ENCODER }, 1);
        const sorted = [...AWKWARD].sort(compareIds);
        for (const limit of [1, 7, sorted.length, 100]) {
          const listed = await collect((page) => store.listGalleries('t', page), limit);
          expect(listed.map(({ id }) => id)).toEqual(sorted);
          expect(listed.every(({ id, name }) => id === name)).toBe(true);
        }
        const first = await store.listGalleries('t', { limit: 3 });
        await store.deleteGallery({ tenant: 't', gallery: sorted[2] });
        await store.deleteGallery({ tenant: 't', gallery: sorted[4] });
        await store.putGallery({ tenant: 't', gallery: `${sorted[4]}+` }, { encoder: ENCODER }, 1);
        const rest = await collect(
          (page) => store.listGalleries('t', { ...page, cursor: page.cursor ?? first.cursor! }),
          5,
        );
        expect(rest.map(({ id }) => id)).toEqual(
          [...sorted.slice(3, 4), `${sorted[4]}+`, ...sorted.slice(5)].sort(compareIds),
        );
      });
  });

  describe('enrolment', () => {
    test('creates the subject, adds to it, and keeps a name that is not given', async () => {
      const store = await openWithGallery();
      const made = await store.enrol(
        at,
        { subject: 'ada', name: 'Ada', encoder: ENCODER, faces: [faceOf('f1')] },
        5,
      );
      expect(made).toEqual({
        id: 'ada',
        name: 'Ada',
        createdAt: 5,
        consent: null,
        expiresAt: null,
        faces: [{ id: 'f1', createdAt: 5, quality: 0.5 }],
      });
      const more = await enrol(store, 'ada', [faceOf('f3', 3), faceOf('f2', 2)], 6);
      expect(more.name).toBe('Ada');
      expect(more.createdAt).toBe(5);
      expect(more.faces.map(({ id, createdAt }) => [id, createdAt])).toEqual([
        ['f1', 5],
        ['f3', 6],
        ['f2', 6],
      ]);
      expect(await store.getSubject(at, 'ada')).toEqual(more);
      const unnamed = await store.enrol(at, { subject: 'ada', name: null, encoder: ENCODER, faces: [] }, 7);
      expect(unnamed).toEqual({ ...more, name: null });
    });

    test('that is repeated changes nothing', async () => {
      const store = await openWithGallery(2);
      const first = await enrol(store, 'ada', [faceOf('f1', 1), faceOf('f2', 2)], 5);
      expect(await enrol(store, 'ada', [faceOf('f1', 7), faceOf('f2', 8)], 9)).toEqual(first);
      expect((await store.templates(at, 'ada'))?.map(({ vector }) => vector)).toEqual([
        vectorOf(1),
        vectorOf(2),
      ]);
      expect((await store.changes(at, undefined)).added).toHaveLength(2);
    });

    test('counts a face id that comes twice in one call once', async () => {
      const store = await openWithGallery(1);
      expect((await enrol(store, 'ada', [faceOf('f1', 1), faceOf('f1', 2)])).faces).toHaveLength(1);
      expect((await store.exact(at, ['f1'])).get('f1')).toEqual(vectorOf(1));
    });

    test('adds all faces or none: a full gallery says its numbers', async () => {
      const store = await openWithGallery(3);
      await enrol(store, 'ada', [faceOf('f1'), faceOf('f2')]);
      const refused = store.enrol(
        at,
        { subject: 'bob', name: 'Bob', encoder: ENCODER, faces: [faceOf('f3'), faceOf('f4')] },
        2,
      );
      await expect(refused).rejects.toMatchObject({
        code: 'gallery_full',
        facts: { faces: 2, adding: 2, limit: 3 },
      });
      expect(await store.getSubject(at, 'bob')).toBeUndefined();
      expect((await store.changes(at, undefined)).added).toHaveLength(2);
      await enrol(store, 'ada', [faceOf('f2'), faceOf('f3')]);
      await expect(enrol(store, 'ada', [faceOf('f4')])).rejects.toMatchObject({ code: 'gallery_full' });
      expect(await store.deleteFace(at, 'ada', 'f2')).toBe(true);
      expect((await enrol(store, 'ada', [faceOf('f4')])).faces.map(({ id }) => id)).toEqual([
        'f1',
        'f3',
        'f4',
      ]);
      expect(await store.deleteSubject(at, 'ada')).toEqual({ faces: 3 });
      await enrol(store, 'bob', [faceOf('f5'), faceOf('f6'), faceOf('f7')]);
    });

    test('of another encoder is refused with both ids', async () => {
      const store = await openWithGallery();
      const refused = store.enrol(at, { subject: 'ada', encoder: 'face-256', faces: [faceOf('f1')] }, 2);
      await expect(refused).rejects.toMatchObject({
        code: 'gallery_changed',
        facts: { encoder: ENCODER, wanted: 'face-256' },
      });
      expect(await store.getSubject(at, 'ada')).toBeUndefined();
    });

    test('does not move a face from one subject to another', async () => {
      const store = await openWithGallery();
      await enrol(store, 'ada', [faceOf('f1')]);
      await expect(enrol(store, 'bob', [faceOf('f2'), faceOf('f1')])).rejects.toMatchObject({
        code: 'request_invalid',
      });
      expect(await store.getSubject(at, 'bob')).toBeUndefined();
      expect((await store.exact(at, ['f2'])).size).toBe(0);
    });

    test('keeps its own copy of the template', async () => {
      const store = await openWithGallery();
      const face = faceOf('f1', 1);
      const larger = new Float32Array(DIMENSIONS + 3);
      larger.set(face.template, 3);
      await enrol(store, 'ada', [{ ...face, template: larger.subarray(3) }]);
      larger.fill(0);
      expect((await store.templates(at, 'ada'))?.[0].vector).toEqual(vectorOf(1));
      (await store.templates(at, 'ada'))?.[0].vector.fill(0);
      expect((await store.templates(at, 'ada'))?.[0].vector).toEqual(vectorOf(1));
    });

    if (!brief)
      test('by two writers at once loses none of their faces', async () => {
        const store = await openWithGallery();
        const writer = async (name: string) => {
          for (let i = 0; i < 50; i++) await enrol(store, 'ada', [faceOf(`${name}${i}`, i)]);
        };
        await Promise.all([writer('a'), writer('b')]);
        const subject = await store.getSubject(at, 'ada');
        expect(new Set(subject?.faces.map(({ id }) => id)).size).toBe(100);
        expect((await follow(store, at)).faces.size).toBe(100);
      });
  });

  describe('subjects and faces', () => {
    if (!brief)
      test('with awkward ids are kept apart, listed in order, and found again', async () => {
        const store = await openWithGallery();
        for (const [i, id] of AWKWARD.entries()) {
          await store.enrol(at, { subject: id, name: id, encoder: ENCODER, faces: [faceOf(id, i)] }, i);
        }
        const sorted = [...AWKWARD].sort(compareIds);
        for (const limit of [1, 5, 1_000]) {
          const listed = await collect((page) => store.listSubjects(at, page), limit);
          expect(listed.map(({ id }) => id)).toEqual(sorted);
        }
        for (const [i, id] of AWKWARD.entries()) {
          const subject = await store.getSubject(at, id);
          expect(subject).toMatchObject({
            id,
            name: id,
            createdAt: i,
            faces: [{ id, createdAt: i, quality: 0.5 }],
          });
          expect((await store.templates(at, id))?.map(({ face, vector }) => [face, vector])).toEqual([
            [id, vectorOf(i)],
          ]);
        }
        const index = await follow(store, at);
        expect([...index.faces].map(([face, { subject }]) => [face, subject])).toEqual(
          AWKWARD.map((id) => [id, id]),
        );
        const some = AWKWARD.filter((_, i) => i % 2 === 0);
        for (const id of some) expect(await store.deleteSubject(at, id)).toEqual({ faces: 1 });
        const left = await collect((page) => store.listSubjects(at, page), 4);
        expect(left.map(({ id }) => id)).toEqual(sorted.filter((id) => !some.includes(id)));
      });

    if (!brief)
      test('are paged rightly while others are added and deleted', async () => {
        const store = await openWithGallery();
        for (let i = 10; i < 40; i++) await enrol(store, `s${i}`, [faceOf(`f${i}`, i)]);
        const first = await store.listSubjects(at, { limit: 10 });
        expect(first.items).toHaveLength(10);
        await store.deleteSubject(at, 's19'); // the one the cursor stands on
        await store.deleteSubject(at, 's25');
        await enrol(store, 's05', [faceOf('f05')]);
        await enrol(store, 's255', [faceOf('f255')]);
        const rest = await collect(
          (page) => store.listSubjects(at, { ...page, cursor: page.cursor ?? first.cursor! }),
          7,
        );
        const wanted = Array.from({ length: 20 }, (_, i) => `s${i + 20}`).filter((id) => id !== 's25');
        expect(rest.map(({ id }) => id)).toEqual([...wanted, 's255'].sort());
      });

    test('are renamed, or undefined when not there', async () => {
      const store = await openWithGallery();
      await enrol(store, 'ada', [faceOf('f1')], 4);
      expect(await store.renameSubject(at, 'ada', 'Ada')).toMatchObject({
        id: 'ada',
        name: 'Ada',
        createdAt: 4,
      });
      expect((await store.renameSubject(at, 'ada', null))?.name).toBeNull();
      expect((await store.getSubject(at, 'ada'))?.faces).toHaveLength(1);
      expect(await store.renameSubject(at, 'bob', 'Bob')).toBeUndefined();
      expect(await store.getSubject(at, 'bob')).toBeUndefined();
    });

    test('are forgotten at once, everywhere', async () => {
      const store = await openWithGallery();
      await enrol(store, 'ada', [faceOf('f1', 1), faceOf('f2', 2)]);
      await enrol(store, 'bob', [faceOf('f3', 3)]);
      const index = await follow(store, at);
      expect(await store.deleteSubject(at, 'ada')).toEqual({ faces: 2 });
      expect(await store.deleteSubject(at, 'ada')).toBeUndefined();
      expect(await store.getSubject(at, 'ada')).toBeUndefined();
      expect(await store.templates(at, 'ada')).toBeUndefined();
      expect([...(await store.exact(at, ['f1', 'f2', 'f3'])).keys()]).toEqual(['f3']);
      expect([...(await follow(store, at, index)).faces.keys()]).toEqual(['f3']);
      expect([...(await follow(store, at)).faces.keys()]).toEqual(['f3']);
    });

    test('lose one face and stay, even without any', async () => {
      const store = await openWithGallery();
      await enrol(store, 'ada', [faceOf('f1', 1)]);
      await enrol(store, 'bob', [faceOf('f2', 2)]);
      expect(await store.deleteFace(at, 'bob', 'f1')).toBe(false);
      expect(await store.deleteFace(at, 'ada', 'f1')).toBe(true);
      expect(await store.deleteFace(at, 'ada', 'f1')).toBe(false);
      expect(await store.deleteFace(at, 'nobody', 'f1')).toBe(false);
      expect((await store.getSubject(at, 'ada'))?.faces).toEqual([]);
      expect(await store.templates(at, 'ada')).toEqual([]);
      expect(await store.deleteSubject(at, 'ada')).toEqual({ faces: 0 });
    });

    test('give exactly the float32 numbers that were enrolled', async () => {
      const store = await openWithGallery();
      const faces = Array.from({ length: 100 }, (_, i) => faceOf(`f${i}`, i));
      await enrol(store, 'ada', faces);
      const exact = await store.exact(at, [...faces.map(({ id }) => id), 'absent']);
      expect(exact.size).toBe(100);
      for (const { id, template } of faces) expect(exact.get(id)).toEqual(template);
      const templates = await store.templates(at, 'ada');
      expect(templates?.map(({ face }) => face)).toEqual(faces.map(({ id }) => id));
      expect(templates?.map(({ vector }) => vector)).toEqual(faces.map(({ template }) => template));
    });
  });

  describe('consent and time', () => {
    const consent = { givenAt: 3, reference: 'terms-1', by: null };
    const DAY = 86_400_000;
    /** In the year 2096: beyond the clock by which an object's alarm goes. */
    const T = 4e12;

    test('are kept with the subject, and stay when an enrolment says nothing of them', async () => {
      const store = await open(9, () => T);
      await store.putGallery(at, { encoder: ENCODER }, 1);
      const said = { subject: 'ada', encoder: ENCODER, consent, expiresAt: T + 70 };
      const made = await store.enrol(at, { ...said, faces: [faceOf('f1')] }, 5);
      expect([made.consent, made.expiresAt]).toEqual([consent, T + 70]);
      const more = await enrol(store, 'ada', [faceOf('f2', 2)]);
      expect([more.consent, more.expiresAt]).toEqual([consent, T + 70]);
      const anew = { givenAt: 9, reference: null, by: 'front desk' };
      const again = await store.enrol(
        at,
        { subject: 'ada', encoder: ENCODER, consent: anew, expiresAt: T + 80, faces: [] },
        6,
      );
      expect([again.consent, again.expiresAt]).toEqual([anew, T + 80]);
      expect((await store.listSubjects(at, { limit: 9 })).items).toEqual([again]);
    });

    test('the gallery says how long new subjects are kept, and not those who are there', async () => {
      const store = await open(9, () => T);
      await store.putGallery(at, { encoder: ENCODER }, 1);
      await enrol(store, 'old', [faceOf('f1')], 10);
      const { gallery } = await store.putGallery(at, { encoder: ENCODER, retentionDays: 2 }, 1);
      expect(gallery.retentionDays).toBe(2);
      expect((await store.putGallery(at, { encoder: ENCODER, name: 'n' }, 1)).gallery.retentionDays).toBe(2);
      expect((await enrol(store, 'new', [faceOf('f2', 2)], T)).expiresAt).toBe(T + 2 * DAY);
      expect((await enrol(store, 'new', [faceOf('f3', 3)], T + 90)).expiresAt).toBe(T + 2 * DAY);
      const own = { subject: 'own', encoder: ENCODER, expiresAt: T + 77, faces: [faceOf('f4', 4)] };
      expect((await store.enrol(at, own, 10)).expiresAt).toBe(T + 77);
      expect((await enrol(store, 'old', [faceOf('f5', 5)], 10)).expiresAt).toBeNull();
      await store.putGallery(at, { encoder: ENCODER, retentionDays: null }, 1);
      expect(await store.getGallery(at)).toMatchObject({ retentionDays: null });
      expect((await enrol(store, 'later', [faceOf('f6', 6)], 10)).expiresAt).toBeNull();
    });

    test('that has come hides the subject from that millisecond on, from everything', async () => {
      let now = T + 99;
      const store = await open(4, () => now);
      await store.putGallery(at, { encoder: ENCODER }, 1);
      const until = (subject: string, expiresAt: number | undefined, ...ids: string[]) =>
        store.enrol(
          at,
          { subject, encoder: ENCODER, expiresAt, faces: ids.map((id, i) => faceOf(id, i)) },
          1,
        );
      await until('ada', T + 100, 'a1', 'a2');
      await until('bob', T + 101, 'b1');
      await until('eve', undefined, 'e1');
      const index = await follow(store, at);
      expect(index.faces.size).toBe(4);
      now = T + 100;
      const next = await follow(store, at, index);
      expect([next.reset, [...next.faces.keys()].sort()]).toEqual([false, ['b1', 'e1']]);
      expect(await store.getSubject(at, 'ada')).toBeUndefined();
      expect(await store.templates(at, 'ada')).toBeUndefined();
      expect([...(await store.exact(at, ['a1', 'b1'])).keys()]).toEqual(['b1']);
      now = T + 101;
      expect(await store.deleteSubject(at, 'bob')).toBeUndefined();
      const { version: _, ...left } = await store.state(at);
      expect(left).toEqual({ subjects: 1, faces: 1 });
      expect((await store.listSubjects(at, { limit: 9 })).items.map(({ id }) => id)).toEqual(['eve']);
      expect([...(await follow(store, at, next)).faces.keys()]).toEqual(['e1']);
    });

    test('of each method: whichever is called first finds nobody whose time has come', async () => {
      const asks: Record<string, (store: GalleryStore) => Promise<unknown>> = {
        getSubject: (store) => store.getSubject(at, 'ada'),
        renameSubject: (store) => store.renameSubject(at, 'ada', 'Ada'),
        deleteSubject: (store) => store.deleteSubject(at, 'ada'),
        templates: (store) => store.templates(at, 'ada'),
        deleteFace: async (store) => (await store.deleteFace(at, 'ada', 'a1')) || undefined,
        exact: async (store) => (await store.exact(at, ['a1'])).get('a1'),
        listSubjects: async (store) => (await store.listSubjects(at, { limit: 9 })).items[0],
        state: async (store) => (await store.state(at)).faces || undefined,
        changes: async (store) => (await store.changes(at, undefined)).added[0],
      };
      let now = T;
      const store = await open(9, () => now);
      for (const [name, ask] of Object.entries(asks)) {
        await store.putGallery(at, { encoder: ENCODER }, 1);
        const { expiresAt } = await store.enrol(
          at,
          { subject: 'ada', encoder: ENCODER, expiresAt: now + 5, faces: [faceOf('a1')] },
          1,
        );
        now = expiresAt!;
        expect(await ask(store), name).toBeUndefined();
      }
    });

    test('an enrolment after it makes the subject anew, with nothing of the old one', async () => {
      let now = T;
      const store = await open(2, () => now);
      await store.putGallery(at, { encoder: ENCODER }, 1);
      const said = { subject: 'ada', name: 'Ada', encoder: ENCODER, consent, expiresAt: T + 100 };
      await store.enrol(at, { ...said, faces: [faceOf('f1', 1), faceOf('f2', 2)] }, 1);
      now = T + 100;
      const made = await enrol(store, 'ada', [faceOf('f1', 3)], 100);
      expect(made).toEqual({
        id: 'ada',
        name: null,
        createdAt: 100,
        consent: null,
        expiresAt: null,
        faces: [{ id: 'f1', createdAt: 100, quality: 0.5 }],
      });
      expect((await store.templates(at, 'ada'))?.map(({ vector }) => vector)).toEqual([vectorOf(3)]);
    });

    test('that is put off by a later enrolment comes later', async () => {
      let now = T;
      const store = await open(9, () => now);
      await store.putGallery(at, { encoder: ENCODER }, 1);
      const until = (expiresAt: number, id: string) =>
        store.enrol(at, { subject: 'ada', encoder: ENCODER, expiresAt, faces: [faceOf(id)] }, 1);
      await until(T + 100, 'f1');
      await until(T + 200, 'f2');
      now = T + 199;
      expect((await store.getSubject(at, 'ada'))?.faces).toHaveLength(2);
      now = T + 200;
      expect(await store.getSubject(at, 'ada')).toBeUndefined();
      expect(await store.sweep()).toBe(0);
    });
  });

  describe('changes', () => {
    test('since the newest version are none', async () => {
      const store = await openWithGallery();
      await enrol(store, 'ada', [faceOf('f1')]);
      const { version, reset } = await store.changes(at, undefined);
      expect(reset).toBe(true);
      expect(await store.changes(at, version)).toMatchObject({
        version,
        reset: false,
        added: [],
        removed: [],
      });
    });

    test('since a version the store never gave are everything', async () => {
      const store = await openWithGallery();
      await enrol(store, 'ada', [faceOf('f1')]);
      for (const since of [0, -1, 2 ** 40]) {
        const changes = await store.changes(at, since);
        expect([changes.reset, changes.added.length]).toEqual([true, 1]);
      }
    });

    test('tell an index that follows every kind of change what a fresh one reads', async () => {
      const store = await openWithGallery();
      const steps: [string, () => Promise<unknown>][] = [
        ['one face', () => enrol(store, 'ada', [faceOf('f1', 1)])],
        ['two more of the subject', () => enrol(store, 'ada', [faceOf('f2', 2), faceOf('f3', 3)])],
        ['another subject', () => enrol(store, 'bob', [faceOf('f4', 4)])],
        ['a retry', () => enrol(store, 'bob', [faceOf('f4', 9)])],
        ['a rename', () => store.renameSubject(at, 'bob', 'Bob')],
        ['a face forgotten', () => store.deleteFace(at, 'ada', 'f2')],
        ['the same id enrolled again', () => enrol(store, 'ada', [faceOf('f2', 5)])],
        ['a subject forgotten', () => store.deleteSubject(at, 'ada')],
        ['its face enrolled with another', () => enrol(store, 'bob', [faceOf('f1', 6)])],
        ['the gallery renamed', () => store.putGallery(at, { name: 'n', encoder: ENCODER }, 3)],
        ['the last ones forgotten', () => store.deleteSubject(at, 'bob')],
        ['and one enrolled', () => enrol(store, 'eve', [faceOf('f7', 7)])],
      ];
      const followers = [await follow(store, at)];
      for (const [what, step] of steps) {
        await step();
        const fresh = await follow(store, at);
        for (const follower of followers) {
          const now = await follow(store, at, follower);
          expect(now.reset, what).toBe(false);
          expect(now.version, what).toBe(fresh.version);
          expect(new Map([...now.faces].sort()), what).toEqual(new Map([...fresh.faces].sort()));
        }
        followers.push(fresh);
      }
      expect([...followers[followers.length - 1].faces.keys()]).toEqual(['f7']);
    });

    test('give vectors of unit length close to the enrolled ones, exact unless they say approximate', async () => {
      const store = await openWithGallery();
      await enrol(store, 'ada', [faceOf('f1', 1)]);
      const { approximate, added } = await store.changes(at, undefined);
      const { vector } = added[0];
      if (!approximate) expect(vector).toEqual(vectorOf(1));
      expect(Math.abs(dot(vector, vector) - 1)).toBeLessThan(1e-6);
      expect(dot(vector, vectorOf(1))).toBeGreaterThan(0.9999);
    });
  });

  describe('what is known of a gallery', () => {
    const NOTHING = { tally: { attempts: 0, failures: 0, pictures: 0, rejected: 0 }, calibration: null };

    test('is its size, of subjects who have a face, and the version that changes give', async () => {
      const store = await openWithGallery();
      const state = async () => {
        const { version, ...size } = await store.state(at);
        expect(version).toBe((await store.changes(at, undefined)).version);
        return size;
      };
      expect(await state()).toEqual({ subjects: 0, faces: 0 });
      await enrol(store, 'ada', [faceOf('f1', 1), faceOf('f2', 2)]);
      await enrol(store, 'bob', [faceOf('f3', 3)]);
      expect(await state()).toEqual({ subjects: 2, faces: 3 });
      await store.deleteFace(at, 'bob', 'f3');
      expect(await state()).toEqual({ subjects: 1, faces: 2 });
      await store.deleteSubject(at, 'ada');
      expect(await state()).toEqual({ subjects: 0, faces: 0 });
    });

    test('is how enrolment went: with new faces in one, failures by themselves, repeats not again', async () => {
      const store = await openWithGallery();
      expect(await store.measures(at)).toEqual(NOTHING);
      const faces = [faceOf('f1', 1), faceOf('f2', 2)];
      const attempt = { pictures: 3, rejected: 1 };
      for (let i = 0; i < 2; i++)
        await store.enrol(at, { subject: 'ada', encoder: ENCODER, faces, attempt }, 1);
      await enrol(store, 'bob', [faceOf('f3', 3)]);
      await store.countFailure(at, { pictures: 2, rejected: 2 });
      const tally = { attempts: 2, failures: 1, pictures: 5, rejected: 3 };
      expect(await store.measures(at)).toEqual({ tally, calibration: null });
      await store.deleteSubject(at, 'ada');
      expect((await store.measures(at)).tally).toEqual(tally);
      const other = { tenant: at.tenant, gallery: 'other' };
      await store.putGallery(other, { encoder: ENCODER }, 1);
      expect(await store.measures(other)).toEqual(NOTHING);
    });

    test('that an enrolment was refused is not counted', async () => {
      const store = await openWithGallery(1);
      const attempt = { pictures: 2, rejected: 0 };
      const faces = [faceOf('f1', 1), faceOf('f2', 2)];
      const refused = store.enrol(at, { subject: 'ada', encoder: ENCODER, faces, attempt }, 1);
      await expect(refused).rejects.toMatchObject({ code: 'gallery_full' });
      expect(await store.measures(at)).toEqual(NOTHING);
    });

    if (!brief)
      test('by two writers at once loses none of their attempts', async () => {
        const store = await openWithGallery();
        const writer = async (name: string) => {
          for (let i = 0; i < 20; i++) {
            const faces = [faceOf(`${name}${i}`, i)];
            await store.enrol(
              at,
              { subject: name, encoder: ENCODER, faces, attempt: { pictures: 1, rejected: 0 } },
              1,
            );
            await store.countFailure(at, { pictures: 1, rejected: 1 });
          }
        };
        await Promise.all([writer('a'), writer('b')]);
        expect((await store.measures(at)).tally).toEqual({
          attempts: 80,
          failures: 40,
          pictures: 80,
          rejected: 40,
        });
      });

    test('is the calibration put last, which stays while people come and go', async () => {
      const store = await openWithGallery();
      const { version } = await enrol(store, 'ada', [faceOf('f1')]).then(() => store.state(at));
      await store.putCalibration(at, calibrationOf(version, 1));
      await store.putCalibration(at, calibrationOf(version, 2));
      await enrol(store, 'bob', [faceOf('f2', 2)]);
      await store.deleteSubject(at, 'ada');
      await store.putGallery(at, { name: 'Renamed', encoder: ENCODER }, 3);
      expect((await store.measures(at)).calibration).toEqual(calibrationOf(version, 2));
      expect(await store.getGallery(at)).not.toHaveProperty('calibration');
    });

    test('goes with the gallery, and what was measured of an old one is refused by a new one', async () => {
      const store = await openWithGallery();
      await enrol(store, 'ada', [faceOf('f1')]);
      const { version } = await store.state(at);
      await store.putCalibration(at, calibrationOf(version));
      await store.countFailure(at, { pictures: 1, rejected: 1 });
      await store.deleteGallery(at);
      await store.putGallery(at, { encoder: ENCODER }, 2);
      expect(await store.measures(at)).toEqual(NOTHING);
      const late = store.putCalibration(at, calibrationOf(version));
      await expect(late).rejects.toMatchObject({ code: 'gallery_changed', facts: { since: version } });
      await store.deleteGallery(at);
      await store.putGallery(at, { encoder: 'face-256' }, 3);
      const { version: newest } = await store.state(at);
      await expect(store.putCalibration(at, calibrationOf(newest))).rejects.toMatchObject({
        code: 'gallery_changed',
        facts: { encoder: 'face-256', wanted: ENCODER },
      });
      expect(await store.measures(at)).toEqual(NOTHING);
    });
  });
}
