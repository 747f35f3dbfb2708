import { expect, test } from 'vitest';
import { createBudget, createCostMeter } from '../../../functions/core/jobs/budget.ts';

test('what lies before an evaluation is spent, and no part of what an evaluation is said to cost', () => {
  let time = 0;
  const meter = createCostMeter(1e9); // 1 ms for each multiply-accumulate
  const budget = createBudget({ evaluations: 10, ms: 1_000 }, () => time, meter);
  time += 700; // a session is opened
  expect(budget.allows(100)).toBe(true);
  time += 100;
  budget.spend(100);
  expect(meter.costOf(100)).toBe(100);
  expect(budget.allows(100)).toBe(true);
  time += 50;
  budget.spend(100);
  expect(meter.costOf(100)).toBe(75);
  expect([budget.allows(200), budget.allows(201)]).toEqual([true, false]); // 850 + 150 is the budget
});
