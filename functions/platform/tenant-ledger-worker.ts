// The list of a tenant's galleries, which one Durable Object a tenant keeps: KV could only list them a minute late.
import type { Gallery, Page, PageRequest } from '../core/faces/store.ts';
import { pageOf } from '../core/page.ts';
import type { HeldTenantKey } from './vault-worker.ts';

export type TenantLedger = ReturnType<typeof createTenantLedger>;

/** What the tenant's object asks of a gallery's: the truth about it. */
export type GalleryTruth = {
  put(id: string): Promise<{ gallery: Gallery; created: boolean }>;
  delete(id: string): Promise<boolean>;
  get(id: string): Promise<Gallery | undefined>;
};

type Row = { id: string; gallery: string | null };

/**
 * Births and deaths of a tenant's galleries pass through here, one at a time. A row is `null` from before the gallery's
 * object is asked until its answer is written: after a failure in between, the next list asks that object again. So every
 * gallery that exists is in the list, and none that does not is shown.
 */
export function createTenantLedger({ sql }: Pick<DurableObjectStorage, 'sql'>) {
  sql.exec('CREATE TABLE IF NOT EXISTS galleries (id TEXT PRIMARY KEY, gallery TEXT)');
  sql.exec('CREATE TABLE IF NOT EXISTS tenant_key (master TEXT NOT NULL, wrapped TEXT NOT NULL)');
  let last: Promise<unknown> = Promise.resolve();

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = last.then(work, work);
    last = turn.catch(() => undefined);
    return turn;
  }

  function write(id: string, gallery: Gallery | undefined): void {
    if (gallery) sql.exec('INSERT OR REPLACE INTO galleries VALUES (?, ?)', id, JSON.stringify(gallery));
    else sql.exec('DELETE FROM galleries WHERE id = ?', id);
  }

  function unsure(id: string): void {
    sql.exec('INSERT OR REPLACE INTO galleries VALUES (?, NULL)', id);
  }

  function after(id: string | undefined, limit: number): Row[] {
    const where = id === undefined ? '? IS NULL' : 'id > ?';
    return sql
      .exec<Row>(`SELECT id, gallery FROM galleries WHERE ${where} ORDER BY id LIMIT ?`, id ?? null, limit)
      .toArray();
  }

  async function resolve({ id, gallery }: Row, truth: GalleryTruth): Promise<Gallery | undefined> {
    if (gallery !== null) return { retentionDays: null, search: 'memory', ...JSON.parse(gallery) }; // an older row has neither
    const found = await truth.get(id);
    write(id, found);
    return found;
  }

  return {
    /** The tenant's key as `current` says it is to be kept now. */
    key: (current: (held: HeldTenantKey | undefined) => Promise<HeldTenantKey>): Promise<HeldTenantKey> =>
      inTurn(async () => {
        const [held] = sql.exec<HeldTenantKey>('SELECT master, wrapped FROM tenant_key').toArray();
        const now = await current(held);
        if (held === undefined) sql.exec('INSERT INTO tenant_key VALUES (?, ?)', now.master, now.wrapped);
        else if (now !== held)
          sql.exec('UPDATE tenant_key SET master = ?, wrapped = ?', now.master, now.wrapped);
        return now;
      }),

    put: (id: string, truth: GalleryTruth) =>
      inTurn(async () => {
        unsure(id);
        const answer = await truth.put(id);
        write(id, answer.gallery);
        return answer;
      }),

    delete: (id: string, truth: GalleryTruth) =>
      inTurn(async () => {
        unsure(id);
        const existed = await truth.delete(id);
        write(id, undefined);
        return existed;
      }),

    list: ({ limit, cursor }: PageRequest, truth: GalleryTruth): Promise<Page<Gallery>> =>
      inTurn(async () => {
        const items: Gallery[] = [];
        for (let rows = after(cursor, limit + 1); rows.length > 0 && items.length <= limit; ) {
          for (const row of rows) {
            const gallery = await resolve(row, truth);
            if (gallery) items.push(gallery);
          }
          rows = after(rows[rows.length - 1].id, limit + 1 - items.length);
        }
        return pageOf(items, limit, ({ id }) => id);
      }),
  };
}
