// The tables of the SQL database and the migrations that make them, in SQL that SQLite and PostgreSQL both take.
import { type Kysely, type Migration, Migrator } from 'kysely';
import type { SearchPlace } from '../core/faces/store.ts';

/** Numbers are read through Number(): a driver may give bigint as a string. */
export type Tables = {
  /** One row: the next number for a gallery's birth. No gallery, dead or alive, has used it or a larger one. */
  births: { id: number; next: number };
  galleries: {
    /** The number at its birth: a gallery made anew under an old name has another. Its versions start here. */
    born: number;
    tenant: string;
    gallery: string;
    name: string | null;
    encoder: string;
    created_at: number;
    version: number;
    /** Removals up to this version are no longer in `removals`. */
    oldest: number;
    faces: number;
    /** How enrolment went: EnrolmentTally. */
    attempts: number;
    failures: number;
    pictures: number;
    rejected: number;
    search: SearchPlace;
    /** Days that a new subject is kept, when its enrolment does not say. */
    retention_days: number | null;
    /** Nobody's time ends before this, milliseconds since the epoch; null when nobody's does. */
    next_expiry: number | null;
  };
  /** `record` is a GalleryCalibration as JSON: apart, since every search reads the row of its gallery. */
  calibrations: { born: number; record: string };
  subjects: {
    born: number;
    subject: string;
    name: string | null;
    created_at: number;
    /** The subject's key under its tenant's; null when its templates lie in the clear: all of them, or none. */
    sealed_key: ArrayBuffer | Uint8Array | null;
    /** A Consent as JSON. */
    consent: string | null;
    /** From this moment on nobody finds the subject. */
    expires_at: number | null;
    /** Of a gallery that pgvector searches: the length of the sum of the templates. */
    norm: number | null;
  };
  /** Made by pgvector.ts, where that is there, for galleries that are searched by it. */
  face_vectors: { born: number; face: string; subject: string; embedding: string };
  /** `version` numbers the faces of a gallery in order of enrolment; `template` is little-endian float32, sealed or not. */
  faces: {
    born: number;
    face: string;
    subject: string;
    version: number;
    created_at: number;
    quality: number;
    template: ArrayBuffer | Uint8Array;
  };
  removals: { born: number; version: number; face: string };
  /** Subjects whose time came, until that is told. */
  expired: { id: string; tenant: string; gallery: string; subject: string; faces: number; at: number };
  /** A key a tenant, wrapped by the master key of that id. */
  tenant_keys: { tenant: string; master: string; wrapped: ArrayBuffer | Uint8Array };
  style_jobs: {
    tenant: string;
    job: string;
    revision: number;
    record: string;
    /** 1 when the job is to be continued in the background. */
    auto: number;
    entries: number;
    lease_holder: string | null;
    lease_until: number;
  };
  /** Pictures (`inputs`) and states, in pieces of at most JOB_CHUNK_BYTES. */
  style_blobs: {
    tenant: string;
    job: string;
    kind: 'inputs' | 'state';
    chunk: number;
    bytes: ArrayBuffer | Uint8Array;
  };
  /** One row a commit: a JSON array of `count` ledger entries, of which the first has the number `first`. */
  style_losses: { tenant: string; job: string; first: number; count: number; entries: string };
  /** Requests with an idempotency key; `key` is its SHA-256, `done` 1 when what it asks for was done. */
  requests: {
    tenant: string;
    key: string;
    fingerprint: string;
    seed: string;
    done: number;
    lease_until: number;
    expires_at: number;
  };
  /** `scopes`: words with a blank between them. Both halves of a quota, or neither. */
  api_keys: {
    id: string;
    tenant: string;
    label: string | null;
    scopes: string;
    sha256: string;
    created_at: number;
    expires_at: number | null;
    revoked_at: number | null;
    quota_requests: number | null;
    quota_seconds: number | null;
  };
  /** How many requests a caller made since `began`; the next window overwrites it. */
  rate_windows: { caller: string; began: number; requests: number };
  /** Never changed; `data` is JSON. */
  audit: {
    tenant: string;
    seq: number;
    at: number;
    actor: string | null;
    request: string;
    action: string;
    data: string;
    previous: string;
    hash: string;
  };
  /** The last record of each tenant. */
  audit_ends: { tenant: string; seq: number; hash: string };
  webhooks: {
    tenant: string;
    endpoint: string;
    url: string;
    /** A JSON array of event types. */
    events: string;
    description: string | null;
    created_at: number;
    disabled: 'caller' | 'gone' | 'failing' | null;
    failing_since: number | null;
    dropped: number;
    secrets: string;
  };
  /** One row for an event and each endpoint that hears of it. */
  webhook_deliveries: {
    tenant: string;
    endpoint: string;
    event: string;
    type: string;
    topic: string | null;
    body: string;
    status: 'pending' | 'delivered' | 'dead';
    attempts: number;
    next_at: number;
    created_at: number;
    last_at: number | null;
    last_status: number | null;
    last_error: string | null;
    last_ms: number | null;
  };
};

/**
 * Brings the database to the newest tables. Safe to call from several processes at once. `schema`: where tables are made
 * unless they say otherwise, for databases that have several. @throws what the medium throws.
 */
export async function migrate(db: Kysely<Tables>, blob: 'blob' | 'bytea', schema?: string): Promise<void> {
  const { error } = await new Migrator({
    db,
    provider: { getMigrations: async () => migrations(blob) },
    migrationTableSchema: schema,
  }).migrateToLatest();
  if (error) throw error;
}

/** Once released, a migration is never edited: the next change is a new entry. */
function migrations(blob: 'blob' | 'bytea'): Record<string, Migration> {
  return {
    '0001-galleries': {
      async up(db: Kysely<Tables>) {
        const { schema } = db;
        await schema
          .createTable('births')
          .addColumn('id', 'integer', (column) => column.primaryKey())
          .addColumn('next', 'bigint', (column) => column.notNull())
          .execute();
        await db.insertInto('births').values({ id: 1, next: 1 }).execute();
        await schema
          .createTable('galleries')
          .addColumn('born', 'bigint', (column) => column.primaryKey())
          .addColumn('tenant', 'text', (column) => column.notNull())
          .addColumn('gallery', 'text', (column) => column.notNull())
          .addColumn('name', 'text')
          .addColumn('encoder', 'text', (column) => column.notNull())
          .addColumn('created_at', 'bigint', (column) => column.notNull())
          .addColumn('version', 'bigint', (column) => column.notNull())
          .addColumn('oldest', 'bigint', (column) => column.notNull())
          .addColumn('faces', 'integer', (column) => column.notNull())
          .addUniqueConstraint('galleries_name', ['tenant', 'gallery'])
          .execute();
        await schema
          .createTable('subjects')
          .addColumn('born', 'bigint', (column) => column.notNull())
          .addColumn('subject', 'text', (column) => column.notNull())
          .addColumn('name', 'text')
          .addColumn('created_at', 'bigint', (column) => column.notNull())
          .addPrimaryKeyConstraint('subjects_key', ['born', 'subject'])
          .execute();
        await schema
          .createTable('faces')
          .addColumn('born', 'bigint', (column) => column.notNull())
          .addColumn('face', 'text', (column) => column.notNull())
          .addColumn('subject', 'text', (column) => column.notNull())
          .addColumn('version', 'bigint', (column) => column.notNull())
          .addColumn('created_at', 'bigint', (column) => column.notNull())
          .addColumn('quality', 'double precision', (column) => column.notNull())
          .addColumn('template', blob === 'blob' ? 'blob' : 'bytea', (column) => column.notNull())
          .addPrimaryKeyConstraint('faces_key', ['born', 'face'])
          .execute();
        await schema
          .createIndex('faces_by_version')
          .on('faces')
          .columns(['born', 'version'])
          .unique()
          .execute();
        await schema
          .createIndex('faces_by_subject')
          .on('faces')
          .columns(['born', 'subject', 'version'])
          .execute();
        await schema
          .createTable('removals')
          .addColumn('born', 'bigint', (column) => column.notNull())
          .addColumn('version', 'bigint', (column) => column.notNull())
          .addColumn('face', 'text', (column) => column.notNull())
          .addPrimaryKeyConstraint('removals_key', ['born', 'version', 'face'])
          .execute();
      },
    },
    '0002-styles': {
      async up(db: Kysely<Tables>) {
        const { schema } = db;
        await schema
          .createTable('style_jobs')
          .addColumn('tenant', 'text', (column) => column.notNull())
          .addColumn('job', 'text', (column) => column.notNull())
          .addColumn('revision', 'bigint', (column) => column.notNull())
          .addColumn('record', 'text', (column) => column.notNull())
          .addColumn('auto', 'integer', (column) => column.notNull())
          .addColumn('entries', 'integer', (column) => column.notNull())
          .addColumn('lease_holder', 'text')
          .addColumn('lease_until', 'bigint', (column) => column.notNull())
          .addPrimaryKeyConstraint('style_jobs_key', ['tenant', 'job'])
          .execute();
        await schema
          .createIndex('style_jobs_by_auto')
          .on('style_jobs')
          .columns(['auto', 'lease_until'])
          .execute();
        await schema
          .createTable('style_blobs')
          .addColumn('tenant', 'text', (column) => column.notNull())
          .addColumn('job', 'text', (column) => column.notNull())
          .addColumn('kind', 'text', (column) => column.notNull())
          .addColumn('chunk', 'integer', (column) => column.notNull())
          .addColumn('bytes', blob === 'blob' ? 'blob' : 'bytea', (column) => column.notNull())
          .addPrimaryKeyConstraint('style_blobs_key', ['tenant', 'job', 'kind', 'chunk'])
          .execute();
        await schema
          .createTable('style_losses')
          .addColumn('tenant', 'text', (column) => column.notNull())
          .addColumn('job', 'text', (column) => column.notNull())
          .addColumn('first', 'integer', (column) => column.notNull())
          .addColumn('count', 'integer', (column) => column.notNull())
          .addColumn('entries', 'text', (column) => column.notNull())
          .addPrimaryKeyConstraint('style_losses_key', ['tenant', 'job', 'first'])
          .execute();
      },
    },
    '0003-calibrations': {
      async up(db: Kysely<Tables>) {
        const { schema } = db;
        for (const name of ['attempts', 'failures', 'pictures', 'rejected']) {
          await schema
            .alterTable('galleries')
            .addColumn(name, 'bigint', (column) => column.notNull().defaultTo(0))
            .execute();
        }
        await schema
          .createTable('calibrations')
          .addColumn('born', 'bigint', (column) => column.primaryKey())
          .addColumn('record', 'text', (column) => column.notNull())
          .execute();
      },
    },
    '0004-keys': {
      async up(db: Kysely<Tables>) {
        const { schema } = db;
        await schema
          .createTable('api_keys')
          .addColumn('id', 'text', (column) => column.primaryKey())
          .addColumn('tenant', 'text', (column) => column.notNull())
          .addColumn('label', 'text')
          .addColumn('scopes', 'text', (column) => column.notNull())
          .addColumn('sha256', 'text', (column) => column.notNull())
          .addColumn('created_at', 'bigint', (column) => column.notNull())
          .addColumn('expires_at', 'bigint')
          .addColumn('revoked_at', 'bigint')
          .addColumn('quota_requests', 'bigint')
          .addColumn('quota_seconds', 'bigint')
          .execute();
        await schema
          .createTable('rate_windows')
          .addColumn('caller', 'text', (column) => column.primaryKey())
          .addColumn('began', 'bigint', (column) => column.notNull())
          .addColumn('requests', 'bigint', (column) => column.notNull())
          .execute();
      },
    },
    '0005-events': {
      async up(db: Kysely<Tables>) {
        const { schema } = db;
        await schema
          .createTable('webhooks')
          .addColumn('tenant', 'text', (column) => column.notNull())
          .addColumn('endpoint', 'text', (column) => column.notNull())
          .addColumn('url', 'text', (column) => column.notNull())
          .addColumn('events', 'text', (column) => column.notNull())
          .addColumn('description', 'text')
          .addColumn('created_at', 'bigint', (column) => column.notNull())
          .addColumn('disabled', 'text')
          .addColumn('failing_since', 'bigint')
          .addColumn('dropped', 'bigint', (column) => column.notNull())
          .addColumn('secrets', 'text', (column) => column.notNull())
          .addPrimaryKeyConstraint('webhooks_key', ['tenant', 'endpoint'])
          .execute();
        await schema
          .createTable('webhook_deliveries')
          .addColumn('tenant', 'text', (column) => column.notNull())
          .addColumn('endpoint', 'text', (column) => column.notNull())
          .addColumn('event', 'text', (column) => column.notNull())
          .addColumn('type', 'text', (column) => column.notNull())
          .addColumn('topic', 'text')
          .addColumn('body', 'text', (column) => column.notNull())
          .addColumn('status', 'text', (column) => column.notNull())
          .addColumn('attempts', 'integer', (column) => column.notNull())
          .addColumn('next_at', 'bigint', (column) => column.notNull())
          .addColumn('created_at', 'bigint', (column) => column.notNull())
          .addColumn('last_at', 'bigint')
          .addColumn('last_status', 'integer')
          .addColumn('last_error', 'text')
          .addColumn('last_ms', 'integer')
          .addPrimaryKeyConstraint('webhook_deliveries_key', ['tenant', 'endpoint', 'event'])
          .execute();
        await schema
          .createIndex('webhook_deliveries_due')
          .on('webhook_deliveries')
          .columns(['status', 'next_at'])
          .execute();
        await schema
          .createIndex('webhook_deliveries_by_age')
          .on('webhook_deliveries')
          .columns(['tenant', 'endpoint', 'status', 'created_at'])
          .execute();
      },
    },
    '0006-vault': {
      async up(db: Kysely<Tables>) {
        const { schema } = db;
        const bytes = blob === 'blob' ? 'blob' : 'bytea';
        await schema
          .createTable('tenant_keys')
          .addColumn('tenant', 'text', (column) => column.primaryKey())
          .addColumn('master', 'text', (column) => column.notNull())
          .addColumn('wrapped', bytes, (column) => column.notNull())
          .execute();
        await schema.alterTable('subjects').addColumn('sealed_key', bytes).execute();
        await schema.alterTable('subjects').addColumn('consent', 'text').execute();
        await schema.alterTable('subjects').addColumn('expires_at', 'bigint').execute();
        await schema
          .createIndex('subjects_by_expiry')
          .on('subjects')
          .columns(['born', 'expires_at'])
          .execute();
        await schema.alterTable('galleries').addColumn('retention_days', 'integer').execute();
        await schema.alterTable('galleries').addColumn('next_expiry', 'bigint').execute();
      },
    },
    '0007-idempotency': {
      async up(db: Kysely<Tables>) {
        const { schema } = db;
        await schema
          .createTable('requests')
          .addColumn('tenant', 'text', (column) => column.notNull())
          .addColumn('key', 'text', (column) => column.notNull())
          .addColumn('fingerprint', 'text', (column) => column.notNull())
          .addColumn('seed', 'text', (column) => column.notNull())
          .addColumn('done', 'integer', (column) => column.notNull())
          .addColumn('lease_until', 'bigint', (column) => column.notNull())
          .addColumn('expires_at', 'bigint', (column) => column.notNull())
          .addPrimaryKeyConstraint('requests_key', ['tenant', 'key'])
          .execute();
        await schema.createIndex('requests_by_end').on('requests').column('expires_at').execute();
      },
    },
    '0008-audit': {
      async up(db: Kysely<Tables>) {
        const { schema } = db;
        await schema
          .createTable('audit')
          .addColumn('tenant', 'text', (column) => column.notNull())
          .addColumn('seq', 'bigint', (column) => column.notNull())
          .addColumn('at', 'bigint', (column) => column.notNull())
          .addColumn('actor', 'text')
          .addColumn('request', 'text', (column) => column.notNull())
          .addColumn('action', 'text', (column) => column.notNull())
          .addColumn('data', 'text', (column) => column.notNull())
          .addColumn('previous', 'text', (column) => column.notNull())
          .addColumn('hash', 'text', (column) => column.notNull())
          .addPrimaryKeyConstraint('audit_key', ['tenant', 'seq'])
          .execute();
        await schema
          .createTable('audit_ends')
          .addColumn('tenant', 'text', (column) => column.primaryKey())
          .addColumn('seq', 'bigint', (column) => column.notNull())
          .addColumn('hash', 'text', (column) => column.notNull())
          .execute();
      },
    },
    '0010-retention': {
      async up(db: Kysely<Tables>) {
        const { schema } = db;
        await schema
          .createTable('expired')
          .addColumn('id', 'text', (column) => column.primaryKey())
          .addColumn('tenant', 'text', (column) => column.notNull())
          .addColumn('gallery', 'text', (column) => column.notNull())
          .addColumn('subject', 'text', (column) => column.notNull())
          .addColumn('faces', 'integer', (column) => column.notNull())
          .addColumn('at', 'bigint', (column) => column.notNull())
          .execute();
        await schema.createIndex('audit_by_request').on('audit').columns(['tenant', 'request']).execute();
      },
    },
    '0011-search': {
      async up({ schema }: Kysely<Tables>) {
        await schema
          .alterTable('galleries')
          .addColumn('search', 'text', (column) => column.notNull().defaultTo('memory'))
          .execute();
        await schema.alterTable('subjects').addColumn('norm', 'double precision').execute();
      },
    },
  };
}
