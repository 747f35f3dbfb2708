import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Manifest } from '../../functions/core/manifest.ts';
import { sha256 } from '../../functions/http/auth.ts';
import { call } from '../fakes/call.ts';
import { fakeApp } from '../fakes/faces.ts';

const { app } = fakeApp();

test('the models are listed with their source and what their distances mean', async () => {
  const { body } = await call(app, 'GET', '/v1/models');
  expect(body).toMatchObject({
    engine: 'fake 1',
    encoder: 'circle-4',
    models: [
      { id: 'circle-4', dimensions: 4, licence: 'MIT', calibration: { impostor_pairs: 30_000 } },
      { id: 'other-4' },
    ],
  });
});

test("the models that ship are listed as the manifest has them, a style network's layers among it", async () => {
  const path = new URL('../../models/manifest.json', import.meta.url);
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as Manifest;
  const { models } = fakeApp().tools;
  const { body } = await call(fakeApp({ models: { ...models, manifest } }).app, 'GET', '/v1/models');
  const listed = body.models as { id: string; kind: string; layers?: unknown[] }[];
  expect(listed.map(({ id, kind }) => [id, kind])).toEqual(manifest.models.map(({ id, kind }) => [id, kind]));
  const extractor = listed.find(({ kind }) => kind === 'extractor')!;
  expect(extractor.layers).toHaveLength(29);
  expect(extractor.layers).toContainEqual({ name: 'activation_5', channels: 192 });
  expect(extractor).not.toHaveProperty('scales');
});

test('every address of the app is in /openapi.json, and every reference in it resolves', async () => {
  const { status, body } = await call(app, 'GET', '/openapi.json');
  expect(status).toBe(200);
  expect(body.openapi).toBe('3.1.0');
  const served = new Set(
    app.routes.filter((route) => route.method !== 'ALL').map((route) => `${route.method} ${route.path}`),
  );
  served.delete('GET /openapi.json');
  const described = Object.entries(body.paths).flatMap(([path, item]) =>
    Object.keys(item as object).map(
      (method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`,
    ),
  );
  expect(new Set(described)).toEqual(served);
  const references = JSON.stringify(body).match(/#\/components\/schemas\/\w+/g) ?? [];
  expect(references.length).toBeGreaterThan(20);
  for (const reference of references)
    expect(Object.keys(body.components.schemas)).toContain(reference.split('/').at(-1));
});

test('the document asks for a key where the service does', async () => {
  expect((await call(app, 'GET', '/openapi.json')).body.security).toBe(undefined);
  const locked = fakeApp({ apiKeySha256: await sha256('key') }).app;
  const { body } = await call(locked, 'GET', '/openapi.json', undefined, { Authorization: 'Bearer key' });
  expect(body.security).toEqual([{ key: [] }]);
  expect(body.paths['/v1/health'].get.security).toEqual([]);
  expect(body.paths['/v1/models'].get.security).toEqual([{ key: [] }]);
  expect(body.paths['/v1/verify'].post.security).toEqual([{ key: ['faces:read'] }]);
  expect(body.paths['/v1/galleries/{gallery}'].put.security).toEqual([{ key: ['faces:write'] }]);
});

test('an app whose default encoder is not there is not made', () => {
  expect(() => fakeApp({ encoder: 'none' })).toThrow(/circle-4, other-4/);
});
