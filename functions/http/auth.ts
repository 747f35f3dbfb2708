// Who is asking: the bearer key when one is configured, and the tenant whose data the request may touch.
import type { MiddlewareHandler } from 'hono';
import { Fault } from '../core/fault.ts';
import type { Env } from './env.ts';

/** Every caller is this one for now; storage keys carry it already. */
const tenant = 'default';

/**
 * Lets a request pass whose bearer token has this SHA-256 (lower-case hex), or any when it is undefined.
 * Paths that are `open` need no key.
 */
export function authenticate(
  apiKeySha256: string | undefined,
  open: (path: string) => boolean,
): MiddlewareHandler<Env> {
  if (apiKeySha256 !== undefined && !/^[0-9a-f]{64}$/.test(apiKeySha256)) {
    throw new TypeError(
      `apiKeySha256: 64 lower-case hexadecimal digits are wanted, not ${apiKeySha256.length} characters.`,
    );
  }
  return async function authenticate(c, next) {
    if (apiKeySha256 !== undefined && !open(c.req.path)) {
      const key = bearerToken(c.req.header('Authorization'));
      if (key === undefined || !equalInConstantTime(await sha256(key), apiKeySha256)) {
        throw new Fault(
          'unauthorized',
          key === undefined ? 'Send the API key as: Authorization: Bearer KEY' : 'The API key is not valid.',
        );
      }
    }
    c.set('tenant', tenant);
    await next();
  };
}

/** Lower-case hex of the SHA-256 of bytes, or of a text's UTF-8. */
export async function sha256(content: string | Uint8Array): Promise<string> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** RFC 6750, 2.1; the scheme's name is case-insensitive (RFC 9110, 11.1). */
function bearerToken(header: string | undefined): string | undefined {
  return header === undefined ? undefined : /^bearer +([\w\-.~+/]+=*) *$/i.exec(header)?.[1];
}

/** Of two hex digests of the same length: how many characters agree does not show in the time it takes. */
function equalInConstantTime(a: string, b: string): boolean {
  let difference = a.length ^ b.length;
  for (let i = 0; i < b.length; i++) difference |= a.charCodeAt(i) ^ b.charCodeAt(i);
  return difference === 0;
}
