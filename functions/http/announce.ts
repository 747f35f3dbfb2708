// What has been done is told and recorded before the caller hears of it.
import type { Context } from 'hono';
import type { Act, ActData, Action } from '../core/audit/record.ts';
import type { Event, EventData, EventType } from '../core/events/event.ts';
import type { Fields } from '../core/log.ts';
import type { Deps } from '../core/ports.ts';
import type { Env } from './env.ts';
import { log } from './problem.ts';

type Tools = Pick<Deps, 'events' | 'audit' | 'now' | 'randomId'>;

/**
 * Records an act that is done, and publishes its event. Never throws: what was done stays done and is answered so, since
 * a caller who heard of a failure would do it again. What could not be stored is then logged with its type.
 */
export async function announce<T extends Action & EventType>(
  c: Context<Env>,
  tools: Tools,
  type: T,
  data: EventData[T],
): Promise<void> {
  if (!c.get('once')?.again) await recordDone(c, tools, type, data as ActData[T]);
  await publish(c, tools, type, data);
}

/** For what is no event. */
export async function recordDone<A extends Action>(
  c: Context<Env>,
  tools: Pick<Tools, 'audit' | 'now'>,
  action: A,
  data: ActData[A],
): Promise<void> {
  await orLogged(c, { lost_record: action }, record(c, tools, action, data));
}

/**
 * For what tells the caller something about somebody: recorded first, and where that fails nothing is told.
 * @throws Fault store_failed
 */
export async function record<A extends Action>(
  c: Context<Env>,
  { audit, now }: Pick<Tools, 'audit' | 'now'>,
  action: A,
  data: ActData[A],
): Promise<void> {
  const act = {
    at: now(),
    actor: c.get('caller').keyId,
    request: c.get('requestId'),
    action,
    data,
  } as Act;
  await audit.append(c.get('tenant'), act);
}

/** The event alone; never throws. */
export async function publish<T extends EventType>(
  c: Context<Env>,
  { events, now, randomId }: Pick<Tools, 'events' | 'now' | 'randomId'>,
  type: T,
  data: EventData[T],
): Promise<void> {
  const event = { id: `evt_${randomId()}`, type, createdAt: now(), data } as Event;
  await orLogged(c, { lost_event: event.id, type }, events.publish(c.get('tenant'), event));
}

/** `lost`: what is, when the work fails; for the log. */
async function orLogged(c: Context<Env>, lost: Fields, work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (cause) {
    log(c, cause, lost);
  }
}
