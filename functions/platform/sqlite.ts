// One libsql file under Kysely, durable and shareable by processes.
import {
  Kysely,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDialect,
  SqliteDriver,
  sql,
  type TransactionSettings,
} from 'kysely';
import Database from 'libsql';
import { migrate, type Tables } from './sql-tables.ts';

/** How long a transaction waits for another connection's, milliseconds. Ours take a few. */
const PATIENCE_MS = 10_000;

/**
 * SQLite's own waiting stops the whole process, so it is short, and a transaction that has to wait longer sleeps between
 * attempts: else two stores on one file in one process would wait for each other.
 */
const BUSY_TIMEOUT_MS = 20;

/**
 * Of a new file; an old one keeps its own. With the default of 4096 a state of 31 MiB takes 135 ms of CPU to write where
 * it takes 51 with this, since SQLite chains large values page by page; a face enrolled takes the same with both.
 */
const PAGE_BYTES = 16_384;

/**
 * Opens, or creates, the database file and brings its schema up to date.
 * WAL with synchronous=FULL: what was acknowledged survives kill -9 and power loss. secure_delete overwrites what is
 * deleted, since templates of forgotten people must not linger in free pages.
 * `through`: for tests, what stands between Kysely and the file.
 */
export async function openSqlite(
  file: string,
  through: (database: SqliteDatabase) => SqliteDatabase = (it) => it,
) {
  const database = new Database(file);
  const pragmas = [
    `page_size = ${PAGE_BYTES}`,
    `busy_timeout = ${BUSY_TIMEOUT_MS}`,
    'journal_mode = WAL',
    'synchronous = FULL',
    'secure_delete = ON',
  ];
  for (const pragma of pragmas) await whenFree(async () => database.exec(`PRAGMA ${pragma}`));
  // A file that may only be read is opened all the same, and begins as if it could be written: it is told apart now.
  await whenFree(async () => database.exec('BEGIN IMMEDIATE; CREATE TABLE writable (it); ROLLBACK'));
  const db = new Kysely<Tables>({ dialect: new SharedFileDialect(database, through(database)) });
  await whenFree(() => migrate(db, 'blob'));
  return db;
}

/** How long to wait before the log is tried again, milliseconds. */
const LOG_RETRY_MS = 1_000;

/**
 * Empties the write-ahead log into the file. Until then the log has older images of its pages, and with them what was
 * deleted; the file itself is overwritten (secure_delete). While another connection reads it cannot be emptied, so it is
 * tried again until it was; a failure of the medium is left to the next one who deletes.
 */
export function createEraser(db: Kysely<Tables>): () => Promise<void> {
  let again: NodeJS.Timeout | undefined;
  return async function erase() {
    clearTimeout(again);
    const { rows } = await sql<{ busy: number }>`PRAGMA wal_checkpoint(TRUNCATE)`
      .execute(db)
      .catch(() => ({ rows: [] }));
    if (rows[0]?.busy === 1) again = setTimeout(erase, LOG_RETRY_MS).unref();
  };
}

/** Does the work again while the file is locked. @throws SqliteError SQLITE_BUSY when patience ends. */
async function whenFree<T>(work: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      const busy = error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY');
      if (!busy || performance.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 1 + 9 * Math.random())); // uneven, or two would stay in step
    }
  }
}

/** Kysely's dialect holds a mutex round each transaction of its one connection; this adds what several processes need. */
class SharedFileDialect extends SqliteDialect {
  readonly #database: Database.Database;
  readonly #through: SqliteDatabase;

  constructor(database: Database.Database, through: SqliteDatabase) {
    super({ database: through });
    this.#database = database;
    this.#through = through;
  }

  override createDriver() {
    return new SharedFileDriver(this.#database, this.#through);
  }

  override createAdapter() {
    return new SharedFileAdapter();
  }
}

/** SQLite rolls back DDL too; told so, the migrator works in one transaction, so processes that start at once take turns. */
class SharedFileAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl() {
    return true;
  }
}

class SharedFileDriver extends SqliteDriver {
  readonly #database: Database.Database;
  readonly #through: SqliteDatabase;

  constructor(database: Database.Database, through: SqliteDatabase) {
    super({ database: through });
    this.#database = database;
    this.#through = through;
  }

  /**
   * A transaction that writes takes the write lock at once: one that reads first and then writes is refused with
   * SQLITE_BUSY, without waiting, when another process wrote in between. A failed rollback is made good here.
   */
  override async beginTransaction(_connection: unknown, settings?: TransactionSettings) {
    if (this.#database.inTransaction) this.#through.prepare('rollback').run([]);
    const begin = this.#through.prepare(settings?.accessMode === 'read only' ? 'begin' : 'begin immediate');
    await whenFree(async () => begin.run([]));
  }
}
