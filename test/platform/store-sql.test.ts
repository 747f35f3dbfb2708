import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { createVault } from '../../functions/core/vault/envelope.ts';
import { parseMasterKeys } from '../../functions/core/vault/master-keys.ts';
import { nodeCipher } from '../../functions/platform/cipher-node.ts';
import { openSqlite } from '../../functions/platform/sqlite.ts';
import { createSqlGalleryStore } from '../../functions/platform/store-sql.ts';
import { galleriesContract } from './galleries.contract.ts';
import { ENCODER, faceOf } from './seeded-faces.ts';

const folder = mkdtempSync(join(tmpdir(), 'likeness-'));
let files = 0;
const newFile = () => join(folder, `${files++}.db`);
afterAll(() => rmSync(folder, { recursive: true }));

/** Sealed, since that is the longer way; every other test of this store is in the clear. */
const vault = createVault(nodeCipher, parseMasterKeys(`k1:${Buffer.alloc(32).toString('base64')}`));

describe('galleries in a libsql file', () =>
  galleriesContract(async (options) =>
    createSqlGalleryStore(await openSqlite(newFile()), { ...options, vault }),
  ));

test('an index that is further behind than removals are kept reads everything again', async () => {
  const store = createSqlGalleryStore(await openSqlite(newFile()), { maxFacesPerGallery: 20_000 });
  const at = { tenant: 't', gallery: 'g' };
  const enrol = (subject: string, faces: ReturnType<typeof faceOf>[]) =>
    store.enrol(at, { subject, encoder: ENCODER, faces }, 1);
  await store.putGallery(at, { encoder: ENCODER }, 1);
  await enrol('ada', [faceOf('f1')]);
  const { version } = await store.changes(at, undefined);
  await store.deleteSubject(at, 'ada');
  const many = Array.from({ length: 10_010 }, (_, i) => faceOf(`m${i}`));
  await enrol('bob', many);
  expect(await store.changes(at, version)).toMatchObject({ reset: false, removed: ['f1'] });
  await store.deleteFace(at, 'bob', 'm0'); // this is when the log is cut
  const behind = await store.changes(at, version);
  expect([behind.reset, behind.added.length]).toEqual([true, 10_009]);
  expect(await store.changes(at, behind.version - 1)).toMatchObject({
    reset: false,
    removed: ['m0'],
    added: [],
  });
  await store.close();
});
