// The limiter on SQL: one statement a request, which all processes on the database share.
import type { Kysely } from 'kysely';
import { type Limiter, takenOf } from '../core/keys/limiter.ts';
import { reportFailures } from '../core/report-failures.ts';
import type { Tables } from './sql-tables.ts';
import { transactionsOn } from './sql-transactions.ts';

/** Shares `db` with the gallery store, which closes it. One row a caller, which its next window overwrites. */
export function createSqlLimiter(db: Kysely<Tables>): Limiter {
  const { writing } = transactionsOn(db);
  const limiter: Limiter = {
    async take(caller, quota, now) {
      const over = now - quota.seconds * 1_000;
      const { began, requests } = await writing((trx) =>
        trx
          .insertInto('rate_windows')
          .values({ caller, began: now, requests: 1 })
          .onConflict((conflict) =>
            conflict.column('caller').doUpdateSet(({ eb, ref }) => ({
              requests: eb
                .case()
                .when('rate_windows.began', '<=', over)
                .then(ref('excluded.requests'))
                .else(eb('rate_windows.requests', '+', ref('excluded.requests')))
                .end(),
              began: eb
                .case()
                .when('rate_windows.began', '<=', over)
                .then(ref('excluded.began'))
                .else(ref('rate_windows.began'))
                .end(),
            })),
          )
          .returning(['began', 'requests'])
          .executeTakeFirstOrThrow(),
      );
      return takenOf({ began: Number(began), requests: Number(requests) }, quota, now);
    },
  };
  return reportFailures(limiter, 'The database');
}
