// Deliveries that go out by themselves: some at once, few to one endpoint, so that none that hangs stops the others.
import { createLoop, type Loop } from '../loop.ts';
import { type DeliverTools, deliver } from './deliver.ts';
import type { Due, WebhookStore } from './store.ts';

export type DeliveriesTools = Omit<DeliverTools, 'store'> & {
  readonly store: Pick<WebhookStore, 'due' | 'claim' | 'settle' | 'prune'>;
  /** Calls back once, later; gives what takes the call back. */
  readonly later: (work: () => void) => () => void;
  readonly report: (error: unknown) => void;
};

const AT_ONCE = 32;

/** One that has failed last time gets one attempt at a time: it may be hanging. */
const AT_ONCE_EACH = 4;

/** What has ended is looked at by people who search for a mistake: of each endpoint and status so many, for so long. */
export const KEPT_EACH = 1_000;
export const KEPT_MS = 30 * 24 * 60 * 60_000;
const PRUNE_EVERY_MS = 60_000;

export function createDeliveries(tools: DeliveriesTools): Loop {
  const { store, now, later, report } = tools;
  /** Attempts under way, by endpoint. */
  const underWay = new Map<string, number>();
  let pruned = now();

  async function prune(): Promise<void> {
    if (now() - pruned < PRUNE_EVERY_MS) return;
    pruned = now();
    await store.prune({ each: KEPT_EACH, since: now() - KEPT_MS });
  }

  async function waiting(time: number, limit: number): Promise<readonly Due[]> {
    await prune().catch(report);
    return withRoom(store, time, limit, underWay);
  }

  async function proceed(at: Due): Promise<void> {
    const { tenant, endpoint, event } = at;
    underWay.set(endpoint, (underWay.get(endpoint) ?? 0) + 1);
    try {
      await deliver(tools, { tenant, endpoint, event });
    } finally {
      const left = underWay.get(endpoint)! - 1;
      if (left === 0) underWay.delete(endpoint);
      else underWay.set(endpoint, left);
    }
  }

  return createLoop({
    waiting,
    proceed,
    nameOf: ({ tenant, endpoint, event }) => JSON.stringify([tenant, endpoint, event]),
    now,
    atOnce: AT_ONCE,
    later,
    report,
  });
}

/**
 * What is due of endpoints that have room beside the attempts under way. Those without room are left out of the query,
 * or what waits for them would hide the others.
 */
export async function withRoom(
  store: Pick<WebhookStore, 'due'>,
  now: number,
  limit: number,
  underWay: ReadonlyMap<string, number>,
): Promise<readonly Due[]> {
  const full = new Set<string>();
  for (;;) {
    const due = await store.due(now, limit, [...full]);
    const taken = new Map(underWay);
    const free = due.filter(({ endpoint, failing }) => {
      const others = taken.get(endpoint) ?? 0;
      if (others >= (failing ? 1 : AT_ONCE_EACH)) {
        full.add(endpoint);
        return false;
      }
      taken.set(endpoint, others + 1);
      return true;
    });
    if (free.length > 0 || due.length < limit) return free;
  }
}
