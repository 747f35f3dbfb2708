// Intervals against known values (SciPy 1.x: scipy.special.betainc, scipy.stats.beta.ppf) and against their definition.
import { expect, test } from 'vitest';
import { seeded } from '../../../functions/core/random.ts';
import { clopperPearson, incompleteBeta } from '../../../functions/core/statistics/binomial.ts';
import { bootstrap, ratio } from '../../../functions/core/statistics/bootstrap.ts';

test.each([
  [0.3, 2, 5, 0.579825],
  [0.5, 0.5, 0.5, 0.5],
  [0.99, 10, 3, 0.9997943839222334],
  [0.001, 4, 3000, 0.35344055394914614],
])('the incomplete beta function at %d of (%d, %d)', (x, a, b, known) => {
  expect(incompleteBeta(x, a, b) / known).toBeCloseTo(1, 11);
});

test('the incomplete beta function is 0 and 1 at its ends, and its mirror image adds to 1', () => {
  expect([incompleteBeta(0, 3, 4), incompleteBeta(1, 3, 4)]).toEqual([0, 1]);
  for (const x of [0.01, 0.4, 0.77])
    expect(incompleteBeta(x, 3.5, 8) + incompleteBeta(1 - x, 8, 3.5)).toBeCloseTo(1, 13);
});

test.each([
  [0, 30, 0, 0.11570330822202778],
  [1, 20, 0.0012650894979498038, 0.24873276277202777],
  [5, 30, 0.056421696468071485, 0.34721169883414377],
  [30, 30, 0.8842966917779722, 1],
  [3, 3000, 0.0002062715371622571, 0.0029196164652532663],
  [8, 10, 0.4439045376923585, 0.9747892736731666],
])('the interval of Clopper and Pearson for %d of %d', (events, trials, low, high) => {
  const interval = clopperPearson(events, trials);
  expect(interval.low).toBeCloseTo(low, 12);
  expect(interval.high).toBeCloseTo(high, 12);
});

test('people who each tried often give a wider interval than as many trials would', () => {
  const random = seeded(7);
  const events = Array.from({ length: 60 }, () => (random() < 0.3 ? 40 : 2));
  const trials = events.map(() => 50);
  const found = bootstrap(60, ratio(events, trials));
  const total = events.reduce((sum, value) => sum + value, 0);
  const independent = clopperPearson(total, 3000);
  expect(found.rate).toBe(total / 3000);
  expect(found.low).toBeLessThan(independent.low);
  expect(found.high).toBeGreaterThan(independent.high);
  expect(bootstrap(60, ratio(events, trials))).toEqual(found);
});

test('the interval covers the rate that people were drawn from about 95 times in 100', () => {
  const random = seeded(3);
  let covered = 0;
  for (let round = 0; round < 100; round++) {
    // Each person's own rate is uniform on 0..0.4, so the true rate is 0.2.
    const events = Array.from({ length: 50 }, () => {
      const own = 0.4 * random();
      return Array.from({ length: 20 }, () => random() < own).filter(Boolean).length;
    });
    const { low, high } = bootstrap(
      50,
      ratio(
        events,
        events.map(() => 20),
      ),
      round,
    );
    if (low <= 0.2 && 0.2 <= high) covered++;
  }
  expect(covered).toBeGreaterThanOrEqual(88);
  expect(covered).toBeLessThanOrEqual(100);
});

test('where nobody erred the interval is that of as many trials as there are people', () => {
  const none = bootstrap(30, ratio(new Float64Array(30), new Float64Array(30).fill(100)));
  expect(none).toEqual({ rate: 0, ...clopperPearson(0, 30) });
});
