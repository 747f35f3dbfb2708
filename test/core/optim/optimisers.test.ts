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
