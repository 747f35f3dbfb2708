// Idempotency-Key (draft-ietf-httpapi-idempotency-key-header): a POST that makes something may be sent again.
import type { Context, MiddlewareHandler } from 'hono';
import { Fault } from '../core/fault.ts';
import type { Deps } from '../core/ports.ts';
import { sha256 } from './auth.ts';
import type { Env, Once } from './env.ts';
import { formOf } from './upload.ts';

export const IDEMPOTENCY_HEADER = 'Idempotency-Key';

/** A day: longer than anybody goes on trying. */
const KEPT_MS = 24 * 3_600_000;

/** After it another attempt may begin though this one never ended. Both would make the same thing under the same ids. */
const LEASE_MS = 30_000;

export function onceOf(c: Context<Env>, { randomId }: Pick<Deps, 'randomId'>): Once {
  return c.get('once') ?? { newId: randomId, again: false };
}

/**
 * For the routes that make something. No answer is kept, since answers may speak of people who are forgotten later: a
 * request that is sent again does the same under the same ids, and what is there already stays as it is. That holds too
 * when the first one died half-way. A request that failed has not used its key up.
 * @throws Fault request_malformed for a key that is none; idempotency_key_reused; idempotency_running.
 */
export function idempotent({
  idempotency,
  now,
  randomId,
}: Pick<Deps, 'idempotency' | 'now' | 'randomId'>): MiddlewareHandler<Env> {
  return async function idempotent(c, next) {
    const given = c.req.header(IDEMPOTENCY_HEADER);
    if (given === undefined) return next();
    const at = { tenant: c.get('tenant'), key: await sha256(keyOf(given)) };
    const began = now();
    const beginning = await idempotency.begin(at, {
      fingerprint: await fingerprintOf(c),
      seed: randomId(),
      now: began,
      leaseUntil: began + LEASE_MS,
      expiresAt: began + KEPT_MS,
    });
    if (!('seed' in beginning)) throw refusals[beginning.state]();
    const again = beginning.state === 'done';
    c.set('once', { newId: idsFrom(beginning.seed), again });
    await next(); // what a handler throws is an answer by now
    await idempotency.end(at, c.res.ok);
    if (again && c.res.ok) c.header('Idempotency-Replayed', 'true');
  };
}

const refusals = {
  other: () =>
    new Fault(
      'idempotency_key_reused',
      `This ${IDEMPOTENCY_HEADER} was sent with another request; a new request needs a new key.`,
    ),
  running: () =>
    new Fault(
      'idempotency_running',
      `A request with this ${IDEMPOTENCY_HEADER} is under way; the same request can be sent again after it.`,
    ),
};

/** The draft has it as a quoted string of a structured field; most callers send it bare. */
function keyOf(header: string): string {
  const key = /^"([^"\\]*)"$/.exec(header)?.[1] ?? header;
  if (/^[\x21-\x7e]{1,255}$/.test(key)) return key;
  throw new Fault(
    'request_malformed',
    `${IDEMPOTENCY_HEADER} has ${key.length} characters; 1 to 255 visible ASCII characters without spaces are wanted.`,
    { header: IDEMPOTENCY_HEADER, length: key.length },
  );
}

/** Up to 65,536 ids of a seed, each of its length. */
function idsFrom(seed: string): () => string {
  let made = 0;
  return () => seed.slice(0, -4) + (made++).toString(16).padStart(4, '0');
}

/** Method, address and body. A form counts by its parts: whoever sends it again draws another boundary. */
async function fingerprintOf(c: Context<Env>): Promise<string> {
  const { pathname, search } = new URL(c.req.url);
  const type = c.req.header('Content-Type') ?? '';
  const content = /^multipart\/form-data\s*(;|$)/i.test(type)
    ? await partsOf(await formOf(c))
    : [type, await sha256(new Uint8Array(await c.req.arrayBuffer()))];
  return sha256(JSON.stringify([c.req.method, pathname, search, content]));
}

async function partsOf(form: FormData): Promise<unknown[]> {
  const parts = [];
  for (const [name, part] of form.entries()) {
    const value = typeof part === 'string' ? part : new Uint8Array(await (part as Blob).arrayBuffer());
    parts.push([name, await sha256(value)]);
  }
  return parts;
}
