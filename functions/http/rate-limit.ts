// How many requests a key may make: counted after it is known, told in the headers of every answer, refused beyond.
import type { MiddlewareHandler } from 'hono';
import { rateLimited, type Taken } from '../core/keys/limiter.ts';
import type { Deps } from '../core/ports.ts';
import type { Env } from './env.ts';
import { log } from './problem.ts';

/** The name of the one policy there is, in both headers. */
const POLICY = 'default';

/**
 * Headers by draft-ietf-httpapi-ratelimit-headers-10: `q` requests in `w` seconds, `r` left and `t` seconds until the
 * window ends. Callers without a key are one caller together. A limiter that fails limits nobody, and is logged for each
 * request: it protects the service from callers, and would otherwise end it.
 * @throws Fault rate_limited
 */
export function limitRate(
  { limiter, quota: common }: NonNullable<Deps['rateLimit']>,
  now: () => number,
  open: (path: string) => boolean,
): MiddlewareHandler<Env> {
  return async function limitRate(c, next) {
    const caller = c.get('caller');
    const quota = caller.quota ?? common;
    if (!quota || open(c.req.path)) return next();
    let taken: Taken;
    try {
      taken = await limiter.take(caller.keyId ?? 'keyless', quota, now());
    } catch (error) {
      log(c, error);
      return next();
    }
    const { allowed, left, seconds } = taken;
    c.header('RateLimit-Policy', `"${POLICY}";q=${quota.requests};w=${quota.seconds}`);
    if (left !== undefined) c.header('RateLimit', `"${POLICY}";r=${left};t=${seconds}`);
    if (!allowed) {
      c.header('Retry-After', String(seconds));
      throw rateLimited(quota, seconds);
    }
    await next();
  };
}
