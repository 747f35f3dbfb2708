// The SQL database that LIKENESS_DATABASE names: a libsql file, or a PostgreSQL.
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Kysely } from 'kysely';
import { isPostgresUrl, openPostgres, shownPostgresUrl } from './postgres.ts';
import { SettingsError } from './settings-node.ts';
import type { Tables } from './sql-tables.ts';
import { createEraser, openSqlite } from './sqlite.ts';

export type SqlDatabase = {
  readonly db: Kysely<Tables>;
  /** Called after something was forgotten: the medium loses what it still has of it, as far as it can be told to. */
  readonly erase: () => Promise<void>;
};

/** Opened, and of the newest tables. @throws SettingsError that says why not, without a password. */
export async function openDatabase(database: string): Promise<SqlDatabase> {
  try {
    if (isPostgresUrl(database)) return { db: await openPostgres(database), erase: async () => {} };
    await mkdir(dirname(resolve(database)), { recursive: true });
    const db = await openSqlite(database);
    return { db, erase: createEraser(db) };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const wanted = isPostgresUrl(database)
      ? 'A database of PostgreSQL in which its user may make tables is wanted'
      : 'A SQLite file, or a new one, in a folder that this user may write is wanted';
    const message = `LIKENESS_DATABASE=${shownDatabase(database)} cannot be opened for writing: ${reason}. ${wanted}.`;
    throw new SettingsError(message, { cause });
  }
}

/** False when opening would make a new file. */
export function databaseIsThere(database: string): boolean {
  return isPostgresUrl(database) || existsSync(database);
}

/** As it may be printed. */
export function shownDatabase(database: string): string {
  return isPostgresUrl(database) ? shownPostgresUrl(database) : database;
}
