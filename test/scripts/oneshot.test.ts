// One-shot trials: an answer known beforehand, chance, ties, and groups that are too small.
import { expect, test } from 'vitest';
import { seeded } from '../../functions/core/random.ts';
import { type EmbeddedClass, oneShotAccuracy } from '../../scripts/evaluate/oneshot-trials.ts';

function classes(groups: readonly string[], embed: (label: number, picture: number) => readonly number[]) {
  return groups.map((group, label): EmbeddedClass => {
    const rows = Array.from({ length: 5 }, (_, picture) => embed(label, picture));
    return { group, count: 5, embeddings: Float32Array.from(rows.flat()) };
  });
}

const ten = new Array<string>(10).fill('a');

test('embeddings that lie with their class are always right', () => {
  const apart = classes(ten, (label, picture) => [10 * label, picture / 10]);
  expect(oneShotAccuracy(apart, { way: 10, trials: 200 }, seeded(1))).toEqual({
    accuracy: 1,
    accuracy_se: 0,
    groups_left_out: [],
  });
});

test('embeddings by chance are right as often as chance, with its standard error', () => {
  const random = seeded(2);
  const noise = classes(ten, () => [random(), random()]);
  const { accuracy, accuracy_se } = oneShotAccuracy(noise, { way: 5, trials: 4000 }, random);
  expect(Math.abs(accuracy - 0.2)).toBeLessThan(0.06);
  expect(accuracy_se).toBeCloseTo(Math.sqrt((accuracy * (1 - accuracy)) / 4000), 12);
});

test('one point is never right', () => {
  const point = classes(ten, () => [1, 0]);
  expect(oneShotAccuracy(point, { way: 5, trials: 100 }, seeded(3)).accuracy).toBe(0);
});

test('candidates come from one group; one that is too small is named, and none at all is an error', () => {
  // In group b every class is one point; in a they lie apart: only a is asked.
  const mixed = classes([...ten, 'b', 'b', 'b'], (label) => (label < 10 ? [label] : [99]));
  const found = oneShotAccuracy(mixed, { way: 5, trials: 100 }, seeded(4));
  expect(found).toMatchObject({ accuracy: 1, groups_left_out: ['b'] });
  expect(() => oneShotAccuracy(mixed, { way: 11, trials: 1 }, seeded(5))).toThrow('the largest has 10');
});
