// Random networks as judges of style, on pictures whose answer is known.
import { expect, test } from 'vitest';
import { histogramMatched } from '../../functions/core/style/colours.ts';
import { createNodeRuntime } from '../../functions/platform/ort-node.ts';
import { calibrationPictures, type Planes } from '../../scripts/evaluate/calibration-pictures.ts';
import { styleDistances } from '../../scripts/evaluate/style-judges.ts';

const [photo, style] = calibrationPictures();

/** Columns from the left, a share of them. */
function cut({ width, height, data }: Planes, from: number, to: number): Planes {
  const [left, right] = [Math.round(from * width), Math.round(to * width)];
  const size = right - left;
  const out = Float32Array.from({ length: 3 * height * size }, (_, i) => {
    const row = Math.floor(i / size);
    return data[row * width + left + (i % size)];
  });
  return { width: size, height, data: out };
}

function beside(a: Planes, b: Planes): Planes {
  const width = a.width + b.width;
  const data = new Float32Array(3 * a.height * width);
  for (let row = 0; row < 3 * a.height; row++) {
    data.set(a.data.subarray(row * a.width, (row + 1) * a.width), row * width);
    data.set(b.data.subarray(row * b.width, (row + 1) * b.width), row * width + a.width);
  }
  return { width, height: a.height, data };
}

function upsideDown({ width, height, data }: Planes): Planes {
  const turned = data.map((_, i) => {
    const [plane, y] = [Math.floor(i / (width * height)), Math.floor(i / width) % height];
    return data[(plane * height + height - 1 - y) * width + (i % width)];
  });
  return { width, height, data: turned };
}

test('the style picture is at 0 and the photo at 1; what is between them is between', async () => {
  const candidates = {
    style,
    photo,
    shuffled: beside(cut(style, 0.5, 1), cut(style, 0, 0.5)),
    turned: upsideDown(style),
    quarter: beside(cut(style, 0, 0.75), cut(photo, 0.75, 1)),
    half: beside(cut(style, 0, 0.5), cut(photo, 0.5, 1)),
    colours: { ...photo, data: histogramMatched(photo.data, style.data) },
    flat: { ...photo, data: photo.data.map((_, i) => photo.data[i - (i % (256 * 256))]) },
  };
  const found = await styleDistances(createNodeRuntime(), { photo, style }, candidates);
  expect(found.style).toBe(0);
  expect(found.photo).toBe(1);
  // Where things are says nothing of style.
  expect(found.shuffled).toBeLessThan(0.05);
  expect(found.turned).toBeLessThan(0.1);
  // Statistics of a picture that is in part of another are blended by the share.
  expect(found.quarter).toBeCloseTo(0.25, 1);
  expect(found.half).toBeCloseTo(0.5, 1);
  expect(found.colours).toBeGreaterThan(0.1);
  expect(found.colours).toBeLessThan(1);
  expect(found.flat).toBeGreaterThan(found.colours);
});

test('sizes may differ: a part of the style is near it', async () => {
  const { part } = await styleDistances(
    createNodeRuntime(),
    { photo: cut(photo, 0, 0.5), style },
    { part: cut(style, 0, 0.7) },
  );
  expect(part).toBeLessThan(0.5);
});
