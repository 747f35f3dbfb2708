import { expect, test } from 'vitest';
import { createOptimiser } from '../../../functions/core/optim/create.ts';
import { quadratic, rosenbrock, rosenbrockStart, run } from './losses.ts';

test.each([
  ['l-bfgs on Rosenbrock', { kind: 'l-bfgs', history: 20 }, rosenbrock, rosenbrockStart(2), 1e-8, 60],
  ['l-bfgs on 50 Rosenbrocks', { kind: 'l-bfgs', history: 20 }, rosenbrock, rosenbrockStart(100), 1e-8, 60],
  [
    'l-bfgs on a condition of 100',
    { kind: 'l-bfgs', history: 20 },
    quadratic(100),
    new Float32Array(50),
    1e-8,
    70,
  ],
  ['gradient descent on Rosenbrock', { kind: 'gradient-descent' }, rosenbrock, rosenbrockStart(2), 1e-8, 120],
  [
    'gradient descent on a condition of 100',
    { kind: 'gradient-descent' },
    quadratic(100),
    new Float32Array(50),
    1e-8,
    120,
  ],
  [
    'gradient descent on a condition of 10000',
    { kind: 'gradient-descent' },
    quadratic(1e4),
    new Float32Array(50),
    1e-6,
    500,
  ],
] as const)('%s reaches the minimum in so many evaluations', (_name, options, evaluate, x, loss, most) => {
  const optimiser = createOptimiser(options);
  const { state } = run(optimiser, evaluate, x, most, (best) => best.loss < loss);
  expect(optimiser.best(state).loss).toBeLessThan(loss);
});

test.each([
  { kind: 'sgd', momentum: 0.9 },
  { kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
] as const)(
  '$kind: without a gradient only weight decay moves, by its rate times that of the step',
  (method) => {
    const start = Float32Array.of(1, -2);
    const after = (weightDecay?: number) => {
      const optimiser = createOptimiser({ ...method, learningRate: 0.5, warmUp: 2, weightDecay });
      let state = optimiser.start(start);
      for (let i = 0; i < 4; i++) {
        if (i === 0) expect([...optimiser.point(state)]).toEqual([...start]);
        state = optimiser.next(state, 1, new Float32Array(2));
      }
      return [...optimiser.best(state).x];
    };
    // Rates 0.25, 0.5, 0.5: the start is evaluated before the first step.
    const kept = (1 - 0.025) * (1 - 0.05) ** 2;
    for (const [i, value] of after(0.1).entries()) expect(value).toBeCloseTo(kept * start[i], 6);
    expect(after()).toEqual([...start]);
    expect(after(0)).toEqual([...start]);
  },
);
