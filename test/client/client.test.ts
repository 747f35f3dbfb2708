// The client against the service on fakes: typed calls, forms, pictures, errors by code, and when it tries again.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createClient } from '../../client/index.js';
import { calls } from '../../examples/calls.ts';
import { everyCall } from '../../examples/every-call.ts';
import { mobileBackend } from '../../examples/mobile-backend.ts';
import { callsPage, everyCall as everyCallFile } from '../../scripts/client/calls-page.ts';
import { clientTypes } from '../../scripts/client/types.ts';
import { FILES } from '../contract/files.ts';
import { worldOf } from '../contract/world.ts';

const world = await worldOf();
const baseUrl = 'http://localhost';
const toWorld = async (request: Request | URL | string) => world.app.request(request as Request);
const client = createClient({ baseUrl, fetch: toWorld as typeof fetch });
const blob = (name: keyof typeof FILES) =>
  new Blob([Buffer.from(FILES[name], 'base64')], { type: 'image/jpeg' });

test('its types and docs/calls.md are those of the document', async () => {
  const document = await (await world.app.request('/openapi.json')).json();
  expect(readFileSync('client/api.d.ts', 'utf8')).toBe(await clientTypes(document));
  expect(readFileSync('docs/calls.md', 'utf8')).toBe(callsPage(document));
  expect(readFileSync('examples/every-call.ts', 'utf8')).toBe(everyCallFile(document));
});

test('every call of docs/calls.md is understood: it is answered, or says what is not there', async () => {
  const ids = { face: 'none', style: 'none', webhook: 'none', delivery: 'none' };
  const asked = everyCall(client, { one: blob('face'), other: blob('face'), ...ids });
  const refused = [];
  for (const [name, call] of Object.entries(asked)) {
    const { response, error } = await call();
    if (!response.ok && response.status !== 404) refused.push([name, error]);
  }
  expect(refused).toEqual([]);
});

test('a file goes as a form, and the answer is typed', async () => {
  const { data, error } = await client.POST('/v1/detect', { body: { image: blob('faces') } });
  expect(error).toBeUndefined();
  expect(data?.faces.length).toBe(2);
});

test('an error has the codes of its call', async () => {
  const { error, response } = await client.POST('/v1/detect', {
    body: { image: FILES.nobody, on_multiple: 'largest' },
  });
  expect(response.status).toBe(422);
  expect(error?.code).toBe('no_face');
});

test('the calls of docs/client.md run, and stand there as they are', async () => {
  const likeness = createClient({ baseUrl, fetch: onlyFaces as typeof fetch });
  const told = await calls(likeness, blob('face'), blob('face'));
  expect(told.slice(0, 6)).toEqual(['1 faces', '4 numbers', 'same: true', '2 enrolled', 'ada', '1 subjects']);
  const source = readFileSync('examples/calls.ts', 'utf8').replaceAll(/^ {2}/gm, '');
  const blocks = [...readFileSync('docs/client.md', 'utf8').matchAll(/```ts\n([\s\S]*?)\n```/g)].map(
    ([, code]) => code,
  );
  expect(blocks.length).toBe(8);
  for (const block of blocks.slice(1)) expect(source).toContain(block);
});

/** A style wants pictures of pixels. */
async function onlyFaces(request: Request): Promise<Response> {
  if (request.method !== 'POST' || new URL(request.url).pathname !== '/v1/styles') return toWorld(request);
  const form = await request.formData();
  for (const name of ['content', 'style']) form.set(name, blob('photo'));
  return toWorld(new Request(request.url, { method: 'POST', body: form }));
}

test('a picture is read as a blob', async () => {
  const params = { path: { style: await world.style() }, query: { format: 'png' as const } };
  const { data } = await client.GET('/v1/styles/{style}/image', { params, parseAs: 'blob' });
  expect(data?.type).toBe('image/png');
});

test('a 503 is tried again as Retry-After says, under the same Idempotency-Key, and no more often than asked', async () => {
  const keys: (string | null)[] = [];
  const busy = async (request: Request) => {
    keys.push(request.headers.get('Idempotency-Key'));
    if (keys.length === 2) throw new TypeError('no connection');
    if (keys.length < 4) return new Response('{}', { status: 503, headers: { 'Retry-After': '0' } });
    return toWorld(request);
  };
  const patient = createClient({ baseUrl, fetch: busy as typeof fetch, retries: 3, pauseMs: 0 });
  const { data } = await patient.POST('/v1/embed', { body: { image: FILES.face } });
  expect(data?.model).toBe('circle-4');
  expect([keys.length, new Set(keys).size, keys[0]]).toEqual([4, 1, expect.any(String)]);
  keys.length = 0;
  const hasty = createClient({ baseUrl, fetch: busy as typeof fetch, retries: 0 });
  expect((await hasty.POST('/v1/embed', { body: { image: FILES.face } })).response.status).toBe(503);
});

test('a try that takes too long ends', async () => {
  const never = (request: Request) =>
    new Promise<Response>((_, reject) => {
      request.signal.addEventListener('abort', () => reject(request.signal.reason));
    });
  const hasty = createClient({ baseUrl, fetch: never as typeof fetch, timeoutMs: 5, retries: 0 });
  await expect(hasty.GET('/v1/health')).rejects.toThrow(/timeout/);
});

test('the backend of the example enrols at sign-up and verifies at login', async () => {
  await client.PUT('/v1/galleries/{gallery}', { params: { path: { gallery: 'users' } }, body: {} });
  const backend = mobileBackend(client, async (request) => request.headers.get('X-User') ?? undefined);
  const send = (path: string, name: keyof typeof FILES) => {
    const body = new FormData();
    body.set('selfie', blob(name), 'selfie.jpg');
    return backend.request(path, { method: 'POST', body, headers: { 'X-User': 'ada' } });
  };
  expect((await send('/face', 'nobody')).status).toBe(422);
  expect((await send('/face', 'face')).status).toBe(201);
  const login = await send('/login', 'face');
  expect([login.status, await login.json()]).toEqual([200, { same: true }]);
  expect((await send('/login', 'faces')).status).toBe(422);
});
