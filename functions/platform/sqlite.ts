// One libsql file under Kysely, durable and shareable by processes.
import { Kysely, type SqliteDatabase, SqliteDialect, SqliteDriver, type TransactionSettings } from 'kysely';
import Database from 'libsql';
import { migrate, type Tables } from './sql-tables.ts';

/** How long a statement waits for another process' transaction, milliseconds. Ours take a few. */
const BUSY_TIMEOUT_MS = 10_000;

/**
 * Opens, or creates, the database file and brings its schema up to date.
 * WAL with synchronous=FULL: what was acknowledged survives kill -9 and power loss. secure_delete overwrites what is
 * deleted, since templates of forgotten people must not linger in free pages.
 */
export async function openSqlite(
  file: string,
  through: (database: SqliteDatabase) => SqliteDatabase = (it) => it,
) {
  const database = new Database(file);
  database.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
  for (const pragma of ['journal_mode = WAL', 'synchronous = FULL', 'secure_delete = ON']) {
    database.exec(`PRAGMA ${pragma}`);
  }
  const db = new Kysely<Tables>({ dialect: new SharedFileDialect(database, through(database)) });
  await migrate(db, 'blob');
  return db;
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
    this.#through.prepare(settings?.accessMode === 'read only' ? 'begin' : 'begin immediate').run([]);
  }
}
