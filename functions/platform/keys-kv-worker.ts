// The key store on Workers KV: one key an API key, its record as JSON. Written by `npm run keys -- --worker`.
import type { KeyRecord } from '../core/keys/key.ts';
import type { KeyStore } from '../core/keys/store.ts';
import { reportFailures } from '../core/report-failures.ts';

/** KV's own page is 1000 keys; each is then read by itself. */
const KEYS_A_READ = 100;

/** How long "there is no key" is believed: a list of KV costs as much as a write. */
const NONE_FOR_MS = 10_000;

/**
 * KV keeps what it read for up to 60 s at a place: for so long a revoked key may go on to be taken there, and a changed
 * record not be seen. A new key is seen at once where nobody asked for it before.
 */
export function createKvKeyStore(KEYS: KVNamespace, now: () => number): KeyStore {
  let some = false;
  let noneUntil = Number.NEGATIVE_INFINITY;

  const store: KeyStore = {
    async create(record) {
      if ((await KEYS.get(record.id)) !== null) return false;
      await KEYS.put(record.id, JSON.stringify(record));
      return true;
    },

    async find(id) {
      return (await KEYS.get<KeyRecord>(id, 'json')) ?? undefined;
    },

    async list({ limit, cursor }) {
      const ids = await idsAfter(KEYS, cursor, limit + 1);
      const items: KeyRecord[] = [];
      for (let i = 0; i < Math.min(limit, ids.length); i += KEYS_A_READ) {
        const read = ids.slice(i, Math.min(i + KEYS_A_READ, limit));
        for (const record of (await KEYS.get<KeyRecord>(read, 'json')).values())
          if (record) items.push(record);
      }
      return { items, cursor: ids.length > limit ? ids[limit - 1] : null };
    },

    async revoke(id, at) {
      const found = await KEYS.get<KeyRecord>(id, 'json');
      if (!found) return undefined;
      const revoked = { ...found, revokedAt: found.revokedAt ?? at };
      await KEYS.put(id, JSON.stringify(revoked));
      return revoked;
    },

    async any() {
      if (!some && now() >= noneUntil) {
        some = (await KEYS.list({ limit: 1 })).keys.length > 0;
        noneUntil = now() + NONE_FOR_MS;
      }
      return some;
    },
  };
  return reportFailures(store, 'Workers KV');
}

/** Ids in order, which is how KV lists them, after one of them; there are few keys, so it reads from the start. */
async function idsAfter(KEYS: KVNamespace, after: string | undefined, count: number): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const page: KVNamespaceListResult<unknown> = await KEYS.list({ cursor });
    ids.push(...page.keys.map(({ name }) => name).filter((name) => after === undefined || name > after));
    cursor = page.list_complete ? undefined : page.cursor;
  } while (cursor && ids.length < count);
  return ids.slice(0, count);
}
