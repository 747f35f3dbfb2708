// Every call wants the scope that its row says, and none is without a row.
import { expect, test } from 'vitest';
import { SCOPES, type Scope } from '../../functions/core/keys/scopes.ts';
import { checkScopes } from '../../functions/http/scopes.ts';
import { createMemoryKeyStore } from '../../functions/platform/keys-memory.ts';
import { call } from '../fakes/call.ts';
import { fakeApp } from '../fakes/faces.ts';
import { keyIn } from '../fakes/keys.ts';

const keys = createMemoryKeyStore();
const { app } = fakeApp({ keys });
const whole = await keyIn(keys);

/** Every call of the document with what it wants of a key. */
async function operations() {
  const { body } = await call(app, 'GET', '/openapi.json', undefined, whole.headers);
  const paths = body.paths as Record<string, Record<string, { security: { key: string[] }[] }>>;
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, { security }]) => ({
      method: method.toUpperCase(),
      path: path.replaceAll(/\{\w+\}/g, 'x'),
      needed: security[0]?.key,
    })),
  );
}

test('a key without the scope that the document says is refused, for every call, and names what it lacks', async () => {
  const withOnly = Object.fromEntries(
    await Promise.all(SCOPES.map(async (scope) => [scope, await keyIn(keys, { scopes: [scope] })] as const)),
  );
  const without = Object.fromEntries(
    await Promise.all(
      SCOPES.map(
        async (scope) => [scope, await keyIn(keys, { scopes: SCOPES.filter((s) => s !== scope) })] as const,
      ),
    ),
  );
  const used = new Set<string>();
  for (const { method, path, needed } of await operations()) {
    if (needed === undefined || needed.length === 0) continue;
    const [scope] = needed as Scope[];
    used.add(scope);
    const refused = await call(app, method, path, undefined, without[scope].headers);
    expect([path, refused.status, refused.body.code]).toEqual([path, 403, 'scope_missing']);
    expect(refused.body.needed).toBe(scope);
    const passed = await call(app, method, path, undefined, withOnly[scope].headers);
    expect([path, passed.body?.code]).not.toEqual([path, 'scope_missing']);
  }
  expect([...used].sort()).toEqual([...SCOPES].sort());
});

test('only health needs no key, and only the models no scope', async () => {
  const free = (await operations()).filter(({ needed }) => !needed || needed.length === 0);
  expect(free.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([
    'GET /v1/health',
    'GET /v1/health/ready',
    'GET /v1/models',
  ]);
  const nothing = await keyIn(keys, { scopes: [] });
  for (const path of ['/v1/models', '/openapi.json'])
    expect((await call(app, 'GET', path, undefined, nothing.headers)).status).toBe(200);
});

test('HEAD wants what GET wants', async () => {
  const { headers } = await keyIn(keys, { scopes: ['styles'] });
  const head = async (given: Record<string, string>) =>
    (await app.request('/v1/galleries', { method: 'HEAD', headers: given })).status;
  expect([await head(headers), await head(whole.headers)]).toEqual([403, 200]);
});

test('an address that is not there, and a method that it has not, are told as such', async () => {
  const { headers } = await keyIn(keys, { scopes: [] });
  expect((await call(app, 'GET', '/v1/none', undefined, headers)).status).toBe(404);
  expect((await call(app, 'PUT', '/v1/verify', undefined, headers)).status).toBe(405);
});

test('a call without a row, and a row without a call, are told when the app is made', () => {
  const route = { method: 'POST', path: '/v1/new/:thing' } as (typeof app.routes)[number];
  expect(() => checkScopes(app)).not.toThrow();
  expect(() => checkScopes({ routes: [...app.routes, route] })).toThrow('POST /v1/new/{thing}');
  expect(() => checkScopes({ routes: app.routes.filter(({ path }) => path !== '/v1/verify') })).toThrow(
    'POST /v1/verify',
  );
});
