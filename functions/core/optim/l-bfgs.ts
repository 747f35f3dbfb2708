// L-BFGS with a strong Wolfe line search; what may be cut is between any two evaluations, also inside the search.
import { addPair, timesInverseHessian } from './curvature.ts';
import { checkFailures, exhausted } from './guard.ts';
import type { Method } from './optimiser.ts';
import { type LbfgsState, STOPS } from './state.ts';
import { combine, dot, dots, largestMagnitude, moved, sumOfMagnitudes } from './vector.ts';
import { advanceSearch, beginSearch, halveSearch } from './wolfe.ts';

export type LbfgsOptions = {
  readonly kind: 'l-bfgs';
  /** Pairs of pictures kept, 1 or more; the memory is 2 x history + 4 pictures. */
  readonly history: number;
};

/** A pair is kept when the cosine between step and change of gradient is above this, so that H stays definite. */
const LEAST_COSINE = 1e-8;

export function createLbfgs(options: LbfgsOptions): Method<LbfgsState> {
  return {
    start: (x) => ({
      kind: 'l-bfgs',
      iteration: 0,
      loss: Infinity,
      failures: 0,
      stopped: 0,
      x: x.slice(),
      history: options.history,
      count: 0,
      slot: 0,
      ...beginSearch(Infinity, 0, 0),
      reach: 0,
      sy: new Float64Array(options.history ** 2),
      yy: new Float64Array(options.history ** 2),
      sg: new Float64Array(options.history),
      yg: new Float64Array(options.history),
      gradient: new Float32Array(x.length),
      direction: new Float32Array(x.length),
      lowGradient: new Float32Array(x.length),
      steps: [],
      changes: [],
    }),
    point: (state, into) => moved(state.x, state.step, state.direction, into),
    next(state, loss, gradient) {
      if (state.loss === Infinity) return first(state, loss, gradient);
      const slope = dot(gradient, state.direction);
      if (!Number.isFinite(loss + slope)) return failed(state, loss);
      const { search, outcome, isLow } = advanceSearch(state, loss, slope, state.reach);
      if (outcome === 'trial') return taken({ ...state, ...search }, search.step, loss, slope, gradient);
      if (isLow) state.lowGradient.set(gradient);
      return after({ ...state, ...search, failures: 0 }, outcome);
    },
    best: ({ x, loss, iteration, stopped }) => ({ x, loss, iteration, stopped: STOPS[stopped] || undefined }),
  };
}

/** The evaluation of x itself. */
function first(state: LbfgsState, loss: number, gradient: Float32Array): LbfgsState {
  if (!Number.isFinite(loss + dot(gradient, gradient))) checkFailures(state, 1, loss);
  state.gradient.set(gradient);
  return directed({ ...state, loss });
}

/** A trial without a finite loss and gradient: half the step, and none left means divergence. */
function failed(state: LbfgsState, loss: number): LbfgsState {
  const failures = state.failures + 1;
  if (state.lowStep === 0) checkFailures(state, failures, loss);
  if (exhausted(failures)) return after(state, 'low');
  return { ...state, ...halveSearch(state), failures };
}

function after(state: LbfgsState, outcome: 'continue' | 'low' | 'none'): LbfgsState {
  if (outcome === 'continue') return state;
  if (outcome === 'low') {
    return taken(state, state.lowStep, state.lowLoss, state.lowSlope, state.lowGradient);
  }
  if (state.count === 0) return { ...state, stopped: STOPS.indexOf('no_progress') };
  return directed({ ...state, count: 0, slot: 0 }); // the pairs mislead: once more along the gradient
}

/** Moves x by `step`, keeps the pair, and gives the next direction its first trial. `loss`, `slope`, `gradient`: there. */
function taken(
  state: LbfgsState,
  step: number,
  loss: number,
  slope: number,
  gradient: Float32Array,
): LbfgsState {
  const { x, direction, slot, history, steps, changes } = state;
  const old = state.gradient;
  const product = step * (slope - state.originSlope); // s . y
  const lengths = step * Math.sqrt(dot(direction, direction)) * distance(gradient, old);
  const keep = product > LEAST_COSINE * lengths;
  if (keep && slot === steps.length) {
    steps.push(new Float32Array(x.length));
    changes.push(new Float32Array(x.length));
  }
  const pair = keep ? { slot, ...writePair(state, step, gradient) } : undefined;
  moved(x, step, direction, x);
  old.set(gradient);
  const next = { ...state, loss, iteration: state.iteration + 1, failures: 0 };
  if (!pair) return directed(next);
  return directed({ ...next, count: Math.max(state.count, slot + 1), slot: (slot + 1) % history }, pair);
}

/** s and y into the state's slot, and their products. */
function writePair(state: LbfgsState, step: number, gradient: Float32Array) {
  const { direction, slot, steps, changes } = state;
  const [s, y, old] = [steps[slot], changes[slot], state.gradient];
  let [sy, yy] = [0, 0];
  for (let i = 0; i < s.length; i++) {
    s[i] = step * direction[i];
    y[i] = gradient[i] - old[i];
    sy += s[i] * y[i];
    yy += y[i] * y[i];
  }
  return { sy, yy };
}

/** Begins the search along -H g; `fresh` is the pair whose products are not yet in the tables. */
function directed(
  state: LbfgsState,
  fresh?: { readonly slot: number; readonly sy: number; readonly yy: number },
): LbfgsState {
  const { history, count, gradient, direction, sg, yg } = state;
  const order = Array.from({ length: count }, (_, age) => (state.slot - count + age + history) % history);
  const tables = { history, order, sy: state.sy, yy: state.yy };
  const pairs = [...state.steps.slice(0, count), ...state.changes.slice(0, count)];
  const inner = dots(pairs, gradient);
  const now = { sg: inner.subarray(0, count), yg: inner.subarray(count) };
  if (fresh) {
    const sOver = now.sg.map((product, i) => product - sg[i]); // v . y = v . g - v . (g before)
    const yOver = now.yg.map((product, i) => product - yg[i]);
    addPair(tables, fresh.slot, { ...fresh, sOver, yOver });
  }
  sg.set(now.sg);
  yg.set(now.yg);
  const by = timesInverseHessian(tables, now.sg, now.yg);
  const factors = [...by.steps.subarray(0, count), ...by.changes.subarray(0, count), by.gradient];
  combine(
    direction,
    [...pairs, gradient],
    factors.map((factor) => -factor),
  );
  const slope = dot(gradient, direction);
  if (!(slope < 0)) {
    if (count > 0) return directed({ ...state, count: 0, slot: 0 });
    return { ...state, ...beginSearch(state.loss, 0, 0), stopped: STOPS.indexOf('converged') };
  }
  const step = count > 0 ? 1 : Math.min(1, 1 / sumOfMagnitudes(gradient));
  return { ...state, ...beginSearch(state.loss, slope, step), reach: largestMagnitude(direction) };
}

/** |a - b|. */
function distance(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] - b[i]) ** 2;
  return Math.sqrt(sum);
}
