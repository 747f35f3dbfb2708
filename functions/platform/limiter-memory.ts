// The limiter in memory: the readable specification of the port, and that of throw-away servers.
import { type Limiter, takenOf } from '../core/keys/limiter.ts';

export function createMemoryLimiter(): Limiter {
  const windows = new Map<string, { began: number; requests: number }>();
  return {
    async take(caller, quota, now) {
      const held = windows.get(caller);
      const goesOn = held && held.began > now - quota.seconds * 1_000;
      const counted = goesOn ? { ...held, requests: held.requests + 1 } : { began: now, requests: 1 };
      windows.set(caller, counted);
      return takenOf(counted, quota, now);
    },
  };
}
