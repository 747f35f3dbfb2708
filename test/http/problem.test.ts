import { afterEach, expect, test, vi } from 'vitest';
import { Fault, type FaultCode } from '../../functions/core/fault.ts';
import { problems } from '../../functions/http/problem.ts';
import { createMemoryGalleryStore } from '../../functions/platform/store-memory.ts';
import { call } from '../fakes/call.ts';
import { fakeApp } from '../fakes/faces.ts';

afterEach(() => vi.restoreAllMocks());

const store = createMemoryGalleryStore({ maxFacesPerGallery: 9 });

function failing(error: unknown) {
  return fakeApp({ galleries: { ...store, listGalleries: () => Promise.reject(error) } }).app;
}

test.each(Object.entries(problems))(
  '%s is answered as its row says',
  async (code, { status, title, expected }) => {
    const told = status < 500 || expected === true;
    const logged = vi.spyOn(console, 'error').mockImplementation(() => {});
    const facts = {
      number: 7,
      status: 200,
      code: 'other',
      type: 'x',
      instance: 'y',
      title: 'z',
      detail: 'w',
    };
    const app = failing(new Fault(code as FaultCode, 'what happened, with /a/path', facts));
    const answer = await call(app, 'GET', '/v1/galleries', undefined, { 'X-Request-Id': 'asked-1' });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('Content-Type')).toBe('application/problem+json');
    expect(answer.headers.get('X-Request-Id')).toBe('asked-1');
    expect(answer.body).toMatchObject({
      type: `urn:likeness:problem:${code}`,
      title,
      status,
      instance: 'asked-1',
      code,
    });
    expect(answer.body.detail).toBe(told ? 'what happened, with /a/path' : undefined);
    expect(answer.body.number).toBe(told ? 7 : undefined);
    expect(logged.mock.calls.length).toBe(told ? 0 : 1);
    expect(answer.headers.has('WWW-Authenticate')).toBe(status === 401);
  },
);

test('a bug is a 500 that says nothing but the request id, and is logged with it and where it was thrown', async () => {
  const logged = vi.spyOn(console, 'error').mockImplementation(() => {});
  const app = failing(new TypeError('secret of the inside'));
  const { status, body } = await call(app, 'GET', '/v1/galleries', undefined, { 'X-Request-Id': 'asked-2' });
  expect(status).toBe(500);
  expect(body).toEqual({
    type: 'urn:likeness:problem:internal_error',
    title: 'Something went wrong here',
    status: 500,
    instance: 'asked-2',
    code: 'internal_error',
  });
  expect(logged.mock.calls[0][0]).toContain('problem.test.ts');
  expect(logged.mock.calls[0][0]).not.toContain('secret of the inside');
  expect(logged.mock.calls[0][0]).toContain('asked-2');
});

test('an unknown address is a 404 problem', async () => {
  const { app } = fakeApp();
  for (const path of [
    '/',
    '/v1',
    '/v1/verify/',
    '/v1/galleries/',
    '/v1/galleries//subjects',
    '/v2/verify',
    '/..%2f..%2fetc',
  ]) {
    const { status, body } = await call(app, 'GET', path);
    expect([path, status, body.code]).toEqual([path, 404, 'not_found']);
  }
});

test.each([
  ['GET', '/v1/verify', 'POST'],
  ['DELETE', '/v1/detect', 'POST'],
  ['POST', '/v1/galleries', 'GET, HEAD'],
  ['POST', '/v1/galleries/g', 'PUT, GET, HEAD, DELETE'],
  ['PUT', '/v1/galleries/g/subjects/s', 'GET, HEAD, PATCH, DELETE'],
  ['GET', '/v1/galleries/g/subjects/s/faces', 'POST'],
  ['OPTIONS', '/v1/health', 'GET, HEAD'],
  ['PROPFIND', '/v1/health', 'GET, HEAD'],
])('%s %s is a 405 problem with Allow: %s', async (method, path, allow) => {
  const { app } = fakeApp();
  const { status, headers, body } = await call(app, method, path);
  expect(status).toBe(405);
  expect(headers.get('Allow')).toBe(allow);
  expect(headers.get('Content-Type')).toBe('application/problem+json');
  expect(body).toMatchObject({ code: 'method_not_allowed', allowed: allow.split(', ') });
});

test.each([
  ['short-and_safe=1', true],
  ['a'.repeat(64), true],
  ['a'.repeat(65), false],
  ['line\tbreak', false],
  ['<script>', false],
  ['', false],
])('the request id %j is kept: %s', async (id, kept) => {
  const { app } = fakeApp();
  const { headers, body } = await call(app, 'GET', '/nothing', undefined, { 'X-Request-Id': id });
  expect(headers.get('X-Request-Id') === id).toBe(kept);
  expect(body.instance).toBe(headers.get('X-Request-Id'));
});

test('answers may not be kept by caches or sniffed by browsers', async () => {
  const { headers } = await call(fakeApp().app, 'GET', '/v1/galleries');
  expect(headers.get('Cache-Control')).toBe('no-store');
  expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
});
