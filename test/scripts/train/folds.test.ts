import { expect, test } from 'vitest';
import { seeded } from '../../../functions/core/random.ts';
import { foldsOfPeople } from '../../../scripts/train/folds.ts';

test('no pair lies across two folds, and ten folds are about as large', () => {
  const random = seeded(1);
  const person = () => `p${Math.floor(random() * 2000)}`;
  const pairs = Array.from({ length: 600 }, () => ({ people: [person(), person()] as const }));
  const folds = foldsOfPeople(pairs);
  const counts = new Map<number, number>();
  for (const { people } of pairs) {
    const [fold, other] = people.map((name) => folds.get(name)!);
    expect(fold).toBe(other);
    counts.set(fold, (counts.get(fold) ?? 0) + 1);
  }
  expect([...counts.keys()].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(Math.max(...counts.values()) - Math.min(...counts.values())).toBeLessThan(10);
});

test('people who are all linked to each other have no folds, and it is said how many pairs are', () => {
  const chain = Array.from({ length: 40 }, (_, i) => ({ people: [`p${i}`, `p${i + 1}`] as const }));
  expect(() => foldsOfPeople(chain)).toThrow('Of 40 pairs 40 are linked');
});

test("the list's own folds are taken, and refused when a person is in two of them", () => {
  const own = [
    { people: ['a', 'b'], fold: 'x' },
    { people: ['c', 'c'], fold: 'y' },
  ] as const;
  expect([...foldsOfPeople(own)]).toEqual([
    ['a', 0],
    ['b', 0],
    ['c', 1],
  ]);
  expect(() => foldsOfPeople([...own, { people: ['b', 'd'], fold: 'y' }])).toThrow(
    'b is in the folds x and y',
  );
});
