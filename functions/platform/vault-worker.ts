// The vault on Workers: master keys from a secret, tenants' keys from their objects, subjects' keys from their gallery's.
import {
  createVault,
  masterKeyMissing,
  type OpenTenantKey,
  openedOnce,
  type Vault,
} from '../core/vault/envelope.ts';
import { parseMasterKeys } from '../core/vault/master-keys.ts';
import { webCipher } from './cipher-worker.ts';
import type { LiveKey } from './gallery-ledger-worker.ts';
import { type Answer, answered, type Namespace, objectNamed } from './rpc-worker.ts';
import { fromBase64, toBase64 } from './template-codec.ts';

export type VaultEnv = {
  /** id:base64 of 32 bytes; of several, by comma, the first wraps. Without it templates and webhooks' secrets are kept in the clear. */
  readonly LIKENESS_MASTER_KEY?: string;
};

export type TenantKeyRpc = { tenantKey(tenant: string): Promise<Answer<HeldTenantKey>> };

/** A tenant's key as its object keeps and tells it. */
export type HeldTenantKey = { readonly master: string; readonly wrapped: string };

/** @throws Error that says what is wrong with the secret. */
function vaultOf({ LIKENESS_MASTER_KEY: keys }: VaultEnv): Vault | undefined {
  return keys ? createVault(webCipher, parseMasterKeys(keys)) : undefined;
}

/**
 * What the tenant's object is to keep: a new key when there was none; the same, wrapped by the master key that wraps now.
 * @throws Fault store_failed when its master key is not among ours.
 */
export async function currentTenantKey(
  env: VaultEnv,
  tenant: string,
  held: HeldTenantKey | undefined,
): Promise<HeldTenantKey> {
  const vault = vaultOf(env);
  if (!vault) throw masterKeyMissing(held?.master);
  if (held?.master === vault.master) return held;
  const { master, wrapped } = held
    ? await vault.rewrap(tenant, { master: held.master, wrapped: fromBase64(held.wrapped) })
    : await vault.newTenantKey(tenant);
  return { master, wrapped: toBase64(wrapped) };
}

/** Opened tenants' keys, each asked for once, of the tenant's object (gallery-object-worker.ts). */
export function createTenantKeys(env: () => VaultEnv & { readonly GALLERY: Namespace }): OpenTenantKey {
  return openedOnce(async (tenant) => {
    const vault = vaultOf(env());
    if (!vault) throw masterKeyMissing();
    const object = objectNamed<TenantKeyRpc>(env().GALLERY, [tenant]);
    const { master, wrapped } = await answered(object.tenantKey(tenant));
    return vault.tenantKey(tenant, { master, wrapped: fromBase64(wrapped) });
  });
}

/** Marks a text that is sealed; base64 has no such character. */
const SEALED = '*';

export function sealedText(sealed: Uint8Array): string {
  return SEALED + toBase64(sealed);
}

/** The bytes of a template, sealed or not. @throws Fault store_failed when it does not open. */
export async function templateBytes(
  tenantKey: OpenTenantKey,
  text: string,
  { face, encoder, form, sealedKey, ...place }: LiveKey & { readonly form: 'int8' | 'float32' },
): Promise<Uint8Array> {
  if (!text.startsWith(SEALED)) return fromBase64(text);
  if (sealedKey === null) throw masterKeyMissing(); // only a ledger that was changed by hand has no key here
  const key = await (await tenantKey(place.tenant)).subjectKey(place, fromBase64(sealedKey));
  return key.open({ face, encoder, form }, fromBase64(text.slice(SEALED.length)));
}
