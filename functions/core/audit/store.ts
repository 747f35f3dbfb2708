// Where the audit record is kept. functions/platform/audit-memory.ts is the readable specification; test/platform/audit.contract.ts is the law.
import type { Page } from '../faces/store.ts';
import { pageOf } from '../page.ts';
import type { Act, AuditRecord } from './record.ts';

/** Throws Fault store_failed when the medium fails. */
export type AuditStore = {
  /**
   * As the tenant's next record. Of several at once each is linked to another. `once`: an act whose `request` is on
   * record already is recorded no second time.
   */
  append(tenant: string, act: Act, once?: boolean): Promise<AuditRecord>;
  /** In order, those after `cursor`, which is a number of a record. */
  list(
    tenant: string,
    page: { readonly limit: number; readonly cursor?: number },
  ): Promise<Page<AuditRecord>>;
};

/** Such a page, of what was found. */
export function auditPage(found: readonly AuditRecord[], limit: number): Page<AuditRecord> {
  return pageOf(found, limit, ({ seq }) => String(seq));
}
