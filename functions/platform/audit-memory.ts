// The audit record in memory: the readable specification of the port.
import { type AuditRecord, linked } from '../core/audit/record.ts';
import { type AuditStore, auditPage } from '../core/audit/store.ts';
import { sha256Hex } from './sha256.ts';

export function createMemoryAuditStore(): AuditStore {
  const tenants = new Map<string, AuditRecord[]>();
  let last: Promise<unknown> = Promise.resolve();

  const recordsOf = (tenant: string) => {
    const found = tenants.get(tenant) ?? [];
    tenants.set(tenant, found);
    return found;
  };

  return {
    append(tenant, act, once = false) {
      const turn = last.then(async () => {
        const records = recordsOf(tenant);
        const found = once && records.find(({ request }) => request === act.request);
        if (found) return found;
        const record = await linked(sha256Hex, tenant, records.at(-1), structuredClone(act));
        records.push(record);
        return record;
      });
      last = turn;
      return turn;
    },

    async list(tenant, { limit, cursor = 0 }) {
      return auditPage(
        recordsOf(tenant).filter(({ seq }) => seq > cursor),
        limit,
      );
    },
  };
}
