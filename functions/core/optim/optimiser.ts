// What an optimiser is: a state goes in with one evaluation, the next state comes out; the caller may stop between.
import type { STOPS } from './state.ts';

/**
 * The three functions of a kind of state. All are deterministic: same arguments, same bits. `next` moves its state:
 * when it returns, only what it returned may be used, since both share vectors. When it throws, nothing was changed.
 */
export type Method<State> = {
  /** State before the first evaluation. Copies x; keeps nothing of it. */
  start(x: Float32Array): State;
  /** Where to evaluate next, written into `into` where one is handed in: fresh memory costs as much as what is done. */
  point(state: State, into?: Float32Array): Float32Array;
  /**
   * Takes the loss and its gradient at `point(state)`; keeps neither. After a stop nothing changes any more.
   * A loss or gradient that is not finite, or that shows divergence, is not taken: the next point is nearer.
   * @throws Fault diverged when that went on for too long: `state` is as it was, and `best` gives its last good point.
   */
  next(state: State, loss: number, gradient: Float32Array): State;
  /** The last iterate that was taken. Read only, and only until `next`. */
  best(state: State): Best;
};

export type Best = {
  readonly x: Float32Array;
  /** Infinity before the first evaluation. */
  readonly loss: number;
  /** Steps that were taken. */
  readonly iteration: number;
  /** `converged`: the gradient is 0. `no_progress`: no step along the gradient decreases the loss any more. */
  readonly stopped?: Exclude<(typeof STOPS)[number], ''>;
};
