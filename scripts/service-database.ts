// The database of a service, as the commands open it that work on it while the service runs.
import type { Command } from 'commander';
import {
  databaseIsThere,
  openDatabase,
  type SqlDatabase,
  shownDatabase,
} from '../functions/platform/sql-database.ts';

/** No default is handed to commander: --help would show it, and it may hold a password. */
export function databaseOption(command: Command): Command {
  return command.option(
    '--database <database>',
    'a file or a postgres:// URL; LIKENESS_DATABASE, or data/likeness.db, otherwise',
  );
}

/**
 * Opens it for the work and closes it again. `make`: one that is not there is made.
 * @throws Error when it is not there, SettingsError when it cannot be opened; neither says a password.
 */
export async function withDatabase<T>(
  database = process.env.LIKENESS_DATABASE || 'data/likeness.db',
  work: (opened: SqlDatabase) => Promise<T>,
  make = false,
): Promise<T> {
  if (!make && !databaseIsThere(database)) throw new Error(`there is no database ${shownDatabase(database)}`);
  const opened = await openDatabase(database);
  try {
    return await work(opened);
  } finally {
    await opened.db.destroy();
  }
}
