// Every store's contract on PostgreSQL, and what only several processes and a server that goes away can show.
import { type Kysely, sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createVault } from '../../functions/core/vault/envelope.ts';
import { parseMasterKeys } from '../../functions/core/vault/master-keys.ts';
import { nodeCipher } from '../../functions/platform/cipher-node.ts';
import { createSqlJobStore } from '../../functions/platform/jobs-sql.ts';
import { createSqlKeyStore } from '../../functions/platform/keys-sql.ts';
import { openPostgres, shownPostgresUrl } from '../../functions/platform/postgres.ts';
import type { Tables } from '../../functions/platform/sql-tables.ts';
import { transactionsOn } from '../../functions/platform/sql-transactions.ts';
import { createSqlGalleryStore } from '../../functions/platform/store-sql.ts';
import { galleriesContract } from './galleries.contract.ts';
import { jobsContract } from './jobs.contract.ts';
import { keysContract } from './keys.contract.ts';
import { type Cluster, createCluster, postgresFolder } from './postgres-cluster.ts';
import { ENCODER, faceOf } from './seeded-faces.ts';

const vault = createVault(nodeCipher, parseMasterKeys(`k1:${Buffer.alloc(32).toString('base64')}`));
const LIMIT = { maxFacesPerGallery: 1_000 };
const at = { tenant: 't', gallery: 'g' };

describe.skipIf(postgresFolder === undefined)('on PostgreSQL', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await createCluster();
  });
  afterEach(() => cluster.recall());
  afterAll(() => cluster?.remove());

  describe('galleries', () =>
    galleriesContract(async (options) =>
      createSqlGalleryStore(await cluster.tables(), { ...options, vault }),
    ));
  describe('jobs', () => jobsContract(async () => createSqlJobStore(await cluster.tables())));
  describe('keys', () => keysContract(async () => createSqlKeyStore(await cluster.tables())));

  test('processes that start at once on an empty database all find its tables', async () => {
    const url = await cluster.database();
    const opened = await Promise.all([1, 2, 3].map(() => openPostgres(url)));
    for (const db of opened) {
      await createSqlGalleryStore(db, LIMIT).putGallery(at, { encoder: ENCODER }, 1);
      await db.destroy();
    }
  });

  test('every column of text is ordered by bytes, whatever the order of the database', async () => {
    const db = await cluster.tables();
    const { rows } = await sql<{ place: string; sorted: string }>`
      select c.relname || '.' || a.attname as place, l.collname as sorted from pg_attribute a
      join pg_class c on c.oid = a.attrelid join pg_collation l on l.oid = a.attcollation
      where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r' and c.relname not like 'kysely%'
    `.execute(db);
    expect(rows.length).toBeGreaterThan(10);
    expect(rows.filter(({ sorted }) => sorted !== 'C')).toEqual([]);
    expect((await sql`select 'B' < 'a' as bytes`.execute(db)).rows).toEqual([{ bytes: false }]);
  });

  test('a gallery that is deleted while others enrol leaves no face behind', async () => {
    const db = await cluster.tables();
    const store = createSqlGalleryStore(db, LIMIT);
    for (let round = 0; round < 5; round++) {
      await store.putGallery(at, { encoder: ENCODER }, 1);
      const enrol = (i: number) =>
        store.enrol(at, { subject: `s${i}`, encoder: ENCODER, faces: [faceOf(`f${i}`, i)] }, 1);
      const ends = await Promise.allSettled([
        enrol(0),
        enrol(1),
        store.deleteGallery(at),
        enrol(2),
        enrol(3),
      ]);
      expect(ends[2]).toEqual({ status: 'fulfilled', value: true });
      expect(await left(db, ['faces', 'subjects', 'removals', 'galleries'])).toBe(0);
    }
  });

  test('a job that is deleted while it is computed leaves nothing behind', async () => {
    const db = await cluster.tables();
    const store = createSqlJobStore(db);
    const job = { tenant: 't', job: 'j' };
    const state = [new Float32Array(400_000)];
    for (let round = 0; round < 5; round++) {
      await store.create(job, { record: '{}', auto: true, inputs: Uint8Array.of(1), state });
      const commit = store.commit(job, { revision: 1, record: '{}', auto: true, state, entries: ['1'] });
      const ended = await Promise.all([commit, store.delete(job)]);
      expect(ended[1]).toBe(true);
      expect(await left(db, ['style_jobs', 'style_blobs', 'style_losses'])).toBe(0);
    }
  });

  test('of two writers who block each other one begins again, and both end well', async () => {
    const db = await cluster.tables();
    const { writing } = transactionsOn(db);
    await db
      .insertInto('calibrations')
      .values([1, 2].map((born) => ({ born, record: '' })))
      .execute();
    let waiting = 0;
    let both = () => {};
    const met = new Promise<void>((resolve) => {
      both = resolve;
    });
    const write = (first: number, then: number) =>
      writing(async (trx) => {
        const add = (born: number) =>
          sql`update calibrations set record = record || ${`${first}`} where born = ${born}`.execute(trx);
        await add(first);
        if (++waiting === 2) both();
        await met;
        await add(then);
      });
    await Promise.all([write(1, 2), write(2, 1)]);
    expect(waiting).toBe(3);
    const records = await db.selectFrom('calibrations').select('record').execute();
    expect(records.map(({ record }) => [...record].sort().join(''))).toEqual(['12', '12']);
  });

  test('a server that goes away fails what is asked meanwhile, and is found again', async () => {
    const db = await openPostgres(await cluster.database());
    const store = createSqlGalleryStore(db, LIMIT);
    await store.putGallery(at, { encoder: ENCODER }, 1);
    const within = db.transaction().execute(async (trx) => {
      await trx.deleteFrom('galleries').execute();
      await cluster.run(`select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()
        and backend_type = 'client backend'`);
      await trx.deleteFrom('births').execute();
    });
    await expect(within).rejects.toThrow();
    expect(await store.getGallery(at)).toMatchObject({ id: 'g' });
    await cluster.stop();
    await expect(store.getGallery(at)).rejects.toMatchObject({ code: 'store_failed' });
    await expect(store.deleteGallery(at)).rejects.toMatchObject({ code: 'store_failed' });
    await cluster.start();
    expect(await store.getGallery(at)).toMatchObject({ id: 'g' });
    await store.close();
  });

  test('a database of another encoding is refused, and so is one that is not there', async () => {
    await cluster.run("create database latin template template0 encoding latin1 locale 'C'");
    const url = await cluster.database();
    await expect(openPostgres(url.replace(/d\d+/, 'latin'))).rejects.toThrow('LATIN1');
    await expect(openPostgres(url.replace(/d\d+/, 'none'))).rejects.toThrow('"none" does not exist');
  });
});

async function left(db: Kysely<Tables>, tables: readonly (keyof Tables)[]): Promise<number> {
  const rows = await Promise.all(tables.map((table) => db.selectFrom(table).selectAll().execute()));
  return rows.flat().length;
}

test('a URL is shown without its password', () => {
  expect(shownPostgresUrl('postgres://me:secret@db.example:5433/likeness?password=secret')).toBe(
    'postgres://me@db.example:5433/likeness',
  );
  expect(shownPostgresUrl('postgres:///likeness?host=/tmp&password=secret')).toBe('postgres:///likeness');
  expect(shownPostgresUrl('postgres://me:sec#ret@db/likeness')).not.toContain('ret');
});

test('a server that is not there, and a URL that is none, are told without the password', async () => {
  const told = (url: string) => openPostgres(url).then(String, String);
  const refused = await told('postgres://me:secret@localhost:1/likeness');
  expect(refused).toMatch(/no connection: .*ECONNREFUSED/);
  const broken = await told('postgres://me:sec#ret@db/likeness');
  expect(broken).toContain('%23');
  expect(refused + broken).not.toMatch(/secret|sec#ret/);
});
