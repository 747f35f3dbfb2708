// Who is enrolled, who is unknown and which half a person belongs to: the same on every machine, nobody in both.
import { describe, expect, test } from 'vitest';
import { halfOf, type Person, splitOf } from '../../scripts/evaluate/people.ts';

const crowd = (people: number, pictures: number): Person[] =>
  Array.from({ length: people }, (_, p) => ({
    name: `person-${p}`,
    pictures: Array.from({ length: pictures }, (_, i) => `person-${p}/${i}.jpg`),
  }));

describe('a split', () => {
  test('enrols half, asks about their other pictures and about every picture of the rest', () => {
    const people = crowd(9, 6);
    const { enrolled, unknown } = splitOf(people, 2, 1);
    expect(enrolled.length).toBe(4);
    expect(unknown.length).toBe(5 * 6);
    for (const { name, enrol, probes } of enrolled) {
      expect(enrol.length).toBe(2);
      expect([...enrol, ...probes].sort()).toEqual(
        [...people.find((person) => person.name === name)!.pictures].sort(),
      );
      expect(unknown.some((file) => file.startsWith(`${name}/`))).toBe(false);
    }
  });

  test('is the same for the same seed, another for another', () => {
    const people = crowd(20, 5);
    expect(splitOf(people, 3, 7)).toEqual(splitOf(people, 3, 7));
    expect(splitOf(people, 3, 7)).not.toEqual(splitOf(people, 3, 8));
  });

  test('always leaves a picture to ask about', () => {
    const { enrolled } = splitOf(crowd(4, 2), 3, 1);
    for (const person of enrolled) expect([person.enrol.length, person.probes.length]).toEqual([1, 1]);
  });

  test('never enrols a person with a single picture', () => {
    const people = [...crowd(1, 4), { name: 'single', pictures: ['single/0.jpg'] }];
    for (let seed = 0; seed < 20; seed++) {
      expect(splitOf(people, 3, seed).enrolled.map(({ name }) => name)).toEqual(['person-0']);
    }
  });

  test('is refused with the numbers when nobody can be enrolled or nobody would be unknown', () => {
    expect(() => splitOf(crowd(3, 1), 3, 1)).toThrow('Of 3 people 0 have two pictures');
    expect(() => splitOf(crowd(1, 9), 3, 1)).toThrow('Of 1 people');
  });
});

describe('halves', () => {
  test('share nobody, miss nobody and do not depend on who else is listed first', () => {
    const people = crowd(31, 1);
    const [first, second] = [halfOf(people, 'first'), halfOf(people, 'second')];
    expect([first.length, second.length]).toEqual([16, 15]);
    expect(new Set([...first, ...second]).size).toBe(31);
    expect(
      halfOf([...people].reverse(), 'first')
        .map(({ name }) => name)
        .sort(),
    ).toEqual(first.map(({ name }) => name).sort());
  });

  test('without a half, everybody', () => {
    expect(halfOf(crowd(3, 1), undefined).length).toBe(3);
  });
});
