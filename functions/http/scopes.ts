// Which scope each call wants of its caller's key: one table, and the only place that asks.
import type { MiddlewareHandler } from 'hono';
import { matchedRoutes } from 'hono/route';
import { Fault } from '../core/fault.ts';
import type { Scope } from '../core/keys/scopes.ts';
import type { App, Env } from './env.ts';

/** `any`: every key may. `open`: it needs no key at all. */
type Want = Scope | 'any' | 'open';

const WANTS: Readonly<Record<string, Want>> = {
  'GET /v1/health': 'open',
  'GET /v1/health/ready': 'open',
  'GET /v1/models': 'any',

  'POST /v1/detect': 'faces:read',
  'POST /v1/embed': 'faces:read',
  'POST /v1/verify': 'faces:read',
  'GET /v1/galleries': 'faces:read',
  'GET /v1/galleries/{gallery}': 'faces:read',
  'GET /v1/galleries/{gallery}/subjects': 'faces:read',
  'GET /v1/galleries/{gallery}/subjects/{subject}': 'faces:read',
  'POST /v1/galleries/{gallery}/recognize': 'faces:read',

  'PUT /v1/galleries/{gallery}': 'faces:write',
  'GET /v1/galleries/{gallery}/subjects/{subject}/export': 'faces:write', // a reader is not to take templates away
  'DELETE /v1/galleries/{gallery}': 'faces:write',
  'PATCH /v1/galleries/{gallery}/subjects/{subject}': 'faces:write',
  'DELETE /v1/galleries/{gallery}/subjects/{subject}': 'faces:write',
  'POST /v1/galleries/{gallery}/subjects/{subject}/faces': 'faces:write',
  'DELETE /v1/galleries/{gallery}/subjects/{subject}/faces/{face}': 'faces:write',
  'POST /v1/galleries/{gallery}/calibrate': 'faces:write',

  'GET /v1/audit': 'audit',

  'GET /v1/styles': 'styles',
  'POST /v1/styles': 'styles',
  'POST /v1/styles/estimate': 'styles',
  'GET /v1/styles/{style}': 'styles',
  'DELETE /v1/styles/{style}': 'styles',
  'POST /v1/styles/{style}/steps': 'styles',
  'GET /v1/styles/{style}/image': 'styles',
  'GET /v1/styles/{style}/result': 'styles',
  'GET /v1/styles/{style}/losses': 'styles',
  'GET /v1/styles/{style}/events': 'styles',
  'POST /v1/styles/{style}/cancel': 'styles',
  'POST /v1/styles/{style}/fork': 'styles',
  'POST /v1/networks/{network}/layers/{layer}/maximise': 'styles', // a job under /v1/styles
  'POST /v1/networks/{network}/layers/{layer}/maximise/estimate': 'styles',

  'GET /v1/networks': 'networks',
  'GET /v1/networks/{network}/layers': 'networks',
  'POST /v1/networks/{network}/layers/{layer}/patches': 'networks',
  'POST /v1/networks/{network}/layers/{layer}/activations': 'networks',
  'GET /v1/networks/{network}/layers/{layer}/filters': 'networks',

  'GET /v1/webhooks': 'webhooks',
  'POST /v1/webhooks': 'webhooks',
  'GET /v1/webhooks/{webhook}': 'webhooks',
  'PATCH /v1/webhooks/{webhook}': 'webhooks',
  'DELETE /v1/webhooks/{webhook}': 'webhooks',
  'POST /v1/webhooks/{webhook}/rotate': 'webhooks',
  'POST /v1/webhooks/{webhook}/test': 'webhooks',
  'GET /v1/webhooks/{webhook}/deliveries': 'webhooks',
  'GET /v1/webhooks/{webhook}/deliveries/{delivery}': 'webhooks',
  'POST /v1/webhooks/{webhook}/deliveries/{delivery}/redeliver': 'webhooks',
};

/** @throws Fault scope_missing with what the key lacks */
export function requireScope(): MiddlewareHandler<Env> {
  return async function requireScope(c, next) {
    // The handlers of an address have its method; what all requests pass has ALL. A HEAD is answered by GET's.
    const route = matchedRoutes(c).findLast(({ method }) => method !== 'ALL');
    const want = route?.path.startsWith('/v1/') ? wantOf(route) : 'any';
    const { scopes } = c.get('caller');
    if (want !== 'any' && want !== 'open' && !scopes.includes(want)) {
      throw new Fault('scope_missing', `The API key lacks the scope ${want}.`, { needed: want, scopes });
    }
    await next();
  };
}

/** @throws Error when a call of the app has no row above, or a row no call: told when the app is made. */
export function checkScopes({ routes }: Pick<App, 'routes'>): void {
  const served = new Set(
    routes.filter(({ method, path }) => method !== 'ALL' && path.startsWith('/v1/')).map(operationOf),
  );
  for (const operation of Object.keys(WANTS)) {
    if (!served.delete(operation))
      throw new Error(`${operation} is in functions/http/scopes.ts and not in the app.`);
  }
  if (served.size > 0)
    throw new Error(`functions/http/scopes.ts says no scope for ${[...served].join(', ')}.`);
}

type Paths = NonNullable<ReturnType<App['getOpenAPI31Document']>['paths']>;

/** The paths of the document, each call with the key and the scope it wants (OpenAPI 3.1, 4.8.30: a list of roles). */
export function pathsWithScopes(paths: Paths, needsKey: boolean): Paths {
  const secured = Object.entries(paths).map(([path, item]) => {
    const calls = Object.entries(item ?? {}).map(([method, call]) => {
      const want = WANTS[`${method.toUpperCase()} ${path}`];
      const key = { key: want === undefined || want === 'any' ? [] : [want] };
      const security = want === 'open' ? [] : needsKey ? [key] : [{}, key];
      return [method, { ...call, security }];
    });
    return [path, Object.fromEntries(calls)];
  });
  return Object.fromEntries(secured);
}

type Route = { readonly method: string; readonly path: string };

function wantOf(route: Route): Want {
  const want = WANTS[operationOf(route)];
  if (want === undefined) throw new Error(`${operationOf(route)} has no scope.`);
  return want;
}

function operationOf({ method, path }: Route): string {
  return `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`;
}
