import { expect, test } from 'vitest';
import { sha256 } from '../../functions/http/auth.ts';
import { answerOf } from '../fakes/call.ts';
import { fakeApp, picture } from '../fakes/faces.ts';

const { app } = fakeApp();

async function ask(to: typeof app, url: string, origin?: string, init: RequestInit = {}) {
  const headers = { ...(origin === undefined ? {} : { Origin: origin }), ...init.headers };
  return answerOf(await to.request(url, { ...init, headers }));
}

test.each([
  ['http://localhost:8787', undefined],
  ['http://127.0.0.1:8787', undefined],
  ['http://127.8.9.10', undefined],
  ['http://[::1]:8787', undefined],
  ['http://LOCALHOST:8787', undefined],
  ['http://localhost:8787', 'http://localhost:8787'],
  ['http://localhost:8787', 'https://localhost:8787'],
  ['http://localhost', 'http://localhost:80'],
])('without a key %s answers Origin %s', async (url, origin) => {
  expect((await ask(app, `${url}/v1/galleries`, origin)).status).toBe(200);
});

test.each([
  ['http://localhost:8787', 'https://evil.example'],
  ['http://localhost:8787', 'http://localhost:3000'],
  ['http://localhost:8787', 'http://127.0.0.1:8787'],
  ['http://localhost:8787', 'http://localhost:8787.evil.example'],
  ['http://localhost:8787', 'null'],
  ['http://localhost:8787', ''],
  ['http://localhost:8787', 'localhost:8787'],
  ['http://evil.example:8787', undefined],
  ['http://evil.example:8787', 'http://evil.example:8787'],
  ['http://localhost.evil.example', undefined],
  ['http://127.0.0.1.evil.example', undefined],
  ['http://192.168.1.7:8787', undefined],
  ['http://0.0.0.0:8787', undefined],
])('without a key %s refuses Origin %s', async (url, origin) => {
  for (const path of ['/v1/galleries', '/v1/health', '/openapi.json', '/nothing']) {
    const { status, body, headers } = await ask(app, url + path, origin);
    expect([path, status, body.code]).toEqual([path, 403, 'origin_refused']);
    expect(headers.get('Access-Control-Allow-Origin')).toBe(null);
  }
});

test('a form that a page of another origin sends enrols nobody', async () => {
  const own = fakeApp().app;
  const faces = 'http://localhost/v1/galleries/g/subjects/s/faces';
  await ask(own, 'http://localhost/v1/galleries/g', undefined, { method: 'PUT' });
  const form = new FormData();
  form.append('image', new Blob([picture(1)]), 'p.jpg');
  expect((await ask(own, faces, 'https://evil.example', { method: 'POST', body: form })).status).toBe(403);
  expect((await ask(own, 'http://localhost/v1/galleries/g/subjects')).body.subjects).toEqual([]);
  expect((await ask(own, faces, 'http://localhost', { method: 'POST', body: form })).status).toBe(201);
});

test('a preflight of another origin is refused', async () => {
  const { status, headers } = await ask(app, 'http://localhost/v1/detect', 'https://evil.example', {
    method: 'OPTIONS',
    headers: { 'Access-Control-Request-Method': 'POST' },
  });
  expect(status).toBe(403);
  expect(headers.get('Access-Control-Allow-Origin')).toBe(null);
});

test('with a key, and where the service is open to everybody, neither Host nor Origin matters', async () => {
  const locked = fakeApp({ apiKeySha256: await sha256('key') }).app;
  const open = fakeApp({ openTo: 'everybody' }).app;
  const headers = { Authorization: 'Bearer key' };
  for (const to of [locked, open]) {
    const { status } = await ask(to, 'https://likeness.example/v1/galleries', 'https://other.example', {
      headers,
    });
    expect(status).toBe(200);
  }
});
