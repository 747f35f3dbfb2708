// No body is longer than the limit: one that says its length is refused by it, one that does not is counted as it comes.
import type { MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { Fault } from '../core/fault.ts';
import type { Env } from './env.ts';

/**
 * Hono's own limit, but a request whose head says enough keeps its body untouched. To look at `raw.body` makes a Request
 * of the platform, and Node 20 lists each in a FinalizationRegistry because of its signal: it then outlives every
 * collection of the young and waits, with what it holds, for the next full one.
 * @throws Fault body_too_large
 */
export function limitBody(limit: number): MiddlewareHandler<Env> {
  const counting = bodyLimit({ maxSize: limit, onError: () => refuse(limit) });
  return async function limitBody(c, next) {
    if (c.req.method === 'GET' || c.req.method === 'HEAD') return next(); // a Request of those has none
    const length = c.req.header('Content-Length') ?? '';
    if (!/^\d+$/.test(length) || c.req.header('Transfer-Encoding') !== undefined) return counting(c, next);
    return Number(length) > limit ? refuse(limit) : next();
  };
}

function refuse(limit: number): never {
  throw new Fault('body_too_large', `The body is larger than ${limit} bytes.`, { limit });
}
