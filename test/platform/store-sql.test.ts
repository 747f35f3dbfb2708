import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe } from 'vitest';
import { openSqlite } from '../../functions/platform/sqlite.ts';
import { createSqlGalleryStore } from '../../functions/platform/store-sql.ts';
import { galleriesContract } from './galleries.contract.ts';

const folder = mkdtempSync(join(tmpdir(), 'likeness-'));
let files = 0;
const newFile = () => join(folder, `${files++}.db`);
afterAll(() => rmSync(folder, { recursive: true }));

describe('galleries in a libsql file', () =>
  galleriesContract(async (options) => createSqlGalleryStore(await openSqlite(newFile()), options)));
