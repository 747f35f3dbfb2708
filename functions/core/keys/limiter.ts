// The limiter's port: how many requests a key has made in its window. functions/platform/limiter-memory.ts is the readable
// specification; test/platform/limiter.contract.ts is the law of those that count.
import { Fault } from '../fault.ts';
import type { Quota } from './key.ts';

export type Taken = {
  readonly allowed: boolean;
  /** Requests left in this window; undefined where the platform does not tell. */
  readonly left: number | undefined;
  /** Until the window ends, 1 or more; where the platform does not tell, its whole length. */
  readonly seconds: number;
};

export type Limiter = {
  /**
   * Counts a request of the caller. A window begins with its first request and is not moved by later ones, so that at
   * most twice the quota comes within any window's length. @throws Fault store_failed
   */
  take(caller: string, quota: Quota, now: number): Promise<Taken>;
};

/** As it is after the request, from what the store counted. */
export function takenOf(
  { requests, began }: { readonly requests: number; readonly began: number },
  quota: Quota,
  now: number,
): Taken {
  const seconds = Math.max(1, Math.ceil((began - now) / 1_000 + quota.seconds));
  return { allowed: requests <= quota.requests, left: Math.max(0, quota.requests - requests), seconds };
}

/** `100/60`: so many requests in so many seconds. @throws Error that says what is wanted. */
export function parseQuota(text: string): Quota {
  const [, requests, seconds] = /^([1-9]\d{0,8})\/([1-9]\d{0,6})$/.exec(text) ?? [];
  if (seconds === undefined)
    throw new Error(`"${text}" is not requests/seconds, like 100/60 for 100 in a minute`);
  return { requests: Number(requests), seconds: Number(seconds) };
}

export function rateLimited(quota: Quota, seconds: number): Fault {
  return new Fault(
    'rate_limited',
    `The key may make ${quota.requests} requests in ${quota.seconds} s; the next one in ${seconds} s.`,
    { requests: quota.requests, seconds: quota.seconds, retry_after: seconds },
  );
}
