// Crops as training keeps them: the numbers that the service would feed, and other looks at them.
import { expect, test } from 'vitest';
import { alignFace } from '../../../functions/core/faces/align.ts';
import type { FaceEngine } from '../../../functions/core/faces/engine.ts';
import { sampleCrop } from '../../../functions/core/faces/engine.ts';
import { type Picture, pyramidOf } from '../../../functions/core/image.ts';
import type { Crop } from '../../../functions/core/manifest.ts';
import { seeded } from '../../../functions/core/random.ts';
import { cropOf, mirrored, randomLook, viewCrop } from '../../../scripts/train/face-crops.ts';

const CROP: Crop = {
  ...{ size: 16, alignment: 'five-points', order: 'bgr', mean: [127, 127, 127], scale: 128, mirror: false },
};
const INPUT = 3 * 16 * 16;

function noise(width: number, height: number): Picture {
  const random = seeded(width);
  const data = Uint8Array.from({ length: 4 * width * height }, (_, i) =>
    i % 4 === 3 ? 255 : 256 * random(),
  );
  return { width, height, data };
}

/** 68 points on a ring, so that the five make a face as wide as `size`, turned. */
function landmarks(x: number, y: number, size: number): Float32Array {
  const all = new Float32Array(136);
  for (let i = 0; i < 68; i++) all.set([x + size * Math.cos(i * i), y + size * Math.sin(3 * i)], 2 * i);
  return all;
}

const engineOf = (points: Float32Array, crop = CROP) =>
  ({
    encoder: { crop },
    detect: async () => [{ box: { x: 0, y: 0, width: 1, height: 1 }, landmarks: points }],
  }) as unknown as FaceEngine;

test.each([
  ['in the middle of a large picture', 400, 300, 200, 150, 60],
  ['over its edge', 300, 200, 10, 190, 80],
  ['enlarged', 30, 30, 15, 15, 4],
  ['outside', 40, 40, 400, 400, 5],
])('a face %s is fed as the service would', async (_, width, height, x, y, size) => {
  const picture = noise(width, height);
  const points = landmarks(x, y, size);
  const piece = (await cropOf(engineOf(points), picture))!;
  const [own, theirs] = [new Float32Array(INPUT), new Float32Array(INPUT)];
  viewCrop(piece, CROP, own);
  sampleCrop(pyramidOf(picture), alignFace(points, CROP).toPicture, CROP, theirs);
  for (const [i, value] of theirs.entries()) expect(Math.abs(own[i] - value)).toBeLessThan(1e-3);
  expect(piece.picture.width * piece.picture.height).toBeLessThanOrEqual(width * height);

  const mirror = new Float32Array(INPUT);
  viewCrop(piece, CROP, mirror, mirrored(CROP));
  for (let row = 0; row < INPUT; row += 16) mirror.subarray(row, row + 16).reverse();
  for (const [i, value] of own.entries()) expect(Math.abs(mirror[i] - value)).toBeLessThan(1e-3);
});

test('a picture without a face has no crop, and one that is fed whole needs none', async () => {
  const empty = { encoder: { crop: CROP }, detect: async () => [] } as unknown as FaceEngine;
  expect(await cropOf(empty, noise(20, 20))).toBeNull();
  const whole = { ...CROP, alignment: 'whole-picture' } as const;
  const piece = (await cropOf(
    { ...empty, encoder: { crop: whole } } as unknown as FaceEngine,
    noise(20, 30),
  ))!;
  expect(piece.picture).toMatchObject({ width: 20, height: 30 });
});

test('looks are of many sizes and differ, a flat crop stays flat, and only faces are mirrored', () => {
  const random = seeded(1);
  const flat = { picture: { width: 64, height: 64, data: new Uint8Array(4 * 64 * 64).fill(200) } };
  const looks = Array.from({ length: 60 }, () => randomLook(CROP, random));
  expect(Math.min(...looks.map(({ side }) => side))).toBeLessThan(6);
  expect(Math.max(...looks.map(({ side }) => side))).toBeGreaterThan(13);
  for (const look of looks) {
    const out = new Float32Array(INPUT);
    viewCrop({ ...flat, toPicture: [1, 0, 24, 0, 1, 24] }, CROP, out, look);
    const wanted = (look.contrast * (200 - 127)) / 128 + look.brightness;
    expect(Math.max(...out.map((value) => Math.abs(value - wanted)))).toBeLessThan(1e-5);
  }
  const turned = (look: { map: readonly number[] }) => look.map[0] < 0;
  expect(looks.filter(turned).length).toBeGreaterThan(15);
  const things = Array.from({ length: 40 }, () =>
    randomLook({ ...CROP, alignment: 'whole-picture' }, random),
  );
  expect(things.filter(turned)).toEqual([]);
});
