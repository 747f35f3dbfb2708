// A PostgreSQL with pgvector inside the test's process: a double that takes our SQL, and no store, since it keeps nothing.
import { setFlagsFromString } from 'node:v8';
import { PGlite } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite/vector';
import { Kysely, PostgresDialect, type PostgresPoolClient, sql } from 'kysely';
import { makeTables } from '../../functions/platform/postgres.ts';
import type { Tables } from '../../functions/platform/sql-tables.ts';
import { emptier } from './postgres-cluster.ts';

export type Double = {
  /** Of the newest tables and nothing in them, with the extension in the database; one at a time. */
  tables(): Promise<Kysely<Tables>>;
  remove(): Promise<void>;
};

export async function createDouble(): Promise<Double> {
  setFlagsFromString('--liftoff-only'); // it runs for seconds: optimising it takes longer than it saves
  const lite = await PGlite.create({ extensions: { vector } });
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: poolOf(lite) }) });
  await sql`create extension vector`.execute(db);
  await makeTables(db);
  const empty = await emptier(db);
  const destroy = db.destroy.bind(db);
  return {
    async tables() {
      await empty();
      return Object.assign(db, { destroy: async () => undefined });
    },
    async remove() {
      await destroy();
      await lite.close();
    },
  };
}

/** It has one connection, which whoever comes next waits for. */
function poolOf(lite: PGlite) {
  let last = Promise.resolve();
  return {
    end: async () => undefined,
    async connect() {
      let release = () => {};
      const free = last;
      last = new Promise((resolve) => {
        release = resolve;
      });
      await free;
      return {
        async query(text: string, values: readonly unknown[]) {
          const alone = values.length === 0; // perhaps several statements, as node-postgres takes them then
          const { rows, affectedRows } = alone
            ? (await lite.exec(text)).at(-1)!
            : await lite.query(text, [...values]);
          const command = text.trimStart().split(/\W/, 1)[0].toUpperCase();
          return { command, rowCount: affectedRows ?? 0, rows };
        },
        release,
      } as unknown as PostgresPoolClient; // without cursors, which are for streams alone
    },
  };
}
