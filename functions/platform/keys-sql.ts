// The key store on SQL through Kysely: a libsql file here, the same statements on PostgreSQL.
import type { Kysely, Selectable } from 'kysely';
import type { KeyRecord } from '../core/keys/key.ts';
import type { Scope } from '../core/keys/scopes.ts';
import type { KeyStore } from '../core/keys/store.ts';
import { pageOf } from '../core/page.ts';
import { reportFailures } from '../core/report-failures.ts';
import type { Tables } from './sql-tables.ts';

/** Shares `db` with the gallery store, which closes it. */
export function createSqlKeyStore(db: Kysely<Tables>): KeyStore {
  const store: KeyStore = {
    async create({ scopes, createdAt, expiresAt, revokedAt, quota, ...same }) {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('api_keys')
        .values({
          ...same,
          scopes: scopes.join(' '),
          created_at: createdAt,
          expires_at: expiresAt,
          revoked_at: revokedAt,
          quota_requests: quota?.requests ?? null,
          quota_seconds: quota?.seconds ?? null,
        })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .executeTakeFirstOrThrow();
      return Number(numInsertedOrUpdatedRows) > 0;
    },

    async find(id) {
      const row = await db.selectFrom('api_keys').selectAll().where('id', '=', id).executeTakeFirst();
      return row && recordOf(row);
    },

    async list({ limit, cursor }) {
      const rows = await db
        .selectFrom('api_keys')
        .selectAll()
        .$if(cursor !== undefined, (query) => query.where('id', '>', cursor!))
        .orderBy('id')
        .limit(limit + 1)
        .execute();
      return pageOf(rows.map(recordOf), limit, ({ id }) => id);
    },

    async revoke(id, now) {
      const row = await db
        .updateTable('api_keys')
        .set(({ fn, ref, val }) => ({ revoked_at: fn.coalesce(ref('revoked_at'), val(now)) }))
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirst();
      return row && recordOf(row);
    },

    async any() {
      return (await db.selectFrom('api_keys').select('id').limit(1).executeTakeFirst()) !== undefined;
    },
  };
  return reportFailures(store, 'The database');
}

function recordOf(row: Selectable<Tables['api_keys']>): KeyRecord {
  const { id, tenant, label, scopes, sha256, created_at, expires_at, revoked_at } = row;
  const { quota_requests: requests, quota_seconds: seconds } = row;
  return {
    ...{ id, tenant, label, sha256 },
    scopes: scopes === '' ? [] : (scopes.split(' ') as Scope[]),
    createdAt: Number(created_at),
    expiresAt: expires_at === null ? null : Number(expires_at),
    revokedAt: revoked_at === null ? null : Number(revoked_at),
    quota:
      requests === null || seconds === null ? null : { requests: Number(requests), seconds: Number(seconds) },
  };
}
