// The key store's port. functions/platform/keys-memory.ts is the readable specification; test/platform/keys.contract.ts is the law.
import type { Page, PageRequest } from '../faces/store.ts';
import type { KeyRecord } from './key.ts';

/**
 * Every method either does all it says or nothing that is visible, and throws Fault store_failed when the medium fails;
 * calling again is then safe. Records are never deleted: a revoked key goes on to be one that exists.
 */
export type KeyStore = {
  /** False when the id is taken; nothing is changed then. */
  create(record: KeyRecord): Promise<boolean>;
  /** By id and not by digest: what a caller sends is then compared in constant time, which no index of a store does. */
  find(id: string): Promise<KeyRecord | undefined>;
  /** Of all tenants, ordered by id. */
  list(page: PageRequest): Promise<Page<KeyRecord>>;
  /** The key as it is then; one that was revoked before keeps its time. Undefined when there is none. */
  revoke(id: string, now: number): Promise<KeyRecord | undefined>;
  /** Whether a key was ever made; revoked and expired ones count. */
  any(): Promise<boolean>;
};
