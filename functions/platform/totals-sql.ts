// How much a database holds, of all tenants together: for metrics, counted now and then.
import { type Kysely, sql } from 'kysely';
import type { JobStatus } from '../core/jobs/job.ts';
import type { DeliveryStatus } from '../core/webhooks/store.ts';
import type { Tables } from './sql-tables.ts';

export type Totals = {
  readonly galleries: number;
  readonly subjects: number;
  readonly faces: number;
  readonly jobs: Readonly<Record<JobStatus, number>>;
  readonly deliveries: Readonly<Record<DeliveryStatus, number>>;
};

/** Rows and keys are counted, and galleries know their number of faces: no template is read. */
export async function totalsIn(db: Kysely<Tables>): Promise<Totals> {
  const { galleries, faces } = await db
    .selectFrom('galleries')
    .select(({ fn }) => [fn.countAll<number>().as('galleries'), fn.sum<number | null>('faces').as('faces')])
    .executeTakeFirstOrThrow();
  const { subjects } = await db
    .selectFrom('subjects')
    .select(({ fn }) => fn.countAll<number>().as('subjects'))
    .executeTakeFirstOrThrow();
  const jobs = await db
    .selectFrom('style_jobs')
    .select([ofStatus('running'), ofStatus('done'), ofStatus('cancelled'), ofStatus('failed')])
    .executeTakeFirstOrThrow();
  const rows = await db
    .selectFrom('webhook_deliveries')
    .select(({ fn }) => ['status', fn.countAll<number>().as('count')])
    .groupBy('status')
    .execute();
  const deliveries = { pending: 0, delivered: 0, dead: 0 };
  for (const { status, count } of rows) deliveries[status] = Number(count);
  const { running, done, cancelled, failed } = jobs;
  return {
    galleries: Number(galleries),
    subjects: Number(subjects),
    faces: Number(faces ?? 0),
    jobs: {
      running: Number(running ?? 0),
      done: Number(done ?? 0),
      cancelled: Number(cancelled ?? 0),
      failed: Number(failed ?? 0),
    },
    deliveries,
  };
}

/** Records are JSON, in which a quote within a text is escaped: this is found nowhere but where the status stands. */
function ofStatus<S extends JobStatus>(status: S) {
  const pattern = `%"status":"${status}"%`;
  return sql<number | null>`sum(case when record like ${pattern} then 1 else 0 end)`.as(status);
}

export type KeptTotals = {
  /** As they were counted last; undefined before, and after a count that failed. */
  readonly known: () => Totals | undefined;
  /** Counts anew when that is long ago, and waits a moment for it: who watches should hear of the rest all the same. */
  readonly refresh: () => Promise<void>;
};

/** Counting a million rows takes a moment, in which a process on a file does nothing else. */
const KEPT_MS = 30_000;

const WAIT_MS = 1_000;

export function keepTotals(count: () => Promise<Totals>, clock: () => number): KeptTotals {
  let known: Totals | undefined;
  let at = Number.NEGATIVE_INFINITY;
  let counting: Promise<void> | undefined;

  function begin(): Promise<void> {
    at = clock();
    counting = count().then(
      (totals) => {
        known = totals;
      },
      () => {
        known = undefined; // that the database is away is told elsewhere
      },
    );
    return counting.finally(() => {
      counting = undefined;
    });
  }

  return {
    known: () => known,
    async refresh() {
      const ended = counting ?? (clock() - at >= KEPT_MS ? begin() : undefined);
      if (!ended) return;
      let late: NodeJS.Timeout | undefined;
      const patience = new Promise<void>((resolve) => {
        late = setTimeout(resolve, WAIT_MS);
      });
      await Promise.race([ended, patience]);
      clearTimeout(late);
    },
  };
}
