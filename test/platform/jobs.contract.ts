// The law of the job store's port: every adapter runs these claims, in its own runtime.
import { expect, test } from 'vitest';
import type { JobKey, JobStore, NewJob } from '../../functions/core/jobs/store.ts';

export type OpenJobs = () => Promise<JobStore>;

const at: JobKey = { tenant: 'acme', job: 'j1' };
const other: JobKey = { tenant: 'other', job: 'j1' };

/** More than one piece, and no multiple of one. */
const LARGE = 2 ** 18 * 2 + 77;

function floats(length: number, seed: number): Float32Array {
  return Float32Array.from({ length }, (_, i) => Math.fround(Math.sin(i * 12.9898 + seed) * 43758.5453));
}

/** Every byte; toEqual takes seconds for as many numbers. */
export function sameBytes(a: ArrayBufferView, b: ArrayBufferView): boolean {
  const [x, y] = [a, b].map((view) => Buffer.from(view.buffer, view.byteOffset, view.byteLength));
  return x.equals(y);
}

function made(change: Partial<NewJob> = {}): NewJob {
  return { record: '{"a":1}', auto: false, inputs: Uint8Array.of(1, 2, 3), state: [floats(5, 1)], ...change };
}

export function jobsContract(open: OpenJobs): void {
  test('a job is what it was made with, once', async () => {
    const store = await open();
    expect(await store.create(at, made())).toBe(true);
    expect(await store.create(at, made({ record: '{}' }))).toBe(false);
    expect(await store.get(at)).toEqual({
      id: 'j1',
      revision: 1,
      record: '{"a":1}',
      auto: false,
      entries: 0,
    });
    expect(await store.inputs(at)).toEqual(Uint8Array.of(1, 2, 3));
    expect(await store.state(at)).toEqual({ revision: 1, state: floats(5, 1) });
    expect(await store.losses(at, { from: 0, limit: 10 })).toEqual([]);
  });

  test('what is not there is nothing, not an error', async () => {
    const store = await open();
    await store.create(at, made());
    expect(await store.get(other)).toBeUndefined();
    expect(await store.inputs(other)).toBeUndefined();
    expect(await store.state(other)).toBeUndefined();
    expect(await store.losses(other, { from: 0, limit: 10 })).toEqual([]);
    expect(await store.commit(other, { revision: 1, record: '{}', auto: false, entries: ['{}'] })).toBe(
      false,
    );
    expect(await store.losses(other, { from: 0, limit: 10 })).toEqual([]);
    expect(await store.delete(other)).toBe(false);
    expect(await store.claim(other, { holder: 'a', now: 1, until: 2 })).toBe(false);
    await store.release(other, 'a');
    expect(await store.get(at)).toMatchObject({ revision: 1 });
  });

  test('large and empty blobs come back to the bit, NaN and subnormal numbers too', async () => {
    const store = await open();
    const state = floats(LARGE, 2);
    new Uint32Array(state.buffer).set([0x7fc12345, 0xffffffff, 1, 0x80000000], 7);
    const inputs = new Uint8Array(state.buffer.slice(0, 2 ** 20));
    await store.create(at, made({ state: [state.subarray(0, 9), state.subarray(9)], inputs }));
    const read = (await store.state(at))!.state;
    expect(sameBytes(read, state)).toBe(true);
    expect(sameBytes((await store.inputs(at))!, inputs)).toBe(true);
    await store.create(other, made({ state: [new Float32Array()], inputs: new Uint8Array() }));
    expect([(await store.state(other))!.state.length, (await store.inputs(other))!.length]).toEqual([0, 0]);
  });

  test('a commit replaces record and state and appends to the ledger', async () => {
    const store = await open();
    await store.create(at, made({ state: [floats(LARGE, 3)] }));
    const first = {
      revision: 1,
      record: '{"b":2}',
      auto: true,
      state: [floats(7, 4)],
      entries: ['"0"', '"1"'],
    };
    expect(await store.commit(at, first)).toBe(true);
    expect(await store.get(at)).toEqual({ id: 'j1', revision: 2, record: '{"b":2}', auto: true, entries: 2 });
    expect(await store.state(at)).toEqual({ revision: 2, state: floats(7, 4) });
    const second = { revision: 2, record: '{"c":3}', auto: false, entries: ['"2"', '"3"', '"4"'] };
    expect(await store.commit(at, second)).toBe(true);
    expect(await store.state(at)).toEqual({ revision: 3, state: floats(7, 4) });
    expect(await store.inputs(at)).toEqual(Uint8Array.of(1, 2, 3));
    expect(await store.commit(at, { revision: 3, record: '{}', auto: false, entries: [] })).toBe(true);
    const all = ['"0"', '"1"', '"2"', '"3"', '"4"'];
    for (let from = 0; from <= 6; from++) {
      for (let limit = 1; limit <= 6; limit++) {
        expect(await store.losses(at, { from, limit })).toEqual(all.slice(from, from + limit));
      }
    }
  });

  test('of two commits from one revision, one is kept whole and the other not at all', async () => {
    const store = await open();
    await store.create(at, made());
    const change = (n: number) => ({
      revision: 1,
      record: `{"n":${n}}`,
      auto: false,
      state: [floats(LARGE, n)],
      entries: [`"of ${n}"`],
    });
    const kept = await Promise.all([1, 2, 3].map((n) => store.commit(at, change(n))));
    expect(kept.filter(Boolean)).toHaveLength(1);
    const winner = kept.indexOf(true) + 1;
    expect(await store.get(at)).toMatchObject({ revision: 2, record: `{"n":${winner}}`, entries: 1 });
    expect(sameBytes((await store.state(at))!.state, floats(LARGE, winner))).toBe(true);
    expect(await store.losses(at, { from: 0, limit: 10 })).toEqual([`"of ${winner}"`]);
    expect(await store.commit(at, change(9))).toBe(false);
    expect(sameBytes((await store.state(at))!.state, floats(LARGE, winner))).toBe(true);
  });

  test('what is handed in and out is a copy', async () => {
    const store = await open();
    const state = floats(5, 1);
    await store.create(at, made({ state: [state] }));
    state.fill(0);
    (await store.state(at))!.state.fill(1);
    expect((await store.state(at))!.state).toEqual(floats(5, 1));
  });

  test('a deleted job is gone with all it held, and its id is free', async () => {
    const store = await open();
    await store.create(at, made());
    await store.create(other, made());
    await store.commit(at, {
      revision: 1,
      record: '{}',
      auto: true,
      state: [floats(3, 1)],
      entries: ['"0"'],
    });
    expect(await store.delete(at)).toBe(true);
    expect(await store.get(at)).toBeUndefined();
    expect(await store.state(at)).toBeUndefined();
    expect(await store.losses(at, { from: 0, limit: 10 })).toEqual([]);
    expect(await store.waiting(1, 10)).toEqual([]);
    expect(await store.delete(at)).toBe(false);
    expect(await store.create(at, made())).toBe(true);
    expect(await store.get(at)).toMatchObject({ revision: 1, entries: 0 });
    expect(await store.get(other)).toMatchObject({ revision: 1 });
  });

  test('jobs of a tenant are listed by id, in pages', async () => {
    const store = await open();
    const ids = ['b', 'A', 'a', '\u{1f600}', '\uffee', 'c%', "d'"];
    for (const job of ids) await store.create({ tenant: 't', job }, made());
    await store.create(other, made());
    const listed: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await store.list('t', { limit: 2, cursor });
      listed.push(...page.items.map(({ id }) => id));
      cursor = page.cursor ?? undefined;
    } while (cursor !== undefined);
    expect(listed).toEqual(['A', 'a', 'b', 'c%', "d'", '\uffee', '\u{1f600}']);
    expect(await store.list('nobody', { limit: 2 })).toEqual({ items: [], cursor: null });
  });

  test('a lease keeps others away until it ends or is given back', async () => {
    const store = await open();
    await store.create(at, made({ auto: true }));
    expect(await store.claim(at, { holder: 'a', now: 100, until: 200 })).toBe(true);
    expect(await store.claim(at, { holder: 'b', now: 150, until: 250 })).toBe(false);
    expect(await store.claim(at, { holder: 'a', now: 150, until: 300 })).toBe(true);
    await store.release(at, 'b');
    expect(await store.claim(at, { holder: 'b', now: 299, until: 400 })).toBe(false);
    expect(await store.claim(at, { holder: 'b', now: 300, until: 400 })).toBe(true);
    await store.release(at, 'b');
    expect(await store.claim(at, { holder: 'a', now: 310, until: 400 })).toBe(true);
    expect(await store.get(at)).toMatchObject({ revision: 1 });
  });

  test('of two who claim at once, one has the lease', async () => {
    const store = await open();
    await store.create(at, made());
    const got = await Promise.all(
      ['a', 'b', 'c'].map((holder) => store.claim(at, { holder, now: 1, until: 9 })),
    );
    expect(got.filter(Boolean)).toHaveLength(1);
  });

  test('waiting are the jobs to be continued that nobody has a lease on', async () => {
    const store = await open();
    for (const job of ['a', 'b', 'c']) await store.create({ tenant: 't', job }, made({ auto: job !== 'b' }));
    await store.create(other, made({ auto: true }));
    const waiting = async (now: number, limit = 10) =>
      (await store.waiting(now, limit)).map(({ tenant, job }) => `${tenant}/${job}`);
    expect(await waiting(1)).toEqual(['other/j1', 't/a', 't/c']);
    expect(await waiting(1, 2)).toEqual(['other/j1', 't/a']);
    await store.claim({ tenant: 't', job: 'a' }, { holder: 'x', now: 1, until: 50 });
    expect(await waiting(49)).toEqual(['other/j1', 't/c']);
    expect(await waiting(50)).toEqual(['other/j1', 't/a', 't/c']);
    await store.commit(other, { revision: 1, record: '{}', auto: false, entries: [] });
    expect(await waiting(50)).toEqual(['t/a', 't/c']);
  });
}
