// Tenants' and subjects' keys in the SQL database: found or made, checked at the start, wrapped anew, put round old templates.
import type { Kysely, Selectable } from 'kysely';
import { Fault } from '../core/fault.ts';
import {
  masterKeyMissing,
  type OpenTenantKey,
  openedOnce,
  type SubjectKey,
  type SubjectPlace,
  type TenantKey,
  type Vault,
  type WrappedTenantKey,
} from '../core/vault/envelope.ts';
import { sealSecrets } from '../core/webhooks/secrets.ts';
import { SettingsError } from './settings-node.ts';
import type { Tables } from './sql-tables.ts';
import { transactionsOn } from './sql-transactions.ts';
import { createSqlWebhookStore } from './webhooks-sql.ts';

type Blob = ArrayBuffer | Uint8Array;
type Db = Kysely<Tables>;

/** The tenant's key, made when there is none yet. Safe within a transaction and at once by several. @throws Fault store_failed. */
export async function tenantKeyIn(db: Db, vault: Vault, tenant: string): Promise<TenantKey> {
  const held = await findTenantKey(db, tenant);
  if (held) return vault.tenantKey(tenant, wrappedOf(held));
  const made = await vault.newTenantKey(tenant);
  await db
    .insertInto('tenant_keys')
    .values({ tenant, ...made })
    .onConflict((conflict) => conflict.column('tenant').doNothing())
    .execute();
  return vault.tenantKey(tenant, wrappedOf((await findTenantKey(db, tenant))!)); // perhaps of one who was quicker
}

/** Tenants' keys for those who ask often. */
export function tenantKeysIn(db: Db, vault: Vault): OpenTenantKey {
  return openedOnce((tenant) => tenantKeyIn(db, vault, tenant));
}

/**
 * The subject's key. One who has none yet gets one, and the faces enrolled before are sealed by it, so that of one subject
 * all templates are sealed or none. The subject is there, and the gallery's row is held.
 */
export async function sealSubject(
  trx: Db,
  tenantKey: TenantKey,
  at: SubjectPlace,
  encoder: string,
): Promise<SubjectKey> {
  const { born, subject } = at;
  const held = await sealedKeyOf(trx, born, subject);
  if (held) return tenantKey.subjectKey(at, held);
  const { key, wrapped } = await tenantKey.newSubjectKey(at);
  await trx
    .updateTable('subjects')
    .set({ sealed_key: wrapped })
    .where('born', '=', born)
    .where('subject', '=', subject)
    .execute();
  const faces = await trx
    .selectFrom('faces')
    .select(['face', 'template'])
    .where('born', '=', born)
    .where('subject', '=', subject)
    .execute();
  for (const { face, template } of faces) {
    const sealed = await key.seal({ face, encoder, form: 'float32' }, bytesOf(template));
    await trx
      .updateTable('faces')
      .set({ template: sealed })
      .where('born', '=', born)
      .where('face', '=', face)
      .execute();
  }
  return key;
}

/** The wrapped key of a subject that is there; undefined when its templates are in the clear. */
export async function sealedKeyOf(trx: Db, born: number, subject: string): Promise<Uint8Array | undefined> {
  const { sealed_key } = await trx
    .selectFrom('subjects')
    .select('sealed_key')
    .where('born', '=', born)
    .where('subject', '=', subject)
    .executeTakeFirstOrThrow();
  return sealed_key === null ? undefined : bytesOf(sealed_key);
}

/** What is sealed by which master key, and who is not. */
export type VaultStatus = {
  readonly tenants: readonly { readonly master: string; readonly tenants: number }[];
  /** Subjects. Those of a gallery that chose pgvector are sealed, and lie in the clear beside that. */
  readonly sealed: number;
  readonly clear: number;
  /** Webhooks, whose secrets are sealed or not. */
  readonly secrets: { readonly sealed: number; readonly clear: number };
  /** Galleries that chose pgvector. */
  readonly pgvector: number;
};

export async function vaultStatus(db: Db): Promise<VaultStatus> {
  const tenants = await db
    .selectFrom('tenant_keys')
    .select(({ fn }) => ['master', fn.countAll<number>().as('tenants')])
    .groupBy('master')
    .orderBy('master')
    .execute();
  const { all, sealed } = await db
    .selectFrom('subjects')
    .select(({ fn }) => [fn.countAll<number>().as('all'), fn.count<number>('sealed_key').as('sealed')])
    .executeTakeFirstOrThrow();
  const webhooks = await db
    .selectFrom('webhooks')
    .select(({ fn }) => fn.countAll<number>().as('all'))
    .executeTakeFirstOrThrow();
  const { clear } = await clearSecrets(db)
    .select(({ fn }) => fn.countAll<number>().as('clear'))
    .executeTakeFirstOrThrow();
  const { pgvector } = await db
    .selectFrom('galleries')
    .select(({ fn }) => fn.countAll<number>().as('pgvector'))
    .where('search', '=', 'pgvector')
    .executeTakeFirstOrThrow();
  return {
    tenants: tenants.map((row) => ({ master: row.master, tenants: Number(row.tenants) })),
    sealed: Number(sealed),
    clear: Number(all) - Number(sealed),
    secrets: { sealed: Number(webhooks.all) - Number(clear), clear: Number(clear) },
    pgvector: Number(pgvector),
  };
}

/** Every tenant's key opens. @throws SettingsError that names the master key which is missing or wrong. */
export async function checkMasterKeys(db: Db, vault: Vault | undefined): Promise<void> {
  const held = await db.selectFrom('tenant_keys').selectAll().execute();
  try {
    for (const row of held) {
      if (!vault) throw masterKeyMissing(row.master);
      await vault.tenantKey(row.tenant, wrappedOf(row));
    }
  } catch (error) {
    if (error instanceof Fault) throw new SettingsError(error.message, { cause: error });
    throw error;
  }
}

/** Tenants whose key another master key wraps than the one that wraps now. */
export async function tenantsToRewrap(db: Db, vault: Vault): Promise<string[]> {
  const rows = await db
    .selectFrom('tenant_keys')
    .select('tenant')
    .where('master', '!=', vault.master)
    .orderBy('tenant')
    .execute();
  return rows.map(({ tenant }) => tenant);
}

/** Wraps a tenant's key anew; nothing that it seals changes, and whoever reads meanwhile finds the old or the new. */
export async function rewrapTenant(db: Db, vault: Vault, tenant: string): Promise<void> {
  const held = await findTenantKey(db, tenant);
  if (!held || held.master === vault.master) return;
  await db
    .updateTable('tenant_keys')
    .set(await vault.rewrap(tenant, wrappedOf(held)))
    .where('tenant', '=', tenant)
    .where('master', '=', held.master)
    .execute();
}

/** Seals the templates of up to `limit` subjects who have no key yet, in one transaction; the answer is how many there were. */
export function sealSome(db: Db, vault: Vault, limit: number): Promise<number> {
  return transactionsOn(db).writing(async (trx) => {
    const next = await trx
      .selectFrom('subjects')
      .select('born')
      .where('sealed_key', 'is', null)
      .limit(1)
      .executeTakeFirst();
    if (!next) return 0;
    const gallery = await trx // holds the row, so that no face is enrolled between
      .updateTable('galleries')
      .set(({ ref }) => ({ version: ref('version') }))
      .where('born', '=', next.born)
      .returning(['tenant', 'gallery', 'encoder', 'born'])
      .executeTakeFirst();
    if (!gallery) return 0; // deleted this moment
    const { encoder, tenant, gallery: id } = gallery;
    const born = Number(gallery.born);
    const subjects = await trx
      .selectFrom('subjects')
      .select('subject')
      .where('born', '=', born)
      .where('sealed_key', 'is', null)
      .limit(limit)
      .execute();
    const tenantKey = await tenantKeyIn(trx, vault, tenant);
    for (const { subject } of subjects)
      await sealSubject(trx, tenantKey, { tenant, gallery: id, born, subject }, encoder);
    return subjects.length;
  });
}

/** Seals the webhooks' secrets of one tenant who has some in the clear; the answer is how many there were. */
export async function sealSomeSecrets(db: Db, vault: Vault): Promise<number> {
  const next = await clearSecrets(db).select('tenant').limit(1).executeTakeFirst();
  if (!next) return 0;
  return sealSecrets(createSqlWebhookStore(db), tenantKeysIn(db, vault), next.tenant);
}

/** What is sealed begins with a character that JSON does not begin with. */
function clearSecrets(db: Db) {
  return db.selectFrom('webhooks').where('secrets', 'like', '[%');
}

function findTenantKey(
  db: Db,
  tenant: string,
): Promise<Pick<Selectable<Tables['tenant_keys']>, 'master' | 'wrapped'> | undefined> {
  return db
    .selectFrom('tenant_keys')
    .select(['master', 'wrapped'])
    .where('tenant', '=', tenant)
    .executeTakeFirst();
}

function wrappedOf({ master, wrapped }: { master: string; wrapped: Blob }): WrappedTenantKey {
  return { master, wrapped: bytesOf(wrapped) };
}

/** libsql gives an ArrayBuffer, PostgreSQL a Buffer. */
export function bytesOf(blob: Blob): Uint8Array {
  return blob instanceof ArrayBuffer ? new Uint8Array(blob) : blob;
}
