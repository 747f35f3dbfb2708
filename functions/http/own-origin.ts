// Keeps web pages out of a service that asks for no key: a browser on its machine would send it any page's requests.
import type { MiddlewareHandler } from 'hono';
import { Fault } from '../core/fault.ts';
import type { Keyless } from './auth.ts';
import type { Env } from './env.ts';
import { cut } from './invalid.ts';

/** As URL writes them: 127.0.0.0/8 (RFC 1122), ::1 (RFC 4291) and the name for them (RFC 6761). */
const loopback = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/**
 * While the service is `keyless`, lets a request pass whose Host is a loopback name and whose Origin, if it has one, is that host or one that the owner named. Browsers send Origin
 * with everything that could change something (Fetch, 3.1), also where CORS asks no permission first, as for multipart;
 * therefore the missing CORS headers are not enough. The Host is checked because a page may let its own name point at
 * 127.0.0.1 later (DNS rebinding) and then is of the same origin.
 * @throws Fault origin_refused
 */
export function refuseOtherOrigins(keyless: Keyless, named: readonly string[]): MiddlewareHandler<Env> {
  return async function refuseOtherOrigins(c, next) {
    if (!(await keyless(c))) return next();
    const { host, hostname } = new URL(c.req.url);
    if (!loopback.test(hostname)) {
      throw new Fault(
        'origin_refused',
        `Without a key this service answers to localhost, 127.0.0.1 and [::1] only, not to ${cut(host)}; LIKENESS_API_KEY lifts that.`,
        { host: cut(host) },
      );
    }
    const origin = c.req.header('Origin');
    if (origin !== undefined && hostOf(origin) !== host && !named.includes(origin)) {
      throw new Fault(
        'origin_refused',
        `Without a key this service answers no web page of another origin: ${cut(origin)} is not ${host}; LIKENESS_API_KEY lifts that.`,
        { origin: cut(origin), host },
      );
    }
    await next();
  };
}

/** The scheme may differ: whoever ends TLS speaks http here. "null", of a sandbox or a file, is nobody's. */
function hostOf(origin: string): string | undefined {
  try {
    return new URL(origin).host;
  } catch {
    return undefined;
  }
}
