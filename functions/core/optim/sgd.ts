// Stochastic gradient descent with momentum (Polyak 1964; Nesterov's variant is left out), for training.
import type { Method } from './optimiser.ts';
import { accepted, keptAt, type Rate, rateAfter, refused } from './rate.ts';
import { type SgdState, STOPS } from './state.ts';

export type SgdOptions = Rate & {
  readonly kind: 'sgd';
  /** Share of the velocity that stays: velocity = momentum * velocity + gradient. */
  readonly momentum: number;
};

export function createSgd(options: SgdOptions): Method<SgdState> {
  /** The trial, written into `to`, which may be x itself; the start is evaluated where it is. */
  function trial(state: SgdState, to: Float32Array): Float32Array {
    const { x, velocity } = state;
    const rate = state.scale * rateAfter(options, state.iteration);
    const kept = state.loss === Infinity ? 1 : keptAt(options, rate);
    for (let i = 0; i < x.length; i++) to[i] = kept * x[i] - rate * velocity[i];
    return to;
  }

  return {
    start: (x) => ({
      kind: 'sgd',
      iteration: 0,
      loss: Infinity,
      failures: 0,
      stopped: 0,
      x: x.slice(),
      scale: 1,
      firstLoss: Infinity,
      velocity: new Float32Array(x.length),
    }),
    point: (state, into = new Float32Array(state.x.length)) => trial(state, into),
    next(state, loss, gradient) {
      const failed = refused(state, loss, gradient);
      if (failed) return { ...state, ...failed };
      const { velocity } = state;
      trial(state, state.x);
      for (let i = 0; i < velocity.length; i++) velocity[i] = options.momentum * velocity[i] + gradient[i];
      return {
        ...state,
        ...accepted(state, loss),
      };
    },
    best: ({ x, loss, iteration, stopped }) => ({ x, loss, iteration, stopped: STOPS[stopped] || undefined }),
  };
}
