// Where the audit record is kept. functions/platform/audit-memory.ts is the readable specification; test/platform/audit.contract.ts is the law.
import type { Page } from '../faces/store.ts';
import type { Act, AuditRecord } from './record.ts';

/** Throws Fault store_failed when the medium fails. */
export type AuditStore = {
  /** As the tenant's next record. Of several at once each is linked to another. */
  append(tenant: string, act: Act): Promise<AuditRecord>;
  /** In order, those after `cursor`, which is a number of a record. */
  list(
    tenant: string,
    page: { readonly limit: number; readonly cursor?: number },
  ): Promise<Page<AuditRecord>>;
};

/** Such a page of records that are one more than `limit` where there are more. */
export function pageOf(records: readonly AuditRecord[], limit: number): Page<AuditRecord> {
  const items = records.slice(0, limit);
  return { items, cursor: records.length > limit ? String(items[limit - 1].seq) : null };
}
