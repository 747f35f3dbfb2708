// Which style jobs a tenant has: ids alone, since only a job's own object knows how it is.
import type { Page, PageRequest } from '../core/faces/store.ts';
import { pageOf } from '../core/page.ts';

export type StyleIndex = {
  /** `now`: when it is about to be made, milliseconds since the epoch. */
  add(id: string, now: number): void;
  delete(id: string): void;
  /** Ordered by id. */
  list(page: PageRequest): Page<{ readonly id: string; readonly since: number }>;
};

export function createStyleIndex({ sql }: Pick<DurableObjectStorage, 'sql'>): StyleIndex {
  sql.exec('CREATE TABLE IF NOT EXISTS ids (id TEXT PRIMARY KEY, since INTEGER)');
  return {
    add: (id, now) => void sql.exec('INSERT OR IGNORE INTO ids VALUES (?, ?)', id, now),
    delete: (id) => void sql.exec('DELETE FROM ids WHERE id = ?', id),
    list({ limit, cursor }) {
      const rows = sql
        .exec<{ id: string; since: number }>(
          'SELECT id, since FROM ids WHERE ? IS NULL OR id > ? ORDER BY id LIMIT ?',
          cursor ?? null,
          cursor ?? null,
          limit + 1,
        )
        .toArray();
      return pageOf(rows, limit, ({ id }) => id);
    },
  };
}
