import { expect, test } from 'vitest';
import { falseMatchRate } from '../../../functions/core/faces/false-matches.ts';

const at = (degrees: number) =>
  Float32Array.of(Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180));

test('pairs of different people count, weighed by how often each was drawn', () => {
  const rate = falseMatchRate([[at(0), at(90)], [at(5)], [at(180)]], 0.1);
  expect(rate(Uint32Array.of(1, 1, 1))).toBeCloseTo(1 / 5, 12);
  expect(rate(Uint32Array.of(2, 1, 0))).toBeCloseTo(2 / 4, 12);
  expect(rate(Uint32Array.of(0, 1, 1))).toBe(0);
  expect(rate(Uint32Array.of(3, 0, 0))).toBeNaN(); // nobody is an impostor of herself
});
