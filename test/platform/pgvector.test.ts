// Galleries that pgvector searches: the contract of the store, the answers of the search in memory, and what lies in the clear.
import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { normOfSum } from '../../functions/core/faces/fuse.ts';
import { createGallerySearch } from '../../functions/core/faces/search.ts';
import { createVault } from '../../functions/core/vault/envelope.ts';
import { parseMasterKeys } from '../../functions/core/vault/master-keys.ts';
import { nodeCipher } from '../../functions/platform/cipher-node.ts';
import type { Tables } from '../../functions/platform/sql-tables.ts';
import { createMemoryGalleryStore } from '../../functions/platform/store-memory.ts';
import { createSqlGalleryStore } from '../../functions/platform/store-sql.ts';
import { vaultStatus } from '../../functions/platform/vault-sql.ts';
import { bruteForce, searchContract } from '../core/faces/search.contract.ts';
import { call } from '../fakes/call.ts';
import { embedding, fakeApp } from '../fakes/faces.ts';
import { galleriesContract } from './galleries.contract.ts';
import { createDouble, type Double } from './pglite.ts';
import { ENCODER, faceOf, vectorOf } from './seeded-faces.ts';

const vault = createVault(nodeCipher, parseMasterKeys(`k1:${Buffer.alloc(32).toString('base64')}`));
const OPTIONS = { maxFacesPerGallery: 1_000, postgres: true };
const at = { tenant: 't', gallery: 'g' };

let double: Double;
beforeAll(async () => {
  double = await createDouble();
});
afterAll(() => double.remove());

describe('galleries', () =>
  galleriesContract(
    async (options) => createSqlGalleryStore(await double.tables(), { ...OPTIONS, ...options }),
    { search: 'pgvector', brief: true },
  ));

describe('the search', () =>
  searchContract(
    async () => {
      const galleries = createSqlGalleryStore(await double.tables(), OPTIONS);
      await galleries.putGallery(at, { encoder: 'e', search: 'pgvector' }, 0);
      const { search } = createGallerySearch({ galleries: withoutChanges(galleries) });
      return { galleries, search: (key, queries, count) => search(key, queries, count, 'pgvector') };
    },
    { sizes: [1, 20], equal: 12, rounds: 50 },
  ));

/** Whoever searches them reads no index. */
function withoutChanges<S extends object>(store: S): S {
  const changes = () => Promise.reject(new Error('the gallery was read'));
  return { ...store, changes };
}

describe('the vectors', () => {
  let db: Kysely<Tables>;
  let store: ReturnType<typeof createSqlGalleryStore>;
  beforeEach(async () => {
    db = await double.tables();
    store = createSqlGalleryStore(db, { ...OPTIONS, vault });
    await store.putGallery(at, { encoder: ENCODER, search: 'pgvector' }, 1);
  });

  const enrol = (subject: string, ...faces: ReturnType<typeof faceOf>[]) =>
    store.enrol(at, { subject, encoder: ENCODER, faces }, 1);
  const held = async () => {
    const rows = await db.selectFrom('face_vectors').select('face').orderBy('face').execute();
    return rows.map(({ face }) => face).join();
  };

  test('lie in the clear, to the bit, beside templates that are sealed', async () => {
    await enrol('ada', faceOf('f1', 1));
    const { embedding: text } = await db
      .selectFrom('face_vectors')
      .select('embedding')
      .executeTakeFirstOrThrow();
    expect(Float32Array.from(JSON.parse(text))).toEqual(vectorOf(1));
    const { template } = await db.selectFrom('faces').select('template').executeTakeFirstOrThrow();
    expect(Buffer.from(template as Uint8Array)).not.toEqual(Buffer.from(vectorOf(1).buffer));
    expect((await store.templates(at, 'ada'))![0].vector).toEqual(vectorOf(1));
    expect(await vaultStatus(db)).toMatchObject({ sealed: 1, clear: 0, pgvector: 1 });
  });

  test('go with a face, a subject, a subject’s time and a gallery, and stay with an enrolment that is refused', async () => {
    await enrol('ada', faceOf('f1', 1), faceOf('f2', 2), faceOf('f3', 3));
    await enrol('bob', faceOf('f4', 4));
    await store.enrol(at, { subject: 'eve', encoder: ENCODER, faces: [faceOf('f5', 5)], expiresAt: 5 }, 1);
    await store.sweep();
    expect(await held()).toBe('f1,f2,f3,f4');
    await store.deleteFace(at, 'ada', 'f2');
    expect(await held()).toBe('f1,f3,f4');
    await store.deleteSubject(at, 'bob');
    const wrong = { ...faceOf('f7'), template: Float32Array.of(Number.NaN) };
    await expect(enrol('bob', faceOf('f6', 6), wrong)).rejects.toMatchObject({ code: 'store_failed' });
    expect(await store.getSubject(at, 'bob')).toBeUndefined();
    expect(await held()).toBe('f1,f3');
    await store.deleteGallery(at);
    expect(await held()).toBe('');
  });

  test('of a subject have the length of their sum beside them, as faces come and go', async () => {
    const norm = async () => (await db.selectFrom('subjects').select('norm').executeTakeFirstOrThrow()).norm;
    const sum = (...seeds: number[]) => normOfSum(seeds.map((seed) => vectorOf(seed)));
    await enrol('ada', faceOf('f1', 1), faceOf('f2', 2));
    expect(await norm()).toBeCloseTo(sum(1, 2), 6);
    await enrol('ada', faceOf('f3', 3));
    expect(await norm()).toBeCloseTo(sum(1, 2, 3), 6);
    await store.deleteFace(at, 'ada', 'f2');
    expect(await norm()).toBeCloseTo(sum(1, 3), 6);
  });

  test('are found by every process from the call after their enrolment on, and no longer when they are forgotten', async () => {
    const there = createGallerySearch({
      galleries: withoutChanges(createSqlGalleryStore(db, { ...OPTIONS, vault })),
    });
    const found = async (seed: number) =>
      (await there.search(at, [vectorOf(seed)], 1, 'pgvector'))[0].candidates[0]?.subject;
    for (const i of [1, 2]) {
      await enrol(`s${i}`, faceOf(`f${i}`, i));
      expect(await found(i)).toBe(`s${i}`);
    }
    await store.deleteSubject(at, 's2');
    expect(await found(2)).toBe('s1');
  });

  test('that are given to be compared are those of the nearest alone, in order of enrolment', async () => {
    for (let i = 0; i < 12; i++) await enrol(`s${i}`, faceOf(`f${i}`, i), faceOf(`e${i}`, 100 + i));
    await sql`cluster face_vectors using face_vectors_pkey`.execute(db);
    const query = vectorOf(50);
    const nearest = await bruteForce(store, query, 3);
    const [near] = (await store.near!(at, [query], 3))!.near;
    const ids = nearest.map(({ subject }) => Number(subject.slice(1))).sort((a, b) => a - b);
    expect(near.map(({ face }) => face)).toEqual(ids.flatMap((i) => [`f${i}`, `e${i}`]));
  });

  test('of other galleries are not looked at, and a gallery in memory has none', async () => {
    const other = { tenant: 'u', gallery: 'g' };
    await store.putGallery(other, { encoder: ENCODER }, 1);
    await store.enrol(other, { subject: 'eve', encoder: ENCODER, faces: [faceOf('f9', 9)] }, 1);
    expect(await held()).toBe('');
    const { search } = createGallerySearch({ galleries: store });
    expect(await search(at, [vectorOf(9)], 3, 'pgvector')).toMatchObject([
      { candidates: [], faces: 0, subjects: 0 },
    ]);
    // As after a gallery was deleted and made anew between two questions of one call.
    expect((await search(other, [vectorOf(9)], 3, 'pgvector'))[0].candidates[0].subject).toBe('eve');
  });

  test('refuse a query of other dimensions with both numbers', async () => {
    await enrol('ada', faceOf('f1', 1));
    await expect(store.near!(at, [vectorOf(1, 64)], 3)).rejects.toMatchObject({
      code: 'embedding_invalid',
      facts: { dimensions: 128, found: 64 },
    });
    await expect(store.near!({ ...at, gallery: 'none' }, [vectorOf(1)], 3)).rejects.toMatchObject({
      code: 'gallery_not_found',
    });
  });

  test('without the extension there is nothing to choose, and the fault says how to have it', async () => {
    await store.deleteGallery(at);
    await sql`alter type vector rename to elsewhere`.execute(db);
    try {
      await expect(store.putGallery(at, { encoder: ENCODER, search: 'pgvector' }, 2)).rejects.toMatchObject({
        code: 'search_unsupported',
        message: expect.stringContaining('CREATE EXTENSION vector'),
      });
      expect(await store.getGallery(at)).toBeUndefined();
    } finally {
      await sql`alter type elsewhere rename to vector`.execute(db);
    }
  });
});

test('over HTTP the answers are those of a gallery in memory, which says where its templates lie', async () => {
  const apps = {
    memory: fakeApp({ galleries: createMemoryGalleryStore(OPTIONS) }),
    pgvector: fakeApp({ galleries: createSqlGalleryStore(await double.tables(), OPTIONS) }),
  };
  const answers = { memory: [] as unknown[], pgvector: [] as unknown[] };
  for (const search of ['memory', 'pgvector'] as const) {
    const { tools } = apps[search];
    const { app } = fakeApp({ ...tools, search: createGallerySearch(tools) });
    const ask = async (method: string, path: string, body?: object) => {
      const { status, body: answer } = await call(app, method, `/v1/galleries/team${path}`, body);
      answers[search].push(status, answer);
      return answer;
    };
    const made = await call(app, 'PUT', '/v1/galleries/team', { search });
    const kept = search === 'memory' ? 'memory' : 'clear';
    expect([made.status, made.body.search, made.body.templates_at_rest]).toEqual([201, search, kept]);
    for (const [i, angle] of [0, 3, 40, 90, 130, 180, 220, 270].entries()) {
      const faces = [0, 4]
        .slice(0, 1 + (i % 2))
        .map((more) => ({ embedding: embedding(angle + more), model: 'circle-4' }));
      await ask('POST', `/subjects/s${i}/faces`, { faces });
    }
    for (const [angle, threshold] of [[1], [2, 0.6], [65, 0.1], [135]]) {
      const asked = { embedding: embedding(angle), model: 'circle-4', max_candidates: 3, threshold };
      await ask('POST', '/recognize', asked);
    }
    await ask('POST', '/calibrate', {});
    await ask('GET', '/subjects/s1/export');
    await ask('DELETE', '/subjects/s1');
    await ask('POST', '/recognize', { embedding: embedding(2), model: 'circle-4' });
  }
  expect(answers.pgvector).toEqual(answers.memory);
  const decisions = JSON.stringify(answers.memory).match(/"decision":"\w+"/g);
  expect(new Set(decisions).size).toBe(2);
});
