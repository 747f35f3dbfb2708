// Webhooks' secrets at rest: sealed by the tenant's key, opened to sign, whatever was restarted or rotated meanwhile.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { afterAll, expect, test } from 'vitest';
import { deliver, type Send } from '../../functions/core/webhooks/deliver.ts';
import { createEraser, openSqlite } from '../../functions/platform/sqlite.ts';
import {
  checkMasterKeys,
  rewrapTenant,
  sealSomeSecrets,
  tenantKeysIn,
  vaultStatus,
} from '../../functions/platform/vault-sql.ts';
import { signWebhook } from '../../functions/platform/webhook-signature.ts';
import { createSqlWebhookStore } from '../../functions/platform/webhooks-sql.ts';
import { fakeWebhooks } from '../fakes/webhooks.ts';
import { base64, NEW, OLD, vaultOf } from './two-master-keys.ts';

const folder = mkdtempSync(join(tmpdir(), 'likeness-secrets-'));
let files = 0;
const newFile = () => join(folder, `${files++}.db`);
afterAll(() => rmSync(folder, { recursive: true }));

const at = { tenant: 't', endpoint: 'wh_1' };
const MADE = { url: 'https://example.com/hook', events: ['*'] as const, description: null };

/** A process on the file, with these master keys or with none; its ids of events begin with its number. */
let processes = 0;
async function opened(keys: string | undefined, file: string) {
  const own = processes++;
  const db = await openSqlite(file);
  const store = createSqlWebhookStore(db);
  const tenantKey = keys === undefined ? undefined : tenantKeysIn(db, vaultOf(keys));
  const randomBytes = (length: number) => crypto.getRandomValues(new Uint8Array(length));
  const { webhooks } = fakeWebhooks({ store, tenantKey, randomBytes, now: Date.now });
  const requests: Parameters<Send>[0][] = [];
  const send: Send = async (request) => {
    requests.push(request);
    return { status: 204, retryAfterMs: 0 };
  };
  const tools = { store, tenantKey, send, sign: signWebhook, now: Date.now, random: () => 0 };
  let told = 0;
  /** An event told and delivered: by which of these secrets it verifies. */
  async function verifiedBy(...secrets: readonly string[]): Promise<boolean[]> {
    const event = `evt_${own}_${told++}`;
    const data = { gallery: 'g' };
    await webhooks.publish('t', { id: event, type: 'gallery.deleted', createdAt: Date.now(), data });
    await deliver(tools, { ...at, event });
    const { body, headers } = requests.at(-1)!;
    expect(headers['webhook-id']).toBe(event);
    return secrets.map((secret) => {
      try {
        return new Webhook(secret).verify(body, headers) !== undefined;
      } catch {
        return false;
      }
    });
  }
  const create = async (endpoint = at) => (await webhooks.create(endpoint, MADE, false)).secrets[0].key;
  return { db, store, webhooks, tools, requests, verifiedBy, create };
}

/** Whether a secret, as it is shown or as its bytes, is somewhere in the database's files. */
function holds(file: string, secret: string): boolean {
  const pieces = [secret.slice('whsec_'.length), Buffer.from(secret.slice('whsec_'.length), 'base64')];
  return [file, `${file}-wal`]
    .filter((name) => existsSync(name))
    .some((name) => pieces.some((piece) => readFileSync(name).includes(piece)));
}

test('no file holds a secret; messages verify after a restart, a rotation of the secret and one of the master key', async () => {
  const file = newFile();
  const first = await opened(OLD, file);
  const secret = await first.create();
  expect(secret).toMatch(/^whsec_/);
  expect(await first.verifiedBy(secret)).toEqual([true]);
  expect(await first.create()).toBe(secret); // asked for again, since its answer was lost
  await first.db.destroy();

  const second = await opened(OLD, file);
  expect(await second.verifiedBy(secret)).toEqual([true]);
  const [{ key: fresh }] = (await second.webhooks.rotate(at)).secrets;
  expect(await second.verifiedBy(secret, fresh)).toEqual([true, true]);
  await rewrapTenant(second.db, vaultOf(`${NEW},${OLD}`), 't');
  expect(await second.verifiedBy(fresh)).toEqual([true]); // while it runs
  expect([holds(file, secret), holds(file, fresh)]).toEqual([false, false]);
  await second.db.destroy();

  const third = await opened(NEW, file);
  await checkMasterKeys(third.db, vaultOf(NEW));
  expect(await third.verifiedBy(secret, fresh)).toEqual([true, true]);
  expect(await vaultStatus(third.db)).toMatchObject({ secrets: { sealed: 1, clear: 0 } });
  await createEraser(third.db)();
  expect([holds(file, secret), holds(file, fresh)]).toEqual([false, false]);
  await third.db.destroy();
});

test('secrets from before there was a master key sign on, and are sealed with nothing left of them in the file', async () => {
  const file = newFile();
  const before = await opened(undefined, file);
  const secret = await before.create();
  await before.create({ tenant: 't', endpoint: 'wh_2' });
  await before.create({ tenant: 'u', endpoint: 'wh_3' });
  await before.db.destroy();
  expect(holds(file, secret)).toBe(true); // so it would have been seen

  const { db, verifiedBy } = await opened(OLD, file);
  expect(await verifiedBy(secret)).toEqual([true]);
  expect((await vaultStatus(db)).secrets).toEqual({ sealed: 0, clear: 3 });
  const done = [];
  for (let i = 0; i < 3; i++) done.push(await sealSomeSecrets(db, vaultOf(OLD)));
  expect(done.toSorted()).toEqual([0, 1, 2]); // tenant by tenant, then nothing more
  expect((await vaultStatus(db)).secrets).toEqual({ sealed: 3, clear: 0 });
  expect(await verifiedBy(secret)).toEqual([true]);
  await createEraser(db)();
  expect(holds(file, secret)).toBe(false);
  await db.destroy();
});

test('without the master key, or with another of its id, nothing is signed: the start, the call and the delivery say so', async () => {
  const file = newFile();
  const { db, create } = await opened(OLD, file);
  await create();
  for (const [keys, message] of [
    [undefined, /LIKENESS_MASTER_KEY/],
    [NEW, /"old".*does not hold/],
    [`old:${base64(9)}`, /"old".*not the one/],
  ] as const) {
    await expect(checkMasterKeys(db, keys === undefined ? undefined : vaultOf(keys))).rejects.toThrow(
      /"old"/,
    );
    const other = await opened(keys, file);
    await expect(other.webhooks.rotate(at)).rejects.toMatchObject({
      code: 'store_failed',
      message: expect.stringMatching(message),
    });
    const { event } = await other.webhooks.test(at, `evt_${keys}`);
    await expect(deliver(other.tools, { ...at, event })).rejects.toMatchObject({ code: 'store_failed' });
    expect(other.requests).toEqual([]);
    expect(await other.webhooks.delivery({ ...at, event })).toMatchObject({
      attempts: 1,
      last: { status: null, error: 'secret_sealed' },
    });
    await other.db.destroy();
  }
  await db.destroy();
});

test("secrets put in the place of another endpoint's, or another tenant's, do not open", async () => {
  const { db, store, webhooks, create } = await opened(OLD, newFile());
  const others = [
    { tenant: 't', endpoint: 'wh_2' },
    { tenant: 'u', endpoint: 'wh_1' },
  ];
  await create();
  const { secrets } = (await store.get(at))!;
  for (const other of others) {
    await create(other);
    expect(await store.replaceSecrets(other, (await store.get(other))!.secrets, secrets)).toBe(true);
    await expect(webhooks.rotate(other)).rejects.toThrow(/does not open/);
  }
  await webhooks.rotate(at);
  await db.destroy();
});
