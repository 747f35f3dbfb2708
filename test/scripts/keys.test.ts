// The command and a running service on one file: a key works at once, and is refused at once.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createSqlKeyStore } from '../../functions/platform/keys-sql.ts';
import { openSqlite } from '../../functions/platform/sqlite.ts';
import { keysCommand } from '../../scripts/keys/command.ts';
import { call } from '../fakes/call.ts';
import { fakeApp } from '../fakes/faces.ts';

const folder = mkdtempSync(join(tmpdir(), 'likeness-keys-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function keys(...given: string[]): Promise<string> {
  const printed: string[] = [];
  await keysCommand((line) => printed.push(line)).parseAsync(given, { from: 'user' });
  return printed.join('\n');
}

test('create, use, revoke while the service runs; the file holds no key, only its digest', async () => {
  const database = join(folder, 'a.db');
  const db = await openSqlite(database);
  const store = createSqlKeyStore(db);
  const { app } = fakeApp({ keys: store, now: Date.now });
  const ask = (key: string) =>
    call(app, 'GET', '/v1/galleries', undefined, { Authorization: `Bearer ${key}` });

  const key = await keys(
    'create',
    '--scopes',
    'faces:read',
    '--tenant',
    'acme',
    '--expires',
    '1d',
    '--database',
    database,
  );
  expect(key).toMatch(/^lk_[0-9a-f]{16}_[0-9a-f]{48}$/);
  expect((await ask(key)).status).toBe(200);
  const { items } = await store.list({ limit: 9 });
  expect(items).toMatchObject([{ tenant: 'acme', scopes: ['faces:read'], revokedAt: null }]);
  expect(JSON.stringify(items)).not.toContain(key.slice(20));

  expect(await keys('revoke', key, '--database', database)).toContain('revoked');
  expect(await ask(key)).toMatchObject({ status: 401, body: { end: 'revoked' } });
  await db.destroy();
});

test('for a Worker it prints the command that stores the record', async () => {
  const [key, command] = (await keys('create', '--scopes', 'all', '--worker')).split('\n');
  const id = key.split('_')[1];
  const [, json] = new RegExp(`^npx wrangler kv key put --binding KEYS --remote ${id} '(.*)'$`).exec(
    command,
  )!;
  expect(JSON.parse(json)).toMatchObject({ id, tenant: 'default', revokedAt: null });
  expect(json).not.toContain(key.slice(20));
});
