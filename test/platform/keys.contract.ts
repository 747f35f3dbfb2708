// The law of the key store's port: every adapter runs these claims, in its own runtime.
import { expect, test } from 'vitest';
import type { KeyRecord } from '../../functions/core/keys/key.ts';
import type { KeyStore } from '../../functions/core/keys/store.ts';

/** `open`: a store that holds no key. */
export function keysContract(open: () => Promise<KeyStore>): void {
  test('a key is found as it was made, once, and no other id finds it', async () => {
    const store = await open();
    const made = keyOf('a', { label: "it's", quota: { requests: 3, seconds: 60 }, expiresAt: 2 ** 45 });
    expect(await store.create(made)).toBe(true);
    expect(await store.create(keyOf('a', { tenant: 'other' }))).toBe(false);
    expect(await store.find('a')).toEqual(made);
    for (const id of ['A', '', 'a ', '%', made.sha256])
      if (id !== '') expect(await store.find(id)).toBe(undefined);
  });

  test('a key is revoked once, keeps that time, and stays in the list', async () => {
    const store = await open();
    await store.create(keyOf('a'));
    await store.create(keyOf('b', { scopes: [] }));
    const revoked = { ...keyOf('a'), revokedAt: 7 };
    expect(await store.revoke('a', 7)).toEqual(revoked);
    expect(await store.revoke('a', 9)).toEqual(revoked);
    expect(await store.find('a')).toEqual(revoked);
    expect(await store.revoke('none', 7)).toBe(undefined);
    expect((await store.list({ limit: 9 })).items).toEqual([revoked, keyOf('b', { scopes: [] })]);
  });

  test('pages hold every key of every tenant once, by id', async () => {
    const store = await open();
    const ids = ['d', 'b', 'a', 'e', 'c'];
    for (const id of ids) await store.create(keyOf(id, { tenant: id }));
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await store.list({ limit: 2, cursor });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.cursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  test('there is a key from the first one on, also when it is revoked', async () => {
    const store = await open();
    expect(await store.any()).toBe(false);
    await store.create(keyOf('a'));
    await store.revoke('a', 7);
    await expect.poll(() => store.any()).toBe(true);
  });
}

function keyOf(id: string, change: Partial<KeyRecord> = {}): KeyRecord {
  return {
    id,
    tenant: 'acme',
    label: null,
    scopes: ['faces:read', 'styles'],
    sha256: 'a'.repeat(64),
    createdAt: 1_700_000_000_000,
    expiresAt: null,
    revokedAt: null,
    quota: null,
    ...change,
  };
}
