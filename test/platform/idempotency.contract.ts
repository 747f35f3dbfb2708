// The law of the port that remembers requests: every adapter runs these claims, in its own runtime.
import { expect, test } from 'vitest';
import type { IdempotencyStore } from '../../functions/core/idempotency/store.ts';

export function idempotencyContract(open: () => Promise<IdempotencyStore>): void {
  let keys = 0;
  const newKey = (tenant = 'acme') => ({ tenant, key: `k${keys++}` });
  const request = (now: number, change = {}) => ({
    fingerprint: 'f',
    seed: `seed${now}`,
    now,
    leaseUntil: now + 10,
    expiresAt: now + 1000,
    ...change,
  });
  const began = 5_000_000_000_000; // in the far future, where no alarm comes in between

  test('a key is begun once; meanwhile others are told to wait, and then it is done, with the first seed', async () => {
    const [store, at] = [await open(), newKey()];
    expect(await store.begin(at, request(began))).toEqual({ state: 'begun', seed: `seed${began}` });
    expect(await store.begin(at, request(began + 9))).toEqual({ state: 'running' });
    await store.end(at, true);
    expect(await store.begin(at, request(began + 9))).toEqual({ state: 'done', seed: `seed${began}` });
    await store.end(at, false);
    expect(await store.begin(at, request(began + 9))).toEqual({ state: 'done', seed: `seed${began}` });
  });

  test('an attempt that failed, or whose lease ended, is begun again with the seed of the first', async () => {
    const [store, at] = [await open(), newKey()];
    await store.begin(at, request(began));
    expect(await store.begin(at, request(began + 10))).toEqual({ state: 'begun', seed: `seed${began}` });
    expect(await store.begin(at, request(began + 19))).toEqual({ state: 'running' });
    await store.end(at, false);
    expect(await store.begin(at, request(began + 19))).toEqual({ state: 'begun', seed: `seed${began}` });
  });

  test('another request of the key is told so, done or not', async () => {
    const [store, at] = [await open(), newKey()];
    await store.begin(at, request(began));
    const other = request(began + 50, { fingerprint: 'g' });
    expect(await store.begin(at, other)).toEqual({ state: 'other' });
    await store.end(at, true);
    expect(await store.begin(at, other)).toEqual({ state: 'other' });
  });

  test('a key is new when its time has come, and in every tenant', async () => {
    const [store, at] = [await open(), newKey()];
    await store.begin(at, request(began));
    await store.end(at, true);
    const elsewhere = { ...at, tenant: 'other' };
    expect((await store.begin(elsewhere, request(began + 1, { fingerprint: 'g' }))).state).toBe('begun');
    const late = request(began + 1000, { fingerprint: 'g' });
    expect(await store.begin(at, late)).toEqual({ state: 'begun', seed: `seed${began + 1000}` });
  });

  test('of ten at once one begins', async () => {
    const [store, at] = [await open(), newKey()];
    const all = await Promise.all(Array.from({ length: 10 }, () => store.begin(at, request(began))));
    expect(all.filter(({ state }) => state === 'begun')).toHaveLength(1);
    expect(all.filter(({ state }) => state === 'running')).toHaveLength(9);
  });

  test('the end of a key that is not there is nothing', async () => {
    await expect((await open()).end(newKey(), true)).resolves.toBeUndefined();
  });
}
