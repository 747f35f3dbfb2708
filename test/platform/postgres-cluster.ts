// A PostgreSQL of a test file's own: a cluster in a folder under /tmp that ends with the process, and databases in it.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import pg from 'pg';
import { openPostgres } from '../../functions/platform/postgres.ts';
import type { Tables } from '../../functions/platform/sql-tables.ts';

/** Where Debian, Homebrew and others put programs; LIKENESS_POSTGRES names another folder. */
const FOLDERS = [
  process.env.LIKENESS_POSTGRES ?? '',
  ...(process.env.PATH ?? '').split(':'),
  ...(existsSync('/usr/lib/postgresql') ? readdirSync('/usr/lib/postgresql') : []).map(
    (version) => `/usr/lib/postgresql/${version}/bin`,
  ),
];

/** Undefined where there is no PostgreSQL: what needs one skips, and says so. */
export const postgresFolder = FOLDERS.filter((folder) => folder !== '').find((folder) =>
  ['initdb', 'postgres'].every((program) => existsSync(join(folder, program))),
);
if (postgresFolder === undefined) console.warn('There is no PostgreSQL here: what needs one is not tested.');

export type Cluster = {
  /** An empty database of the newest tables, until `recall`: opening one takes far longer than emptying it. */
  tables(): Promise<Kysely<Tables>>;
  recall(): void;
  /** A database without any table, whose own order of text is not that of bytes: its URL. */
  database(): Promise<string>;
  /** As an administrator: to end connections, for instance. */
  run(statement: string): Promise<unknown>;
  /** Comes back with `start`. */
  stop(): Promise<void>;
  start(): Promise<void>;
  remove(): Promise<void>;
};

/** What is lost in a crash of the machine does not matter here; one of the server must lose nothing acknowledged. */
const QUICK = ['fsync=off', 'full_page_writes=off', 'autovacuum=off'];

/** @throws Error with what PostgreSQL printed when it does not start. */
export async function createCluster(): Promise<Cluster> {
  if (postgresFolder === undefined) throw new Error('There is no PostgreSQL here.');
  const program = (name: string) => join(postgresFolder, name);
  const folder = mkdtempSync(join(tmpdir(), 'likeness-pg-'));
  const user = unprivileged();
  if (user) chownSync(folder, user.uid, user.gid);
  const data = join(folder, 'data');
  const options = ['--no-sync', '--auth=trust', '--encoding=UTF8', '--locale=C.UTF-8', '--username=likeness'];
  execFileSync(program('initdb'), ['-D', data, ...options], { ...user, cwd: folder, stdio: 'pipe' });
  let server: ChildProcess;

  async function start(): Promise<void> {
    const settings = [`unix_socket_directories=${folder}`, 'listen_addresses=', ...QUICK];
    // The shell ends PostgreSQL at once when this process is no more, however it ended: its input is closed then.
    const script = '"$@" </dev/null & read -r _; kill -QUIT $!; wait';
    const args = [program('postgres'), '-D', data, ...settings.flatMap((setting) => ['-c', setting])];
    server = spawn('/bin/sh', ['-c', script, 'sh', ...args], { ...user, cwd: folder });
    let printed = '';
    await new Promise<void>((resolve, reject) => {
      server.stderr?.on('data', (text) => {
        printed += text;
        if (printed.includes('ready to accept connections')) resolve();
      });
      server.on('close', () => reject(new Error(`PostgreSQL ended: ${printed}`)));
    });
  }

  async function stop(): Promise<void> {
    const ended = new Promise((resolve) => server.on('close', resolve));
    server.stdin?.end();
    await ended;
  }

  async function run(statement: string): Promise<unknown> {
    const client = new pg.Client({ host: folder, user: 'likeness', database: 'postgres' });
    await client.connect();
    try {
      return (await client.query(statement)).rows;
    } finally {
      await client.end();
    }
  }

  const urlOf = (name: string) => `postgres:///${name}?host=${folder}&user=likeness`;
  let databases = 0;
  async function database(): Promise<string> {
    const name = `d${databases++}`;
    await run(`create database ${name} template template0 locale_provider icu icu_locale 'en-US'`);
    return urlOf(name);
  }

  type Opened = { readonly db: Kysely<Tables>; destroy(): Promise<void>; empty(): Promise<void> };
  const opened: Opened[] = [];
  let free: Opened[] = [];
  async function tables(): Promise<Kysely<Tables>> {
    const found = free.pop();
    if (found) {
      await found.empty();
      return found.db;
    }
    const db = await openPostgres(await database());
    opened.push({ db, destroy: db.destroy.bind(db), empty: await emptier(db) });
    return Object.assign(db, { destroy: async () => undefined });
  }

  await start();
  return {
    tables,
    recall() {
      free = [...opened];
    },
    database,
    run,
    start,
    stop,
    async remove() {
      for (const { destroy } of opened) await destroy();
      await stop();
      rmSync(folder, { recursive: true });
    },
  };
}

/** What makes a database as it is now, when it was just migrated. */
export async function emptier(db: Kysely<Tables>): Promise<() => Promise<void>> {
  const { rows } = await sql<{ name: keyof Tables }>`
    select tablename as name from pg_tables where schemaname = current_schema() and tablename not like 'kysely%'
  `.execute(db);
  const first = await Promise.all(
    rows.map(async ({ name }) => ({ name, rows: await db.selectFrom(name).selectAll().execute() })),
  );
  return async () => {
    await sql.raw(first.map(({ name }) => `delete from ${name}`).join(';')).execute(db);
    for (const { name, rows } of first) {
      if (rows.length > 0)
        await db
          .insertInto(name)
          .values(rows as never)
          .execute();
    }
  };
}

/** PostgreSQL refuses to run as root; Debian's package brings a user for it. */
function unprivileged(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (what: '-u' | '-g', name: string) => Number(execFileSync('id', [what, name], { stdio: 'pipe' }));
  const name = ['postgres', 'nobody'].find((candidate) => {
    try {
      return id('-u', candidate) > 0;
    } catch {
      return false;
    }
  });
  if (name === undefined) throw new Error('PostgreSQL does not run as root, and there is no user postgres.');
  return { uid: id('-u', name), gid: id('-g', name) };
}
