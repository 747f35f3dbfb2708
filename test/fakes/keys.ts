// Keys made as the command makes them, in a store in memory.
import { createHash, randomBytes } from 'node:crypto';
import { type AskedKey, mintKey } from '../../functions/core/keys/key.ts';
import { SCOPES } from '../../functions/core/keys/scopes.ts';
import type { KeyStore } from '../../functions/core/keys/store.ts';

/** A new key of the store, with every scope unless `asked` says otherwise, as the header that carries it. */
export async function keyIn(store: KeyStore, asked: Partial<AskedKey> = {}) {
  const all = { tenant: 'default', label: null, scopes: SCOPES, expiresAt: null, quota: null, ...asked };
  const { text, record } = await mintKey(all, {
    random: randomBytes,
    sha256: async (key) => createHash('sha256').update(key).digest('hex'),
    now: Date.now,
  });
  await store.create(record);
  return { text, record, headers: { Authorization: `Bearer ${text}` } };
}
