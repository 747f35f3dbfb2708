// Starts, ends and colours.
import { expect, test } from 'vitest';
import { histogramMatched, withColoursOf } from '../../../functions/core/style/colours.ts';
import { enlarged, initialImage, toPicture, toPlanes } from '../../../functions/core/style/pictures.ts';
import { noisePicture, pictureOf } from './stand-in.ts';

const NOISE = { initial: 'noise', noise: 0.25, seed: 7 } as const;

test('noise is uniform around grey, and the same for the same seed only', () => {
  const x = initialImage(NOISE, { styles: [] }, 40, 30);
  expect(x).toHaveLength(3 * 40 * 30);
  expect(Math.min(...x)).toBeGreaterThanOrEqual(0.25);
  expect(Math.max(...x)).toBeLessThanOrEqual(0.75);
  const mean = x.reduce((sum, value) => sum + value, 0) / x.length;
  const spread = x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / x.length;
  expect(mean).toBeCloseTo(0.5, 1);
  expect(spread / (0.5 ** 2 / 12)).toBeCloseTo(1, 1);
  expect(initialImage(NOISE, { styles: [] }, 40, 30)).toEqual(x);
  expect(initialImage({ ...NOISE, seed: 8 }, { styles: [] }, 40, 30)).not.toEqual(x);
});

test('a start from the content or a given picture is that picture', () => {
  const [content, initial] = [noisePicture(40, 30, 1), noisePicture(40, 30, 2)];
  const inputs = { content, initial, styles: [] };
  const size = { width: 40, height: 30 };
  const options = { noise: 0, seed: 0 };
  expect(initialImage({ ...options, initial: 'content' }, inputs, 40, 30)).toEqual(toPlanes(content, size));
  expect(initialImage({ ...options, initial: 'given' }, inputs, 40, 30)).toEqual(toPlanes(initial, size));
});

test('a start from a picture that is not there is refused', () => {
  for (const initial of ['content', 'given'] as const)
    expect(() => initialImage({ ...NOISE, initial }, { styles: [] }, 8, 8)).toThrow(
      expect.objectContaining({ code: 'request_invalid' }),
    );
});

test('a picture comes back from planes as it was, and what is outside 0..1 is clamped', () => {
  const picture = noisePicture(12, 8, 3);
  const planes = toPlanes(picture, picture);
  expect(toPicture(planes, 12, 8, { preserveColour: 'none' }, { styles: [] })).toEqual(picture);
  const wild = toPicture(Float32Array.of(-1, 2, 0.5), 1, 1, { preserveColour: 'none' }, { styles: [] });
  expect([...wild.data]).toEqual([0, 255, 128, 255]);
});

test('enlarging keeps a ramp straight and stays within 0..1', () => {
  const from = { width: 8, height: 2 };
  const ramp = Float32Array.from({ length: 48 }, (_, i) => (i % 8) / 7);
  const wide = enlarged(ramp, from, { width: 16, height: 4 });
  for (let x = 4; x < 12; x++) expect(wide[x]).toBeCloseTo(((x + 0.5) / 2 - 0.5) / 7, 5);
  expect(Math.min(...wide)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...wide)).toBeLessThanOrEqual(1);
});

test("histogram: the style's values become the content's, in their own order", () => {
  const style = Float32Array.of(0.9, 0.1, 0.5, 0.1, /**/ 0, 0.2, 0.4, 0.6, /**/ 1, 1, 1, 1);
  const content = Float32Array.of(0.2, 0.4, 0.6, 0.8, /**/ 0.1, 0.1, 0.3, 0.3, /**/ 0, 0.2, 0.4, 0.6);
  const matched = [...histogramMatched(style, content)].map((value) => Math.round(value * 1000) / 1000);
  expect(matched).toEqual([0.8, 0.3, 0.6, 0.3, /**/ 0.1, 0.1, 0.3, 0.3, /**/ 0.3, 0.3, 0.3, 0.3]);
});

test('histogram: a picture matched to itself does not change, nor does one matched twice', () => {
  const planes = toPlanes(noisePicture(20, 10, 4), { width: 20, height: 10 });
  expect(histogramMatched(planes, planes)).toEqual(planes);
  const like = toPlanes(noisePicture(30, 20, 5), { width: 30, height: 20 });
  const once = histogramMatched(planes, like);
  const twice = histogramMatched(once, like);
  for (const [i, value] of once.entries()) expect(twice[i]).toBeCloseTo(value, 6);
});

test("luminance: the result has its own luminance and the content's colour differences", () => {
  const x = Float32Array.of(0.5, 0.5, 0.5);
  const [red, green, blue] = withColoursOf(x, Float32Array.of(0.6, 0.4, 0.5));
  expect(0.299 * red + 0.587 * green + 0.114 * blue).toBeCloseTo(0.5, 6);
  expect(red - green).toBeCloseTo(0.2, 6);
  expect(blue - green).toBeCloseTo(0.1, 6);
  const grey = pictureOf(4, 4, () => [0.2, 0.2, 0.2]);
  const colourful = Float32Array.from({ length: 48 }, (_, i) => (i < 16 ? 0.9 : 0.3));
  const kept = toPicture(colourful, 4, 4, { preserveColour: 'luminance' }, { content: grey, styles: [] });
  expect(kept.data[0]).toBe(kept.data[1]);
  expect(kept.data[1]).toBe(kept.data[2]);
  expect(kept.data[0]).toBe(Math.round((0.299 * 0.9 + 0.701 * 0.3) * 255));
});
