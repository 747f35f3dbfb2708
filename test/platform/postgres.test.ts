// Every store's contract on PostgreSQL, and what only several processes and a server that goes away can show.
import { type Kysely, sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createGallerySearch } from '../../functions/core/faces/search.ts';
import { createVault } from '../../functions/core/vault/envelope.ts';
import { parseMasterKeys } from '../../functions/core/vault/master-keys.ts';
import { createSqlAuditStore } from '../../functions/platform/audit-sql.ts';
import { nodeCipher } from '../../functions/platform/cipher-node.ts';
import { createSqlIdempotencyStore } from '../../functions/platform/idempotency-sql.ts';
import { createSqlJobStore } from '../../functions/platform/jobs-sql.ts';
import { createSqlKeyStore } from '../../functions/platform/keys-sql.ts';
import { createSqlLimiter } from '../../functions/platform/limiter-sql.ts';
import { openPostgres, shownPostgresUrl } from '../../functions/platform/postgres.ts';
import type { Tables } from '../../functions/platform/sql-tables.ts';
import { transactionsOn } from '../../functions/platform/sql-transactions.ts';
import { createSqlGalleryStore } from '../../functions/platform/store-sql.ts';
import { totalsIn } from '../../functions/platform/totals-sql.ts';
import { sealSomeSecrets, vaultStatus } from '../../functions/platform/vault-sql.ts';
import { createSqlWebhookStore } from '../../functions/platform/webhooks-sql.ts';
import { fakeStyles, LIMITS, style } from '../fakes/styles.ts';
import { fakeWebhooks } from '../fakes/webhooks.ts';
import { auditContract } from './audit.contract.ts';
import { galleriesContract } from './galleries.contract.ts';
import { idempotencyContract } from './idempotency.contract.ts';
import { jobsContract } from './jobs.contract.ts';
import { keysContract } from './keys.contract.ts';
import { limiterContract } from './limiter.contract.ts';
import { type Cluster, createCluster, postgresFolder } from './postgres-cluster.ts';
import { ENCODER, faceOf, vectorOf } from './seeded-faces.ts';
import { webhooksContract } from './webhooks.contract.ts';

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
      createSqlGalleryStore(await cluster.tables(), { ...options, vault, postgres: true }),
    ));
  describe('jobs', () => jobsContract(async () => createSqlJobStore(await cluster.tables())));
  describe('a limiter', () => limiterContract(async () => createSqlLimiter(await cluster.tables())));
  describe('keys', () => keysContract(async () => createSqlKeyStore(await cluster.tables())));
  describe('audit', () => auditContract(async () => createSqlAuditStore(await cluster.tables())));
  describe('webhooks', () => webhooksContract(async () => createSqlWebhookStore(await cluster.tables())));
  describe('requests', () =>
    idempotencyContract(async () => createSqlIdempotencyStore(await cluster.tables())));

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

  test('the table of vectors is made once, whoever asks first, and its text is ordered by bytes', async () => {
    const url = await cluster.database();
    const opened = await Promise.all([1, 2, 3].map(() => openPostgres(url)));
    const [one] = opened;
    await sql`create domain vector as real[]`.execute(one); // stands for the extension, which Debian's has not
    const made = opened.map((db, i) =>
      createSqlGalleryStore(db, { ...LIMIT, postgres: true }).putGallery(
        { ...at, gallery: `g${i}` },
        { encoder: ENCODER, search: 'pgvector' },
        1,
      ),
    );
    for (const { created } of await Promise.all(made)) expect(created).toBe(true);
    const { rows } = await sql<{ name: string; sorted: string }>`
      select attname as name, collname as sorted from pg_attribute a join pg_collation l on l.oid = a.attcollation
      where attrelid = 'face_vectors'::regclass order by attnum
    `.execute(one);
    expect(rows).toEqual(['face', 'subject'].map((name) => ({ name, sorted: 'C' })));
    for (const db of opened) await db.destroy();
  });

  test('totals are counted, secrets are sealed, and whose time came is kept until that is told', async () => {
    const db = await cluster.tables();
    let now = 1;
    const store = createSqlGalleryStore(db, { ...LIMIT, postgres: true, now: () => now });
    await store.putGallery(at, { encoder: ENCODER }, 1);
    const enrol = (subject: string, expiresAt?: number) =>
      store.enrol(at, { subject, encoder: ENCODER, expiresAt, faces: [faceOf(subject, 1)] }, 1);
    await enrol('ada', 2);
    await enrol('bob');
    const hooks = createSqlWebhookStore(db);
    const { webhooks } = fakeWebhooks({ store: hooks });
    const hook = { tenant: 't', endpoint: 'w' };
    await webhooks.create(hook, { url: 'https://example.com/', events: ['*'], description: null }, false);
    await webhooks.test(hook, 'e1');
    const jobs = createSqlJobStore(db);
    const record = JSON.stringify({ status: 'done' });
    await jobs.create(
      { tenant: 't', job: 'j' },
      { record, auto: false, inputs: new Uint8Array(1), state: [] },
    );
    expect(await totalsIn(db)).toEqual({
      ...{ galleries: 1, subjects: 2, faces: 2 },
      jobs: { running: 0, done: 1, cancelled: 0, failed: 0 },
      deliveries: { pending: 1, delivered: 0, dead: 0 },
    });
    expect(await sealSomeSecrets(db, vault)).toBe(1);
    expect(await vaultStatus(db)).toMatchObject({ secrets: { sealed: 1, clear: 0 } });
    now = 2;
    expect(await store.sweep()).toBe(1);
    const [{ id, ...expired }] = await store.untold(9);
    expect(expired).toEqual({ ...at, subject: 'ada', faces: 1, at: 2 });
    await store.told(id);
    expect(await store.untold(9)).toEqual([]);
  });

  test('a gallery that is deleted while others enrol leaves no face behind', async () => {
    const db = await cluster.tables();
    const store = createSqlGalleryStore(db, LIMIT);
    for (let round = 0; round < 3; round++) {
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
    for (let round = 0; round < 3; round++) {
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
    expect(waiting).toBeGreaterThan(2); // the one that begins again may meet the other once more
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

  test('whoever is enrolled through one process is found by the next search of another, and the forgotten are not', async () => {
    const url = await cluster.database();
    const [here, there] = await Promise.all([url, url].map((each) => openPostgres(each)));
    const store = createSqlGalleryStore(here, LIMIT);
    const galleries = createSqlGalleryStore(there, LIMIT);
    const { search } = createGallerySearch({ galleries });
    const found = async (seed: number) => (await search(at, [vectorOf(seed)], 1))[0].candidates[0]?.subject;
    await store.putGallery(at, { encoder: ENCODER }, 1);
    for (const i of [1, 2, 3]) {
      await store.enrol(at, { subject: `s${i}`, encoder: ENCODER, faces: [faceOf(`f${i}`, i)] }, 1);
      expect(await found(i)).toBe(`s${i}`);
    }
    await store.deleteSubject(at, 's3');
    expect(await found(3)).not.toBe('s3');
    await Promise.all([store.close(), galleries.close()]);
  });

  test('a job of a process that was killed is ended by another after the lease, in the same bytes', async () => {
    const url = await cluster.database();
    const [here, there] = await Promise.all([url, url].map((each) => openPostgres(each)));
    const [mine, theirs] = [createSqlJobStore(here), createSqlJobStore(there)];
    const job = { tenant: 't', job: 'j' };
    let left = 6;
    const one = fakeStyles({
      store: { ...mine, release: async () => undefined }, // the dead give nothing back
      holder: 'one',
      onEvaluation() {
        if (left-- === 0) throw new Error('killed');
      },
    });
    await one.jobs.create(job, style());
    await one.jobs.step(job, 0, { iterations: 3 });
    await expect(one.jobs.step(job, 3, { iterations: 9 })).rejects.toThrow('killed');
    let now = one.tools.now();
    const two = fakeStyles({ store: theirs, holder: 'two', now: () => now });
    await expect(two.jobs.step(job, 3, {})).rejects.toMatchObject({ code: 'style_busy' });
    now += LIMITS.maxBudgetMs + 30_000;
    expect(await two.jobs.step(job, 3, {})).toMatchObject({ ending: 'done' });
    const alone = fakeStyles();
    await alone.jobs.create(job, style());
    await alone.jobs.step(job, 0, {});
    expect((await mine.state(job))!.state).toEqual((await alone.tools.store.state(job))!.state);
    const all = { from: 0, limit: 100 };
    expect(await mine.losses(job, all)).toEqual(await alone.tools.store.losses(job, all));
    await Promise.all([here.destroy(), there.destroy()]);
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
