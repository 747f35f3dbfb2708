// Transactions of the SQL stores: writers that lost a race begin again, readers see one moment.
import type { Kysely, Transaction } from 'kysely';

/** Work may run several times, so it keeps nothing of a run outside of the transaction. */
export type Transactions<Tables> = {
  /** @throws what the work and the medium throw; a deadlock only when it came every time. */
  writing<T>(work: (trx: Transaction<Tables>) => Promise<T>): Promise<T>;
  /** A snapshot: every statement sees the same moment. SQLite's transactions are that anyway. */
  reading<T>(work: (trx: Transaction<Tables>) => Promise<T>): Promise<T>;
};

/** PostgreSQL breaks a deadlock by ending one of the two, which then finds the way free. */
const ATTEMPTS = 5;

/** postgresql.org/docs/current/errcodes-appendix: serialization_failure, deadlock_detected. Nothing was changed. */
const LOST_A_RACE: ReadonlySet<unknown> = new Set(['40001', '40P01']);

export function transactionsOn<Tables>(db: Kysely<Tables>): Transactions<Tables> {
  return {
    async writing(work) {
      for (let attempt = 1; ; attempt++) {
        try {
          return await db.transaction().execute(work);
        } catch (error) {
          const lost = error instanceof Error && 'code' in error && LOST_A_RACE.has(error.code);
          if (!lost || attempt === ATTEMPTS) throw error;
        }
      }
    },
    reading: (work) =>
      db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(work),
  };
}
