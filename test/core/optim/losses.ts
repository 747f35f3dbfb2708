// Functions with known minima, to run optimisers on, in double precision from float32 points.
import type { Optimiser, OptimiserOptions } from '../../../functions/core/optim/create.ts';
import type { OptimiserState } from '../../../functions/core/optim/state.ts';

/** One of each kind; the history is short, so that it wraps. */
export const ALL: readonly OptimiserOptions[] = [
  { kind: 'l-bfgs', history: 4 },
  { kind: 'adam', learningRate: 0.05, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, decay: 60 },
  { kind: 'sgd', learningRate: 1e-3, momentum: 0.5, decay: 100 },
  { kind: 'gradient-descent' },
];

/** A loss and its gradient. */
export type Evaluate = (x: Float32Array) => { readonly loss: number; readonly gradient: Float32Array };

/** Sum of 100 (x[i+1] - x[i]^2)^2 + (1 - x[i])^2 over pairs; 0 at ones (Rosenbrock 1960). */
export const rosenbrock: Evaluate = (x) => {
  let loss = 0;
  const gradient = new Float64Array(x.length);
  for (let i = 0; i + 1 < x.length; i += 2) {
    const across = x[i + 1] - x[i] ** 2;
    loss += 100 * across ** 2 + (1 - x[i]) ** 2;
    gradient[i] = -400 * across * x[i] - 2 * (1 - x[i]);
    gradient[i + 1] = 200 * across;
  }
  return { loss, gradient: Float32Array.from(gradient) };
};

/** Half the sum of c_i (x_i - 1)^2, with c from 1 to `condition` in equal ratios; 0 at ones. */
export function quadratic(condition: number): Evaluate {
  return (x) => {
    let loss = 0;
    const gradient = x.map((value, i) => {
      const c = condition ** (i / (x.length - 1));
      loss += 0.5 * c * (value - 1) ** 2;
      return c * (value - 1);
    });
    return { loss, gradient };
  };
}

/** -1.2, 1, -1.2, 1 ... */
export const rosenbrockStart = (n: number) =>
  Float32Array.from({ length: n }, (_, i) => (i % 2 === 0 ? -1.2 : 1));

/** Until `done`, a stop, or `most` evaluations: the last state and how many there were. */
export function run(
  optimiser: Optimiser,
  evaluate: Evaluate,
  x: Float32Array,
  most: number,
  done: (best: ReturnType<Optimiser['best']>) => boolean = () => false,
): { readonly state: OptimiserState; readonly evaluations: number } {
  let state = optimiser.start(x);
  let evaluations = 0;
  for (; evaluations < most; evaluations++) {
    const best = optimiser.best(state);
    if (best.stopped !== undefined || done(best)) break;
    const { loss, gradient } = evaluate(optimiser.point(state));
    state = optimiser.next(state, loss, gradient);
  }
  return { state, evaluations };
}

export function dotOf(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
