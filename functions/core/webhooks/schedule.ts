// When a message that did not get through is sent again, and when no more.
import type { Message } from './store.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Between one attempt and the next: the schedule of the Standard Webhooks specification, ten attempts in three days. */
const DELAYS_MS = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
];

/** Up to a fifth longer, so that what failed together does not come back together. */
const JITTER = 0.2;

/** Longer than this no receiver may ask to be left alone. */
const MOST_ASKED_MS = 24 * HOUR;

/** Progress is worth telling while it is news, and a test says at once how it went. */
const ATTEMPTS: Readonly<Partial<Record<Message['type'], number>>> = {
  'style.progress': 3,
  'webhook.test': 1,
};

/** An endpoint to which nothing got through for so long is disabled. */
export const FAILING_MS = 5 * 24 * HOUR;

/**
 * After so many attempts; undefined when none is left. `random` is 0..1, `askedMs` what the receiver asked for.
 */
export function nextDelay(
  type: Message['type'],
  attempts: number,
  random: number,
  askedMs: number,
): number | undefined {
  if (attempts >= (ATTEMPTS[type] ?? DELAYS_MS.length + 1)) return undefined;
  const delay = Math.round(DELAYS_MS[attempts - 1] * (1 + JITTER * random));
  return Math.max(delay, Math.min(askedMs, MOST_ASKED_MS));
}
