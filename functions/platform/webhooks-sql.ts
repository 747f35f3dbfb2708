// The webhook store on SQL through Kysely: a libsql file here, the same statements on PostgreSQL.
import type { Kysely, Selectable } from 'kysely';
import { reportFailures } from '../core/report-failures.ts';
import type {
  AttemptError,
  Delivery,
  DeliveryKey,
  Endpoint,
  EndpointKey,
  WebhookStore,
} from '../core/webhooks/store.ts';
import { deliveryPage, readCursor } from './age-cursor.ts';
import type { Tables } from './sql-tables.ts';
import { transactionsOn } from './sql-transactions.ts';

type Db = Kysely<Tables>;

/** Shares `db` with the gallery store, which closes it. */
export function createSqlWebhookStore(db: Db): WebhookStore {
  const { writing } = transactionsOn(db);

  const store: WebhookStore = {
    add: (tenant, endpoint, most) =>
      writing(async (trx) => {
        const { count } = await trx
          .selectFrom('webhooks')
          .select(({ fn }) => fn.countAll().as('count'))
          .where('tenant', '=', tenant)
          .executeTakeFirstOrThrow();
        if (Number(count) >= most) return false;
        await trx.insertInto('webhooks').values(rowOf(tenant, endpoint)).execute();
        return true;
      }),

    async get(at) {
      const row = await db
        .selectFrom('webhooks')
        .selectAll()
        .where(({ and }) => and(endpointKey(at)))
        .executeTakeFirst();
      return row && endpointOf(row);
    },

    async list(tenant) {
      const rows = await db
        .selectFrom('webhooks')
        .selectAll()
        .where('tenant', '=', tenant)
        .orderBy('created_at')
        .orderBy('endpoint')
        .execute();
      return rows.map(endpointOf);
    },

    async change(at, { url, events, description, disabled }) {
      const changed = {
        ...(url === undefined ? {} : { url }),
        ...(events === undefined ? {} : { events: JSON.stringify(events) }),
        ...(description === undefined ? {} : { description }),
        ...(disabled === undefined ? {} : { disabled }),
        ...(disabled === null ? { failing_since: null } : {}),
      };
      if (Object.keys(changed).length === 0) return store.get(at);
      const row = await db
        .updateTable('webhooks')
        .set(changed)
        .where(({ and }) => and(endpointKey(at)))
        .returningAll()
        .executeTakeFirst();
      return row && endpointOf(row);
    },

    async replaceSecrets(at, from, to) {
      const { numUpdatedRows } = await db
        .updateTable('webhooks')
        .set({ secrets: to })
        .where(({ and }) => and(endpointKey(at)))
        .where('secrets', '=', from)
        .executeTakeFirst();
      return Number(numUpdatedRows) > 0;
    },

    remove: (at) =>
      writing(async (trx) => {
        await trx
          .deleteFrom('webhook_deliveries')
          .where(({ and }) => and(endpointKey(at)))
          .execute();
        const { numDeletedRows } = await trx
          .deleteFrom('webhooks')
          .where(({ and }) => and(endpointKey(at)))
          .executeTakeFirst();
        return Number(numDeletedRows) > 0;
      }),

    enqueue: (tenant, { id, type, topic, supersedes, body, createdAt }, endpoints, mostPending) =>
      writing(async (trx) => {
        for (const endpoint of endpoints) {
          const at = { tenant, endpoint, event: id };
          const there = await trx
            .selectFrom('webhooks')
            .select('tenant')
            .where(({ and }) => and(endpointKey(at)))
            .executeTakeFirst();
          const had = await trx
            .selectFrom('webhook_deliveries')
            .select('event')
            .where(({ and }) => and(deliveryKey(at)))
            .executeTakeFirst();
          if (!there || had) continue;
          if (supersedes !== null) {
            await trx
              .deleteFrom('webhook_deliveries')
              .where(({ and }) => and(endpointKey(at)))
              .where('status', '=', 'pending')
              .where('topic', '=', supersedes)
              .execute();
          }
          const { pending } = await trx
            .selectFrom('webhook_deliveries')
            .select(({ fn }) => fn.countAll().as('pending'))
            .where(({ and }) => and(endpointKey(at)))
            .where('status', '=', 'pending')
            .executeTakeFirstOrThrow();
          if (Number(pending) >= mostPending) {
            await trx
              .updateTable('webhooks')
              .set(({ eb }) => ({ dropped: eb('dropped', '+', 1) }))
              .where(({ and }) => and(endpointKey(at)))
              .execute();
            continue;
          }
          const made = { ...at, type, topic, body, status: 'pending' as const, attempts: 0 };
          const times = { next_at: createdAt, created_at: createdAt };
          const last = { last_at: null, last_status: null, last_error: null, last_ms: null };
          await trx
            .insertInto('webhook_deliveries')
            .values({ ...made, ...times, ...last })
            .onConflict((conflict) => conflict.columns(['tenant', 'endpoint', 'event']).doNothing())
            .execute();
        }
      }),

    async due(now, limit, except) {
      const rows = await waiting(db)
        .select(['queued.tenant', 'queued.endpoint', 'queued.event', 'webhooks.failing_since'])
        .where('queued.next_at', '<=', now)
        .$if(except.length > 0, (query) => query.where('queued.endpoint', 'not in', except))
        .orderBy('queued.next_at')
        .orderBy('queued.event')
        .limit(limit)
        .execute();
      return rows.map(({ failing_since, ...at }) => ({ ...at, failing: failing_since !== null }));
    },

    async nextDue() {
      const row = await waiting(db)
        .select('queued.next_at')
        .orderBy('queued.next_at')
        .limit(1)
        .executeTakeFirst();
      return row && Number(row.next_at);
    },

    claim: (at, now, until) =>
      writing(async (trx) => {
        const endpoint = await trx
          .selectFrom('webhooks')
          .select(['url', 'secrets', 'failing_since'])
          .where(({ and }) => and(endpointKey(at)))
          .where('disabled', 'is', null)
          .executeTakeFirst();
        if (!endpoint) return undefined;
        const row = await trx
          .updateTable('webhook_deliveries')
          .set(({ eb }) => ({ attempts: eb('attempts', '+', 1), next_at: until }))
          .where(({ and }) => and(deliveryKey(at)))
          .where('status', '=', 'pending')
          .where('next_at', '<=', now)
          .returning(['type', 'body', 'attempts'])
          .executeTakeFirst();
        if (!row) return undefined;
        const { url, secrets, failing_since } = endpoint;
        const type = row.type as Delivery['type'];
        return {
          type,
          body: row.body,
          attempts: Number(row.attempts),
          url,
          secrets,
          failingSince: numberOr(failing_since),
        };
      }),

    settle: (at, { attempt, last, status, nextAt, disable }) =>
      writing(async (trx) => {
        const { numUpdatedRows } = await trx
          .updateTable('webhook_deliveries')
          .set({
            status,
            next_at: nextAt,
            last_at: last.at,
            last_status: last.status,
            last_error: last.error,
            last_ms: last.ms,
          })
          .where(({ and }) => and(deliveryKey(at)))
          .where('status', '=', 'pending')
          .where('attempts', '=', attempt)
          .executeTakeFirst();
        if (Number(numUpdatedRows) === 0) return;
        const noted = last.error === null ? null : last.at;
        await trx
          .updateTable('webhooks')
          .set({ failing_since: noted })
          .where(({ and }) => and(endpointKey(at)))
          .where('failing_since', noted === null ? 'is not' : 'is', null) // else it is as it should be
          .execute();
        if (disable === null) return;
        await trx
          .updateTable('webhooks')
          .set({ disabled: disable })
          .where(({ and }) => and(endpointKey(at)))
          .where('disabled', 'is', null)
          .execute();
      }),

    async deliveries(at, { limit, cursor, status }) {
      const last = cursor === undefined ? undefined : readCursor(cursor);
      const rows = await db
        .selectFrom('webhook_deliveries')
        .selectAll()
        .where(({ and }) => and(endpointKey(at)))
        .$if(status !== undefined, (query) => query.where('status', '=', status!))
        .$if(last !== undefined, (query) =>
          query.where(({ eb, or, and }) =>
            or([
              eb('created_at', '<', last!.createdAt),
              and([eb('created_at', '=', last!.createdAt), eb('event', '<', last!.id)]),
            ]),
          ),
        )
        .orderBy('created_at', 'desc')
        .orderBy('event', 'desc')
        .limit(limit + 1)
        .execute();
      return deliveryPage(rows.map(deliveryOf), limit);
    },

    async delivery(at) {
      const row = await db
        .selectFrom('webhook_deliveries')
        .selectAll()
        .where(({ and }) => and(deliveryKey(at)))
        .executeTakeFirst();
      return row && deliveryOf(row);
    },

    async requeue(at, now) {
      const { numUpdatedRows } = await db
        .updateTable('webhook_deliveries')
        .set({ status: 'pending', attempts: 0, next_at: now })
        .where(({ and }) => and(deliveryKey(at)))
        .executeTakeFirst();
      return Number(numUpdatedRows) > 0;
    },

    prune: ({ each, since }) =>
      writing(async (trx) => {
        const endpoints = await trx.selectFrom('webhooks').select(['tenant', 'endpoint']).execute();
        for (const at of endpoints) {
          for (const status of ['delivered', 'dead'] as const) {
            const ended = trx
              .selectFrom('webhook_deliveries')
              .where(({ and }) => and(endpointKey(at)))
              .where('status', '=', status);
            const first = await ended // of those that are too many
              .select('created_at')
              .orderBy('created_at', 'desc')
              .offset(each)
              .limit(1)
              .executeTakeFirst();
            const until = first === undefined ? since - 1 : Math.max(since - 1, Number(first.created_at));
            await trx
              .deleteFrom('webhook_deliveries')
              .where(({ and }) => and(endpointKey(at)))
              .where('status', '=', status)
              .where('created_at', '<=', until)
              .execute();
          }
        }
      }),

    async close() {},
  };
  return reportFailures(store, 'The database');
}

function waiting(db: Db) {
  return db
    .selectFrom('webhook_deliveries as queued')
    .innerJoin('webhooks', (join) =>
      join
        .onRef('webhooks.tenant', '=', 'queued.tenant')
        .onRef('webhooks.endpoint', '=', 'queued.endpoint')
        .on('webhooks.disabled', 'is', null),
    )
    .where('queued.status', '=', 'pending');
}

/** Keys as they come may have more members than the columns that are asked for. */
function endpointKey({ tenant, endpoint }: EndpointKey): EndpointKey {
  return { tenant, endpoint };
}

function deliveryKey({ tenant, endpoint, event }: DeliveryKey): DeliveryKey {
  return { tenant, endpoint, event };
}

function rowOf(tenant: string, endpoint: Endpoint): Tables['webhooks'] {
  const { id, url, events, description, createdAt, disabled, failingSince, dropped, secrets } = endpoint;
  return {
    tenant,
    endpoint: id,
    url,
    events: JSON.stringify(events),
    description,
    created_at: createdAt,
    disabled,
    failing_since: failingSince,
    dropped,
    secrets,
  };
}

function endpointOf(row: Selectable<Tables['webhooks']>): Endpoint {
  return {
    id: row.endpoint,
    url: row.url,
    events: JSON.parse(row.events) as Endpoint['events'],
    description: row.description,
    createdAt: Number(row.created_at),
    disabled: row.disabled,
    failingSince: numberOr(row.failing_since),
    dropped: Number(row.dropped),
    secrets: row.secrets,
  };
}

function deliveryOf(row: Selectable<Tables['webhook_deliveries']>): Delivery {
  const { event, type, status, attempts, created_at, next_at, last_at, last_status, last_error, last_ms } =
    row;
  return {
    event,
    type: type as Delivery['type'],
    status,
    attempts: Number(attempts),
    createdAt: Number(created_at),
    nextAt: Number(next_at),
    last:
      last_at === null
        ? null
        : {
            at: Number(last_at),
            status: numberOr(last_status),
            error: last_error as AttemptError | null,
            ms: Number(last_ms),
          },
  };
}

function numberOr(value: number | null): number | null {
  return value === null ? null : Number(value);
}
