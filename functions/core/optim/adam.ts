// Adam (Kingma and Ba 2015), with a learning rate that may fall to zero along half a cosine.
import type { Method } from './optimiser.ts';
import { accepted, keptAt, type Rate, rateAfter, refused } from './rate.ts';
import { type AdamState, STOPS } from './state.ts';

export type AdamOptions = Rate & {
  readonly kind: 'adam';
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
};

export function createAdam(options: AdamOptions): Method<AdamState> {
  const { beta1, beta2, epsilon } = options;

  /** The trial, written into `to`, which may be x itself. */
  function trial(state: AdamState, to: Float32Array): Float32Array {
    const { x, m, v, power1, power2 } = state;
    if (state.loss === Infinity) {
      to.set(x);
      return to;
    }
    const whole = state.scale * rateAfter(options, state.iteration);
    const kept = keptAt(options, whole);
    const rate = whole / (1 - power1);
    const correction = 1 / (1 - power2);
    for (let i = 0; i < x.length; i++) {
      to[i] = kept * x[i] - (rate * m[i]) / (Math.sqrt(v[i] * correction) + epsilon);
    }
    return to;
  }

  return {
    start: (x) => ({
      kind: 'adam',
      iteration: 0,
      loss: Infinity,
      failures: 0,
      stopped: 0,
      x: x.slice(),
      scale: 1,
      firstLoss: Infinity,
      power1: 1,
      power2: 1,
      m: new Float32Array(x.length),
      v: new Float32Array(x.length),
    }),
    point: (state, into = new Float32Array(state.x.length)) => trial(state, into),
    next(state, loss, gradient) {
      const failed = refused(state, loss, gradient);
      if (failed) return { ...state, ...failed };
      const { m, v } = state;
      trial(state, state.x);
      for (let i = 0; i < m.length; i++) {
        m[i] = beta1 * m[i] + (1 - beta1) * gradient[i];
        v[i] = beta2 * v[i] + (1 - beta2) * gradient[i] ** 2;
      }
      return {
        ...state,
        ...accepted(state, loss),
        power1: state.power1 * beta1, // products, since powers are rounded differently by different engines
        power2: state.power2 * beta2,
      };
    },
    best: ({ x, loss, iteration, stopped }) => ({ x, loss, iteration, stopped: STOPS[stopped] || undefined }),
  };
}
