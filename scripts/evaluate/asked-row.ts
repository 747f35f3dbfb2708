// One line of asked and observed: the rate asked for, the threshold it gave, and the rate of people at that threshold.
import { Fault } from '../../functions/core/fault.ts';
import type { Interval } from '../../functions/core/statistics/binomial.ts';
import type { Estimate } from '../../functions/core/statistics/bootstrap.ts';

export type AskedRow = { readonly asked: number } & Partial<Estimate> & {
    readonly threshold: number | null;
    /** What the curve itself says it may be wrong by, where it does. */
    readonly promised?: Interval;
    /** Whether asked and observed differ by no more than their intervals; null when the curve refused the rate. */
    readonly inside: boolean | null;
  };

export function observedRow(
  asked: number,
  threshold: number | null,
  observed: Estimate | null,
  promised?: Interval,
): AskedRow {
  const inside = observed && isInside(asked, observed, promised);
  return { asked, threshold, ...observed, ...(promised && { promised }), inside };
}

/** Errors of the two samples are independent, so their intervals add in squares. */
function isInside(asked: number, { rate, low, high }: Estimate, promised?: Interval): boolean {
  const above = rate > asked;
  const own = above ? rate - low : high - rate;
  const theirs = promised ? (above ? promised.high - asked : asked - promised.low) : 0;
  return Math.abs(rate - asked) <= Math.hypot(own, Math.max(0, theirs));
}

/** Null where the curve refuses the rate. */
export function supported(ask: () => number): number | null {
  try {
    return ask();
  } catch (error) {
    if (error instanceof Fault && error.code === 'threshold_unsupported') return null;
    throw error;
  }
}
