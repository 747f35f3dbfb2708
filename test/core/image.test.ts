import { expect, test } from 'vitest';
import {
  type Affine,
  compose,
  mapPoint,
  type Picture,
  pyramidOf,
  sampleLuminance,
  samplePlanes,
} from '../../functions/core/image.ts';
import { pictureOf, pixel } from '../picture-edits.ts';

const RAW = { order: 'rgb', scaling: { mean: [0, 0, 0], scale: 1 }, border: 'replicate' } as const;

/** Every channel differs everywhere, so that a swap of anything shows. */
const motley = (width: number, height: number) =>
  pictureOf(width, height, (x, y) => [(37 * x + 11 * y) % 256, (53 * y + 90) % 256, (71 * x * y + 29) % 256]);

/** Bilinear resampling as it is defined: every pixel of the picture, weighted by its tent. Continuous coordinates. */
function reference(picture: Picture, map: Affine, width: number, height: number): number[] {
  const out: number[] = [];
  for (let c = 0; c < 3; c++) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const at = mapPoint(map, x + 0.5, y + 0.5);
        const u = Math.max(0.5, Math.min(picture.width - 0.5, at.x));
        const v = Math.max(0.5, Math.min(picture.height - 0.5, at.y));
        let sum = 0;
        for (let py = 0; py < picture.height; py++) {
          for (let px = 0; px < picture.width; px++) {
            const weight = Math.max(0, 1 - Math.abs(u - px - 0.5)) * Math.max(0, 1 - Math.abs(v - py - 0.5));
            sum += weight * pixel(picture, px, py)[c];
          }
        }
        out.push(sum);
      }
    }
  }
  return out;
}

function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, within: number): void {
  expect(actual.length).toBe(expected.length);
  const worst = Array.from(actual).reduce((most, v, i) => Math.max(most, Math.abs(v - expected[i])), 0);
  expect(worst).toBeLessThanOrEqual(within);
}

const turn = (degrees: number, scale: number, x: number, y: number): Affine => {
  const [re, im] = [scale * Math.cos((degrees * Math.PI) / 180), scale * Math.sin((degrees * Math.PI) / 180)];
  return [re, -im, x, im, re, y];
};

test.each<[string, Affine]>([
  ['identity', [1, 0, 0, 0, 1, 0]],
  ['a shift by whole pixels', [1, 0, 3, 0, 1, -2]],
  ['a shift by parts of a pixel', [1, 0, 0.3, 0, 1, -1.75]],
  ['a quarter turn', [0, 1, 0, -1, 0, 7]],
  ['a turn by 30 degrees', turn(30, 1, 2, 1)],
  ['a turn by -100 degrees, 1.7 times finer', turn(-100, 1 / 1.7, 4, 6)],
  ['a shrink by 1.9', turn(10, 1.9, -3, -2)],
  ['a mirror', [-1, 0, 9, 0, 1, 0]],
  ['a shear', [1, 0.4, 0, 0.1, 0.8, 0]],
])('%s is the sum over all pixels weighted by their tents', (_, map) => {
  for (const [width, height] of [
    [9, 7],
    [8, 4],
    [1, 1],
    [1, 11],
    [6, 1],
    [2, 2],
  ] as const) {
    const picture = motley(width, height);
    expectClose(samplePlanes(pyramidOf(picture), map, 10, 8, RAW), reference(picture, map, 10, 8), 1e-3);
  }
});

test('the identity gives the very pixels', () => {
  const picture = motley(13, 5);
  const planes = samplePlanes(pyramidOf(picture), [1, 0, 0, 0, 1, 0], 13, 5, RAW);
  for (let i = 0; i < 65; i++) {
    expect([planes[i], planes[65 + i], planes[130 + i]]).toEqual(pixel(picture, i % 13, Math.floor(i / 13)));
  }
});

test.each([2, 3, 5, 8])('a fine checkerboard shrunk by %i is grey', (shrink) => {
  for (const [width, height] of [
    [64, 48],
    [61, 47],
    [65, 33],
  ] as const) {
    const board = pictureOf(width, height, (x, y) => {
      const v = (x + y) % 2 === 0 ? 255 : 0;
      return [v, v, v];
    });
    const [w, h] = [Math.floor(width / shrink), Math.floor(height / shrink)];
    const planes = samplePlanes(pyramidOf(board), [shrink, 0, 0, 0, shrink, 0], w, h, RAW);
    // The last row and column of an odd size is averaged with itself, and stays striped.
    let worst = 0;
    for (let y = 0; y < h - 1; y++) {
      for (let x = 0; x < w - 1; x++) worst = Math.max(worst, Math.abs(planes[y * w + x] - 127.5));
    }
    expect(worst).toBeLessThanOrEqual(1);
  }
});

test('a shrink by two is the mean of two by two pixels', () => {
  const picture = motley(20, 14);
  const planes = samplePlanes(pyramidOf(picture), [2, 0, 0, 0, 2, 0], 10, 7, RAW);
  const expected: number[] = [];
  for (let c = 0; c < 3; c++) {
    for (let y = 0; y < 14; y += 2) {
      for (let x = 0; x < 20; x += 2) {
        const four = [
          pixel(picture, x, y),
          pixel(picture, x + 1, y),
          pixel(picture, x, y + 1),
          pixel(picture, x + 1, y + 1),
        ];
        expected.push(four.reduce((sum, rgb) => sum + rgb[c], 0) / 4);
      }
    }
  }
  expectClose(planes, expected, 0.51);
});

test.each([
  [256, 192],
  [257, 193],
  [251, 187],
  [255, 129],
])('a slope keeps its place at every shrink: %i x %i', (width, height) => {
  const picture = pictureOf(width, height, (x, y) => [x, y, 0]);
  for (const shrink of [1, 1.5, 2, 3, 4, 5, 7.9, 9, 16]) {
    const [w, h] = [Math.floor(width / shrink), Math.floor(height / shrink)];
    const planes = samplePlanes(pyramidOf(picture), [shrink, 0, 0, 0, shrink, 0], w, h, RAW);
    let worst = 0;
    for (let y = 1; y < h - 2; y++) {
      for (let x = 1; x < w - 2; x++) {
        const i = y * w + x;
        worst = Math.max(worst, Math.abs(planes[i] - ((x + 0.5) * shrink - 0.5)));
        worst = Math.max(worst, Math.abs(planes[w * h + i] - ((y + 0.5) * shrink - 0.5)));
      }
    }
    expect(worst).toBeLessThanOrEqual(0.51); // the first halving rounds every half up
  }
});

test('bgr swaps the planes and reads its means in that order', () => {
  const picture = pictureOf(1, 1, () => [10, 20, 30]);
  const sample = (order: 'rgb' | 'bgr', border: 'replicate' | number, x = 0) =>
    Array.from(
      samplePlanes(pyramidOf(picture), [1, 0, x, 0, 1, 0], 1, 1, {
        order,
        scaling: { mean: [1, 2, 3], scale: 2 },
        border,
      }),
    );
  expect(sample('rgb', 'replicate')).toEqual([4.5, 9, 13.5]);
  expect(sample('bgr', 'replicate')).toEqual([14.5, 9, 3.5]);
  expect(sample('rgb', 101, 9)).toEqual([50, 49.5, 49]);
  expect(sample('bgr', 101, 9)).toEqual([50, 49.5, 49]);
});

test('beyond the edge lies the nearest pixel, or the grey value that was asked for, from the edge on', () => {
  const picture = pictureOf(3, 2, (x, y) => [100 + 10 * x + y, 0, 0]);
  const map: Affine = [1, 0, -2, 0, 1, -1];
  const red = (border: 'replicate' | number) =>
    Array.from(samplePlanes(pyramidOf(picture), map, 7, 4, { ...RAW, border }).subarray(0, 28));
  const rows = [
    [100, 100, 100, 110, 120, 120, 120],
    [101, 101, 101, 111, 121, 121, 121],
  ];
  expect(red('replicate')).toEqual([...rows[0], ...rows[0], ...rows[1], ...rows[1]]);
  const grey = Array(7).fill(127);
  const bordered = rows.map((row) => [127, 127, ...row.slice(2, 5), 127, 127]);
  expect(red(127)).toEqual([...grey, ...bordered[0], ...bordered[1], ...grey]);
  expect(red(0).slice(7, 14)).toEqual([0, 0, 100, 110, 120, 0, 0]);
});

test.each([
  [[1.3, 0, -9.2, 0, 0.8, -3.1], 127],
  [[-0.9, 0, 30, 0, 0.4, 2], 'replicate'],
  [[0.31, 0, 11.5, 0, -0.27, 15], 40],
  [[1, 0, 400, 0, 1, 0], 7],
] as const)(
  'a window that is not turned, %o, is sampled as one that is turned by next to nothing',
  (map, border) => {
    const pyramid = pyramidOf(motley(37, 23));
    const options = { order: 'bgr', scaling: { mean: [10, 20, 30], scale: 128 }, border } as const;
    const upright = samplePlanes(pyramid, map, 33, 29, options);
    const turned = samplePlanes(pyramid, [map[0], 1e-13, map[2], 0, map[4], map[5]], 33, 29, options);
    expect(Math.max(...upright.map((value, i) => Math.abs(value - turned[i])))).toBeLessThan(1e-6);
  },
);

test('the halved copies are made once for a picture', () => {
  const picture = motley(40, 40);
  samplePlanes(pyramidOf(picture), [4, 0, 0, 0, 4, 0], 10, 10, RAW);
  const { levels } = pyramidOf(picture);
  expect(levels.map(({ width }) => width)).toEqual([40, 20, 10]);
  samplePlanes(pyramidOf(picture), [4.5, 0, 0, 0, 4.5, 0], 8, 8, RAW);
  expect(pyramidOf(picture).levels.map((level, i) => level === levels[i])).toEqual([true, true, true]);
});

test('luminance weighs red, green and blue as BT.601 does', () => {
  const picture = pictureOf(2, 2, (x, y) => (x + y === 0 ? [255, 0, 0] : x > y ? [0, 255, 0] : [0, 0, 255]));
  const [red, green, blue] = sampleLuminance(pyramidOf(picture), [1, 0, 0, 0, 1, 0], 2, 2);
  expectClose([red, green, blue], [0.299 * 255, 0.587 * 255, 0.114 * 255], 1e-3);
});

test('composing maps is doing one after the other', () => {
  const first = turn(33, 1.3, 5, -7);
  const second: Affine = [2, 0.5, 1, -0.25, 3, 4];
  const between = mapPoint(first, 11, 13);
  const both = mapPoint(compose(second, first), 11, 13);
  const stepwise = mapPoint(second, between.x, between.y);
  expectClose([both.x, both.y], [stepwise.x, stepwise.y], 1e-9);
});
