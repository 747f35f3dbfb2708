// The key store in memory: the readable specification of the port, and the store of tests.
import { compareIds } from '../core/faces/order.ts';
import type { KeyRecord } from '../core/keys/key.ts';
import type { KeyStore } from '../core/keys/store.ts';
import { pageOf } from '../core/page.ts';

export function createMemoryKeyStore(): KeyStore {
  const keys = new Map<string, KeyRecord>();
  return {
    async create(record) {
      if (keys.has(record.id)) return false;
      keys.set(record.id, record);
      return true;
    },
    async find(id) {
      return keys.get(id);
    },
    async list({ limit, cursor }) {
      const rest = [...keys.values()]
        .filter(({ id }) => cursor === undefined || compareIds(id, cursor) > 0)
        .sort((a, b) => compareIds(a.id, b.id));
      return pageOf(rest, limit, ({ id }) => id);
    },
    async revoke(id, now) {
      const found = keys.get(id);
      if (!found) return undefined;
      const revoked = { ...found, revokedAt: found.revokedAt ?? now };
      keys.set(id, revoked);
      return revoked;
    },
    async any() {
      return keys.size > 0;
    },
  };
}
