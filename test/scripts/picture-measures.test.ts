// SSIM, edges and fine detail on pictures whose answer is known.
import { describe, expect, test } from 'vitest';
import { seeded } from '../../functions/core/random.ts';
import { calibrationPictures, type Planes } from '../../scripts/evaluate/calibration-pictures.ts';
import {
  edgeSsim,
  edges,
  highFrequencyRatio,
  type Plane,
  ssim,
} from '../../scripts/evaluate/picture-measures.ts';

const [leaves, strokes] = calibrationPictures();

function plane(width: number, height: number, value: (x: number, y: number) => number): Plane {
  const data = Float64Array.from({ length: width * height }, (_, i) =>
    value(i % width, Math.floor(i / width)),
  );
  return { width, height, data };
}

function changed({ width, height, data }: Planes, change: (value: number, i: number) => number): Planes {
  return { width, height, data: data.map(change) };
}

/** Averages of (2 radius + 1) x (2 radius + 1) pixels, cut at the edge. */
function averaged({ width, height, data }: Planes, radius: number): Planes {
  return changed({ width, height, data }, (_, i) => {
    const [c, y, x] = [Math.floor(i / (width * height)), Math.floor(i / width) % height, i % width];
    let [sum, count] = [0, 0];
    for (let v = Math.max(0, y - radius); v <= Math.min(height - 1, y + radius); v++)
      for (let u = Math.max(0, x - radius); u <= Math.min(width - 1, x + radius); u++, count++)
        sum += data[(c * height + v) * width + u];
    return sum / count;
  });
}

describe('SSIM', () => {
  test('a picture is like itself: 1', () => {
    const random = seeded(1);
    const noise = plane(20, 15, () => random());
    expect(ssim(noise, noise)).toBeCloseTo(1, 12);
  });

  test('of two flat planes it is the luminance term alone', () => {
    const found = ssim(
      plane(16, 12, () => 0.2),
      plane(16, 12, () => 0.6),
    );
    expect(found).toBeCloseTo((2 * 0.2 * 0.6 + 1e-4) / (0.2 ** 2 + 0.6 ** 2 + 1e-4), 10);
  });

  test('one window is the formula of the paper, with weights of a two-dimensional Gaussian', () => {
    const random = seeded(2);
    const [a, b] = [plane(11, 11, () => random()), plane(11, 11, () => random())];
    const weights = plane(11, 11, (x, y) => Math.exp(-((x - 5) ** 2 + (y - 5) ** 2) / (2 * 1.5 ** 2))).data;
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const mean = (value: (i: number) => number) =>
      weights.reduce((sum, weight, i) => sum + weight * value(i), 0) / total;
    const [ma, mb] = [mean((i) => a.data[i]), mean((i) => b.data[i])];
    const va = mean((i) => (a.data[i] - ma) ** 2);
    const vb = mean((i) => (b.data[i] - mb) ** 2);
    const covariance = mean((i) => (a.data[i] - ma) * (b.data[i] - mb));
    const expected =
      ((2 * ma * mb + 0.01 ** 2) * (2 * covariance + 0.03 ** 2)) /
      ((ma ** 2 + mb ** 2 + 0.01 ** 2) * (va + vb + 0.03 ** 2));
    expect(ssim(a, b)).toBeCloseTo(expected, 12);
  });

  test('a picture and its negative: below 0', () => {
    const random = seeded(3);
    const noise = plane(24, 24, () => random());
    const negative = plane(24, 24, (x, y) => 1 - noise.data[24 * y + x]);
    expect(ssim(noise, negative)).toBeLessThan(-0.5);
  });
});

describe('edges', () => {
  test('a step from 0 to 1 is 1 on both sides of it and 0 elsewhere, across and down', () => {
    const across = edges(plane(8, 5, (x) => (x < 4 ? 0 : 1)));
    const down = edges(plane(5, 8, (_, y) => (y < 4 ? 0 : 1)));
    for (let y = 0; y < 3; y++)
      expect(Array.from(across.data.subarray(6 * y, 6 * y + 6))).toEqual([0, 0, 1, 1, 0, 0]);
    for (let y = 0; y < 6; y++)
      expect(Array.from(down.data.subarray(3 * y, 3 * y + 3))).toEqual(
        Array(3).fill(y === 2 || y === 3 ? 1 : 0),
      );
  });

  test('their likeness to the photo: 1 for itself, also brighter; less the more it is blurred; little for another', () => {
    expect(edgeSsim(leaves, leaves)).toBeCloseTo(1, 12);
    expect(
      edgeSsim(
        leaves,
        changed(leaves, (value) => value + 0.1),
      ),
    ).toBeCloseTo(1, 5);
    const [little, much] = [averaged(leaves, 1), averaged(leaves, 4)].map((soft) => edgeSsim(soft, leaves));
    expect(little).toBeLessThan(0.9);
    expect(much).toBeLessThan(little);
    expect(edgeSsim(strokes, leaves)).toBeLessThan(0.2);
  });
});

describe('fine detail over that of the style', () => {
  test('1 for itself, a quarter at half the contrast, 0 for a flat picture, little when blurred', () => {
    expect(highFrequencyRatio(strokes, strokes)).toBe(1);
    expect(
      highFrequencyRatio(
        changed(strokes, (value) => value / 2),
        strokes,
      ),
    ).toBeCloseTo(0.25, 5);
    expect(
      highFrequencyRatio(
        changed(strokes, () => 0.5),
        strokes,
      ),
    ).toBeCloseTo(0, 10);
    expect(highFrequencyRatio(averaged(strokes, 2), strokes)).toBeLessThan(0.2);
  });

  test('grain adds its own energy, less what the Gaussian keeps of it', () => {
    const size = 64;
    const flat = { width: size, height: size, data: new Float32Array(3 * size * size).fill(0.5) };
    const board = changed(flat, (value, i) => value + (((i % size) + Math.floor(i / size)) % 2) * 0.2 - 0.1);
    const finer = changed(flat, (value, i) => value + (((i % size) + Math.floor(i / size)) % 2) * 0.4 - 0.2);
    expect(highFrequencyRatio(finer, board)).toBeCloseTo(4, 5);
  });
});
