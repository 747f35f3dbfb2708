// The job of a picture that is not finished: a small SQLite file beside it, which a later command goes on from.
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { JobKey, JobStore } from '../../functions/core/jobs/store.ts';
import { createSqlJobStore } from '../../functions/platform/jobs-sql.ts';
import { openSqlite } from '../../functions/platform/sqlite.ts';

/** A file holds one job. */
export const AT: JobKey = { tenant: 'command', job: 'style' };

export type JobFile = {
  readonly store: JobStore;
  close(): Promise<void>;
};

export function jobFileOf(output: string): string {
  return `${output}.job`;
}

export function jobFileExists(output: string): boolean {
  return existsSync(jobFileOf(output));
}

/** @throws Error for a file that is something else. */
export async function openJobFile(output: string): Promise<JobFile> {
  const file = jobFileOf(output);
  try {
    const db = await openSqlite(file);
    return { store: withoutLease(createSqlJobStore(db)), close: () => db.destroy() };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`${file} cannot be opened as the file of a job: ${reason}.`, { cause });
  }
}

/** With what SQLite keeps beside it. */
export async function removeJobFile(output: string): Promise<void> {
  for (const suffix of ['', '-wal', '-shm']) await rm(jobFileOf(output) + suffix, { force: true });
}

/**
 * A command that was killed would keep its lease for a minute, and the next one would have to wait. The revision keeps
 * the job whole should two commands run at once.
 */
function withoutLease(store: JobStore): JobStore {
  return { ...store, claim: async () => true, release: async () => {} };
}
