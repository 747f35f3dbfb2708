// Requests that may be sent again, on SQL through Kysely: one row a key.
import type { Kysely } from 'kysely';
import type { IdempotencyStore } from '../core/idempotency/store.ts';
import { reportFailures } from '../core/report-failures.ts';
import type { Tables } from './sql-tables.ts';
import { transactionsOn } from './sql-transactions.ts';

export function createSqlIdempotencyStore(db: Kysely<Tables>): IdempotencyStore {
  const { writing } = transactionsOn(db);
  const store: IdempotencyStore = {
    begin: ({ tenant, key }, { fingerprint, seed, now, leaseUntil, expiresAt }) =>
      writing(async (trx) => {
        await trx.deleteFrom('requests').where('expires_at', '<=', now).execute();
        const made = await trx
          .insertInto('requests')
          .values({ tenant, key, fingerprint, seed, done: 0, lease_until: leaseUntil, expires_at: expiresAt })
          .onConflict((conflict) => conflict.columns(['tenant', 'key']).doNothing())
          .returning('seed')
          .executeTakeFirst();
        if (made) return { state: 'begun', seed };
        const { numUpdatedRows } = await trx
          .updateTable('requests')
          .set({ lease_until: leaseUntil })
          .where('tenant', '=', tenant)
          .where('key', '=', key)
          .where('fingerprint', '=', fingerprint)
          .where('done', '=', 0)
          .where('lease_until', '<=', now)
          .executeTakeFirst();
        const found = await trx
          .selectFrom('requests')
          .select(['fingerprint', 'seed', 'done'])
          .where('tenant', '=', tenant)
          .where('key', '=', key)
          .executeTakeFirstOrThrow();
        if (found.fingerprint !== fingerprint) return { state: 'other' };
        if (Number(found.done) === 1) return { state: 'done', seed: found.seed };
        return Number(numUpdatedRows) === 1 ? { state: 'begun', seed: found.seed } : { state: 'running' };
      }),

    async end({ tenant, key }, done) {
      await db
        .updateTable('requests')
        .set({ lease_until: 0, ...(done ? { done: 1 } : {}) })
        .where('tenant', '=', tenant)
        .where('key', '=', key)
        .execute();
    },
  };
  return reportFailures(store, 'The database');
}
