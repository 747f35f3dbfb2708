import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { describe, expect, test, vi } from 'vitest';
import { dot } from '../../functions/core/faces/fuse.ts';
import type { GalleryKey, GalleryStore } from '../../functions/core/faces/store.ts';
import { createObjectAuditStore } from '../../functions/platform/audit-object-worker.ts';
import { FACES_AN_ANSWER } from '../../functions/platform/gallery-ledger-worker.ts';
import { type GalleryEnv, SETTLE_MS } from '../../functions/platform/gallery-object-worker.ts';
import { createKvGalleryStore } from '../../functions/platform/store-kv-worker.ts';
import { packFloat32, packInt8, toBase64, unpackInt8 } from '../../functions/platform/template-codec.ts';
import { createObjectWebhooks } from '../../functions/platform/webhook-tenant-worker.ts';
import { follow } from '../platform/galleries.contract.ts';
import { calibrationOf, ENCODER, faceOf, vectorOf } from '../platform/seeded-faces.ts';

const bindings = env as unknown as GalleryEnv;
const { GALLERIES, GALLERY } = bindings;
const LIMIT = { maxFacesPerGallery: 5_000 };

let galleries = 0;

async function newGallery(store: GalleryStore): Promise<GalleryKey> {
  const at = { tenant: 'faults', gallery: `private-${galleries++}` };
  await store.putGallery(at, { encoder: ENCODER }, 1);
  return at;
}

const nameOf = ({ tenant, gallery }: GalleryKey) => [tenant, gallery];

const runAlarm = (at: GalleryKey) =>
  runDurableObjectAlarm(
    GALLERY.get(GALLERY.idFromName(JSON.stringify(nameOf(at)))) as unknown as DurableObjectStub,
  );

/** Looks into an object, or changes what it holds. */
function inside<R>(
  name: readonly string[],
  look: (state: DurableObjectState, object: { env: GalleryEnv }) => R | Promise<R>,
): Promise<R> {
  const stub = GALLERY.get(GALLERY.idFromName(JSON.stringify(name))) as unknown as DurableObjectStub;
  return runInDurableObject(stub, (object, state) => look(state, object as unknown as { env: GalleryEnv }));
}

/** Proxies `target`: each method call goes to `call`, which may refuse it. */
function intercept<T extends object>(target: T, call: (method: string, work: () => unknown) => unknown): T {
  return new Proxy(target, {
    get(object, method) {
      const methods = object as Record<string | symbol, (...args: unknown[]) => unknown>;
      return (...args: unknown[]) => call(String(method), () => methods[method](...args)); // an RPC stub has no `apply`
    },
  });
}

/** Runs the object's alarm until KV has been told everything. */
async function tellKv(at: GalleryKey): Promise<void> {
  const untold = () =>
    inside(nameOf(at), async ({ storage }) => {
      if ((await storage.getAlarm()) === null) await storage.setAlarm(Date.now() + 60_000);
      return storage.sql
        .exec('SELECT version FROM held WHERE put_at IS NULL UNION ALL SELECT key FROM doomed')
        .toArray().length;
    });
  while ((await untold()) > 0) await runAlarm(at);
}

/** As if the settling time had passed: the object gives up its templates, and KV answers alone. */
async function settle(at: GalleryKey): Promise<void> {
  await tellKv(at);
  await inside(nameOf(at), async ({ storage }) => {
    storage.sql.exec('UPDATE held SET put_at = put_at - ?', SETTLE_MS + 1);
    await storage.setAlarm(Date.now() + 60_000);
  });
  await runAlarm(at);
  expect(
    await inside(nameOf(at), ({ storage }) => storage.sql.exec('SELECT 1 FROM held').toArray().length),
  ).toBe(0);
}

const enrol = (store: GalleryStore, at: GalleryKey, subject: string, faces: ReturnType<typeof faceOf>[]) =>
  store.enrol(
    at,
    { subject, name: `Name of ${subject}`, encoder: ENCODER, faces, attempt: { pictures: 3, rejected: 1 } },
    1,
  );

/** The gallery's keys in KV, once it has been told. */
async function keysOf(prefix: string): Promise<KVNamespaceListKey<unknown, string>[]> {
  return (await GALLERIES.list({ prefix })).keys;
}

function prefixOf(at: GalleryKey): Promise<string> {
  return inside(
    nameOf(at),
    ({ storage }) => storage.sql.exec<{ prefix: string }>('SELECT prefix FROM gallery').one().prefix,
  );
}

describe('Workers KV', () => {
  test('answers alone, once settled, what the object answered before', async () => {
    const store = createKvGalleryStore(bindings, LIMIT);
    const at = await newGallery(store);
    const faces = Array.from({ length: 1_010 }, (_, i) => faceOf(`f${i}`, i)); // more than a list page
    for (let i = 0; i < faces.length; i += 100) await enrol(store, at, `s${i}`, faces.slice(i, i + 100));
    const before = await follow(store, at);
    await settle(at);
    const after = await follow(store, at);
    expect(after.faces).toEqual(before.faces);
    const exact = await store.exact(at, ['f0', 'f99', 'f1009', 'absent']);
    expect(exact).toEqual(new Map([0, 99, 1_009].map((i) => [`f${i}`, vectorOf(i)])));
    expect((await store.templates(at, 's300'))?.map(({ vector }) => vector)).toEqual(
      faces.slice(300, 400).map(({ template }) => template),
    );
    await store.deleteSubject(at, 's0');
    await enrol(store, at, 'new', [faceOf('g', 5)]);
    const next = await follow(store, at, before);
    expect(next.reset).toBe(false);
    expect(next.faces).toEqual((await follow(store, at)).faces);
    expect(next.faces.size).toBe(911);
  });

  test('is read in several answers of the object when the gallery is large', async () => {
    const store = createKvGalleryStore(bindings, LIMIT);
    const at = await newGallery(store);
    const count = FACES_AN_ANSWER + 1_500;
    const int8 = toBase64(packInt8(vectorOf(1)));
    await inside(nameOf(at), ({ storage }) => {
      storage.sql.exec(
        `INSERT INTO faces WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i <= ?)
         SELECT i, 'f' || i, 's' || i, 0, 1, 'none' FROM n`,
        count,
      );
      storage.sql.exec(`INSERT INTO held SELECT version, ?, '', 9e15 FROM faces`, int8);
      storage.sql.exec('UPDATE gallery SET version = ?, faces = ?', count + 1, count);
    });
    const index = await follow(store, at);
    expect(index.faces.size).toBe(count);
    await store.deleteFace(at, 's2', 'f2');
    await store.deleteFace(at, `s${count}`, `f${count}`);
    const next = await follow(store, at, index);
    expect([next.reset, next.faces.size]).toEqual([false, count - 2]);
    expect((await follow(store, at, { version: 1, faces: new Map() })).faces.size).toBe(count - 2);
  });

  test('further behind than removals are kept, an index reads everything again', async () => {
    const store = createKvGalleryStore(bindings, LIMIT);
    const at = await newGallery(store);
    await enrol(store, at, 'ada', [faceOf('f1', 1), faceOf('f2', 2)]);
    const index = await follow(store, at);
    await store.deleteFace(at, 'ada', 'f1');
    await inside(
      nameOf(at),
      ({ storage }) => void storage.sql.exec('UPDATE gallery SET version = version + 10000'),
    );
    expect((await follow(store, at, index)).reset).toBe(false);
    await store.deleteFace(at, 'ada', 'f2');
    const next = await follow(store, at, index);
    expect([next.reset, next.faces.size]).toEqual([true, 0]);
  });

  test('costs one object call and no KV call when nothing changed', async () => {
    const calls: string[] = [];
    const counted = intercept(GALLERIES, (method, work) => {
      calls.push(method);
      return work();
    });
    const store = createKvGalleryStore({ ...bindings, GALLERIES: counted }, LIMIT);
    const at = await newGallery(store);
    await enrol(store, at, 'ada', [faceOf('f1')]);
    await settle(at);
    const { version } = await store.changes(at, undefined);
    expect(calls).toEqual(['list']);
    await store.changes(at, version);
    expect(calls).toEqual(['list']);
  });

  test('never shows a forgotten face from stale reads', async () => {
    const writing = createKvGalleryStore(bindings, LIMIT);
    const at = await newGallery(writing);
    await enrol(writing, at, 'ada', [faceOf('f1', 1), faceOf('f2', 2)]);
    await enrol(writing, at, 'bob', [faceOf('f3', 3)]);
    await settle(at);
    const stale = createKvGalleryStore({ ...bindings, GALLERIES: await frozen() }, LIMIT);
    const index = await follow(stale, at);
    expect(index.faces.size).toBe(3);

    await writing.deleteFace(at, 'ada', 'f1');
    await writing.deleteSubject(at, 'bob');
    await enrol(writing, at, 'bob', [faceOf('f4', 4)]);
    await tellKv(at);
    for (const store of [stale, writing]) {
      expect([...(await follow(store, at)).faces.keys()]).toEqual(['f2', 'f4']);
      expect([...(await follow(store, at, index)).faces.keys()].sort()).toEqual(['f2', 'f4']);
      expect((await store.templates(at, 'ada'))?.map(({ face }) => face)).toEqual(['f2']);
      expect((await store.templates(at, 'bob'))?.map(({ face }) => face)).toEqual(['f4']);
      expect([...(await store.exact(at, ['f1', 'f2', 'f3', 'f4'])).keys()]).toEqual(['f2', 'f4']);
    }
    await writing.deleteGallery(at);
    await writing.putGallery(at, { encoder: ENCODER }, 2);
    expect((await follow(stale, at)).faces.size).toBe(0);
    await enrol(writing, at, 'ada', [faceOf('f1', 9)]);
    expect((await stale.exact(at, ['f1'])).get('f1')).toEqual(vectorOf(9));
  });

  test('forgets: no key is left of a face, a subject or a gallery', async () => {
    const store = createKvGalleryStore(bindings, LIMIT);
    const at = await newGallery(store);
    const prefix = await prefixOf(at);
    await enrol(store, at, 'ada', [faceOf('f1', 1), faceOf('f2', 2)]);
    await enrol(store, at, 'bob', [faceOf('f3', 3)]);
    await tellKv(at);
    expect(await keysOf(prefix)).toHaveLength(3);
    await store.deleteFace(at, 'ada', 'f1');
    await tellKv(at);
    expect(await keysOf(prefix)).toHaveLength(2);
    await store.deleteGallery(at);
    await tellKv(at);
    expect(await keysOf(prefix)).toHaveLength(0);
  });

  test('forgets by its alarm whose time has come, asked or not', async () => {
    const store = createKvGalleryStore({ ...bindings }, { ...LIMIT, now: () => 0 });
    const at = await newGallery(store);
    const hooks = createObjectWebhooks(env);
    const receiver = vi.spyOn(globalThis, 'fetch').mockImplementation(async () => new Response(null));
    const hook = { tenant: at.tenant, endpoint: 'wh_retention' };
    const made = {
      url: 'https://receiver.example/',
      events: ['subject.forgotten'] as const,
      description: null,
    };
    await hooks.create(hook, made, false);
    const until = (subject: string, expiresAt: number, seed: number) =>
      store.enrol(at, { subject, encoder: ENCODER, expiresAt, faces: [faceOf(subject, seed)] }, 1);
    await until('later', Date.now() + 86_400_000, 1);
    await until('now', Date.now() - 1, 2);
    await tellKv(at);
    const subjects = await inside(nameOf(at), ({ storage }) =>
      storage.sql.exec('SELECT id FROM subjects').toArray(),
    );
    expect(subjects).toEqual([{ id: 'later' }]);
    const alarm = () => inside(nameOf(at), ({ storage }) => storage.getAlarm()); // null while it runs
    await vi.waitFor(async () => expect(await alarm()).toBeGreaterThan(Date.now()));
    expect(await keysOf(await prefixOf(at))).toHaveLength(1);
    const left = () =>
      inside(nameOf(at), ({ storage }) => storage.sql.exec('SELECT id FROM expired').toArray().length);
    await vi.waitFor(async () => expect(await left()).toBe(0));
    await runAlarm(at); // once more tells nothing more
    const { items: records } = await createObjectAuditStore(env).list(at.tenant, { limit: 99 });
    const mine = records.filter(({ data }) => 'gallery' in data && data.gallery === at.gallery);
    const data = { gallery: at.gallery, subject: 'now', forgotten_faces: 1 };
    expect(mine).toMatchObject([{ actor: 'retention', action: 'subject.forgotten', data }]);
    const event = mine[0].request.replace('retention-', 'evt_');
    await vi.waitFor(async () => {
      const { items: told } = await hooks.deliveries(hook, { limit: 9 });
      expect(told).toMatchObject([{ type: 'subject.forgotten', event, status: 'delivered' }]);
    });
    expect(receiver).toHaveBeenCalledTimes(1);
    receiver.mockRestore();
    await hooks.delete(hook);
  });

  test('a list of keys names nobody, nor does their metadata', async () => {
    const store = createKvGalleryStore(bindings, LIMIT);
    const at = await newGallery(store);
    await enrol(store, at, 'ada.lovelace@example.org', [faceOf('portrait of ada', 1)]);
    await tellKv(at);
    const keys = await keysOf(await prefixOf(at));
    expect(keys).toHaveLength(1);
    const text = JSON.stringify(keys);
    for (const word of ['lovelace', 'portrait', 'faults', 'private', 'Name of'])
      expect(text).not.toContain(word);
    for (const { name, metadata } of keys) {
      expect(name).toMatch(/^[\w-]{22}\/[\w-]{22}$/);
      expect(Object.keys(metadata as object).sort()).toEqual(['t', 'v']);
      expect(JSON.stringify(metadata).length).toBeLessThan(1_024);
    }
  });

  test('that fails is told again until it has heard', async () => {
    const store = createKvGalleryStore(bindings, LIMIT);
    const at = await newGallery(store);
    let failing = true;
    await inside(nameOf(at), (_, object) => {
      const kv = intercept(GALLERIES, (_method, work) =>
        failing ? Promise.reject(new Error('KV is away')) : work(),
      );
      object.env = { ...object.env, GALLERIES: kv };
    });
    await enrol(store, at, 'ada', [faceOf('f1', 1)]);
    await runAlarm(at);
    expect(await inside(nameOf(at), ({ storage }) => storage.getAlarm())).toBeGreaterThan(Date.now());
    expect((await store.exact(at, ['f1'])).get('f1')).toEqual(vectorOf(1));
    failing = false;
    await settle(at);
    expect((await store.exact(at, ['f1'])).get('f1')).toEqual(vectorOf(1));
  });

  test('that has lost a template says so, and the others can still be had', async () => {
    const store = createKvGalleryStore(bindings, LIMIT);
    const at = await newGallery(store);
    await enrol(store, at, 'ada', [faceOf('f1', 1)]);
    await enrol(store, at, 'bob', [faceOf('f2', 2)]);
    await settle(at);
    const [{ key }] = await inside(nameOf(at), ({ storage }) =>
      storage.sql.exec<{ key: string }>(`SELECT key FROM faces WHERE id = 'f1'`).toArray(),
    );
    await GALLERIES.delete(key);
    await expect(store.templates(at, 'ada')).rejects.toMatchObject({
      code: 'store_failed',
      facts: { faces: 1 },
    });
    await expect(store.changes(at, undefined)).rejects.toMatchObject({
      code: 'store_failed',
      facts: { faces: 1 },
    });
    expect(await store.templates(at, 'bob')).toHaveLength(1);
    await store.deleteSubject(at, 'ada');
    expect([...(await follow(store, at)).faces.keys()]).toEqual(['f2']);
  });
});

describe('templates that are sealed', () => {
  const base64 = (byte: number) => toBase64(new Uint8Array(32).fill(byte));
  const OLD = `old:${base64(1)}`;
  const NEW = `new:${base64(2)}`;

  /** The store of a Worker with these master keys, whose objects have them too. */
  async function sealing(
    at: GalleryKey,
    keys: string | undefined,
    now?: () => number,
  ): Promise<GalleryStore> {
    for (const name of [[at.tenant], nameOf(at)]) {
      await inside(name, (_, object) => {
        object.env = { ...object.env, LIKENESS_MASTER_KEY: keys };
      });
    }
    return createKvGalleryStore({ ...bindings, LIKENESS_MASTER_KEY: keys }, { ...LIMIT, now });
  }

  async function newSealed(encoder = ENCODER): Promise<{ at: GalleryKey; store: GalleryStore }> {
    const at = { tenant: `sealed-${galleries}`, gallery: `g-${galleries++}` };
    await createKvGalleryStore(bindings, LIMIT).putGallery(at, { encoder }, 1);
    return { at, store: await sealing(at, OLD) };
  }

  const sealedKeys = (at: GalleryKey) =>
    inside(nameOf(at), ({ storage }) =>
      storage.sql.exec<{ sealed_key: string | null }>('SELECT sealed_key FROM subjects').toArray(),
    );

  test.each([128, 512])('of %i dimensions fit a key’s metadata and come back', async (dimensions) => {
    const { at, store } = await newSealed();
    const faces = [1, 2].map((seed) => ({
      id: `f${seed}`,
      template: vectorOf(seed, dimensions),
      quality: 1,
    }));
    await enrol(store, at, 'ada', faces);
    const clear = new Set(
      faces.flatMap(({ template }) => [packInt8(template), packFloat32(template)].map(toBase64)),
    );
    await settle(at);
    for (const { name, metadata } of await keysOf(await prefixOf(at))) {
      const { t } = metadata as { t: string };
      expect(JSON.stringify({ v: Number.MAX_SAFE_INTEGER, t }).length).toBeLessThan(1_024);
      const value = await GALLERIES.get(name, 'text');
      for (const text of [t, value!]) {
        expect(text.startsWith('*')).toBe(true);
        expect(clear.has(text.slice(1))).toBe(false);
      }
    }
    const index = await follow(store, at);
    for (const { id, template } of faces) {
      expect(dot(index.faces.get(id)!.vector, template)).toBeGreaterThan(0.9999);
      expect((await store.exact(at, [id])).get(id)).toEqual(template);
    }
    expect((await store.templates(at, 'ada'))?.map(({ vector }) => vector)).toEqual(
      faces.map(({ template }) => template),
    );
  });

  test('are opened by nothing that KV has, not even before it has heard that the subject is forgotten', async () => {
    const { at, store } = await newSealed();
    await enrol(store, at, 'ada', [faceOf('f1', 1)]);
    await enrol(store, at, 'bob', [faceOf('f2', 2)]);
    await settle(at);
    const before = await sealedKeys(at);
    const stale = createKvGalleryStore(
      { ...bindings, GALLERIES: await frozen(), LIKENESS_MASTER_KEY: OLD },
      LIMIT,
    );
    const index = await follow(stale, at);
    const kept = await GALLERIES.list({ prefix: await prefixOf(at) });
    await store.deleteSubject(at, 'ada');
    expect((await sealedKeys(at)).length).toBe(before.length - 1);
    expect(
      JSON.stringify([kept, await Promise.all(kept.keys.map(({ name }) => GALLERIES.get(name)))]),
    ).not.toContain(before[0].sealed_key!);
    for (const seen of [await follow(stale, at), await follow(stale, at, index)])
      expect([...seen.faces.keys()]).toEqual(['f2']);
    await enrol(store, at, 'ada', [faceOf('f1', 5)]); // the same ids again: another key
    expect((await stale.exact(at, ['f1'])).get('f1')).toEqual(vectorOf(5));
    expect((await sealedKeys(at)).map(({ sealed_key }) => sealed_key)).not.toContain(before[0].sealed_key);
  });

  test('and those from before there was a key are read side by side', async () => {
    const { at } = await newSealed();
    const clear = await sealing(at, undefined);
    await enrol(clear, at, 'ada', [faceOf('f1', 1)]);
    await settle(at);
    const store = await sealing(at, OLD);
    await enrol(store, at, 'ada', [faceOf('f2', 2)]);
    expect([...(await follow(store, at)).faces.keys()]).toEqual(['f1', 'f2']);
    expect((await store.templates(at, 'ada'))?.map(({ vector }) => vector)).toEqual([
      vectorOf(1),
      vectorOf(2),
    ]);
    const without = await sealing(at, undefined);
    await expect(without.changes(at, undefined)).rejects.toThrow(/LIKENESS_MASTER_KEY/);
    await expect(enrol(without, at, 'ada', [faceOf('f3', 3)])).rejects.toThrow(/LIKENESS_MASTER_KEY/);
  });

  test('pass to another master key when it stands first, and a wrong one is named', async () => {
    const { at, store } = await newSealed();
    await enrol(store, at, 'ada', [faceOf('f1', 1)]);
    const held = () =>
      inside([at.tenant], ({ storage }) => storage.sql.exec('SELECT master FROM tenant_key').toArray());
    for (const keys of [NEW, `old:${base64(9)}`]) {
      const other = await sealing(at, keys);
      await expect(other.exact(at, ['f1'])).rejects.toThrow(/"old"/);
    }
    expect(await held()).toEqual([{ master: 'old' }]);
    await (await sealing(at, `${NEW},${OLD}`)).exact(at, ['f1']);
    expect(await held()).toEqual([{ master: 'new' }]);
    expect((await (await sealing(at, NEW)).exact(at, ['f1'])).get('f1')).toEqual(vectorOf(1));
  });

  test('of one subject enrolled twice at once have one key', async () => {
    const { at, store } = await newSealed();
    await Promise.all([1, 2, 3].map((i) => enrol(store, at, 'ada', [faceOf(`f${i}`, i)])));
    const found = await store.templates(at, 'ada');
    expect(new Set(found?.map(({ face }) => face))).toEqual(new Set(['f1', 'f2', 'f3']));
  });
});

describe('when the n-th call of the medium fails', () => {
  /** Calls of objects and of KV are counted together; the n-th rejects, before or after it has done its work. */
  function failing(n: number, after: boolean) {
    let calls = 0;
    const fallible = <T extends object>(target: T): T =>
      intercept(target, async (_method, work) => {
        const hit = ++calls === n;
        if (hit && !after) throw new Error(`call ${n} is lost`);
        const result = await work();
        if (hit) throw new Error(`the answer to call ${n} is lost`);
        return result;
      });
    const objects = {
      idFromName: (name: string) => GALLERY.idFromName(name),
      get: (id: DurableObjectId) => fallible(GALLERY.get(id)),
    } as unknown as typeof GALLERY;
    const store = createKvGalleryStore(
      { ...bindings, GALLERIES: fallible(GALLERIES), GALLERY: objects },
      LIMIT,
    );
    return { store, hit: () => calls >= n };
  }

  const operations: Record<
    string,
    { run(store: GalleryStore, at: GalleryKey): Promise<unknown>; changes: boolean }
  > = {
    putGallery: {
      run: (store, at) => store.putGallery({ ...at, gallery: `${at.gallery}+` }, { encoder: ENCODER }, 1),
      changes: true,
    },
    deleteGallery: { run: (store, at) => store.deleteGallery(at), changes: true },
    enrol: { run: (store, at) => enrol(store, at, 'eve', [faceOf('e1', 7), faceOf('e2', 8)]), changes: true },
    deleteSubject: { run: (store, at) => store.deleteSubject(at, 'ada'), changes: true },
    deleteFace: { run: (store, at) => store.deleteFace(at, 'ada', 'f2'), changes: true },
    renameSubject: { run: (store, at) => store.renameSubject(at, 'ada', 'x'), changes: true },
    putCalibration: {
      run: async (store, at) => store.putCalibration(at, calibrationOf((await store.state(at)).version)),
      changes: true,
    },
    changes: { run: (store, at) => store.changes(at, undefined), changes: false },
    templates: { run: (store, at) => store.templates(at, 'ada'), changes: false },
    exact: { run: (store, at) => store.exact(at, ['f1', 'f2']), changes: false },
    listSubjects: { run: (store, at) => store.listSubjects(at, { limit: 10 }), changes: false },
  };

  for (const [name, { run, changes }] of Object.entries(operations)) {
    for (const after of [false, true]) {
      test(`${name} does all or nothing, and a retry succeeds (${after ? 'answer' : 'call'} lost)`, async () => {
        const plain = createKvGalleryStore(bindings, LIMIT);
        for (let n = 1; ; n++) {
          const at = await newGallery(plain);
          await enrol(plain, at, 'ada', [faceOf('f1', 1), faceOf('f2', 2)]);
          await settle(at);
          const before = await seen(plain, at);
          const { store, hit } = failing(n, after);
          const outcome = await run(store, at).then(
            () => 'done',
            (error) => error.code as string,
          );
          if (!hit()) {
            expect(outcome).toBe('done');
            expect(n).toBeGreaterThan(1);
            break;
          }
          expect(outcome).toBe('store_failed');
          const between = await seen(plain, at);
          await run(store, at);
          const done = await seen(plain, at);
          expect([before, done]).toContainEqual(between);
          if (changes) expect(done).not.toEqual(before);
        }
      });
    }
  }

  /** Everything that can be read, KV and objects as they are. */
  async function seen(store: GalleryStore, at: GalleryKey) {
    const listed = (await store.listGalleries(at.tenant, { limit: 1_000 })).items
      .filter(({ id }) => id.startsWith(at.gallery))
      .map(({ id }) => id);
    if (!(await store.getGallery(at))) return { listed };
    const { faces } = await follow(store, at);
    const subjects = (await store.listSubjects(at, { limit: 100 })).items;
    return { listed, subjects, faces: [...faces], measures: await store.measures(at) };
  }

  test('the list of galleries is right though its object was cut off in the middle', async () => {
    const store = createKvGalleryStore(bindings, LIMIT);
    const at = { tenant: `cut-${galleries++}`, gallery: 'g' };
    const list = async () => (await store.listGalleries(at.tenant, { limit: 1 })).items.map(({ id }) => id);
    const unsure = (id: string) =>
      inside([at.tenant], ({ storage }) => {
        storage.sql.exec('INSERT OR REPLACE INTO galleries VALUES (?, NULL)', id);
      });
    await store.putGallery(at, { encoder: ENCODER }, 1);
    await unsure('g'); // it was made, but the answer was not written down
    await unsure('a'); // it was never made, or is deleted
    await unsure('b');
    expect(await list()).toEqual(['g']);
    expect(await store.deleteGallery(at)).toBe(true);
    expect(await list()).toEqual([]);
  });
});

test('int8 moves a unit vector by a squared distance of less than 1e-4', () => {
  let worst = 0;
  for (let seed = 0; seed < 500; seed++) {
    const vector = vectorOf(seed);
    const restored = unpackInt8(packInt8(vector));
    const distance = vector.reduce((sum, value, i) => sum + (value - restored[i]) ** 2, 0);
    worst = Math.max(worst, distance);
  }
  expect(worst).toBeLessThan(1e-4);
});

/** KV as it is now, for ever: what a place may see for a minute. */
async function frozen(): Promise<KVNamespace> {
  const entries = new Map<string, { value: string | null; metadata: unknown }>();
  let cursor: string | undefined;
  do {
    const page: KVNamespaceListResult<unknown, string> = await GALLERIES.list({ cursor });
    for (const { name } of page.keys) entries.set(name, await GALLERIES.getWithMetadata(name, 'text'));
    cursor = page.list_complete ? undefined : page.cursor;
  } while (cursor);
  return {
    get: async (keys: string[]) => new Map(keys.map((key) => [key, entries.get(key)?.value ?? null])),
    getWithMetadata: async (keys: string[]) => new Map(keys.map((key) => [key, entries.get(key) ?? null])),
    list: async ({ prefix }: KVNamespaceListOptions) => ({
      list_complete: true,
      keys: [...entries]
        .filter(([name]) => name.startsWith(prefix ?? ''))
        .map(([name, { metadata }]) => ({ name, metadata })),
    }),
  } as unknown as KVNamespace;
}
