// The law of the audit record's port: every adapter runs these claims, in its own runtime.
import { expect, test } from 'vitest';
import { type Act, brokenAt, NO_PREVIOUS } from '../../functions/core/audit/record.ts';
import type { AuditStore } from '../../functions/core/audit/store.ts';
import { sha256Hex } from '../../functions/platform/sha256.ts';

export function auditContract(open: () => Promise<AuditStore>): void {
  let tenants = 0;
  const newTenant = () => `tenant-${tenants++}`;
  const act = (subject: string): Act => ({
    at: 1_790_000_000_000,
    actor: 'k1',
    request: 'r1',
    action: 'subject.enrolled',
    data: { gallery: 'g', subject, faces: ['f1'], model: 'm' },
  });

  test('records are in order, each linked to the one before, and read in pages', async () => {
    const [store, tenant] = [await open(), newTenant()];
    for (const subject of ['ada', 'bob', 'čapek "x"\n']) await store.append(tenant, act(subject));
    await store.append(tenant, { ...act('eve'), actor: null });
    const first = await store.list(tenant, { limit: 3 });
    const rest = await store.list(tenant, { limit: 3, cursor: Number(first.cursor) });
    expect([first.items.length, first.cursor, rest.items.length, rest.cursor]).toEqual([3, '3', 1, null]);
    const all = [...first.items, ...rest.items];
    expect(all.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
    expect(all[0]).toMatchObject({ ...act('ada'), seq: 1, previous: NO_PREVIOUS });
    expect(all[3].actor).toBeNull();
    expect(await brokenAt(sha256Hex, tenant, undefined, all)).toBeUndefined();
    expect(await brokenAt(sha256Hex, 'another', undefined, all)).toMatchObject({ seq: 1 });
  });

  test('tenants have records of their own', async () => {
    const [store, one, other] = [await open(), newTenant(), newTenant()];
    await store.append(one, act('ada'));
    expect((await store.list(other, { limit: 9 })).items).toEqual([]);
    expect((await store.append(other, act('ada'))).seq).toBe(1);
  });

  test('what is to be recorded once is, however often and at once it comes, beside others of other requests', async () => {
    const [store, tenant, other] = [await open(), newTenant(), newTenant()];
    const once = (request: string, of = tenant) => store.append(of, { ...act('ada'), request }, true);
    await store.append(tenant, act('ada'));
    const all = await Promise.all(['x', 'x', 'y', 'x'].map((request) => once(request)));
    expect(all.map(({ request, seq }) => [request, seq])).toEqual([
      ['x', 2],
      ['x', 2],
      ['y', 3],
      ['x', 2],
    ]);
    expect((await once('x', other)).seq).toBe(1);
    await store.append(tenant, act('ada')); // a caller may send an id twice
    const { items } = await store.list(tenant, { limit: 9 });
    expect(items.map(({ request }) => request)).toEqual(['r1', 'x', 'y', 'r1']);
    expect(await brokenAt(sha256Hex, tenant, undefined, items)).toBeUndefined();
  });

  test('of twenty at once each is linked to another', async () => {
    const [store, tenant] = [await open(), newTenant()];
    await Promise.all(Array.from({ length: 20 }, (_, i) => store.append(tenant, act(`s${i}`))));
    const { items } = await store.list(tenant, { limit: 100 });
    expect(items).toHaveLength(20);
    expect(await brokenAt(sha256Hex, tenant, undefined, items)).toBeUndefined();
  });

  test('a record that is changed, taken out or put elsewhere shows', async () => {
    const [store, tenant] = [await open(), newTenant()];
    for (const subject of ['ada', 'bob', 'eve']) await store.append(tenant, act(subject));
    const { items } = await store.list(tenant, { limit: 9 });
    const [a, b, c] = items;
    const why = async (...records: typeof items) =>
      (await brokenAt(sha256Hex, tenant, undefined, records))?.why;
    expect(await why(a, { ...b, actor: 'k2' }, c)).toBe('record 2 is not what its hash was made of');
    expect(await why(a, { ...b, at: b.at + 1 }, c)).toBe('record 2 is not what its hash was made of');
    expect(await why(a, c)).toBe('record 2 is missing; 3 is in its place');
    expect(await why(a, { ...c, seq: 2 })).toBe('record 2 does not name the hash of the one before');
    expect(await why(b, c)).toBe('record 1 is missing; 2 is in its place');
  });
}
