import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { SubjectPlace, Vault } from '../../functions/core/vault/envelope.ts';
import { parseMasterKeys } from '../../functions/core/vault/master-keys.ts';
import { SettingsError } from '../../functions/platform/settings-node.ts';
import { createEraser, openSqlite } from '../../functions/platform/sqlite.ts';
import { createSqlGalleryStore } from '../../functions/platform/store-sql.ts';
import {
  bytesOf,
  checkMasterKeys,
  rewrapTenant,
  sealSome,
  tenantsToRewrap,
  vaultStatus,
} from '../../functions/platform/vault-sql.ts';
import { follow } from './galleries.contract.ts';
import { ENCODER, faceOf, vectorOf } from './seeded-faces.ts';
import { base64, NEW, OLD, vaultOf } from './two-master-keys.ts';

const folder = mkdtempSync(join(tmpdir(), 'likeness-vault-'));
let files = 0;
const newFile = () => join(folder, `${files++}.db`);
afterAll(() => rmSync(folder, { recursive: true }));

const LIMIT = { maxFacesPerGallery: 1_000 };
const at = { tenant: 't', gallery: 'g' };

describe('master keys', () => {
  test('are read in order, the first wraps', () => {
    const { first, byId } = parseMasterKeys(`${NEW}, ${OLD}`);
    expect([first, [...byId.keys()], byId.get('old')]).toEqual([
      'new',
      ['new', 'old'],
      new Uint8Array(32).fill(1),
    ]);
  });

  test.each([
    ['', /entry 1/],
    [base64(1), /entry 1/],
    [`${OLD},`, /entry 2/],
    [`a b:${base64(1)}`, /entry 1/],
    [`a:${base64(1)}:b`, /entry 1/],
    ['k:c2hvcnQ=', /"k" has 5 bytes; 32/],
    ['k:***', /"k" is not base64/],
    [`${OLD},old:${base64(2)}`, /"old" is the id of two/],
  ])('%j is refused by entry or id, and no key is repeated', (text, message) => {
    expect(() => parseMasterKeys(text)).toThrow(message);
    expect(() => parseMasterKeys(text)).not.toThrow(base64(1));
  });
});

describe('an envelope', () => {
  const place: SubjectPlace = { ...at, born: 3, subject: 'ada' };
  const face = { face: 'f1', encoder: ENCODER, form: 'float32' as const };
  const template = new Uint8Array(512).map((_, i) => i);

  async function sealed(vault: Vault) {
    const held = await vault.newTenantKey('t');
    const tenantKey = await vault.tenantKey('t', held);
    const { key, wrapped } = await tenantKey.newSubjectKey(place);
    return { held, tenantKey, wrapped, key, bytes: await key.seal(face, template) };
  }

  test('opens in its own place, and in no other', async () => {
    const vault = vaultOf(OLD);
    const { held, wrapped, bytes, tenantKey } = await sealed(vault);
    expect(bytes.length).toBe(template.length + 29);
    const open = async (own = place, of = face, what = bytes) =>
      (await tenantKey.subjectKey(own, wrapped)).open(of, what);
    expect(new Uint8Array(await open())).toEqual(template);
    for (const other of [{ gallery: 'h' }, { born: 4 }, { subject: 'bob' }, { subject: '' }])
      await expect(open({ ...place, ...other }), JSON.stringify(other)).rejects.toThrow(/does not open/);
    for (const other of [{ face: 'f2' }, { encoder: 'face-256' }, { form: 'int8' as const }])
      await expect(open(place, { ...face, ...other } as typeof face)).rejects.toThrow(/does not open/);
    await expect(vault.tenantKey('u', held)).rejects.toThrow(/master key "old"/);
    const { key: others } = await tenantKey.newSubjectKey(place);
    await expect(others.open(face, bytes)).rejects.toThrow(/does not open/);
  });

  test('opens with every bit as it was, and else not at all', async () => {
    const { key, bytes } = await sealed(vaultOf(OLD));
    for (const at of [0, 1, 12, 13, 300, bytes.length - 1]) {
      const changed = bytes.slice();
      changed[at] ^= 1;
      await expect(key.open(face, changed), `byte ${at}`).rejects.toThrow(/does not open/);
    }
    for (const length of [0, 1, 28, bytes.length - 1])
      await expect(key.open(face, bytes.subarray(0, length))).rejects.toThrow(/does not open/);
  });

  test('of the same template is never the same twice', async () => {
    const { key, bytes } = await sealed(vaultOf(OLD));
    expect(await key.seal(face, template)).not.toEqual(bytes);
  });

  test('keeps what belongs to a tenant to its purpose', async () => {
    const { tenantKey } = await sealed(vaultOf(OLD));
    const secret = await tenantKey.seal('webhook 1', template);
    expect(new Uint8Array(await tenantKey.open('webhook 1', secret))).toEqual(template);
    await expect(tenantKey.open('webhook 2', secret)).rejects.toThrow(/webhook 2 does not open/);
  });

  test('a tenant’s key passes from one master key to another, and then opens without the old one', async () => {
    const { held, wrapped, bytes } = await sealed(vaultOf(OLD));
    const again = await vaultOf(`${NEW},${OLD}`).rewrap('t', held);
    expect(again.master).toBe('new');
    const key = await (await vaultOf(NEW).tenantKey('t', again)).subjectKey(place, wrapped);
    expect(new Uint8Array(await key.open(face, bytes))).toEqual(template);
    await expect(vaultOf(NEW).tenantKey('t', held)).rejects.toThrow(/"old".*does not hold/);
    await expect(vaultOf(`old:${base64(9)}`).tenantKey('t', held)).rejects.toThrow(/"old".*not the one/);
  });
});

describe('a database with sealed templates', () => {
  async function opened(keys?: string, file = newFile()) {
    const db = await openSqlite(file);
    const vault = keys === undefined ? undefined : vaultOf(keys);
    const store = createSqlGalleryStore(db, { ...LIMIT, vault, erase: createEraser(db) });
    await store.putGallery(at, { encoder: ENCODER }, 1);
    const enrol = (subject: string, ...faces: ReturnType<typeof faceOf>[]) =>
      store.enrol(at, { subject, encoder: ENCODER, faces }, 1);
    return { db, store, vault, file, enrol };
  }

  test('holds no template in the clear', async () => {
    const { db, store, file, enrol } = await opened(OLD);
    await enrol('ada', faceOf('f1', 1));
    await createEraser(db)();
    expect(traces(file, templateBytes(1))).toBe(0);
    const clear = await opened();
    await clear.enrol('ada', faceOf('f1', 1));
    expect(traces(clear.file, templateBytes(1))).toBeGreaterThan(0); // so traces would have been seen
    await store.close();
    await clear.store.close();
  });

  test('is not opened without its master key, nor with another of that id, and loses nothing by it', async () => {
    const { db, store, enrol } = await opened(OLD);
    await enrol('ada', faceOf('f1', 1));
    for (const keys of [undefined, NEW, `old:${base64(9)}`]) {
      const vault = keys === undefined ? undefined : vaultOf(keys);
      const refused = checkMasterKeys(db, vault);
      await expect(refused).rejects.toThrow(SettingsError);
      await expect(refused).rejects.toThrow(/"old"/);
      const other = createSqlGalleryStore(db, { ...LIMIT, vault });
      await expect(other.changes(at, undefined)).rejects.toMatchObject({ code: 'store_failed' });
      const faces = [faceOf('f2', 2)];
      const enrolment = { subject: 'ada', encoder: ENCODER, faces };
      await expect(other.enrol(at, enrolment, 1)).rejects.toMatchObject({ code: 'store_failed' });
    }
    await checkMasterKeys(db, vaultOf(`${NEW},${OLD}`));
    expect([...(await follow(store, at)).faces.keys()]).toEqual(['f1']);
    await store.close();
  });

  test('reads what was enrolled before there was a key, and seals it: all of a subject or nothing', async () => {
    const before = await opened();
    for (let i = 0; i < 7; i++) await before.enrol(`s${i}`, faceOf(`f${i}`, i), faceOf(`g${i}`, i + 100));
    const wanted = await follow(before.store, at);
    await before.store.close();
    const { db, store, vault, file, enrol } = await opened(OLD, before.file);
    expect(await follow(store, at)).toEqual(wanted);
    await enrol('s0', faceOf('h', 50));
    expect(await vaultStatus(db)).toMatchObject({ sealed: 1, clear: 6 });
    expect(await sealSome(db, vault!, 4)).toBe(4);
    expect(await vaultStatus(db)).toMatchObject({ sealed: 5, clear: 2 });
    expect(await sealSome(db, vault!, 4)).toBe(2);
    expect(await sealSome(db, vault!, 4)).toBe(0);
    await createEraser(db)();
    for (let i = 0; i < 7; i++) expect(traces(file, templateBytes(i))).toBe(0);
    const after = await follow(store, at);
    expect(after.faces.get('h')?.vector).toEqual(vectorOf(50));
    after.faces.delete('h');
    expect(after.faces).toEqual(wanted.faces);
    await store.close();
  });

  test('does not open a template in the row of another', async () => {
    const { db, store, enrol } = await opened(OLD);
    await enrol('ada', faceOf('f1', 1));
    await enrol('bob', faceOf('f2', 2));
    const { template } = await db
      .selectFrom('faces')
      .select('template')
      .where('face', '=', 'f1')
      .executeTakeFirstOrThrow();
    await db
      .updateTable('faces')
      .set({ template: bytesOf(template) })
      .where('face', '=', 'f2')
      .execute();
    await expect(store.templates(at, 'bob')).rejects.toThrow(/does not open/);
    expect((await store.templates(at, 'ada'))?.[0].vector).toEqual(vectorOf(1));
    await store.close();
  });

  test('passes to another master key tenant by tenant, readable all the while', async () => {
    const { db, store, enrol } = await opened(OLD);
    await enrol('ada', faceOf('f1', 1));
    const other = { tenant: 'u', gallery: 'g' };
    await store.putGallery(other, { encoder: ENCODER }, 1);
    await store.enrol(other, { subject: 'bob', encoder: ENCODER, faces: [faceOf('f2', 2)] }, 1);
    const both = vaultOf(`${NEW},${OLD}`);
    const moving = createSqlGalleryStore(db, { ...LIMIT, vault: both });
    expect(await tenantsToRewrap(db, both)).toEqual(['t', 'u']);
    await rewrapTenant(db, both, 't');
    await rewrapTenant(db, both, 't');
    expect((await vaultStatus(db)).tenants).toEqual([
      { master: 'new', tenants: 1 },
      { master: 'old', tenants: 1 },
    ]);
    for (const place of [at, other]) expect((await follow(moving, place)).faces.size).toBe(1);
    expect(await tenantsToRewrap(db, both)).toEqual(['u']); // whoever was stopped goes on here
    await rewrapTenant(db, both, 'u');
    const after = createSqlGalleryStore(db, { ...LIMIT, vault: vaultOf(NEW) });
    expect((await follow(after, other)).faces.get('f2')?.vector).toEqual(vectorOf(2));
    await store.close();
  });

  test('two processes that make a tenant’s key at once make one', async () => {
    const a = await opened(OLD);
    const b = await opened(OLD, a.file);
    await Promise.all([a.enrol('ada', faceOf('f1', 1)), b.enrol('bob', faceOf('f2', 2))]);
    for (const { store } of [a, b]) expect((await follow(store, at)).faces.size).toBe(2);
    await a.store.close();
    await b.store.close();
  });

  test.each([
    ['key', OLD],
    ['template', undefined],
  ])('keeps no trace of who was forgotten, in file or log: no %s', async (_, keys) => {
    const { db, store, file, enrol } = await opened(keys);
    const people = Array.from({ length: 30 }, (_, i) => `s${i}`);
    for (const [i, subject] of people.entries())
      await enrol(subject, faceOf(`f${i}`, i), faceOf(`g${i}`, i + 100));
    const secrets = new Map<string, Uint8Array[]>();
    for (const subject of people) {
      const of = (table: 'subjects' | 'faces') =>
        db.selectFrom(table).where('subject', '=', subject).selectAll().execute();
      const faces = (await of('faces')) as { template: ArrayBuffer }[];
      const [{ sealed_key }] = (await of('subjects')) as { sealed_key: ArrayBuffer | null }[];
      const found = sealed_key === null ? faces.map(({ template }) => template) : [sealed_key];
      secrets.set(subject, found.map(bytesOf));
    }
    const forgotten = people.filter((_, i) => i % 3 === 1);
    for (const subject of forgotten) {
      const bytes = secrets.get(subject)!;
      expect(traces(file, ...bytes), subject).toBeGreaterThan(0);
      await store.deleteSubject(at, subject);
      expect(traces(file, ...bytes), subject).toBe(0);
    }
    expect((await follow(store, at)).faces.size).toBe(40);
    await store.close();
  });

  test('forgets while another connection reads, and empties the log when that is done', async () => {
    const { store, db, file, enrol } = await opened(OLD);
    await enrol('ada', faceOf('f1', 1));
    const { sealed_key } = await db.selectFrom('subjects').select('sealed_key').executeTakeFirstOrThrow();
    const reader = await openSqlite(file);
    await reader
      .transaction()
      .setAccessMode('read only')
      .execute(async (trx) => {
        await trx.selectFrom('subjects').selectAll().execute();
        await store.deleteSubject(at, 'ada');
        expect(await store.getSubject(at, 'ada')).toBeUndefined();
        expect(traces(file, bytesOf(sealed_key!))).toBeGreaterThan(0); // the reader's moment still has her
      });
    await createEraser(db)();
    expect(traces(file, bytesOf(sealed_key!))).toBe(0);
    await reader.destroy();
    await store.close();
  });
});

function templateBytes(seed: number): Uint8Array {
  return new Uint8Array(vectorOf(seed).buffer);
}

/** How many of these secrets' 16-byte pieces are somewhere in the database's files. */
function traces(file: string, ...secrets: Uint8Array[]): number {
  let found = 0;
  for (const name of [file, `${file}-wal`]) {
    if (!existsSync(name)) continue;
    const bytes = readFileSync(name);
    for (const secret of secrets) {
      for (let i = 0; i + 16 <= secret.length; i += 16)
        if (bytes.includes(Buffer.from(secret.subarray(i, i + 16)))) found++;
    }
  }
  return found;
}
