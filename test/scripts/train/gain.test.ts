// The gain of one encoder over another: the rates of the evaluation, and an interval that knows who shares a pair.
import { expect, test } from 'vitest';
import { squaredDistance } from '../../../functions/core/faces/verify.ts';
import { seeded } from '../../../functions/core/random.ts';
import { tarAtFmr } from '../../../scripts/evaluate/metrics.ts';
import { gaussian } from '../../../scripts/evaluate/random.ts';
import { gainAt } from '../../../scripts/train/gain.ts';

/** Unit vectors of people, each around its own direction by such a deviation. */
function people(count: number, pictures: number, deviation: number, seed: number): Float32Array[][] {
  const random = seeded(seed);
  return Array.from({ length: count }, () => {
    const centre = Array.from({ length: 6 }, () => gaussian(random));
    return Array.from({ length: pictures }, () => {
      const vector = centre.map((value) => value + deviation * gaussian(random));
      return Float32Array.from(vector, (value) => value / Math.hypot(...vector));
    });
  });
}

function tar(all: readonly (readonly Float32Array[])[]): number {
  const rows = all.flatMap((own, person) => own.map((vector) => ({ person, vector })));
  const pairs = rows.flatMap((a, i) =>
    rows.slice(0, i).map((b) => ({ same: a.person === b.person, d: squaredDistance(a.vector, b.vector) })),
  );
  const of = (same: boolean) =>
    Float64Array.from(pairs.filter((pair) => pair.same === same).map(({ d }) => d)).sort();
  const [genuine, impostor] = [of(true), of(false)];
  return tarAtFmr({ genuine, genuineCount: genuine.length, impostor, impostorCount: impostor.length }, 0.05)!;
}

test('the rates of one fold are those of the evaluation, and of several the mean over their pairs', () => {
  const [loose, tight] = [people(12, 6, 0.8, 1), people(12, 6, 0.4, 1)];
  const one = gainAt(0.05, [{ before: loose, after: tight }], 1);
  expect(one.before).toBeCloseTo(tar(loose), 12);
  expect(one.after).toBeCloseTo(tar(tight), 12);
  expect(one.gain).toBeCloseTo(one.after - one.before, 12);
  expect(one.low).toBeGreaterThan(0);
  expect(one.low).toBeLessThan(one.gain);
  expect(one.high).toBeGreaterThan(one.gain);
  const other = [people(12, 6, 0.7, 2), people(12, 6, 0.7, 3)];
  const two = gainAt(
    0.05,
    [
      { before: loose, after: tight },
      { before: other[0], after: other[1] },
    ],
    1,
  );
  expect(two.before).toBeCloseTo((tar(loose) + tar(other[0])) / 2, 12);
});

test('equal encoders gain nothing, and chance alone is no gain', () => {
  const same = people(10, 5, 0.6, 4);
  expect(gainAt(0.05, [{ before: same, after: same }], 1)).toMatchObject({ gain: 0, low: 0, high: 0 });
  const chance = gainAt(0.05, [{ before: same, after: people(10, 5, 0.6, 5) }], 1);
  expect(chance.low).toBeLessThan(0);
  expect(chance.high).toBeGreaterThan(0);
});

test('too few people for the rate are refused', () => {
  const few = people(2, 3, 0.5, 6);
  expect(() => gainAt(0.05, [{ before: few, after: few }], 1)).toThrow(
    '2 held-out people make 9 pairs of two',
  );
});
