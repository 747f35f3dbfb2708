// An address is percent-encoded UTF-8 (RFC 3986, 2.5) or is refused.
import type { MiddlewareHandler } from 'hono';
import { Fault } from '../core/fault.ts';
import type { Env } from './env.ts';

/**
 * Hono leaves what it cannot decode as it is written; `%zz` and `%25zz` would then be one id, and half of a surrogate
 * pair (`%ED%A0%80`) would be an id that does not come back.
 * @throws Fault request_malformed
 */
export function refuseBadEncoding(): MiddlewareHandler<Env> {
  return async function refuseBadEncoding(c, next) {
    try {
      decodeURIComponent(c.req.url);
    } catch (cause) {
      throw new Fault(
        'request_malformed',
        'The address is not percent-encoded UTF-8; a percent sign itself is written %25.',
        {},
        cause,
      );
    }
    await next();
  };
}
