import { expect, test } from 'vitest';
import { createOptimiser } from '../../../functions/core/optim/create.ts';
import { onePiece, packState } from '../../../functions/core/optim/packing.ts';
import { ALL, type Evaluate, rosenbrock, rosenbrockStart, run } from './losses.ts';

/** How an evaluation fails. */
const FAILURES: readonly (readonly [string, Evaluate])[] = [
  ['a loss of NaN', (x) => ({ ...rosenbrock(x), loss: Number.NaN })],
  ['a loss of -Infinity', (x) => ({ ...rosenbrock(x), loss: -Infinity })],
  [
    'a gradient with a NaN',
    (x) => ({ ...rosenbrock(x), gradient: rosenbrock(x).gradient.fill(Number.NaN, 3, 4) }),
  ],
  [
    'a gradient with an infinity',
    (x) => ({ ...rosenbrock(x), gradient: rosenbrock(x).gradient.fill(Infinity, 0, 1) }),
  ],
];

for (const options of ALL) {
  const optimiser = createOptimiser(options);

  test.each(FAILURES)(`${options.kind}: ${'%s'} at any one evaluation harms nothing`, (_name, fails) => {
    const start = rosenbrockStart(10);
    for (let failing = 1; failing < 60; failing++) {
      let evaluation = 0;
      const { state } = run(optimiser, (x) => (evaluation++ === failing ? fails : rosenbrock)(x), start, 200);
      const best = optimiser.best(state);
      expect(best.x.every(Number.isFinite), `evaluation ${failing}`).toBe(true);
      expect(best.loss, `evaluation ${failing}`).toBe(rosenbrock(best.x).loss);
      expect(best.loss, `evaluation ${failing}`).toBeLessThan(rosenbrock(start).loss / 4);
    }
  });

  test(`${options.kind}: evaluations that fail every third time slow it down only`, () => {
    let evaluation = 0;
    const evaluate: Evaluate = (x) => (evaluation++ % 3 === 2 ? FAILURES[0][1] : rosenbrock)(x);
    const { state } = run(optimiser, evaluate, rosenbrockStart(10), 300);
    expect(optimiser.best(state).loss).toBeLessThan(rosenbrock(rosenbrockStart(10)).loss / 4);
  });

  test(`${options.kind}: when every evaluation fails from the n-th on, it is a fault, and the last good point remains`, () => {
    for (let n = 1; n < 40; n++) {
      let { state } = run(optimiser, rosenbrock, rosenbrockStart(10), n);
      const good = optimiser.best(state).loss;
      let fault: unknown;
      let before = onePiece(packState(state));
      for (let i = 0; i < 200 && fault === undefined; i++) {
        before = onePiece(packState(state));
        try {
          state = optimiser.next(state, Number.NaN, new Float32Array(10).fill(Number.NaN));
        } catch (thrown) {
          fault = thrown;
        }
      }
      expect(fault).toMatchObject({ code: 'diverged', facts: { failed_trials: 30 } });
      expect(onePiece(packState(state))).toEqual(before); // what throws has changed nothing
      const best = optimiser.best(state);
      expect(best.loss).toBeLessThanOrEqual(good);
      expect(best.loss).toBe(rosenbrock(best.x).loss);
    }
  });

  test(`${options.kind}: a start that cannot be evaluated is a fault at once`, () => {
    const state = optimiser.start(rosenbrockStart(4));
    expect(() => optimiser.next(state, Number.NaN, new Float32Array(4))).toThrow(
      expect.objectContaining({ code: 'diverged' }),
    );
    expect(optimiser.best(state)).toMatchObject({ x: rosenbrockStart(4), loss: Infinity, iteration: 0 });
  });
}

test.each([
  ['adam', { kind: 'adam', learningRate: 1e6, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }],
  ['sgd', { kind: 'sgd', learningRate: 1e6, momentum: 0.9 }],
] as const)(
  'a rate that is a million times too large is halved until the loss is sane: %s',
  (_name, options) => {
    const optimiser = createOptimiser(options);
    const { state } = run(optimiser, rosenbrock, rosenbrockStart(10), 200);
    const best = optimiser.best(state);
    expect(best.loss).toBe(rosenbrock(best.x).loss);
    expect(best.loss).toBeLessThan(101 * rosenbrock(rosenbrockStart(10)).loss);
    expect(best.iteration).toBeGreaterThan(10);
  },
);

test('a gradient of 0 stops a run, and nothing changes any more', () => {
  for (const options of [ALL[0], ALL[3]]) {
    const optimiser = createOptimiser(options);
    const { state, evaluations } = run(optimiser, rosenbrock, new Float32Array(4).fill(1), 10);
    expect(evaluations).toBe(1);
    expect(optimiser.best(state)).toMatchObject({ loss: 0, iteration: 0, stopped: 'converged' });
    expect(optimiser.next(state, 1, new Float32Array(4))).toBe(state);
  }
});

test('where float32 has no lower loss a run stops', () => {
  for (const options of [ALL[0], ALL[3]]) {
    const optimiser = createOptimiser(options);
    const wrong: Evaluate = (x) => ({
      loss: rosenbrock(x).loss,
      gradient: rosenbrock(x).gradient.map((g) => -g),
    });
    const { state } = run(optimiser, wrong, rosenbrockStart(4), 500);
    expect(optimiser.best(state).stopped).toBe('no_progress');
  }
});
