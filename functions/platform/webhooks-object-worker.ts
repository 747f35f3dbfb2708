// The webhook store on the SQLite of one Durable Object. In the Worker an object holds one tenant; the port allows more.
import { reportFailures } from '../core/report-failures.ts';
import { said } from '../core/said.ts';
import type {
  Attempt,
  Delivery,
  DeliveryKey,
  DeliveryStatus,
  Endpoint,
  EndpointKey,
  Message,
  WebhookStore,
} from '../core/webhooks/store.ts';
import { deliveryPage, readCursor } from './age-cursor.ts';

type Storage = Pick<DurableObjectStorage, 'sql' | 'transactionSync'>;
type Row = {
  tenant: string;
  endpoint: string;
  event: string;
  type: string;
  body: string;
  status: string;
  attempts: number;
  next_at: number;
  created_at: number;
  last: string | null;
};

const TABLES = [
  'CREATE TABLE IF NOT EXISTS webhooks (tenant TEXT, endpoint TEXT, created_at INTEGER, disabled INTEGER, record TEXT, PRIMARY KEY (tenant, endpoint))',
  `CREATE TABLE IF NOT EXISTS deliveries (tenant TEXT, endpoint TEXT, event TEXT, type TEXT, topic TEXT, body TEXT,
     status TEXT, attempts INTEGER, next_at INTEGER, created_at INTEGER, last TEXT, PRIMARY KEY (tenant, endpoint, event))`,
  'CREATE INDEX IF NOT EXISTS deliveries_due ON deliveries (status, next_at)',
  'CREATE INDEX IF NOT EXISTS deliveries_by_age ON deliveries (tenant, endpoint, status, created_at)',
];

const OF_ENDPOINT = 'tenant = ? AND endpoint = ?';
const OF_DELIVERY = `${OF_ENDPOINT} AND event = ?`;
const WAITING = `FROM deliveries JOIN webhooks USING (tenant, endpoint) WHERE status = 'pending' AND disabled = 0`;

/** Every method is one synchronous transaction: nothing comes between its statements. */
export function createObjectWebhookStore({ sql, transactionSync }: Storage): WebhookStore {
  for (const statement of TABLES) sql.exec(statement);

  const ofEndpoint = ({ tenant, endpoint }: EndpointKey) => [tenant, endpoint] as const;
  const ofDelivery = ({ tenant, endpoint, event }: DeliveryKey) => [tenant, endpoint, event] as const;

  function find(at: EndpointKey): Endpoint | undefined {
    const [row] = sql
      .exec<{ record: string }>(`SELECT record FROM webhooks WHERE ${OF_ENDPOINT}`, ...ofEndpoint(at))
      .toArray();
    return row && (JSON.parse(row.record) as Endpoint);
  }

  function write(tenant: string, endpoint: Endpoint): Endpoint {
    sql.exec(
      'INSERT OR REPLACE INTO webhooks VALUES (?, ?, ?, ?, ?)',
      tenant,
      endpoint.id,
      endpoint.createdAt,
      endpoint.disabled === null ? 0 : 1,
      JSON.stringify(endpoint),
    );
    return endpoint;
  }

  function rowAt(at: DeliveryKey): Row | undefined {
    return sql.exec<Row>(`SELECT * FROM deliveries WHERE ${OF_DELIVERY}`, ...ofDelivery(at)).toArray()[0];
  }

  function count(what: string, ...given: readonly (string | number)[]): number {
    return sql.exec<{ count: number }>(`SELECT count(*) AS count FROM ${what}`, ...given).one().count;
  }

  function queue(at: DeliveryKey, message: Message, mostPending: number): void {
    const endpoint = find(at);
    if (!endpoint || rowAt(at)) return;
    const pending = `deliveries WHERE ${OF_ENDPOINT} AND status = 'pending'`;
    if (message.supersedes !== null)
      sql.exec(`DELETE FROM ${pending} AND topic = ?`, ...ofEndpoint(at), message.supersedes);
    if (count(pending, ...ofEndpoint(at)) >= mostPending) {
      write(at.tenant, { ...endpoint, dropped: endpoint.dropped + 1 });
      return;
    }
    const { type, topic, body, createdAt } = message;
    sql.exec(
      "INSERT INTO deliveries VALUES (?, ?, ?, ?, ?, ?, 'pending', 0, ?, ?, NULL)",
      ...ofDelivery(at),
      type,
      topic,
      body,
      createdAt,
      createdAt,
    );
  }

  const store: WebhookStore = {
    async add(tenant, endpoint, most) {
      return transactionSync(() => {
        if (count('webhooks WHERE tenant = ?', tenant) >= most) return false;
        write(tenant, endpoint);
        return true;
      });
    },

    async get(at) {
      return find(at);
    },

    async list(tenant) {
      return sql
        .exec<{ record: string }>(
          'SELECT record FROM webhooks WHERE tenant = ? ORDER BY created_at, endpoint',
          tenant,
        )
        .toArray()
        .map(({ record }) => JSON.parse(record) as Endpoint);
    },

    async change(at, change) {
      return transactionSync(() => {
        const endpoint = find(at);
        if (!endpoint) return undefined;
        const enabled = change.disabled === null ? { failingSince: null } : {};
        return write(at.tenant, { ...endpoint, ...said(change), ...enabled });
      });
    },

    async replaceSecrets(at, from, to) {
      return transactionSync(() => {
        const endpoint = find(at);
        if (endpoint?.secrets !== from) return false;
        write(at.tenant, { ...endpoint, secrets: to });
        return true;
      });
    },

    async remove(at) {
      return transactionSync(() => {
        const found = find(at) !== undefined;
        sql.exec(`DELETE FROM deliveries WHERE ${OF_ENDPOINT}`, ...ofEndpoint(at));
        sql.exec(`DELETE FROM webhooks WHERE ${OF_ENDPOINT}`, ...ofEndpoint(at));
        return found;
      });
    },

    async enqueue(tenant, message, endpoints, mostPending) {
      transactionSync(() => {
        for (const endpoint of endpoints)
          queue({ tenant, endpoint, event: message.id }, message, mostPending);
      });
    },

    async due(now, limit, except) {
      const others = except.length === 0 ? '' : ` AND endpoint NOT IN (${except.map(() => '?').join(', ')})`;
      return sql
        .exec<{ tenant: string; endpoint: string; event: string; record: string }>(
          `SELECT tenant, endpoint, event, record ${WAITING} AND next_at <= ?${others} ORDER BY next_at, event LIMIT ?`,
          now,
          ...except,
          limit,
        )
        .toArray()
        .map(({ record, ...at }) => ({
          ...at,
          failing: (JSON.parse(record) as Endpoint).failingSince !== null,
        }));
    },

    async nextDue() {
      const { next } = sql.exec<{ next: number | null }>(`SELECT min(next_at) AS next ${WAITING}`).one();
      return next ?? undefined;
    },

    async claim(at, now, until) {
      return transactionSync(() => {
        const endpoint = find(at);
        const row = rowAt(at);
        if (!endpoint || endpoint.disabled !== null) return undefined;
        if (row?.status !== 'pending' || row.next_at > now) return undefined;
        const attempts = row.attempts + 1;
        sql.exec(
          `UPDATE deliveries SET attempts = ?, next_at = ? WHERE ${OF_DELIVERY}`,
          attempts,
          until,
          ...ofDelivery(at),
        );
        const { url, secrets, failingSince } = endpoint;
        return { type: row.type as Delivery['type'], body: row.body, attempts, url, secrets, failingSince };
      });
    },

    async settle(at, { attempt, last, status, nextAt, disable }) {
      transactionSync(() => {
        const endpoint = find(at);
        const row = rowAt(at);
        if (!endpoint || row?.status !== 'pending' || row.attempts !== attempt) return;
        sql.exec(
          `UPDATE deliveries SET status = ?, next_at = ?, last = ? WHERE ${OF_DELIVERY}`,
          status,
          nextAt,
          JSON.stringify(last),
          ...ofDelivery(at),
        );
        const failingSince = last.error === null ? null : (endpoint.failingSince ?? last.at);
        write(at.tenant, { ...endpoint, failingSince, disabled: endpoint.disabled ?? disable });
      });
    },

    async deliveries(at, { limit, cursor, status }) {
      const last = cursor === undefined ? undefined : readCursor(cursor);
      const conditions = [
        OF_ENDPOINT,
        ...(status === undefined ? [] : ['status = ?']),
        ...(last === undefined ? [] : ['(created_at, event) < (?, ?)']),
      ];
      const given = [
        ...(status === undefined ? [] : [status]),
        ...(last === undefined ? [] : [last.createdAt, last.id]),
      ];
      const rows = sql
        .exec<Row>(
          `SELECT * FROM deliveries WHERE ${conditions.join(' AND ')} ORDER BY created_at DESC, event DESC LIMIT ?`,
          ...ofEndpoint(at),
          ...given,
          limit + 1,
        )
        .toArray();
      return deliveryPage(rows.map(deliveryOf), limit);
    },

    async delivery(at) {
      const row = rowAt(at);
      return row && deliveryOf(row);
    },

    async requeue(at, now) {
      const { rowsWritten } = sql.exec(
        `UPDATE deliveries SET status = 'pending', attempts = 0, next_at = ? WHERE ${OF_DELIVERY}`,
        now,
        ...ofDelivery(at),
      );
      return rowsWritten > 0;
    },

    async prune({ each, since }) {
      transactionSync(() => {
        const endpoints = sql
          .exec<{ tenant: string; endpoint: string }>('SELECT tenant, endpoint FROM webhooks')
          .toArray();
        for (const at of endpoints) {
          for (const status of ['delivered', 'dead']) {
            const ended = `deliveries WHERE ${OF_ENDPOINT} AND status = ?`;
            const given = [...ofEndpoint(at), status];
            sql.exec(
              `DELETE FROM ${ended} AND (created_at < ? OR event NOT IN
                 (SELECT event FROM ${ended} ORDER BY created_at DESC, event DESC LIMIT ?))`,
              ...given,
              since,
              ...given,
              each,
            );
          }
        }
      });
    },

    async close() {},
  };
  return reportFailures(store, "The object's storage");
}

function deliveryOf({ event, type, status, attempts, created_at, next_at, last }: Row): Delivery {
  return {
    event,
    type: type as Delivery['type'],
    status: status as DeliveryStatus,
    attempts,
    createdAt: created_at,
    nextAt: next_at,
    last: last === null ? null : (JSON.parse(last) as Attempt),
  };
}
