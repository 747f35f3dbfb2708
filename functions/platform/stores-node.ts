// The stores of the service on Node: in memory, in one file, or in PostgreSQL, as the settings say.
import type { AuditStore } from '../core/audit/store.ts';
import type { GalleryStore } from '../core/faces/store.ts';
import type { IdempotencyStore } from '../core/idempotency/store.ts';
import type { JobStore } from '../core/jobs/store.ts';
import type { Limiter } from '../core/keys/limiter.ts';
import type { KeyStore } from '../core/keys/store.ts';
import type { AtRest, Limits } from '../core/ports.ts';
import type { OpenTenantKey, Vault } from '../core/vault/envelope.ts';
import type { WebhookStore } from '../core/webhooks/store.ts';
import { createMemoryAuditStore } from './audit-memory.ts';
import { createSqlAuditStore } from './audit-sql.ts';
import { createMemoryIdempotencyStore } from './idempotency-memory.ts';
import { createSqlIdempotencyStore } from './idempotency-sql.ts';
import { createMemoryJobStore } from './jobs-memory.ts';
import { createSqlJobStore } from './jobs-sql.ts';
import { createMemoryKeyStore } from './keys-memory.ts';
import { createSqlKeyStore } from './keys-sql.ts';
import { createMemoryLimiter } from './limiter-memory.ts';
import { createSqlLimiter } from './limiter-sql.ts';
import { isPostgresUrl } from './postgres.ts';
import { openDatabase, type SqlDatabase } from './sql-database.ts';
import { createMemoryGalleryStore } from './store-memory.ts';
import { createSqlGalleryStore } from './store-sql.ts';
import { type Totals, totalsIn } from './totals-sql.ts';
import { checkMasterKeys, tenantKeysIn, vaultStatus } from './vault-sql.ts';
import { createMemoryWebhookStore } from './webhooks-memory.ts';
import { createSqlWebhookStore } from './webhooks-sql.ts';

export type Stores = {
  readonly galleries: GalleryStore;
  readonly jobs: JobStore;
  readonly idempotency: IdempotencyStore;
  readonly keys: KeyStore;
  readonly limiter: Limiter;
  readonly audit: AuditStore;
  readonly webhooks: WebhookStore;
  /** Seals webhooks' secrets; absent without a master key, and in memory. */
  readonly tenantKey?: OpenTenantKey;
  /** What the database holds; absent in memory. */
  readonly totals?: () => Promise<Totals>;
  /** How templates and webhooks' secrets are kept, for programs and for people. */
  readonly atRest: { readonly state: AtRest; readonly line: string };
};

/** One database for all: galleries close it. */
export async function openStores(
  database: string,
  limits: Limits,
  vault: Vault | undefined,
  /** As the gallery stores have it. */
  forgot: () => Promise<void>,
): Promise<Stores> {
  if (database === 'memory') {
    return {
      galleries: createMemoryGalleryStore({ ...limits, forgot }),
      jobs: createMemoryJobStore(),
      idempotency: createMemoryIdempotencyStore(),
      keys: createMemoryKeyStore(),
      limiter: createMemoryLimiter(),
      audit: createMemoryAuditStore(),
      webhooks: createMemoryWebhookStore(),
      atRest: { state: 'memory', line: 'Templates are in memory alone and written nowhere.' },
    };
  }
  const { db, erase } = await openDatabase(database);
  await checkMasterKeys(db, vault);
  return {
    galleries: createSqlGalleryStore(db, {
      ...limits,
      vault,
      postgres: isPostgresUrl(database),
      erase,
      forgot,
    }),
    jobs: createSqlJobStore(db),
    idempotency: createSqlIdempotencyStore(db),
    keys: createSqlKeyStore(db),
    limiter: createSqlLimiter(db),
    audit: createSqlAuditStore(db),
    webhooks: createSqlWebhookStore(db),
    tenantKey: vault && tenantKeysIn(db, vault),
    totals: () => totalsIn(db),
    atRest: { state: vault ? 'encrypted' : 'clear', line: await sealedLine(db, vault) },
  };
}

async function sealedLine(db: SqlDatabase['db'], vault: Vault | undefined): Promise<string> {
  if (!vault)
    return "Templates and webhooks' secrets lie in the clear in the database: LIKENESS_MASTER_KEY encrypts new ones.";
  const { clear, secrets, pgvector } = await vaultStatus(db);
  const left =
    clear + secrets.clear === 0
      ? ''
      : ` Those of ${clear} subjects and ${secrets.clear} webhooks from before lie in the clear: npm run -s vault -- seal`;
  const chosen = pgvector === 0 ? '' : ` Those of galleries with pgvector lie in the clear too: ${pgvector}.`;
  return `Templates and webhooks' secrets are encrypted at rest under master key "${vault.master}".${left}${chosen}`;
}
