// Gradient descent that finds its own step: Barzilai and Borwein's, checked against the worst of the last losses.
import { checkFailures, exhausted } from './guard.ts';
import type { Method } from './optimiser.ts';
import { type GradientDescentState, STOPS } from './state.ts';
import { dot, moved, sumOfMagnitudes } from './vector.ts';

export type GradientDescentOptions = {
  readonly kind: 'gradient-descent';
  /** The first step only; without it the first step moves x by 1 at most, summed over its values. */
  readonly learningRate?: number;
};

/** Losses that a trial is compared with (Grippo, Lampariello and Lucidi 1986; Raydan 1997 takes 10). */
const MEMORY = 10;
const DECREASE = 1e-4;
/** A step that failed is multiplied by no less and no more. */
const SHRINK = { least: 0.1, most: 0.5 };
/** Where the loss curves down, Barzilai and Borwein give no step; the last one grows. */
const GROWTH = 4;

export function createGradientDescent(options: GradientDescentOptions): Method<GradientDescentState> {
  return {
    start: (x) => ({
      kind: 'gradient-descent',
      iteration: 0,
      loss: Infinity,
      failures: 0,
      stopped: 0,
      x: x.slice(),
      step: 0,
      recent: new Float64Array(0),
      gradient: new Float32Array(x.length),
    }),
    point: ({ x, step, gradient }, into) => moved(x, -step, gradient, into),
    next(state, loss, gradient) {
      const square = dot(gradient, gradient);
      const finite = Number.isFinite(loss + square);
      if (state.loss === Infinity) {
        if (!finite) checkFailures(state, 1, loss);
        const step = options.learningRate ?? Math.min(1, 1 / sumOfMagnitudes(gradient));
        return taken({ ...state, iteration: -1 }, loss, gradient, step);
      }
      const { step } = state;
      const failures = state.failures + 1;
      if (!finite) {
        checkFailures(state, failures, loss);
        return { ...state, failures, step: step / 2 };
      }
      const before = dot(state.gradient, state.gradient);
      if (!(loss <= Math.max(...state.recent) - DECREASE * step * before)) {
        if (exhausted(failures)) return { ...state, step: 0, stopped: STOPS.indexOf('no_progress') };
        // Where the parabola through the loss and slope at 0 and the loss here has its minimum.
        const ratio = (step * before) / (2 * (loss - state.loss + step * before));
        const shrink = Math.min(Math.max(ratio, SHRINK.least), SHRINK.most);
        return { ...state, failures, step: step * (ratio > 0 ? shrink : SHRINK.most) };
      }
      // s = -step * g, so all products of s and y follow from those of the two gradients.
      const across = dot(state.gradient, gradient);
      const sy = step * (before - across);
      const longer = (step * step * before) / sy;
      return taken(state, loss, gradient, sy > 0 ? longer : GROWTH * step);
    },
    best: ({ x, loss, iteration, stopped }) => ({ x, loss, iteration, stopped: STOPS[stopped] || undefined }),
  };
}

/** Moves x to the trial, and chooses the step from there. */
function taken(
  state: GradientDescentState,
  loss: number,
  gradient: Float32Array,
  step: number,
): GradientDescentState {
  const { x } = state;
  for (let i = 0; i < x.length; i++) x[i] += -state.step * state.gradient[i]; // the same bits as `moved` gave
  state.gradient.set(gradient);
  const recent = Float64Array.of(...state.recent, loss).slice(-MEMORY);
  const iteration = state.iteration + 1;
  const next = { ...state, iteration, loss, failures: 0, recent };
  if (dot(gradient, gradient) === 0) return { ...next, step: 0, stopped: STOPS.indexOf('converged') };
  return { ...next, step };
}
