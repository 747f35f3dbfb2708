// The job store on the SQLite of one Durable Object. In the Worker an object holds one job; the port allows more.
import type { JobKey, JobStore, StoredJob } from '../core/jobs/store.ts';
import { pageOf } from '../core/page.ts';
import { reportFailures } from '../core/report-failures.ts';
import { chunksOf } from './job-chunks.ts';

type Storage = Pick<DurableObjectStorage, 'sql' | 'transactionSync'>;
type Kind = 'inputs' | 'state';
type JobRow = { job: string; revision: number; record: string; auto: number; entries: number };

const TABLES = [
  `CREATE TABLE IF NOT EXISTS jobs (tenant TEXT, job TEXT, revision INTEGER, record TEXT, auto INTEGER,
     entries INTEGER, lease_holder TEXT, lease_until INTEGER, PRIMARY KEY (tenant, job)) WITHOUT ROWID`,
  'CREATE TABLE IF NOT EXISTS blobs (tenant TEXT, job TEXT, kind TEXT, chunk INTEGER, bytes BLOB, PRIMARY KEY (tenant, job, kind, chunk))',
  'CREATE TABLE IF NOT EXISTS losses (tenant TEXT, job TEXT, first INTEGER, count INTEGER, entries TEXT, PRIMARY KEY (tenant, job, first))',
];

/** Every method is one synchronous transaction: nothing comes between its statements. */
export function createObjectJobStore({ sql, transactionSync }: Storage): JobStore {
  for (const table of TABLES) sql.exec(table);

  const find = ({ tenant, job }: JobKey): JobRow | undefined =>
    sql
      .exec<JobRow>(
        'SELECT job, revision, record, auto, entries FROM jobs WHERE tenant = ? AND job = ?',
        tenant,
        job,
      )
      .toArray()[0];

  const writeBlob = (
    { tenant, job }: JobKey,
    kind: Kind,
    pieces: readonly (Uint8Array | Float32Array)[],
  ): void => {
    let chunk = 0;
    for (const bytes of chunksOf(pieces)) {
      sql.exec('INSERT OR REPLACE INTO blobs VALUES (?, ?, ?, ?, ?)', tenant, job, kind, chunk++, bytes);
    }
    sql.exec(
      'DELETE FROM blobs WHERE tenant = ? AND job = ? AND kind = ? AND chunk >= ?',
      tenant,
      job,
      kind,
      chunk,
    );
  };

  /** Chunk by chunk into its place: an isolate has no room for a large state twice. */
  const readBlob = ({ tenant, job }: JobKey, kind: Kind): Uint8Array<ArrayBuffer> => {
    const from = 'FROM blobs WHERE tenant = ? AND job = ? AND kind = ?';
    const { total } = sql
      .exec<{ total: number }>(`SELECT sum(length(bytes)) AS total ${from}`, tenant, job, kind)
      .one();
    const all = new Uint8Array(total);
    let at = 0;
    for (const { bytes } of sql.exec<{ bytes: ArrayBuffer }>(
      `SELECT bytes ${from} ORDER BY chunk`,
      tenant,
      job,
      kind,
    )) {
      all.set(new Uint8Array(bytes), at);
      at += bytes.byteLength;
    }
    return all;
  };

  const store: JobStore = {
    async create(at, { record, auto, inputs, state }) {
      return transactionSync(() => {
        if (find(at)) return false;
        sql.exec(
          'INSERT INTO jobs VALUES (?, ?, 1, ?, ?, 0, NULL, 0)',
          at.tenant,
          at.job,
          record,
          auto ? 1 : 0,
        );
        writeBlob(at, 'inputs', [inputs]);
        writeBlob(at, 'state', state);
        return true;
      });
    },

    async get(at) {
      const row = find(at);
      return row && jobOf(row);
    },

    async list(tenant, { limit, cursor }) {
      const rows = sql
        .exec<JobRow>(
          `SELECT job, revision, record, auto, entries FROM jobs
           WHERE tenant = ? AND (? IS NULL OR job > ?) ORDER BY job LIMIT ?`,
          tenant,
          cursor ?? null,
          cursor ?? null,
          limit + 1,
        )
        .toArray();
      return pageOf(rows.map(jobOf), limit, ({ id }) => id);
    },

    async inputs(at) {
      return transactionSync(() => (find(at) ? readBlob(at, 'inputs') : undefined));
    },

    async state(at) {
      return transactionSync(() => {
        const row = find(at);
        return row && { revision: row.revision, state: new Float32Array(readBlob(at, 'state').buffer) };
      });
    },

    async losses({ tenant, job }, { from, limit }) {
      const rows = sql
        .exec<{ first: number; entries: string }>(
          `SELECT first, entries FROM losses
           WHERE tenant = ? AND job = ? AND first + count > ? AND first < ? ORDER BY first`,
          tenant,
          job,
          from,
          from + limit,
        )
        .toArray();
      return rows.flatMap(({ first, entries }) =>
        (JSON.parse(entries) as string[]).slice(Math.max(0, from - first), from + limit - first),
      );
    },

    async commit(at, { revision, record, auto, state, entries }) {
      return transactionSync(() => {
        const row = find(at);
        if (row?.revision !== revision) return false;
        sql.exec(
          'UPDATE jobs SET revision = ?, record = ?, auto = ?, entries = ? WHERE tenant = ? AND job = ?',
          revision + 1,
          record,
          auto ? 1 : 0,
          row.entries + entries.length,
          at.tenant,
          at.job,
        );
        if (state) writeBlob(at, 'state', state);
        if (entries.length > 0) {
          sql.exec(
            'INSERT INTO losses VALUES (?, ?, ?, ?, ?)',
            at.tenant,
            at.job,
            row.entries,
            entries.length,
            JSON.stringify(entries),
          );
        }
        return true;
      });
    },

    async delete(at) {
      return transactionSync(() => {
        const found = find(at) !== undefined;
        for (const table of ['losses', 'blobs', 'jobs']) {
          sql.exec(`DELETE FROM ${table} WHERE tenant = ? AND job = ?`, at.tenant, at.job);
        }
        return found;
      });
    },

    async claim({ tenant, job }, { holder, now, until }) {
      const { rowsWritten } = sql.exec(
        `UPDATE jobs SET lease_holder = ?, lease_until = ?
         WHERE tenant = ? AND job = ? AND (lease_until <= ? OR lease_holder IS NULL OR lease_holder = ?)`,
        holder,
        until,
        tenant,
        job,
        now,
        holder,
      );
      return rowsWritten > 0;
    },

    async release({ tenant, job }, holder) {
      sql.exec(
        'UPDATE jobs SET lease_holder = NULL, lease_until = 0 WHERE tenant = ? AND job = ? AND lease_holder = ?',
        tenant,
        job,
        holder,
      );
    },

    async waiting(now, limit) {
      return sql
        .exec<{ tenant: string; job: string }>(
          'SELECT tenant, job FROM jobs WHERE auto = 1 AND lease_until <= ? ORDER BY tenant, job LIMIT ?',
          now,
          limit,
        )
        .toArray();
    },

    async close() {},
  };
  return reportFailures(store, "The object's storage");
}

function jobOf({ job, revision, record, auto, entries }: JobRow): StoredJob {
  return { id: job, revision, record, auto: auto === 1, entries };
}
