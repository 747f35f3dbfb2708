// `npm run audit`: the record checked as an operator does, on a file that somebody meddled with.

import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import { createSqlAuditStore } from '../../functions/platform/audit-sql.ts';
import { openSqlite } from '../../functions/platform/sqlite.ts';

const folder = mkdtempSync(join(tmpdir(), 'likeness-audit-'));
afterAll(() => rmSync(folder, { recursive: true }));
const database = join(folder, 'one.db');
const audit = (...args: string[]) =>
  promisify(execFile)('npx', ['tsx', 'scripts/audit.ts', ...args, '--database', database]);

test('verify tells a whole record from one that was cut, and from one that was written anew', async () => {
  const db = await openSqlite(database);
  const store = createSqlAuditStore(db);
  const act = {
    at: 1,
    actor: null,
    request: 'r',
    action: 'gallery.deleted',
    data: { gallery: 'g' },
  } as const;
  await store.append('acme', act);
  const { hash } = await store.append('acme', act);
  expect((await audit('verify', '--head', hash)).stdout).toBe(
    `acme: 2 records, all as they were written; the last is ${hash}\n`,
  );
  await db.deleteFrom('audit').where('seq', '=', 2).execute();
  await expect(audit('verify')).rejects.toMatchObject({
    code: 1,
    stderr: 'audit: tenant acme: the last record is 1, and 2 were written\n',
  });
  await db.deleteFrom('audit').execute();
  await db.deleteFrom('audit_ends').execute();
  await store.append('acme', { ...act, at: 2 });
  await expect(audit('verify', '--head', hash)).rejects.toMatchObject({
    stderr: expect.stringContaining(`no record has the hash ${hash}`),
  });
  await db.destroy();
});
