// Requests that may be sent again, in memory: the readable specification of the port.
import type { IdempotencyStore, RequestKey } from '../core/idempotency/store.ts';

type Held = {
  readonly fingerprint: string;
  readonly seed: string;
  readonly expiresAt: number;
  leaseUntil: number;
  done: boolean;
};

export function createMemoryIdempotencyStore(): IdempotencyStore {
  const held = new Map<string, Held>();
  const nameOf = ({ tenant, key }: RequestKey) => JSON.stringify([tenant, key]);

  return {
    async begin(at, { now, ...request }) {
      for (const [name, { expiresAt }] of held) if (expiresAt <= now) held.delete(name);
      const found = held.get(nameOf(at));
      if (!found) {
        held.set(nameOf(at), { ...request, done: false });
        return { state: 'begun', seed: request.seed };
      }
      if (found.fingerprint !== request.fingerprint) return { state: 'other' };
      if (found.done) return { state: 'done', seed: found.seed };
      if (found.leaseUntil > now) return { state: 'running' };
      found.leaseUntil = request.leaseUntil;
      return { state: 'begun', seed: found.seed };
    },

    async end(at, done) {
      const found = held.get(nameOf(at));
      if (!found) return;
      found.leaseUntil = 0;
      found.done ||= done;
    },
  };
}
