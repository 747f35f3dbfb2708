// The pictures of a training run: what they show, and what a run without held-out classes leaves out.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { seeded } from '../../../functions/core/random.ts';
import { gaussian } from '../../../scripts/evaluate/random.ts';
import { seen } from '../../../scripts/train/entry.ts';
import { principalPlane } from '../../../scripts/train/pca.ts';
import { writePictures } from '../../../scripts/train/report-pictures.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'likeness-pictures-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('the plane is that in which the points lie, and its share what they have there', () => {
  const random = seeded(1);
  const points = Array.from({ length: 200 }, () => [
    3 * gaussian(random),
    gaussian(random),
    0.1 * gaussian(random),
  ]);
  // Turned by 30 degrees round the second axis, so that no axis is a component.
  const [c, s] = [Math.cos(Math.PI / 6), Math.sin(Math.PI / 6)];
  const rows = points.map(([x, y, z]) => Float32Array.of(c * x - s * z + 5, y - 2, s * x + c * z));
  const plane = principalPlane(rows);
  const mean = (axis: number) => points.reduce((sum, point) => sum + point[axis], 0) / points.length;
  for (const [i, [first, second]] of plane.points.entries()) {
    expect(Math.abs(first - (points[i][0] - mean(0)))).toBeLessThan(0.5);
    expect(Math.abs(Math.abs(second) - Math.abs(points[i][1] - mean(1)))).toBeLessThan(0.5);
  }
  expect(plane.share).toBeGreaterThan(0.99);
  expect(plane.share).toBeLessThan(1);
  expect(principalPlane([Float32Array.of(1, 2), Float32Array.of(1, 2)]).share).toBe(0);
});

/** Two classes of three, each near its own axis. */
function twoClasses() {
  const near = (axis: number) =>
    Float32Array.from([0, 0.1, 0.2].flatMap((off) => [0, 1, 2].map((k) => (k === axis ? 1 : off / 3))));
  const named = (name: string) => ({ group: '', name, pictures: [0, 1, 2].map((i) => `${name}/${i}.png`) });
  return seen([named('one'), named('two')], [near(0), near(1)]);
}

test('a run leaves its loss, its error curve and a map of the held-out classes, each with its numbers', () => {
  const out = join(folder, 'mine.onnx');
  const losses = Array.from({ length: 40 }, (_, step) => 0.2 - step / 400);
  const files = writePictures(out, { losses, best: { step: 30, accuracy: 0.9 }, held: twoClasses() });
  expect(files).toEqual(['loss', 'roc', 'map'].map((kind) => `${out}.${kind}.svg`));
  const [loss, roc, map] = files.map((file) => readFileSync(file, 'utf8'));
  expect(loss).toContain('kept: step 30, 90 % on held-out classes');
  expect(roc).toContain('6 pairs of one class, 9 of two');
  expect(map.match(/<circle/g)).toHaveLength(6);
  for (const name of ['one', 'two']) expect(map).toContain(`>${name}</text>`);
  for (const svg of [loss, roc, map]) expect(svg).not.toMatch(/NaN|Infinity|undefined/);
});

test('without held-out classes there is the loss alone; a loss of 0 and a single step are drawn', () => {
  const out = join(folder, 'mine.onnx');
  const files = writePictures(out, { losses: [0], best: null, held: null });
  expect(files).toEqual([`${out}.loss.svg`]);
  expect(readFileSync(files[0], 'utf8')).not.toMatch(/NaN|Infinity/);
  expect(writePictures(out, { losses: [], best: null, held: null })).toEqual([]);
});
