// The job store on SQL through Kysely: a libsql file here, the same statements on PostgreSQL.
import type { Kysely, Selectable, Transaction } from 'kysely';
import type { JobKey, JobStore, StoredJob } from '../core/jobs/store.ts';
import { pageOf } from '../core/page.ts';
import { reportFailures } from '../core/report-failures.ts';
import { chunksOf, joined } from './job-chunks.ts';
import type { Tables } from './sql-tables.ts';
import { transactionsOn } from './sql-transactions.ts';

type Db = Kysely<Tables>;
type Trx = Transaction<Tables>;
type Kind = Tables['style_blobs']['kind'];

/** Shares `db` with the gallery store, which closes it. Ids sort by SQLite's BINARY and PostgreSQL's "C" collation. */
export function createSqlJobStore(db: Db): JobStore {
  const { reading, writing } = transactionsOn(db);

  const store: JobStore = {
    create: (at, { record, auto, inputs, state }) =>
      writing(async (trx) => {
        const { numInsertedOrUpdatedRows } = await trx
          .insertInto('style_jobs')
          .values({
            ...at,
            revision: 1,
            record,
            auto: auto ? 1 : 0,
            entries: 0,
            lease_holder: null,
            lease_until: 0,
          })
          .onConflict((conflict) => conflict.columns(['tenant', 'job']).doNothing())
          .executeTakeFirstOrThrow();
        if (Number(numInsertedOrUpdatedRows) === 0) return false;
        await writeBlob(trx, at, 'inputs', [inputs]);
        await writeBlob(trx, at, 'state', state);
        return true;
      }),

    async get(at) {
      const row = await jobAt(db, at);
      return row && jobOf(row);
    },

    async list(tenant, { limit, cursor }) {
      const rows = await db
        .selectFrom('style_jobs')
        .selectAll()
        .where('tenant', '=', tenant)
        .$if(cursor !== undefined, (query) => query.where('job', '>', cursor!))
        .orderBy('job')
        .limit(limit + 1)
        .execute();
      return pageOf(rows.map(jobOf), limit, ({ id }) => id);
    },

    inputs: (at) =>
      reading(async (trx) => ((await jobAt(trx, at)) ? readBlob(trx, at, 'inputs') : undefined)),

    state: (at) =>
      reading(async (trx) => {
        const row = await jobAt(trx, at);
        if (!row) return undefined;
        const bytes = await readBlob(trx, at, 'state');
        return { revision: Number(row.revision), state: new Float32Array(bytes.buffer) };
      }),

    async losses({ tenant, job }, { from, limit }) {
      const rows = await db
        .selectFrom('style_losses')
        .select(['first', 'entries'])
        .where('tenant', '=', tenant)
        .where('job', '=', job)
        .where(({ eb, ref }) => eb(eb(ref('first'), '+', ref('count')), '>', from))
        .where('first', '<', from + limit)
        .orderBy('first')
        .execute();
      return rows.flatMap(({ first, entries }) =>
        (JSON.parse(entries) as string[]).slice(Math.max(0, from - first), from + limit - first),
      );
    },

    commit: (at, { revision, record, auto, state, entries }) =>
      writing(async (trx) => {
        const row = await trx
          .updateTable('style_jobs')
          .set(({ eb }) => ({
            revision: revision + 1,
            record,
            auto: auto ? 1 : 0,
            entries: eb('entries', '+', entries.length),
          }))
          .where('tenant', '=', at.tenant)
          .where('job', '=', at.job)
          .where('revision', '=', revision)
          .returning('entries')
          .executeTakeFirst();
        if (!row) return false;
        if (state) await writeBlob(trx, at, 'state', state);
        if (entries.length > 0) {
          const first = Number(row.entries) - entries.length;
          await trx
            .insertInto('style_losses')
            .values({ ...at, first, count: entries.length, entries: JSON.stringify(entries) })
            .execute();
        }
        return true;
      }),

    delete: (at) =>
      writing(async (trx) => {
        // The job first: a commit under way elsewhere ends before it, or finds no job; else its rows would stay behind.
        const { numDeletedRows } = await trx
          .deleteFrom('style_jobs')
          .where('tenant', '=', at.tenant)
          .where('job', '=', at.job)
          .executeTakeFirst();
        for (const table of ['style_losses', 'style_blobs'] as const) {
          await trx.deleteFrom(table).where('tenant', '=', at.tenant).where('job', '=', at.job).execute();
        }
        return Number(numDeletedRows) > 0;
      }),

    async claim({ tenant, job }, { holder, now, until }) {
      const { numUpdatedRows } = await db
        .updateTable('style_jobs')
        .set({ lease_holder: holder, lease_until: until })
        .where('tenant', '=', tenant)
        .where('job', '=', job)
        .where(({ eb, or }) =>
          or([eb('lease_until', '<=', now), eb('lease_holder', 'is', null), eb('lease_holder', '=', holder)]),
        )
        .executeTakeFirst();
      return Number(numUpdatedRows) > 0;
    },

    async release({ tenant, job }, holder) {
      await db
        .updateTable('style_jobs')
        .set({ lease_holder: null, lease_until: 0 })
        .where('tenant', '=', tenant)
        .where('job', '=', job)
        .where('lease_holder', '=', holder)
        .execute();
    },

    waiting: (now, limit) =>
      db
        .selectFrom('style_jobs')
        .select(['tenant', 'job'])
        .where('auto', '=', 1)
        .where('lease_until', '<=', now)
        .orderBy('tenant')
        .orderBy('job')
        .limit(limit)
        .execute(),

    async close() {},
  };
  return reportFailures(store, 'The database');
}

function jobAt(db: Db, { tenant, job }: JobKey): Promise<Selectable<Tables['style_jobs']> | undefined> {
  return db
    .selectFrom('style_jobs')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('job', '=', job)
    .executeTakeFirst();
}

function jobOf({ job, revision, record, auto, entries }: Selectable<Tables['style_jobs']>): StoredJob {
  return {
    id: job,
    revision: Number(revision),
    record,
    auto: Number(auto) === 1,
    entries: Number(entries),
  };
}

/** Rows are overwritten in place: secure_delete would otherwise write every byte of an old state once more. */
async function writeBlob(
  trx: Trx,
  at: JobKey,
  kind: Kind,
  pieces: readonly (Uint8Array | Float32Array)[],
): Promise<void> {
  let chunk = 0;
  for (const bytes of chunksOf(pieces)) {
    await trx
      .insertInto('style_blobs')
      .values({ ...at, kind, chunk: chunk++, bytes })
      .onConflict((conflict) =>
        conflict
          .columns(['tenant', 'job', 'kind', 'chunk'])
          .doUpdateSet(({ ref }) => ({ bytes: ref('excluded.bytes') })),
      )
      .execute();
  }
  await trx
    .deleteFrom('style_blobs')
    .where('tenant', '=', at.tenant)
    .where('job', '=', at.job)
    .where('kind', '=', kind)
    .where('chunk', '>=', chunk)
    .execute();
}

async function readBlob(trx: Trx, at: JobKey, kind: Kind): Promise<Uint8Array<ArrayBuffer>> {
  const rows = await trx
    .selectFrom('style_blobs')
    .select('bytes')
    .where('tenant', '=', at.tenant)
    .where('job', '=', at.job)
    .where('kind', '=', kind)
    .orderBy('chunk')
    .execute();
  return joined(rows.map(({ bytes }) => bytes));
}
