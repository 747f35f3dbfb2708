// Lists in pages: a store reads one row more than is wanted, which tells whether there is a next page.
import type { Page } from './faces/store.ts';

/** The first `limit` of what was found; the cursor is that of the last of them, or null when none is left. */
export function pageOf<T>(found: readonly T[], limit: number, cursorOf: (last: T) => string): Page<T> {
  const items = found.slice(0, limit);
  return { items, cursor: found.length > limit ? cursorOf(items[limit - 1]) : null };
}
