// Which pages a browser lets read the answers, and that a preflight needs no key.
import { expect, test } from 'vitest';
import { originList } from '../../functions/core/origins.ts';
import { sha256 } from '../../functions/http/auth.ts';
import { fakeApp } from '../fakes/faces.ts';

const APP = 'https://app.example';
const { app } = fakeApp({ corsOrigins: [APP, 'http://localhost:3000'], apiKeySha256: await sha256('key') });

const ask = (origin: string, method = 'GET', more: Record<string, string> = {}, path = '/v1/galleries') =>
  app.request(path, { method, headers: { Origin: origin, Authorization: 'Bearer key', ...more } });

test('a named origin reads answers and errors, with the headers that say when to come again', async () => {
  for (const [path, status] of [
    ['/v1/galleries', 200],
    ['/v1/galleries/none', 404],
    ['/nothing', 404],
  ] as const) {
    const { status: answered, headers } = await ask(APP, 'GET', {}, path);
    expect([path, answered]).toEqual([path, status]);
    expect(headers.get('Access-Control-Allow-Origin')).toBe(APP);
    expect(headers.get('Access-Control-Expose-Headers')).toContain('Retry-After');
    expect(headers.get('Access-Control-Allow-Credentials')).toBe(null);
    expect(headers.get('Vary')).toContain('Origin');
  }
  const refused = await ask(APP, 'GET', { Authorization: 'Bearer wrong' });
  expect([refused.status, refused.headers.get('Access-Control-Allow-Origin')]).toEqual([401, APP]);
});

test('a page may read every header that the document names', async () => {
  const document = await (await ask(APP, 'GET', {}, '/openapi.json')).json();
  const exposed = (await ask(APP)).headers.get('Access-Control-Expose-Headers')!.split(',');
  const named = Object.keys(document.components.headers);
  expect(named).toContain('Idempotency-Replayed');
  const always = 'Cache-Control'; // Fetch shows it without being told to
  expect(named.filter((name) => name !== always && !exposed.includes(name))).toEqual([]);
});

test('a preflight of a named origin is answered without a key, for every method there is', async () => {
  const { status, headers } = await app.request('/v1/verify', {
    method: 'OPTIONS',
    headers: {
      Origin: APP,
      'Access-Control-Request-Method': 'POST',
      'Access-Control-Request-Headers': 'authorization,content-type,idempotency-key',
    },
  });
  expect([status, headers.get('Access-Control-Allow-Origin')]).toEqual([204, APP]);
  expect(headers.get('Access-Control-Allow-Methods')).toBe('GET,HEAD,PUT,POST,PATCH,DELETE');
  expect(headers.get('Access-Control-Allow-Headers')).toMatch(/Authorization,Content-Type,Idempotency-Key/);
  expect(headers.get('Access-Control-Max-Age')).toBe('600');
});

test.each([
  'https://app.example.evil.example',
  'https://evil.example',
  'http://app.example',
  'https://app.example:8443',
  'https://APP.example',
  'null',
  '',
  'http://localhost',
])('%s is told nothing', async (origin) => {
  const preflight = { 'Access-Control-Request-Method': 'GET', Authorization: '' };
  const answers = [await ask(origin), await ask(origin, 'OPTIONS', preflight)];
  for (const { headers } of answers) {
    expect(headers.get('Access-Control-Allow-Origin')).toBe(null);
    expect(headers.get('Access-Control-Allow-Methods')).toBe(null);
    expect(headers.get('Vary')).toContain('Origin');
  }
  expect(answers[1].status).toBe(401);
});

test('OPTIONS that is no preflight is answered as ever, and without origins there is no CORS', async () => {
  expect((await ask(APP, 'OPTIONS')).status).toBe(405);
  const plain = fakeApp({ apiKeySha256: await sha256('key') }).app;
  const headers = { Origin: APP, Authorization: 'Bearer key' };
  const answer = await plain.request('/v1/galleries', { headers });
  expect(answer.headers.get('Access-Control-Allow-Origin')).toBe(null);
});

test('while there is no key, a named origin is let in where others are not, and by loopback names alone', async () => {
  const open = fakeApp({ corsOrigins: [APP] }).app;
  const status = async (url: string, origin: string) =>
    (await open.request(`${url}/v1/galleries`, { headers: { Origin: origin } })).status;
  expect(await status('http://localhost:8787', APP)).toBe(200);
  expect(await status('http://localhost:8787', 'https://other.example')).toBe(403);
  expect(await status('http://evil.example', APP)).toBe(403);
});

test('a list of origins is taken as browsers write them, or refused', () => {
  const wanted = ['https://app.example', 'http://localhost:3000', 'http://[::1]:5173'];
  expect(originList(wanted.join(', '))).toEqual(wanted);
  for (const origin of wanted) expect(new URL(origin).origin).toBe(origin);
  for (const wrong of [
    '*',
    'null',
    'app.example',
    'https://app.example/',
    'https://APP.example',
    'https://*.example',
    'https://a.example:443',
    'http://a.example:80',
    'ftp://a.example',
    'https://a.example,',
    'https://u@a.example',
  ])
    expect(() => originList(wrong), wrong).toThrow(/is not an origin/);
});
