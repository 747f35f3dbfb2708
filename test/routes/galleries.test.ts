import { beforeEach, expect, test } from 'vitest';
import type { App } from '../../functions/http/env.ts';
import { call } from '../fakes/call.ts';
import { fakeApp } from '../fakes/faces.ts';

let app: App;
beforeEach(() => {
  app = fakeApp().app;
});

test('a gallery is made once, and put again is the same', async () => {
  const gallery = {
    id: 'team',
    name: null,
    model: 'circle-4',
    search: 'memory',
    templates_at_rest: 'memory',
    created_at: '2026-01-01T00:00:00.000Z',
    retention_days: null,
  };
  expect(await call(app, 'PUT', '/v1/galleries/team')).toMatchObject({ status: 201, body: gallery });
  expect(await call(app, 'PUT', '/v1/galleries/team', {})).toMatchObject({ status: 200, body: gallery });
  expect(await call(app, 'GET', '/v1/galleries/team')).toMatchObject({ status: 200, body: gallery });
});

test('a name can be given, kept, changed and taken away', async () => {
  const put = async (json: object) => (await call(app, 'PUT', '/v1/galleries/team', json)).body.name;
  expect(await put({ name: 'One' })).toBe('One');
  expect(await put({})).toBe('One');
  expect(await put({ name: 'Two' })).toBe('Two');
  expect(await put({ name: null })).toBe(null);
});

test('the encoder is chosen once; another is a 409, none keeps it', async () => {
  await call(app, 'PUT', '/v1/galleries/team', { model: 'other-4' });
  expect(await call(app, 'PUT', '/v1/galleries/team', { name: 'x' })).toMatchObject({
    status: 200,
    body: { model: 'other-4' },
  });
  const { status, body } = await call(app, 'PUT', '/v1/galleries/team', { model: 'circle-4' });
  expect([status, body.code]).toEqual([409, 'encoder_mismatch']);
  expect((await call(app, 'PUT', '/v1/galleries/new', { model: 'none' })).status).toBe(422);
});

test('a search that the store has not is a 422 that says what is wanted, and nothing is made', async () => {
  const { status, body } = await call(app, 'PUT', '/v1/galleries/team', { search: 'pgvector' });
  expect([status, body.code]).toEqual([422, 'search_unsupported']);
  expect(body.detail).toContain('PostgreSQL with the extension pgvector');
  expect((await call(app, 'GET', '/v1/galleries/team')).status).toBe(404);
  expect((await call(app, 'PUT', '/v1/galleries/team', { search: 'memory' })).status).toBe(201);
  const other = await call(app, 'PUT', '/v1/galleries/team', { name: 'x', search: 'pgvector' });
  expect([other.status, other.body.code]).toEqual([409, 'search_mismatch']);
  expect((await call(app, 'PUT', '/v1/galleries/team', { search: 'disk' })).status).toBe(422);
});

test('galleries are listed in pages', async () => {
  for (const id of ['c', 'a', 'b']) await call(app, 'PUT', `/v1/galleries/${id}`);
  const first = (await call(app, 'GET', '/v1/galleries?limit=2')).body;
  expect(first.galleries.map((each: { id: string }) => each.id)).toEqual(['a', 'b']);
  const second = (
    await call(app, 'GET', `/v1/galleries?limit=2&cursor=${encodeURIComponent(first.next_cursor)}`)
  ).body;
  expect(second.galleries.map((each: { id: string }) => each.id)).toEqual(['c']);
  expect(second.next_cursor).toBe(null);
});

test.each(['limit=0', 'limit=1001', 'limit=1.5', 'limit=x', 'limit=', 'size=3'])(
  '?%s is a 422 that points at it',
  async (query) => {
    const { status, body } = await call(app, 'GET', `/v1/galleries?${query}`);
    expect(status).toBe(422);
    expect(body.errors[0].in).toBe('query');
  },
);

test('a deleted gallery is gone, and deleting it again says so', async () => {
  await call(app, 'PUT', '/v1/galleries/team');
  expect((await call(app, 'DELETE', '/v1/galleries/team')).status).toBe(204);
  for (const method of ['GET', 'DELETE']) {
    expect(await call(app, method, '/v1/galleries/team')).toMatchObject({
      status: 404,
      body: { code: 'gallery_not_found' },
    });
  }
});
