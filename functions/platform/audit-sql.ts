// The audit record on SQL through Kysely: rows that are only ever added, and one row a tenant that says which is the last.
import type { Kysely, Selectable } from 'kysely';
import { type AuditRecord, linked, NO_PREVIOUS } from '../core/audit/record.ts';
import { type AuditStore, auditPage } from '../core/audit/store.ts';
import { reportFailures } from '../core/report-failures.ts';
import { sha256Hex } from './sha256.ts';
import type { Tables } from './sql-tables.ts';
import { transactionsOn } from './sql-transactions.ts';

export function createSqlAuditStore(db: Kysely<Tables>): AuditStore {
  const { writing } = transactionsOn(db);
  const store: AuditStore = {
    append: (tenant, act, once = false) =>
      writing(async (trx) => {
        await trx
          .insertInto('audit_ends')
          .values({ tenant, seq: 0, hash: NO_PREVIOUS })
          .onConflict((conflict) => conflict.column('tenant').doNothing())
          .execute();
        // The row is held until the end of the transaction, so that writers take turns.
        const end = await trx
          .updateTable('audit_ends')
          .set(({ ref }) => ({ seq: ref('seq') }))
          .where('tenant', '=', tenant)
          .returningAll()
          .executeTakeFirstOrThrow();
        const found = once && (await recordOfRequest(trx, tenant, act.request));
        if (found) return found;
        const last = { seq: Number(end.seq), hash: end.hash };
        const record = await linked(sha256Hex, tenant, last, act);
        await trx
          .insertInto('audit')
          .values({ ...record, tenant, data: JSON.stringify(record.data) })
          .execute();
        const { seq, hash } = record;
        await trx.updateTable('audit_ends').set({ seq, hash }).where('tenant', '=', tenant).execute();
        return record;
      }),

    async list(tenant, { limit, cursor = 0 }) {
      const rows = await db
        .selectFrom('audit')
        .selectAll()
        .where('tenant', '=', tenant)
        .where('seq', '>', cursor)
        .orderBy('seq')
        .limit(limit + 1)
        .execute();
      return auditPage(rows.map(recordOf), limit);
    },
  };
  return reportFailures(store, 'The database');
}

async function recordOfRequest(
  trx: Kysely<Tables>,
  tenant: string,
  request: string,
): Promise<AuditRecord | undefined> {
  const row = await trx
    .selectFrom('audit')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('request', '=', request)
    .limit(1)
    .executeTakeFirst();
  return row && recordOf(row);
}

/** Every tenant that has records, in order. */
export async function auditedTenants(db: Kysely<Tables>): Promise<string[]> {
  const rows = await db.selectFrom('audit_ends').select('tenant').orderBy('tenant').execute();
  return rows.map(({ tenant }) => tenant);
}

function recordOf({ tenant: _, data, ...row }: Selectable<Tables['audit']>): AuditRecord {
  return { ...row, seq: Number(row.seq), at: Number(row.at), data: JSON.parse(data) } as AuditRecord;
}
