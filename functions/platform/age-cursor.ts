// Where a page of what is listed newest first ended: a time and an id, as one text.
import { compareIds } from '../core/faces/order.ts';
import type { Page } from '../core/faces/store.ts';
import { Fault } from '../core/fault.ts';
import { pageOf } from '../core/page.ts';
import type { Delivery } from '../core/webhooks/store.ts';

type Aged = { readonly createdAt: number; readonly id: string };

/** A page of deliveries, newest first, of what was found. */
export function deliveryPage(found: readonly Delivery[], limit: number): Page<Delivery> {
  return pageOf(found, limit, ({ createdAt, event }) => `${createdAt}.${event}`);
}

/** @throws Fault request_invalid when it is no cursor of such a page. */
export function readCursor(cursor: string): Aged {
  const [, createdAt, id] = /^(\d{1,16})\.(.+)$/.exec(cursor) ?? [];
  if (id !== undefined) return { createdAt: Number(createdAt), id };
  const errors = [{ in: 'query', pointer: '/cursor', message: 'next_cursor of the page before is wanted' }];
  throw new Fault('request_invalid', 'The cursor is not one of this list.', { errors });
}

/** Whether one belongs to a page after that which ended with `last`. */
export function isBefore(last: Aged, { createdAt, id }: Aged): boolean {
  return createdAt < last.createdAt || (createdAt === last.createdAt && compareIds(id, last.id) < 0);
}
