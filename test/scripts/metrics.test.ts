// The evaluation's arithmetic on planted distances whose rates are worked out by hand.
import { describe, expect, test } from 'vitest';
import {
  allowedAt,
  bestThreshold,
  type Comparison,
  equalErrorRate,
  foldAccuracy,
  foldsOf,
  operatingPoints,
  sampleOf,
  tarAtFmr,
  thresholdAtFmr,
} from '../../scripts/evaluate/metrics.ts';

const pairs = (same: boolean, distances: readonly (number | null)[]): Comparison[] =>
  distances.map((distance) => ({ same, distance }));

describe('TAR at a false match rate', () => {
  const sample = sampleOf([
    ...pairs(true, [0.1, 0.2, 0.3, 0.9]),
    ...pairs(false, [0.25, 0.5, 1, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.7]),
  ]);

  test('the threshold lets exactly floor(x * impostors) false matches through', () => {
    // 10 impostors at 0.1: one allowed (0.25), the second (0.5) bounds the threshold.
    expect(thresholdAtFmr(sample, 0.1)).toBeLessThan(0.5);
    expect(thresholdAtFmr(sample, 0.1)).toBeGreaterThan(0.4999999);
    expect(tarAtFmr(sample, 0.1)).toBe(3 / 4);
    expect(tarAtFmr(sample, 0.19)).toBe(3 / 4);
    expect(tarAtFmr(sample, 0.2)).toBe(4 / 4);
  });

  test('null where x * impostors is below one', () => {
    expect(tarAtFmr(sample, 0.099)).toBeNull();
    expect(thresholdAtFmr(sample, 0.01)).toBeNull();
  });

  test('one allowed where x * impostors is exactly one, however it rounds', () => {
    for (let impostors = 1; impostors <= 10_000; impostors++) {
      expect(allowedAt(1 / impostors, impostors), `${impostors}`).toBe(1);
    }
    expect(allowedAt(0.29, 100)).toBe(29);
    expect(allowedAt(1e-3, 999)).toBe(0);
  });

  test('a genuine pair tied with the first impostor too many does not match', () => {
    const tied = sampleOf([...pairs(true, [0.4, 0.5]), ...pairs(false, [0.3, 0.5, 0.8, 0.9])]);
    expect(tarAtFmr(tied, 0.25)).toBe(1 / 2);
  });

  test('tied impostors pass together or not at all', () => {
    const tied = sampleOf([...pairs(true, [0.2, 0.35, 0.6]), ...pairs(false, [0.3, 0.3, 0.3, 0.9])]);
    // One or two allowed, but the three tied would all pass: none does.
    expect(tarAtFmr(tied, 0.25)).toBe(1 / 3);
    expect(tarAtFmr(tied, 0.5)).toBe(1 / 3);
    expect(tarAtFmr(tied, 0.75)).toBe(3 / 3);
  });

  test('a genuine pair without a face never matches; an impostor one stays in the denominator', () => {
    const missing = sampleOf([...pairs(true, [0.1, null]), ...pairs(false, [0.5, 0.6, 0.7, null])]);
    expect(tarAtFmr(missing, 0.25)).toBe(1 / 2);
    expect(tarAtFmr(missing, 0.2)).toBeNull();
    expect(thresholdAtFmr(missing, 0.25)).toBeLessThan(0.6);
    // Three distances, four impostors: at a rate of 0.75 or more nothing bounds the threshold.
    expect(thresholdAtFmr(missing, 0.75)).toBe(4);
    expect(tarAtFmr(missing, 1)).toBe(1 / 2);
  });

  test('null without genuine or without impostor pairs', () => {
    expect(tarAtFmr(sampleOf(pairs(true, [0.1])), 0.5)).toBeNull();
    expect(tarAtFmr(sampleOf(pairs(false, [0.1])), 1)).toBeNull();
  });

  test('identical pictures filed as different people are never let through', () => {
    const sample0 = sampleOf([...pairs(true, [0, 0.5]), ...pairs(false, [0, 0, 1, 1])]);
    expect(tarAtFmr(sample0, 0.25)).toBe(0);
  });
});

describe('equal error rate', () => {
  test('0 when the classes are apart, 0.5 when they are the same', () => {
    expect(equalErrorRate(sampleOf([...pairs(true, [0.1, 0.2]), ...pairs(false, [1, 2])]))).toBe(0);
    expect(equalErrorRate(sampleOf([...pairs(true, [1, 2]), ...pairs(false, [1, 2])]))).toBe(0.5);
  });

  test('1 when they are the wrong way round', () => {
    expect(equalErrorRate(sampleOf([...pairs(true, [1, 2]), ...pairs(false, [0.1, 0.2])]))).toBe(1);
  });

  test('read off where the step curve crosses', () => {
    // After 0.4: one of four impostors in, one of four genuine out.
    const sample = sampleOf([...pairs(true, [0.1, 0.2, 0.4, 0.9]), ...pairs(false, [0.3, 0.8, 1, 2])]);
    expect(equalErrorRate(sample)).toBe(0.25);
  });

  test('interpolated between steps', () => {
    // (fmr, fnmr): (0, 1/3) at 0.2, then (1/2, 1/3) at 0.3: the line meets fmr = fnmr at 1/3.
    const sample = sampleOf([...pairs(true, [0.1, 0.2, 0.9]), ...pairs(false, [0.3, 2])]);
    expect(equalErrorRate(sample)).toBeCloseTo(1 / 3, 12);
  });

  test('equal distances move together', () => {
    // At 0.5 both classes step: (0, 1) to (1/2, 1/2).
    const sample = sampleOf([...pairs(true, [0.5, 1]), ...pairs(false, [0.5, 2])]);
    expect(operatingPoints(sample)[1]).toEqual({ threshold: 0.5, fmr: 0.5, fnmr: 0.5 });
    expect(equalErrorRate(sample)).toBe(0.5);
  });

  test('so do several of one class', () => {
    expect(equalErrorRate(sampleOf([...pairs(true, [0.5, 0.5]), ...pairs(false, [0.5, 0.5])]))).toBe(0.5);
  });

  test('pairs without a face count against it', () => {
    expect(equalErrorRate(sampleOf([...pairs(true, [0.1, null]), ...pairs(false, [1, 2])]))).toBeCloseTo(
      0.5,
      12,
    );
    expect(equalErrorRate(sampleOf([...pairs(true, [null]), ...pairs(false, [null])]))).toBe(0.5);
  });

  test('null when a class is empty', () => {
    expect(equalErrorRate(sampleOf(pairs(true, [0.1])))).toBeNull();
  });
});

describe('folds', () => {
  test('ten in order within each class, however the classes are mixed', () => {
    const list = Array.from({ length: 40 }, (_, i) => ({ same: i % 2 === 0, distance: 1 }));
    expect(foldsOf(list)).toEqual(list.map((_, i) => String(Math.floor(i / 4))));
  });

  test('uneven classes are spread, none lost', () => {
    expect(foldsOf(pairs(true, Array(7).fill(1)))).toEqual(['0', '1', '2', '4', '5', '7', '8']);
  });

  test('the list’s own folds are used when every pair has one', () => {
    expect(
      foldsOf([
        { same: true, distance: 1, fold: 'b' },
        { same: false, distance: 1, fold: 'a' },
      ]),
    ).toEqual(['b', 'a']);
    expect(
      foldsOf([
        { same: true, distance: 1, fold: 'b' },
        { same: false, distance: 1 },
      ]),
    ).toEqual(['0', '0']);
  });
});

describe('accuracy', () => {
  test('the threshold comes from the other folds', () => {
    // Fold a alone would take a threshold between 2 and 3; fold b says 0.5, at which a's genuine pair is wrong.
    const list: Comparison[] = [
      { same: true, distance: 2, fold: 'a' },
      { same: false, distance: 3, fold: 'a' },
      { same: true, distance: 0.4, fold: 'b' },
      { same: false, distance: 0.6, fold: 'b' },
    ];
    // a at 0.5: the impostor is right, the genuine wrong. b at 2.5: the genuine is right, the impostor wrong.
    expect(foldAccuracy(list)).toEqual({ accuracy: 0.5, standardError: 0, folds: [0.5, 0.5] });
  });

  test('the standard error is the sample sd over folds / sqrt(10)', () => {
    const list = [
      ...pairs(true, [0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 2]),
      ...pairs(false, Array(10).fill(1)),
    ];
    // Nine folds all right, one half right: mean 0.95, sd sqrt((9 * 0.05^2 + 0.45^2) / 9) = 0.158114.
    const { accuracy, standardError } = foldAccuracy(list)!;
    expect(accuracy).toBeCloseTo(0.95, 12);
    expect(standardError).toBeCloseTo(0.158113883 / Math.sqrt(10), 9);
  });

  test('a pair without a face is wrong in either class, never dropped', () => {
    const list = [
      ...pairs(true, [...Array(9).fill(0.1), null]),
      ...pairs(false, [null, ...Array(9).fill(1)]),
    ];
    expect(foldAccuracy(list)!.accuracy).toBeCloseTo(18 / 20, 12);
  });

  test('the mean over folds, not over pairs, when folds are uneven', () => {
    const list: Comparison[] = [
      { same: true, distance: 0.1, fold: 'a' },
      { same: false, distance: null, fold: 'a' },
      { same: true, distance: 0.1, fold: 'b' },
      { same: true, distance: 0.1, fold: 'b' },
      { same: true, distance: 0.1, fold: 'b' },
      { same: false, distance: 1, fold: 'b' },
    ];
    // a: its genuine pair at b's threshold is right, the other has no face. b: only genuine ones to learn from.
    const { folds } = foldAccuracy(list)!;
    expect(folds[0]).toBe(0.5);
    expect(foldAccuracy(list)!.accuracy).toBe((folds[0] + folds[1]) / 2);
  });

  test('null with a single fold', () => {
    expect(foldAccuracy([{ same: true, distance: 1, fold: 'a' }])).toBeNull();
    expect(foldAccuracy([])).toBeNull();
  });
});

describe('the best threshold', () => {
  test('lies midway between the classes', () => {
    expect(bestThreshold(sampleOf([...pairs(true, [0.1, 0.4]), ...pairs(false, [0.8, 2])]))).toBeCloseTo(
      0.6,
      12,
    );
  });

  test('is the middle one of equally good ones', () => {
    // 0.2 | 0.3 ... each impostor-genuine swap leaves one error: cuts at 0.15, 0.35 and 0.55 tie.
    const sample = sampleOf([...pairs(true, [0.1, 0.3, 0.5]), ...pairs(false, [0.2, 0.4, 0.6])]);
    expect(bestThreshold(sample)).toBeCloseTo(0.35, 12);
  });
});
