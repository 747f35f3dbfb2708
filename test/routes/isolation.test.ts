// Tenants are kept apart in memory and in SQL.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe } from 'vitest';
import { createMemoryJobStore } from '../../functions/platform/jobs-memory.ts';
import { createSqlJobStore } from '../../functions/platform/jobs-sql.ts';
import { createMemoryKeyStore } from '../../functions/platform/keys-memory.ts';
import { createSqlKeyStore } from '../../functions/platform/keys-sql.ts';
import { openSqlite } from '../../functions/platform/sqlite.ts';
import { createMemoryGalleryStore } from '../../functions/platform/store-memory.ts';
import { createSqlGalleryStore } from '../../functions/platform/store-sql.ts';
import { fakeStyles } from '../fakes/styles.ts';
import { isolation } from './isolation.contract.ts';

const folder = mkdtempSync(join(tmpdir(), 'likeness-isolation-'));
afterAll(() => rmSync(folder, { recursive: true }));

const limits = { maxFacesPerGallery: 50 };
describe('in memory', () =>
  isolation(
    async () => ({
      galleries: createMemoryGalleryStore(limits),
      styles: fakeStyles({ store: createMemoryJobStore() }).jobs,
      keys: createMemoryKeyStore(),
    }),
    2,
  ));
describe('in SQL', () =>
  isolation(async () => {
    const db = await openSqlite(join(folder, `${crypto.randomUUID()}.db`));
    return {
      galleries: createSqlGalleryStore(db, limits),
      styles: fakeStyles({ store: createSqlJobStore(db) }).jobs,
      keys: createSqlKeyStore(db),
    };
  }, 2));
