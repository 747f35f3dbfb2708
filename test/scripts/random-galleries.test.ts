// The rate over every gallery that could be drawn, against drawing each of them.
import { expect, test } from 'vitest';
import { galleryFalseAlarms, strangersOf } from '../../scripts/evaluate/random-galleries.ts';

const at = (degrees: number) =>
  Float32Array.of(Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180));
const PEOPLE = [
  [at(0), at(10)],
  [at(15), at(80)],
  [at(30)],
  [at(100), at(120), at(140)],
  [at(35)],
  [at(200)],
];
const THRESHOLD = 0.2; // 25.8 degrees

const fewer = (list: readonly number[], count: number): number[][] =>
  count === 0
    ? [[]]
    : list.flatMap((first, i) => fewer(list.slice(i + 1), count - 1).map((rest) => [first, ...rest]));

test.each([1, 2, 3, 5])('galleries of %d people: as when each is tried', (size) => {
  const strangers = strangersOf(PEOPLE, 2);
  let sum = 0;
  for (const { person, distances } of strangers) {
    const others = PEOPLE.map((_, other) => other).filter((other) => other !== person);
    const galleries = fewer(others, size);
    sum +=
      galleries.filter((gallery) => gallery.some((other) => distances[other] <= THRESHOLD)).length /
      galleries.length;
  }
  const rate = galleryFalseAlarms(strangers, THRESHOLD, size)(new Uint32Array(PEOPLE.length).fill(1));
  expect(rate).toBeCloseTo(sum / strangers.length, 12);
  expect(rate).toBeGreaterThan(0);
});

test('a draw that leaves too few others for a gallery says nothing', () => {
  const strangers = strangersOf(PEOPLE, 2);
  expect(galleryFalseAlarms(strangers, THRESHOLD, 4)(Uint32Array.of(3, 3, 0, 0, 0, 0))).toBeNaN();
});
