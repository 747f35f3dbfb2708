import { expect, test } from 'vitest';
import { createOptimiser } from '../../../functions/core/optim/create.ts';
import { advanceSearch, beginSearch, CURVATURE, DECREASE } from '../../../functions/core/optim/wolfe.ts';
import { dotOf, quadratic, rosenbrock, rosenbrockStart } from './losses.ts';

/** Trials until the search ends, along f, from `step`. */
function searched(f: (t: number) => readonly [number, number], step: number) {
  let search = beginSearch(...f(0), step);
  for (let trials = 1; ; trials++) {
    const advance = advanceSearch(search, ...f(search.step), 1);
    if (advance.outcome !== 'continue') return { ...advance, trials };
    search = advance.search;
  }
}

// The functions of More and Thuente 1994, section 5, with their starting steps.
const b = 2;
const rational = (t: number) => [-t / (t * t + b), (t * t - b) / (t * t + b) ** 2] as const;
const flat = (t: number) =>
  [(t + 0.004) ** 5 - 2 * (t + 0.004) ** 4, 5 * (t + 0.004) ** 4 - 8 * (t + 0.004) ** 3] as const;

test.each([
  ['rational', rational],
  ['flat at the start', flat],
] as const)('a step that meets both conditions is found from steps of 1e-3 to 1e3: %s', (_name, f) => {
  const [loss0, slope0] = f(0);
  for (const step of [1e-3, 1e-1, 1e1, 1e3]) {
    const { search, outcome, trials } = searched(f, step);
    expect(outcome).toBe('trial');
    expect(trials).toBeLessThanOrEqual(15);
    const [loss, slope] = f(search.step);
    expect(loss).toBeLessThanOrEqual(loss0 + DECREASE * search.step * slope0);
    expect(Math.abs(slope)).toBeLessThanOrEqual(-CURVATURE * slope0);
  }
});

test('a search up a slope ends without a step, and one that keeps falling ends at the lowest', () => {
  expect(searched((t) => [t === 0 ? 0 : 1 + t, t === 0 ? -1 : 1], 1).outcome).toBe('none');
  const { search, outcome } = searched((t) => [-t, -1], 1);
  expect([outcome, search.lowStep]).toEqual(['low', 10 ** 24]);
});

test.each([
  ['Rosenbrock', rosenbrock, rosenbrockStart(20)],
  ['a condition of 1e4', quadratic(1e4), new Float32Array(50)],
] as const)(
  'every step that L-BFGS takes meets the strong Wolfe conditions: %s',
  (_name, evaluate, start) => {
    const optimiser = createOptimiser({ kind: 'l-bfgs', history: 20 });
    let state = optimiser.start(start);
    let evaluations = 0;
    let steps = 0;
    while (optimiser.best(state).loss > 1e-6) {
      const before = optimiser.best(state).iteration;
      const from = optimiser.best(state).x.slice();
      const point = optimiser.point(state);
      const { loss, gradient } = evaluate(point);
      state = optimiser.next(state, loss, gradient);
      evaluations++;
      const after = optimiser.best(state);
      if (after.iteration === before) continue;
      steps++;
      expect(after.x).toEqual(point);
      const step = point.map((value, i) => value - from[i]);
      const old = evaluate(from);
      const slope = dotOf(old.gradient, step);
      expect(slope).toBeLessThan(0);
      expect(loss).toBeLessThanOrEqual(old.loss + DECREASE * slope);
      // The step is rounded to float32, so its slope is known to a part in a million only.
      expect(Math.abs(dotOf(gradient, step))).toBeLessThanOrEqual(-(CURVATURE + 1e-6) * slope);
    }
    expect(steps).toBeGreaterThan(20);
    expect(evaluations / steps).toBeLessThan(1.4);
  },
);
