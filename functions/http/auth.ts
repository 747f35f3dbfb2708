// Who is asking: the bearer key, and with it the tenant whose data the request may touch and what it may do there.
import type { Context, MiddlewareHandler } from 'hono';
import { Fault } from '../core/fault.ts';
import { hexOf } from '../core/hex.ts';
import { endOf, keyIdOf } from '../core/keys/key.ts';
import { SCOPES } from '../core/keys/scopes.ts';
import type { KeyStore } from '../core/keys/store.ts';
import type { Caller, Env } from './env.ts';

/** What keys are compared with. */
export type Keyring = {
  /** SHA-256, lower-case hex, of the key in the environment: of the tenant `default`, with every scope. */
  readonly apiKeySha256?: string;
  /** Absent where there is no such store. */
  readonly keys?: KeyStore;
  readonly now: () => number;
};

/** Whose data it is where no key says otherwise. */
const DEFAULT = { tenant: 'default', scopes: SCOPES, quota: null } as const;

const NOBODY: Caller = { ...DEFAULT, keyId: null };
const CONFIGURED: Caller = { ...DEFAULT, keyId: 'configured' };

/**
 * Whether the service asks for no key: while none is configured and none was ever made. Once a key was seen it stays
 * shut until the process ends, so that neither revoking the last key nor losing the store opens it. Looked up once a
 * request, however many ask.
 */
export function keyless({ apiKeySha256, keys }: Keyring): Keyless {
  let shut = apiKeySha256 !== undefined;
  async function look(): Promise<boolean> {
    if (!shut && keys) shut = await keys.any();
    return !shut;
  }
  return (c) => {
    const asked = c.get('keyless') ?? look();
    c.set('keyless', asked);
    return asked;
  };
}

export type Keyless = (c: Context<Env>) => Promise<boolean>;

/**
 * Lets a request pass that carries a key of the ring, or any while the service is `keyless`. Paths that are `open` need
 * no key. A key is looked up for every request, so one that is revoked is refused at the next.
 */
export function authenticate(
  ring: Keyring,
  keyless: Keyless,
  open: (path: string) => boolean,
): MiddlewareHandler<Env> {
  const { apiKeySha256 } = ring;
  if (apiKeySha256 !== undefined && !/^[0-9a-f]{64}$/.test(apiKeySha256)) {
    throw new TypeError(
      `apiKeySha256: 64 lower-case hexadecimal digits are wanted, not ${apiKeySha256.length} characters.`,
    );
  }
  return async function authenticate(c, next) {
    const caller =
      open(c.req.path) || (await keyless(c))
        ? NOBODY
        : await callerOf(bearerToken(c.req.header('Authorization')), ring);
    c.set('tenant', caller.tenant);
    c.set('caller', caller);
    await next();
  };
}

/** @throws Fault unauthorized, store_failed */
async function callerOf(key: string | undefined, { apiKeySha256, keys, now }: Keyring): Promise<Caller> {
  if (key === undefined) throw new Fault('unauthorized', 'Send the API key as: Authorization: Bearer KEY');
  const digest = await sha256(key);
  if (apiKeySha256 !== undefined && equalInConstantTime(digest, apiKeySha256)) return CONFIGURED;
  const id = keyIdOf(key);
  const record = id === undefined ? undefined : await keys?.find(id);
  if (!record || !equalInConstantTime(digest, record.sha256))
    throw new Fault('unauthorized', 'The API key is not valid.');
  const end = endOf(record, now());
  if (end) throw new Fault('unauthorized', `The API key is ${end}.`, { key: record.id, end });
  const { tenant, scopes, quota } = record;
  return { tenant, keyId: record.id, scopes, quota };
}

/** Lower-case hex of the SHA-256 of bytes, or of a text's UTF-8. */
export async function sha256(content: string | Uint8Array): Promise<string> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return hexOf(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>)));
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
