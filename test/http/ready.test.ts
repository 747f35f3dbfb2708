// Ready is more than alive: what it rests on answers, and it is not about to end.
import { expect, test, vi } from 'vitest';
import { createReadiness } from '../../functions/core/readiness.ts';
import { sha256 } from '../../functions/http/auth.ts';
import { createMemoryGalleryStore } from '../../functions/platform/store-memory.ts';
import { call } from '../fakes/call.ts';
import { fakeApp } from '../fakes/faces.ts';

test('ready needs no key, and says what it looked at', async () => {
  const { app } = fakeApp({ apiKeySha256: await sha256('key') });
  const { status, body } = await call(app, 'GET', '/v1/health/ready');
  const checks = { store: 'ok', models: 'ok', queue: 'ok', running: 'ok' };
  expect([status, body]).toEqual([200, { status: 'ready', checks }]);
});

test('with a store that fails it is alive and not ready, and the log says why without what the store said', async () => {
  const logged = vi.spyOn(console, 'error').mockImplementation(() => {});
  const store = createMemoryGalleryStore({ maxFacesPerGallery: 9 });
  const getGallery = () => Promise.reject(new Error('lost robin'));
  const { app } = fakeApp({ galleries: { ...store, getGallery } });
  expect((await call(app, 'GET', '/v1/health')).status).toBe(200);
  const { status, body, headers } = await call(app, 'GET', '/v1/health/ready');
  expect([status, body.status, body.checks.store, headers.get('Retry-After')]).toEqual([
    503,
    'not_ready',
    'failing',
    '1',
  ]);
  expect(logged.mock.calls.map(([line]) => JSON.parse(line))).toMatchObject([{ check: 'store' }]);
  expect(logged.mock.calls[0][0]).not.toContain('robin');
});

test('with models that do not open it is not ready', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => {});
  const { tools } = fakeApp();
  const open = () => Promise.reject(new Error('no session'));
  const engines = { ...tools.engines, get: (id: string) => ({ ...tools.engines.get(id), open }) };
  const { body } = await call(fakeApp({ engines }).app, 'GET', '/v1/health/ready');
  expect(body.checks).toEqual({ store: 'ok', models: 'failing', queue: 'ok', running: 'ok' });
});

test('once it is asked to end it is ready no more, and still answers', async () => {
  let stopping = false;
  const { app } = fakeApp({ stopping: () => stopping });
  expect((await call(app, 'GET', '/v1/health/ready')).status).toBe(200);
  stopping = true;
  expect((await call(app, 'GET', '/v1/health/ready')).body.checks.running).toBe('failing');
  expect((await call(app, 'GET', '/v1/galleries')).status).toBe(200);
});

test('a crowd that asks costs one look, and a look holds for its time', async () => {
  let [now, looks] = [0, 0];
  let answer = () => {};
  const look = () => {
    looks++;
    return new Promise<void>((resolve) => (answer = resolve));
  };
  const readiness = createReadiness({ store: look }, { keepMs: 10, now: () => now, report: () => {} });
  const crowd = Array.from({ length: 100 }, readiness);
  now = 50; // a look that takes long is not begun again
  crowd.push(readiness());
  answer();
  expect(new Set((await Promise.all(crowd)).map(({ store }) => store))).toEqual(new Set(['ok']));
  now = 59;
  await readiness();
  expect(looks).toBe(1);
  now = 60;
  const next = readiness();
  answer();
  await next;
  expect(looks).toBe(2);
});
