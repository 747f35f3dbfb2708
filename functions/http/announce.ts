// What has been done is told: its event is on disk before the caller hears of it.
import type { Context } from 'hono';
import type { Event, EventData, EventType } from '../core/events/event.ts';
import type { Deps } from '../core/ports.ts';
import type { Env } from './env.ts';
import { log } from './problem.ts';

/**
 * Publishes the event of an act that is done. Never throws: what was done stays done and is answered so, since a caller
 * who heard of a failure would do it again. The event is then lost, and its loss is logged with its id and type.
 */
export async function announce<T extends EventType>(
  c: Context<Env>,
  { events, now, randomId }: Pick<Deps, 'events' | 'now' | 'randomId'>,
  type: T,
  data: EventData[T],
): Promise<void> {
  const event = { id: `evt_${randomId()}`, type, createdAt: now(), data } as Event;
  try {
    await events.publish(c.get('tenant'), event);
  } catch (cause) {
    log(c, cause, { lost_event: event.id, type });
  }
}
