import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { createMemoryJobStore } from '../../functions/platform/jobs-memory.ts';
import { createSqlJobStore } from '../../functions/platform/jobs-sql.ts';
import { openSqlite } from '../../functions/platform/sqlite.ts';
import { jobsContract, sameBytes } from './jobs.contract.ts';

const folder = mkdtempSync(join(tmpdir(), 'likeness-jobs-'));
let files = 0;
const newFile = () => join(folder, `${files++}.db`);
afterAll(() => rmSync(folder, { recursive: true }));

describe('jobs in memory', () => jobsContract(async () => createMemoryJobStore()));

describe('jobs in a libsql file', () =>
  jobsContract(async () => createSqlJobStore(await openSqlite(newFile()))));

const at = { tenant: 't', job: 'j' };
const made = { record: '{}', auto: true, inputs: Uint8Array.of(1), state: [new Float32Array(400_000)] };

test('two processes on one file: of two commits from one revision one is kept, of two claims one', async () => {
  const file = newFile();
  const [a, b] = [await openSqlite(file), await openSqlite(file)];
  const [one, two] = [createSqlJobStore(a), createSqlJobStore(b)];
  await one.create(at, made);
  const change = (n: number) => ({
    revision: 1,
    record: '{}',
    auto: true,
    state: [new Float32Array(400_000).fill(n)],
    entries: [`${n}`],
  });
  const kept = await Promise.all([one.commit(at, change(1)), two.commit(at, change(2))]);
  expect(kept.filter(Boolean)).toHaveLength(1);
  const n = kept[0] ? 1 : 2;
  expect((await two.state(at))!.state.every((value) => value === n)).toBe(true);
  expect(await one.losses(at, { from: 0, limit: 9 })).toEqual([`${n}`]);
  const claims = await Promise.all([
    one.claim(at, { holder: 'one', now: 1, until: 9 }),
    two.claim(at, { holder: 'two', now: 1, until: 9 }),
  ]);
  expect(claims.filter(Boolean)).toHaveLength(1);
  await a.destroy();
  await b.destroy();
});

test('whichever statement of a commit or a deletion fails, the job is as before', async () => {
  for (const what of ['commit', 'delete', 'create'] as const) {
    for (let n = 0; ; n++) {
      let left = Number.POSITIVE_INFINITY;
      const db = await openSqlite(newFile(), (database) => ({
        close: () => database.close(),
        prepare(sql) {
          const statement = database.prepare(sql);
          const counted = (run: 'all' | 'run') => (parameters: readonly unknown[]) => {
            if (!/^(begin|rollback)/.test(sql) && left-- === 0) throw new Error('disk is full');
            return statement[run](parameters as never) as never;
          };
          return {
            reader: statement.reader,
            all: counted('all'),
            run: counted('run'),
            iterate: (parameters: readonly unknown[]) => statement.iterate(parameters as never),
          } as typeof statement;
        },
      }));
      const store = createSqlJobStore(db);
      await store.create(at, made);
      const seen = async () => [
        await store.get(at),
        sameBytes((await store.state(at))?.state ?? new Float32Array(), made.state[0]),
        await store.inputs(at),
        await store.losses(at, { from: 0, limit: 9 }),
        await store.get({ tenant: 't', job: 'new' }),
      ];
      const before = await seen();
      left = n;
      const state = [new Float32Array(300_000).fill(1)];
      const work = {
        commit: () => store.commit(at, { revision: 1, record: '[]', auto: false, state, entries: ['1'] }),
        delete: () => store.delete(at),
        create: () => store.create({ tenant: 't', job: 'new' }, made),
      }[what]();
      const failed = await work.then(
        () => false,
        (error) => error.code === 'store_failed',
      );
      left = Number.POSITIVE_INFINITY;
      if (!failed) {
        expect(n, `${what} has statements`).toBeGreaterThan(2);
        expect(await seen()).not.toEqual(before);
        await db.destroy();
        break;
      }
      expect(await seen(), `${what}, statement ${n}`).toEqual(before);
      await db.destroy();
    }
  }
});
