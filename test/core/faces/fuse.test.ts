import { expect, test } from 'vitest';
import { distanceOf, dot, fusedDistance } from '../../../functions/core/faces/fuse.ts';
import { squaredDistance } from '../../../functions/core/faces/verify.ts';
import { vectorOf } from '../../platform/seeded-faces.ts';

/** The definition, with the mean made and normalised. */
function byDefinition(query: Float32Array, templates: readonly Float32Array[]): number {
  const mean = templates[0].map((_, i) => templates.reduce((sum, template) => sum + template[i], 0));
  const norm = Math.sqrt(dot(mean, mean));
  const centroid = squaredDistance(
    query,
    mean.map((value) => value / norm),
  );
  return 0.5 * (Math.min(...templates.map((template) => squaredDistance(query, template))) + centroid);
}

test('the fused distance is half the nearest face and half the normalised mean', () => {
  for (let faces = 2; faces <= 20; faces++) {
    const templates = Array.from({ length: faces }, (_, i) => vectorOf(faces * 100 + i));
    expect(fusedDistance([vectorOf(7)], templates)).toBeCloseTo(byDefinition(vectorOf(7), templates), 5);
  }
});

test('one face is the plain distance, two equal faces are as one', () => {
  const [a, b] = [vectorOf(1), vectorOf(2)];
  expect(fusedDistance([a], [b])).toBe(distanceOf(dot(a, b)));
  expect(fusedDistance([a], [b])).toBeCloseTo(squaredDistance(a, b), 6);
  expect(fusedDistance([a], [b, b])).toBeCloseTo(squaredDistance(a, b), 6);
});

test('both sides may have several faces, in either order', () => {
  const [a, b] = [
    [vectorOf(1), vectorOf(2)],
    [vectorOf(3), vectorOf(4), vectorOf(5)],
  ];
  expect(fusedDistance(a, b)).toBeCloseTo(fusedDistance(b, a), 12);
});

test('faces that cancel out say nothing by their mean', () => {
  const [a, b] = [vectorOf(1), vectorOf(2)];
  const distance = fusedDistance([b], [a, a.map((value) => -value)]);
  const nearest = distanceOf(Math.abs(dot(a, b)));
  expect(distance).toBeCloseTo((nearest + 2) / 2, 6);
});

test('distances stay within 0 and 4', () => {
  const long = vectorOf(1).map((value) => value * 1.0001);
  expect(fusedDistance([long], [long])).toBe(0);
  expect(fusedDistance([long], [long.map((value) => -value)])).toBe(4);
});
