// Lets web pages of origins that the owner named read this service's answers (Fetch, 3.2: CORS).
import type { MiddlewareHandler } from 'hono';
import { cors } from 'hono/cors';
import type { Env } from './env.ts';

/** What a page may read beyond what Fetch always shows it. */
const EXPOSED = [
  'Idempotency-Replayed',
  'Location',
  'RateLimit',
  'RateLimit-Policy',
  'Retry-After',
  'Server-Timing',
  'WWW-Authenticate',
  'X-Request-Id',
];

const SENT = ['Authorization', 'Content-Type', 'Idempotency-Key', 'Last-Event-ID', 'X-Request-Id'];

/** How long a browser may keep the answer to its question, seconds. */
const PREFLIGHT_S = 600;

/**
 * `origins` exactly as browsers write them. A preflight carries no key, so it is answered before one is asked for; it
 * says nothing but this. To other origins it is as if CORS were not there. No credentials: there are no cookies.
 */
export function shareWith(origins: readonly string[]): MiddlewareHandler<Env> {
  const share = cors({
    origin: [...origins],
    allowMethods: ['GET', 'HEAD', 'PUT', 'POST', 'PATCH', 'DELETE'],
    allowHeaders: SENT,
    exposeHeaders: EXPOSED,
    maxAge: PREFLIGHT_S,
  });
  return async function shareWith(c, next) {
    const origin = c.req.header('Origin');
    const asks = c.req.method !== 'OPTIONS' || c.req.header('Access-Control-Request-Method') !== undefined;
    if (origin !== undefined && origins.includes(origin) && asks) return share(c, next);
    await next();
    c.header('Vary', 'Origin', { append: true });
  };
}
