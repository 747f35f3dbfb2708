// The audit record of a tenant in a Durable Object of its own, in its SQLite.
import { DurableObject } from 'cloudflare:workers';
import { type Act, type AuditRecord, linked } from '../core/audit/record.ts';
import { type AuditStore, auditPage } from '../core/audit/store.ts';
import { reportFailures } from '../core/report-failures.ts';
import { sha256Hex } from './sha256.ts';

export type AuditEnv = { readonly AUDIT: DurableObjectNamespace<AuditObject> };

const REQUEST = "json_extract(record, '$.request')";

type Row = { readonly seq: number; readonly record: string };

/** A record as JSON, since what crosses an RPC call is typed by what it can carry. */
export class AuditObject extends DurableObject {
  readonly #sql: SqlStorage;
  #last: Promise<unknown> = Promise.resolve();

  constructor(state: DurableObjectState, env: unknown) {
    super(state, env as never);
    this.#sql = state.storage.sql;
    this.#sql.exec('CREATE TABLE IF NOT EXISTS audit (seq INTEGER PRIMARY KEY, record TEXT NOT NULL)');
    this.#sql.exec(`CREATE INDEX IF NOT EXISTS audit_by_request ON audit (${REQUEST})`);
  }

  append(tenant: string, text: string, once: boolean): Promise<string> {
    const act = JSON.parse(text) as Act;
    const turn = this.#last.then(async () => {
      const [found] = once
        ? this.#sql.exec<Row>(`SELECT * FROM audit WHERE ${REQUEST} = ? LIMIT 1`, act.request).toArray()
        : [];
      if (found) return found.record;
      const [last] = this.#sql.exec<Row>('SELECT seq, record FROM audit ORDER BY seq DESC LIMIT 1').toArray();
      const before = last && (JSON.parse(last.record) as AuditRecord);
      const record = await linked(sha256Hex, tenant, before, act);
      const written = JSON.stringify(record);
      this.#sql.exec('INSERT INTO audit VALUES (?, ?)', record.seq, written);
      return written;
    });
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async list(after: number, limit: number): Promise<string[]> {
    return this.#sql
      .exec<Row>('SELECT seq, record FROM audit WHERE seq > ? ORDER BY seq LIMIT ?', after, limit)
      .toArray()
      .map(({ record }) => record);
  }
}

export function createObjectAuditStore({ AUDIT }: AuditEnv): AuditStore {
  const of = (tenant: string) => AUDIT.get(AUDIT.idFromName(tenant));
  const store: AuditStore = {
    append: async (tenant, act, once = false) =>
      JSON.parse(await of(tenant).append(tenant, JSON.stringify(act), once)) as AuditRecord,
    async list(tenant, { limit, cursor = 0 }) {
      const texts = await of(tenant).list(cursor, limit + 1);
      return auditPage(
        texts.map((text) => JSON.parse(text) as AuditRecord),
        limit,
      );
    },
  };
  return reportFailures(store, 'The Durable Object of the audit record');
}
