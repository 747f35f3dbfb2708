// Keys of the store at the door: who is let in, as whom, and when the door is open to all.
import { expect, test, vi } from 'vitest';
import { sha256 } from '../../functions/http/auth.ts';
import { createMemoryKeyStore } from '../../functions/platform/keys-memory.ts';
import { call } from '../fakes/call.ts';
import { fakeApp } from '../fakes/faces.ts';
import { keyIn } from '../fakes/keys.ts';

const list = (app: ReturnType<typeof fakeApp>['app'], headers: Record<string, string> = {}) =>
  call(app, 'GET', '/v1/galleries', undefined, headers);

test('a key reaches its own tenant alone, the configured one the tenant "default"', async () => {
  const keys = createMemoryKeyStore();
  const { app } = fakeApp({ keys, apiKeySha256: await sha256('configured') });
  const configured = { Authorization: 'Bearer configured' };
  const [acme, own] = [await keyIn(keys, { tenant: 'acme' }), await keyIn(keys)];
  expect((await call(app, 'PUT', '/v1/galleries/g', undefined, acme.headers)).status).toBe(201);
  expect((await list(app, acme.headers)).body.galleries).toHaveLength(1);
  for (const headers of [configured, own.headers])
    expect((await list(app, headers)).body.galleries).toEqual([]);
  expect((await call(app, 'PUT', '/v1/galleries/h', undefined, configured)).status).toBe(201);
  expect((await list(app, own.headers)).body.galleries).toMatchObject([{ id: 'h' }]);
});

test('a key that differs in one character, or in its id, or is a digest, is not valid', async () => {
  const keys = createMemoryKeyStore();
  const { text, record } = await keyIn(keys);
  const other = await keyIn(keys);
  const { app } = fakeApp({ keys });
  const last = text.endsWith('0') ? '1' : '0';
  const tries = [
    `${text.slice(0, -1)}${last}`,
    text.toUpperCase(),
    text.replace(record.id, other.record.id),
    text.replace(record.id, '0'.repeat(16)),
    text.slice(0, -2),
    `${text}00`,
    record.sha256,
    record.id,
    'lk__',
  ];
  for (const key of tries) {
    const { status, body } = await list(app, { Authorization: `Bearer ${key}` });
    expect([key, status, body.detail]).toEqual([key, 401, 'The API key is not valid.']);
  }
  expect((await list(app, { Authorization: `Bearer ${text}` })).status).toBe(200);
});

test('a revoked key is refused at the next request, an expired one from that moment on', async () => {
  const keys = createMemoryKeyStore();
  let now = 1_000;
  const { app } = fakeApp({ keys, now: () => now });
  const [one, two] = [await keyIn(keys), await keyIn(keys, { expiresAt: 2_000 })];
  for (const { headers } of [one, two]) expect((await list(app, headers)).status).toBe(200);
  await keys.revoke(one.record.id, now);
  expect(await list(app, one.headers)).toMatchObject({ status: 401, body: { end: 'revoked' } });
  now = 1_999;
  expect((await list(app, two.headers)).status).toBe(200);
  now = 2_000;
  expect(await list(app, two.headers)).toMatchObject({ status: 401, body: { end: 'expired' } });
});

test('the service is open until the first key is made, and shut from then on, also when it is revoked', async () => {
  const keys = createMemoryKeyStore();
  const { app } = fakeApp({ keys });
  expect((await list(app)).status).toBe(200);
  expect((await call(app, 'GET', '/openapi.json')).body.security).toBe(undefined);
  const { record, headers } = await keyIn(keys);
  expect((await list(app)).status).toBe(401);
  expect((await list(app, headers)).status).toBe(200);
  expect((await call(app, 'GET', '/openapi.json', undefined, headers)).body.security).toEqual([{ key: [] }]);
  await keys.revoke(record.id, 1);
  expect((await list(app)).status).toBe(401);
});

test('pages of other origins and other hosts are refused until there is a key', async () => {
  const keys = createMemoryKeyStore();
  const { app } = fakeApp({ keys });
  const from = { Origin: 'https://page.example' };
  expect(await list(app, from)).toMatchObject({ status: 403, body: { code: 'origin_refused' } });
  const { headers } = await keyIn(keys);
  expect((await list(app, { ...from, ...headers })).status).toBe(200);
});

test('a key store that fails opens nothing', async () => {
  const logged = vi.spyOn(console, 'error').mockImplementation(() => {});
  const keys = createMemoryKeyStore();
  const { headers } = await keyIn(keys);
  const fails = () => Promise.reject(new Error('the disk is gone'));
  const { app } = fakeApp({ keys: { ...keys, any: fails } });
  expect((await list(app)).status).toBe(500);
  const { app: other } = fakeApp({ keys: { ...keys, find: fails } });
  expect((await list(other, headers)).status).toBe(500);
  expect((await list(other)).status).toBe(401);
  logged.mockRestore();
});
