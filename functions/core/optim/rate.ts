// A learning rate that is set by hand, what becomes of it over the iterations, and after failures.
import { checkFailures, highestLoss } from './guard.ts';
import { dot } from './vector.ts';

export type Rate = {
  readonly learningRate: number;
  /** Iterations over which the rate rises in equal steps from nothing to `learningRate`; else it starts there. */
  readonly warmUp?: number;
  /** Iterations over which the rate falls to 0 (Loshchilov and Hutter 2017, without restarts); else it stays. */
  readonly decay?: number;
  /** Each step takes this times the rate of every value away from it, apart from the gradient (Loshchilov and Hutter 2019). */
  readonly weightDecay?: number;
};

export function rateAfter({ learningRate, warmUp = 0, decay }: Rate, iteration: number): number {
  const share = iteration < warmUp ? (iteration + 1) / warmUp : 1;
  if (decay === undefined) return share * learningRate;
  return (share * learningRate * (1 + Math.cos((Math.PI * Math.min(iteration, decay)) / decay))) / 2;
}

/** What a step at this rate leaves of each value; exactly 1 without weight decay. */
export function keptAt({ weightDecay = 0 }: Rate, rate: number): number {
  return 1 - rate * weightDecay;
}

/** What the methods with a set rate know of a run; `scale` is what failures have left of the rate, 1 at most. */
type Paced = {
  readonly iteration: number;
  readonly loss: number;
  readonly failures: number;
  readonly scale: number;
  readonly firstLoss: number;
};

/** The facts after a trial that was not finite or shows divergence, half the scale; undefined when it may be taken. @throws Fault diverged. */
export function refused(state: Paced, loss: number, gradient: Float32Array) {
  const finite = Number.isFinite(loss + dot(gradient, gradient));
  if (finite && (state.loss === Infinity || loss <= highestLoss(state.firstLoss))) return undefined;
  const failures = state.failures + 1;
  checkFailures(state, failures, loss);
  return { failures, scale: state.scale / 2 };
}

/** The facts after a trial that was taken; it gives back some of the scale. The evaluation of the start is no iteration. */
export function accepted(state: Paced, loss: number) {
  const isFirst = state.loss === Infinity;
  return {
    iteration: isFirst ? 0 : state.iteration + 1,
    loss,
    failures: 0,
    scale: Math.min(1, state.scale * 1.25),
    firstLoss: isFirst ? loss : state.firstLoss,
  };
}
