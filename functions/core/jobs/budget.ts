// How much one invocation may compute: evaluations, and milliseconds where the clock may stand still.

/** Milliseconds from any origin, never backwards. A deployed Worker's stands still while it computes. */
export type Clock = () => number;

export type Budget = {
  /** Asked right before an evaluation: whether one of so many multiply-accumulates fits. The first always does. */
  allows(macs: number): boolean;
  /** To be called after every evaluation. */
  spend(macs: number): void;
};

/** What an evaluation costs: a measured rate, which every measurement corrects. */
export type CostMeter = {
  /** Milliseconds. */
  costOf(macs: number): number;
  learn(macs: number, ms: number): void;
};

/** `msPerGmac`: the rate before anything was measured, see estimate.ts. */
export function createCostMeter(msPerGmac: number): CostMeter {
  let rate = msPerGmac / 1e9;
  return {
    costOf: (macs) => macs * rate,
    learn(macs, ms) {
      if (macs > 0 && ms > 0) rate = (rate + ms / macs) / 2; // halfway, so that one slow moment does not stay
    },
  };
}

/**
 * An evaluation's time counts from when it was asked for: what lies before, like opening its session, is no evaluation's
 * rate, though it is the budget's time. One during which the clock did not move is charged what the meter says it costs; so a clock that stands
 * still turns the milliseconds into a number of evaluations.
 */
export function createBudget(
  limits: { readonly evaluations: number; readonly ms: number },
  clock: Clock,
  meter: CostMeter,
): Budget {
  const start = clock();
  let asked = start;
  let charged = 0;
  let evaluations = 0;
  return {
    allows(macs) {
      asked = clock();
      return (
        evaluations === 0 ||
        (evaluations < limits.evaluations && asked - start + charged + meter.costOf(macs) <= limits.ms)
      );
    },
    spend(macs) {
      const now = clock();
      if (now === asked) charged += meter.costOf(macs);
      else if (charged === 0) meter.learn(macs, now - asked);
      evaluations++;
    },
  };
}
