// The bench's clock and its middle value.
import { expect, test } from 'vitest';
import { cpuMs, cpuMsOf, median, medians } from '../../scripts/bench/measure.ts';

test('the median is the middle one, or between the middle two', () => {
  expect(median([5, 1, 3])).toBe(3);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(
    medians([
      { a: 1, b: 9 },
      { a: 3, b: 7 },
      { a: 2, b: 8 },
    ]),
  ).toEqual({ a: 2, b: 8 });
});

test('work costs CPU time, and a repeat is counted once', async () => {
  let spun = 0;
  const spin = () => {
    for (let i = 0; i < 5e6; i++) spun += Math.sqrt(i);
  };
  spin();
  const one = await cpuMs(spin);
  const each = await cpuMsOf(20, spin);
  expect(spun).toBeGreaterThan(0);
  expect(one).toBeGreaterThan(0.5);
  expect(each).toBeLessThan(5 * one);
});
