// Stochastic gradient descent with momentum (Polyak 1964; Nesterov's variant is left out), for training.
import type { Method } from './optimiser.ts';
import { accepted, type Rate, rateAfter, refused } from './rate.ts';
import { type SgdState, STOPS } from './state.ts';
import { moved } from './vector.ts';

export type SgdOptions = Rate & {
  readonly kind: 'sgd';
  /** Share of the velocity that stays: velocity = momentum * velocity + gradient. */
  readonly momentum: number;
};

export function createSgd(options: SgdOptions): Method<SgdState> {
  const step = (state: SgdState) => -state.scale * rateAfter(options, state.iteration);
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
    point: (state, into) => moved(state.x, step(state), state.velocity, into),
    next(state, loss, gradient) {
      const failed = refused(state, loss, gradient);
      if (failed) return { ...state, ...failed };
      const { x, velocity } = state;
      const by = step(state);
      for (let i = 0; i < x.length; i++) {
        x[i] += by * velocity[i]; // the same bits as `moved` gave
        velocity[i] = options.momentum * velocity[i] + gradient[i];
      }
      return {
        ...state,
        ...accepted(state, loss),
      };
    },
    best: ({ x, loss, iteration, stopped }) => ({ x, loss, iteration, stopped: STOPS[stopped] || undefined }),
  };
}
