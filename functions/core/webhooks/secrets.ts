// The secrets that an endpoint's messages are signed with: one, and beside it the one before for a day.
// This is the one place that writes secrets for the store and reads them again.
import { decodeBase64, encodeBase64 } from '../base64.ts';
import { fromJsonBytes, toJsonBytes } from '../json-bytes.ts';
import { masterKeyMissing, type OpenTenantKey } from '../vault/envelope.ts';
import type { EndpointKey, WebhookStore } from './store.ts';

/** As its owner has it: `whsec_` and base64 of 32 bytes, of the 24 to 64 that Standard Webhooks allows. */
export type Secret = {
  readonly key: string;
  /** Milliseconds since the epoch; null for the newest, which has no end. */
  readonly until: number | null;
};

const SECRET_BYTES = 32;

/** How long an old secret goes on signing beside the new one. */
const OVERLAP_MS = 24 * 60 * 60_000;

/** Whoever rotates again within the overlap loses the oldest: headers stay short. */
const MOST_SECRETS = 3;

export function newSecret(randomBytes: (length: number) => Uint8Array): Secret {
  return { key: `whsec_${encodeBase64(randomBytes(SECRET_BYTES))}`, until: null };
}

/** The new one first. */
export function rotated(secrets: readonly Secret[], fresh: Secret, now: number): readonly Secret[] {
  const old = liveSecrets(secrets, now).map(({ key, until }) => ({ key, until: until ?? now + OVERLAP_MS }));
  return [fresh, ...old].slice(0, MOST_SECRETS);
}

export function liveSecrets(secrets: readonly Secret[], now: number): readonly Secret[] {
  return secrets.filter(({ until }) => until === null || until > now);
}

/** Marks a text that is sealed: base64 follows. One in the clear is JSON. */
const SEALED = '*';

/** As the store keeps them: sealed where tenants have keys. @throws Fault store_failed when the tenant's key does not open. */
export async function packSecrets(
  tenantKey: OpenTenantKey | undefined,
  at: EndpointKey,
  secrets: readonly Secret[],
): Promise<string> {
  if (!tenantKey) return JSON.stringify(secrets);
  const key = await tenantKey(at.tenant);
  return SEALED + encodeBase64(await key.seal(purposeOf(at), toJsonBytes(secrets)));
}

/** @throws Fault store_failed when they are sealed and do not open: another's, changed, or without the master key. */
export async function unpackSecrets(
  tenantKey: OpenTenantKey | undefined,
  at: EndpointKey,
  text: string,
): Promise<readonly Secret[]> {
  if (!text.startsWith(SEALED)) return JSON.parse(text) as readonly Secret[];
  if (!tenantKey) throw masterKeyMissing();
  const key = await tenantKey(at.tenant);
  const bytes = await key.open(purposeOf(at), decodeBase64(text.slice(SEALED.length)));
  return fromJsonBytes(bytes) as readonly Secret[];
}

/** Seals those of a tenant that lie in the clear, from before there was a master key; the answer is how many there were. */
export async function sealSecrets(
  store: Pick<WebhookStore, 'list' | 'replaceSecrets'>,
  tenantKey: OpenTenantKey,
  tenant: string,
): Promise<number> {
  let clear = 0;
  for (const { id, secrets } of await store.list(tenant)) {
    if (secrets.startsWith(SEALED)) continue;
    clear++;
    const at = { tenant, endpoint: id };
    const packed = await packSecrets(tenantKey, at, await unpackSecrets(undefined, at, secrets));
    await store.replaceSecrets(at, secrets, packed); // unless it was rotated this moment, and sealed by that
  }
  return clear;
}

/** What the seal is bound to beside the tenant: secrets put in the place of another endpoint's do not open. */
function purposeOf({ endpoint }: EndpointKey): string {
  return `secrets of webhook ${endpoint}`;
}
