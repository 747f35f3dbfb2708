// Open-set rates on planted probes whose rates are worked out by hand.
import { describe, expect, test } from 'vitest';
import {
  dirAt,
  fpirAt,
  openSetOf,
  type Probe,
  thresholdAtFpir,
} from '../../scripts/evaluate/identification.ts';

const known = (distance: number | null, right = true): Probe => ({
  known: true,
  distance,
  right: right && distance !== null,
});
const unknown = (distance: number | null): Probe => ({ known: false, distance, right: false });

describe('open-set rates', () => {
  const set = openSetOf([
    known(0.2),
    known(0.5),
    known(0.9),
    known(0.3, false),
    known(null),
    ...[0.4, 0.6, 0.8, 1, 1.1, 1.2, 1.3, 1.4, 1.5].map(unknown),
    unknown(null),
  ]);

  test('rank 1 counts a wrong name and a picture without a face as misses', () => {
    expect(set.rank1).toBe(3 / 5);
  });

  test('at a rate of 0.1 one of ten unknown is let through, the one without a face counting among the ten', () => {
    const threshold = thresholdAtFpir(set, 0.1);
    expect(threshold).toBeLessThan(0.6);
    expect(fpirAt(set, threshold)).toBe(1 / 10);
    // 0.2 and 0.5 are right and near enough; 0.3 is near but the wrong person.
    expect(dirAt(set, threshold)).toBe(2 / 5);
  });

  test('a rate that the sample is too small for lets none through, and is still a number', () => {
    const threshold = thresholdAtFpir(set, 0.01);
    expect(fpirAt(set, threshold)).toBe(0);
    expect(dirAt(set, threshold)).toBe(1 / 5);
  });

  test('a distance equal to the threshold is a match, as the service decides', () => {
    expect(fpirAt(set, 0.4)).toBe(1 / 10);
    expect(dirAt(set, 0.2)).toBe(1 / 5);
  });

  test('every rate is a number when no unknown picture has a face', () => {
    const faceless = openSetOf([known(0.2), unknown(null)]);
    const threshold = thresholdAtFpir(faceless, 0.01);
    expect(threshold).toBe(4);
    expect([dirAt(faceless, threshold), fpirAt(faceless, threshold)]).toEqual([1, 0]);
  });
});
