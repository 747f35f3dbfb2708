import { describe, expect, test } from 'vitest';
import { alignFace, alignFive, fivePoints } from '../../../functions/core/faces/align.ts';
import type { FivePoints, Point } from '../../../functions/core/faces/face.ts';
import { type Affine, mapPoint } from '../../../functions/core/image.ts';
import type { Crop } from '../../../functions/core/manifest.ts';

/** The template as the encoder's authors give it, on a 112 px crop. */
const TEMPLATE: FivePoints = {
  leftEye: { x: 38.11, y: 51.88 },
  rightEye: { x: 73.04, y: 51.48 },
  nose: { x: 56.02, y: 70.96 },
  leftMouth: { x: 43.0, y: 91.19 },
  rightMouth: { x: 68.98, y: 91.15 },
};

const CROP = { order: 'rgb', mean: [0, 0, 0], scale: 1, mirror: false } as const;
const FIVE: Crop = { ...CROP, size: 112, alignment: 'five-points' };
const DLIB: Crop = { ...CROP, size: 150, alignment: 'dlib' };

const MAPS: readonly (readonly [degrees: number, scale: number, x: number, y: number])[] = [
  [0, 1, 0, 0],
  [0, 1, 31.5, -12],
  [17, 1, 0, 0],
  [-90, 0.3, 400, 20],
  [180, 2.5, 1000, 2000],
  [133, 7, -50, 3],
];

function similarity(degrees: number, scale: number, x: number, y: number): Affine {
  const angle = (degrees * Math.PI) / 180;
  const [re, im] = [scale * Math.cos(angle), scale * Math.sin(angle)];
  return [re, -im, x, im, re, y];
}

function expectMap(actual: Affine, expected: Affine, digits: number): void {
  for (let i = 0; i < 6; i++) expect(actual[i]).toBeCloseTo(expected[i], digits);
}

const mapped = (map: Affine, points: FivePoints, at = (point: Point) => point): FivePoints => {
  const to = (point: Point) => mapPoint(map, at(point).x, at(point).y);
  const { leftEye, rightEye, nose, leftMouth, rightMouth } = points;
  return {
    leftEye: to(leftEye),
    rightEye: to(rightEye),
    nose: to(nose),
    leftMouth: to(leftMouth),
    rightMouth: to(rightMouth),
  };
};

describe.each(MAPS)('turned by %d degrees, %d times as large, moved by (%d, %d)', (...parameters) => {
  const map = similarity(...parameters);

  test('five points give back the map that made them, and no residual', () => {
    const { toPicture, residual } = alignFive(mapped(map, TEMPLATE), 112);
    expectMap(toPicture, map, 6);
    expect(residual).toBeLessThan(1e-9);
  });

  test('a crop of another size shows the same', () => {
    const { toPicture, residual } = alignFive(mapped(map, TEMPLATE), 56);
    const [a, b, c, d, e, f] = map;
    expectMap(toPicture, [2 * a, 2 * b, c, 2 * d, 2 * e, f], 6);
    expect(residual).toBeLessThan(1e-9);
  });

  test("dlib's chip likewise, from 68 landmarks", () => {
    const chip = chipLandmarks();
    const landmarks = new Float32Array(136);
    for (let i = 0; i < 68; i++) {
      const { x, y } = mapPoint(map, chip[2 * i], chip[2 * i + 1]);
      landmarks[2 * i] = x;
      landmarks[2 * i + 1] = y;
    }
    const { toPicture, residual } = alignFace(landmarks, DLIB);
    expectMap(toPicture, map, 2); // the landmarks are 32-bit floats
    expect(residual).toBeLessThan(1e-5);
  });
});

/** The mean face of dlib's image_transforms/interpolation.h: landmarks 17 and up; -1 where the chip does not use one. */
// biome-ignore format: two tables
const MEAN_X = [
  -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 0.490127, 0.490127, 0.490127, 0.490127, 0.36688, 0.426036, 0.490127,
  0.554217, 0.613373, 0.121737, 0.187122, 0.265825, 0.334606, 0.260918, 0.182743, 0.645647, 0.714428, 0.793132,
  0.858516, 0.79751, 0.719335, 0.254149, 0.340985, 0.428858, 0.490127, 0.551395, 0.639268, 0.726104, -1, -1, -1, -1,
  -1, 0.290379, 0.428096, 0.490127, 0.552157, 0.689874, -1, -1, -1,
];
// biome-ignore format: two tables
const MEAN_Y = [
  -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 0.203352, 0.307009, 0.409805, 0.515625, 0.587326, 0.609345, 0.628106,
  0.609345, 0.587326, 0.216423, 0.178758, 0.179852, 0.231733, 0.245099, 0.244077, 0.231733, 0.179852, 0.178758,
  0.216423, 0.244077, 0.245099, 0.780233, 0.745405, 0.727388, 0.742578, 0.727388, 0.745405, 0.780233, -1, -1, -1, -1,
  -1, 0.784792, 0.778746, 0.785343, 0.778746, 0.784792, -1, -1, -1,
];

/** In 150 px with a quarter of the face on each side, so the face is 100 px wide and starts at 25. */
function chipLandmarks(): Float32Array {
  const landmarks = new Float32Array(136).fill(-1000); // jaw, brows and lower lip must not matter
  for (let i = 0; i < 51; i++) {
    if (MEAN_X[i] < 0) continue;
    landmarks[2 * (i + 17)] = 25 + 100 * MEAN_X[i];
    landmarks[2 * (i + 17) + 1] = 25 + 100 * MEAN_Y[i];
  }
  return landmarks;
}

test('a mirrored face is never reflected back: rotation and scale only, and a residual that tells', () => {
  for (const parameters of MAPS) {
    const mirrored = mapped(similarity(...parameters), TEMPLATE, ({ x, y }) => ({ x: 112 - x, y }));
    const { toPicture, residual } = alignFive(mirrored, 112);
    const [a, b, , d, e] = toPicture;
    expect(a * e - b * d).toBeGreaterThan(0);
    expect(a).toBeCloseTo(e, 9);
    expect(b).toBeCloseTo(-d, 9);
    expect(residual).toBeGreaterThan(0.05);
  }
});

test('of all similarities the one found is the nearest: none around it fits better', () => {
  const points = mapped(similarity(25, 2, 100, 50), TEMPLATE);
  const moved = { ...points, nose: { x: points.nose.x + 9, y: points.nose.y - 4 } };
  const squares = (map: Affine) =>
    (Object.keys(TEMPLATE) as (keyof FivePoints)[]).reduce((sum, name) => {
      const at = mapPoint(map, TEMPLATE[name].x, TEMPLATE[name].y);
      return sum + (at.x - moved[name].x) ** 2 + (at.y - moved[name].y) ** 2;
    }, 0);
  const { toPicture, residual } = alignFive(moved, 112);
  const [re, , x, im, , y] = toPicture;
  const least = squares(toPicture);
  for (const [dre, dim, dx, dy] of [
    [1, 0, 0, 0],
    [0, 1, 0, 0],
    [0, 0, 1, 0],
    [0, 0, 0, 1],
  ] as const) {
    for (const step of [-1e-3, 1e-3]) {
      const [r, i] = [re + dre * step, im + dim * step];
      expect(squares([r, -i, x + dx * step, i, r, y + dy * step])).toBeGreaterThan(least);
    }
  }
  expect(residual).toBeCloseTo(Math.sqrt(least / 5) / (Math.hypot(re, im) * 112), 9);
});

test('the five points are the means of their landmarks', () => {
  const landmarks = Float32Array.from({ length: 136 }, (_, i) =>
    i % 2 === 0 ? (i / 2) ** 2 : 500 - (i - 1) / 2,
  );
  const mean = (...indices: number[]) => ({
    x: indices.reduce((sum, i) => sum + i * i, 0) / indices.length,
    y: indices.reduce((sum, i) => sum + 500 - i, 0) / indices.length,
  });
  expect(fivePoints(landmarks)).toEqual({
    leftEye: mean(37, 38, 40, 41),
    rightEye: mean(43, 44, 46, 47),
    nose: mean(30),
    leftMouth: mean(48, 60),
    rightMouth: mean(54, 64),
  });
  expect(alignFace(landmarks, FIVE)).toEqual(alignFive(fivePoints(landmarks), 112));
});
