// The guard against NaN and divergence: how long to try, and the fault that ends it.
import { Fault } from '../fault.ts';

/** Failed trials in a row before an optimiser gives up: a step of 2^-30 of the first is no step for float32. */
const MOST_FAILURES = 30;

/** Whether no trial is left after so many failed ones in a row. */
export function exhausted(failures: number): boolean {
  return failures >= MOST_FAILURES;
}

/** @throws Fault diverged when no trial is left, or when the very first point cannot be evaluated. */
export function checkFailures(
  at: { readonly iteration: number; readonly loss: number },
  failures: number,
  loss: number,
): void {
  const facts = {
    iteration: at.iteration,
    last_good_loss: at.loss,
    trial_loss: loss,
    failed_trials: failures,
  };
  if (at.loss === Infinity) {
    throw new Fault(
      'diverged',
      `The loss or its gradient is not finite where the run starts (${loss}).`,
      facts,
    );
  }
  if (!exhausted(failures)) return;
  throw new Fault(
    'diverged',
    `After iteration ${at.iteration} with loss ${at.loss}, ${failures} steps in a row, each half the last, diverged.`,
    facts,
  );
}

/** A loss above this shows divergence: 100 times the first loss, or 100 where that is less than 1, above the first. */
export function highestLoss(firstLoss: number): number {
  return firstLoss + 100 * Math.max(1, Math.abs(firstLoss));
}
