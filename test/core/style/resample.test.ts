// Pictures at another size: nothing aliases, nothing shifts, nothing leaves 0..1.
import { expect, test } from 'vitest';
import { KERNELS, pictureSource, planesSource, resample } from '../../../functions/core/style/resample.ts';
import { sizeFor } from '../../../functions/core/style/size.ts';
import { noisePicture, pictureOf } from './stand-in.ts';

test('at its own size a picture is itself', () => {
  const picture = noisePicture(9, 7, 1);
  for (const kernel of Object.values(KERNELS)) {
    const planes = resample(pictureSource(picture), picture, kernel);
    for (let i = 0; i < 63; i++)
      for (const channel of [0, 1, 2])
        expect(planes[channel * 63 + i]).toBeCloseTo(picture.data[4 * i + channel] / 255, 6);
  }
});

test('a flat picture stays flat at any size', () => {
  const flat = pictureOf(10, 6, () => [0.2, 0.4, 1]);
  for (const size of [
    { width: 3, height: 2 },
    { width: 23, height: 17 },
  ]) {
    const planes = resample(pictureSource(flat), size, KERNELS.lanczos);
    const count = size.width * size.height;
    for (const [channel, value] of [0.2, 0.4, 1].entries())
      for (const found of planes.subarray(channel * count, (channel + 1) * count))
        expect(found).toBeCloseTo(value, 5);
  }
});

test('a ramp stays a straight ramp, larger and smaller, away from the edges', () => {
  const ramp = pictureOf(51, 4, (x) => [x / 51, 0, 0]);
  for (const width of [17, 102]) {
    const planes = resample(pictureSource(ramp), { width, height: 4 }, KERNELS.lanczos);
    for (let x = 8; x < width - 8; x++)
      expect(planes[x]).toBeCloseTo((((x + 0.5) * 51) / width - 0.5) / 51, 2);
  }
});

test('stripes finer than the result become grey, and do not alias', () => {
  const stripes = pictureOf(64, 64, (x) => [x % 2, x % 2, x % 2]);
  const planes = resample(pictureSource(stripes), { width: 24, height: 24 }, KERNELS.lanczos);
  for (let x = 4; x < 20; x++) expect(Math.abs(planes[12 * 24 + x] - 0.5)).toBeLessThan(0.05);
});

test('an edge does not ring beyond 0 and 1', () => {
  const edge = pictureOf(40, 40, (x) => (x < 20 ? [0, 0, 0] : [1, 1, 1]));
  for (const width of [13, 90]) {
    const planes = resample(pictureSource(edge), { width, height: width }, KERNELS.lanczos);
    expect(Math.min(...planes)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...planes)).toBeLessThanOrEqual(1);
  }
});

test('what lies beyond the edge is its nearest pixel', () => {
  const planes = planesSource(Float32Array.of(0.25, 0.75), { width: 2, height: 1 });
  const placed = { x: { scale: 1, offset: -2 }, y: { scale: 1, offset: 0 } };
  const wide = resample(planes, { width: 6, height: 1 }, KERNELS.linear, placed);
  expect([...wide]).toEqual([0.25, 0.25, 0.25, 0.75, 0.75, 0.75]);
});

test('the longer side is as asked, the other a multiple of 4 to the same aspect', () => {
  expect(sizeFor({ width: 1024, height: 768 }, 256)).toEqual({ width: 256, height: 192 });
  expect(sizeFor({ width: 979, height: 734 }, 256)).toEqual({ width: 256, height: 192 });
  expect(sizeFor({ width: 1200, height: 1528 }, 256)).toEqual({ width: 200, height: 256 });
  expect(sizeFor({ width: 5000, height: 10 }, 128)).toEqual({ width: 128, height: 4 });
  expect(sizeFor({ width: 30, height: 30 }, 130)).toEqual({ width: 130, height: 130 });
  expect(sizeFor({ width: 1200, height: 1528 }, 256, 1)).toEqual({ width: 201, height: 256 });
});
