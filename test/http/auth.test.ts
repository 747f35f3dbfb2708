import { expect, test } from 'vitest';
import { sha256 } from '../../functions/http/auth.ts';
import { call } from '../fakes/call.ts';
import { fakeApp } from '../fakes/faces.ts';

const key = 'correct-horse.battery_staple~1234+/==';
const { app } = fakeApp({ apiKeySha256: await sha256(key) });

test('the digest is the one of FIPS 180-2', async () => {
  expect(await sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});

test('with the key, however the scheme is spelt, a call is answered', async () => {
  for (const scheme of ['Bearer', 'bearer', 'BEARER ']) {
    const { status } = await call(app, 'GET', '/v1/galleries', undefined, {
      Authorization: `${scheme} ${key}`,
    });
    expect(status).toBe(200);
  }
});

test.each([
  ['none', undefined],
  ['another key', `Bearer ${key.replace('c', 'd')}`],
  ['a part of the key', `Bearer ${key.slice(0, -3)}`],
  ['the digest of the key', `Bearer ${await sha256(key)}`],
  ['another scheme', `Basic ${key}`],
  ['no key after the scheme', 'Bearer '],
  ['two keys', `Bearer ${key} ${key}`],
  ['the key alone', key],
])('%s is a 401 that names the scheme', async (_, authorization) => {
  const headers: Record<string, string> = authorization === undefined ? {} : { Authorization: authorization };
  for (const path of [
    '/v1/galleries',
    '/v1/models',
    '/openapi.json',
    '/nothing',
    '/v1/health/',
    '/v1//health',
  ]) {
    const { status, headers: received, body } = await call(app, 'GET', path, undefined, headers);
    expect([path, status]).toEqual([path, 401]);
    expect(received.get('WWW-Authenticate')).toBe('Bearer realm="likeness"');
    expect(body.code).toBe('unauthorized');
    expect(JSON.stringify(body)).not.toContain(key);
  }
});

test('health needs no key', async () => {
  expect(await call(app, 'GET', '/v1/health')).toMatchObject({ status: 200, body: { status: 'ok' } });
});

test('a digest that is none is refused when the app is made, not when it is asked', () => {
  expect(() => fakeApp({ apiKeySha256: 'secret' })).toThrow(/64 lower-case/);
});
