// The pipeline with the real models on Node, on the sample pictures of face-api: 22 faces, counted by eye.
import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { createFaceEngine, type FaceEngine } from '../../../functions/core/faces/engine.ts';
import type { Face, FivePoints, Point, Rotation } from '../../../functions/core/faces/face.ts';
import { dot } from '../../../functions/core/faces/fuse.ts';
import type { Picture } from '../../../functions/core/image.ts';
import { createNodeImages } from '../../../functions/platform/images-node.ts';
import { createNodeModels } from '../../../functions/platform/models-node.ts';
import { createNodeRuntime } from '../../../functions/platform/ort-node.ts';
import { blurred, cropped, darkened, pasted, pictureOf, pixel, shrunk, turned } from '../../picture-edits.ts';
import { exif, jpegWithExif } from '../../platform/picture-files.ts';

const FACES = [3, 3, 3, 4, 5, 4];
const images = createNodeImages({ maxPixels: 6_000_000 });

let engine: FaceEngine;
/** Half as large as they are: 960 px wide. */
const samples: { picture: Picture; faces: readonly Face[] }[] = [];

beforeAll(async () => {
  const limits = {
    maxBodyBytes: 1e7,
    maxPixels: 6e6,
    maxFacesPerPicture: 100,
    maxPicturesPerEnrolment: 20,
    maxFacesPerGallery: 1000,
    maxCalibrationComparisons: 1e6,
  };
  const models = await createNodeModels('models');
  engine = createFaceEngine({ runtime: createNodeRuntime(), models, limits }, 'mobilefacenet-128');
  for (let n = 1; n <= FACES.length; n++) {
    const { picture } = await images.decode(
      await readFile(`node_modules/@vladmandic/face-api/demo/sample${n}.jpg`),
    );
    const half = shrunk(picture, picture.width >> 1, picture.height >> 1);
    const [whole, faces] = [await engine.detect(picture), await engine.detect(half)];
    expect([whole.length, faces.length], `sample${n}.jpg, whole and at half its size`).toEqual([
      FACES[n - 1],
      FACES[n - 1],
    ]);
    expect(nearestFirst(faces, whole, 0.5), 'half the size, the same faces').toHaveLength(whole.length);
    samples.push({ picture: half, faces });
  }
});

const centre = ({ box: { x, y, width, height } }: Pick<Face, 'box'>): Point => ({
  x: x + width / 2,
  y: y + height / 2,
});

/** Of `faces`, those within a third of a face's width of one of `others`, whose coordinates are times `scale`. */
function nearestFirst(faces: readonly Face[], others: readonly Face[], scale: number) {
  return others.flatMap((other) => {
    const at = centre(other);
    return faces.filter((face) => {
      const here = centre(face);
      return Math.hypot(here.x - at.x * scale, here.y - at.y * scale) < face.box.width / 3;
    });
  });
}

/** Where a point of the picture turned clockwise lies in the upright one of this size. */
function turnedBack({ x, y }: Point, degrees: Rotation, { width, height }: Picture): Point {
  if (degrees === 90) return { x: y, y: height - x };
  if (degrees === 180) return { x: width - x, y: height - y };
  return degrees === 270 ? { x: width - y, y: x } : { x, y };
}

async function cosine(a: Picture, faceA: Face, b: Picture, faceB: Face): Promise<number> {
  return dot(await engine.embed(a, faceA), await engine.embed(b, faceB));
}

/** The one face of `faces` whose box lies here; fails when there is none or two. */
function only(faces: readonly Face[], at: Point, within: number): Face {
  const here = faces.filter((face) => Math.hypot(centre(face).x - at.x, centre(face).y - at.y) < within);
  expect(here, `faces near ${Math.round(at.x)}, ${Math.round(at.y)}`).toHaveLength(1);
  return here[0];
}

const POINTS: readonly (keyof FivePoints)[] = ['leftEye', 'rightEye', 'nose', 'leftMouth', 'rightMouth'];

test('the 22 faces are found, upright, largest first, each with its points inside its box', () => {
  for (const { faces } of samples) {
    const areas = faces.map(({ box }) => box.width * box.height);
    expect(areas).toEqual(areas.toSorted((a, b) => b - a));
    for (const { box, points, rotation, score, landmarks } of faces) {
      expect(rotation).toBe(0);
      expect(score).toBeGreaterThan(0.65);
      expect(landmarks).toHaveLength(136);
      for (const name of POINTS) {
        const { x, y } = points[name];
        // A head turned aside has its nose at the rim of its box.
        const [mx, my] = [0.15 * box.width, 0.15 * box.height];
        expect(x).toBeGreaterThan(box.x - mx);
        expect(x).toBeLessThan(box.x + box.width + mx);
        expect(y).toBeGreaterThan(box.y - my);
        expect(y).toBeLessThan(box.y + box.height + my);
      }
      expect(points.leftMouth.y).toBeGreaterThan(points.leftEye.y);
      expect(points.rightMouth.x).toBeGreaterThan(points.leftMouth.x);
    }
  }
});

test('an embedding has length one, and of the 22 faces only the pair of one person match', async () => {
  const vectors: Float32Array[] = [];
  for (const { picture, faces } of samples) {
    for (const face of faces) vectors.push(await engine.embed(picture, face));
  }
  expect(vectors).toHaveLength(22);
  const { threshold } = engine.encoder.calibration.recognize;
  for (const vector of vectors) expect(dot(vector, vector)).toBeCloseTo(1, 5);
  const distances = vectors.flatMap((a, i) => vectors.slice(i + 1).map((b) => 2 - 2 * dot(a, b)));
  // The largest faces of the first and the third picture are the same woman's.
  expect(distances.filter((distance) => distance <= threshold)).toHaveLength(1);
});

describe('EXIF', () => {
  /** By the standard: where the stored row i and column j is in the upright picture of w x h. */
  const PLACES: readonly ((i: number, j: number, w: number, h: number) => readonly [x: number, y: number])[] =
    [
      (i, j) => [j, i], // 1: row 0 is the top, column 0 the left
      (i, j, w) => [w - 1 - j, i], // 2: top, right
      (i, j, w, h) => [w - 1 - j, h - 1 - i], // 3: bottom, right
      (i, j, _, h) => [j, h - 1 - i], // 4: bottom, left
      (i, j) => [i, j], // 5: left, top
      (i, j, w) => [w - 1 - i, j], // 6: right, top
      (i, j, w, h) => [w - 1 - i, h - 1 - j], // 7: right, bottom
      (i, j, _, h) => [i, h - 1 - j], // 8: left, bottom
    ];

  test.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'orientation %i: same places, cosine at least 0.99',
    async (orientation) => {
      const { picture: whole, faces } = samples[2];
      const face = faces[0];
      const [left, top] = [Math.round(face.box.x) - 60, Math.round(face.box.y) - 60];
      const picture = cropped(whole, left, top, 240, 320);
      const place = PLACES[orientation - 1];
      const [width, height] = orientation >= 5 ? [320, 240] : [240, 320];
      const stored = pictureOf(width, height, (j, i) => pixel(picture, ...place(i, j, 240, 320)));
      const jpeg = jpegWithExif(
        await images.encode(stored, 'jpeg'),
        exif(orientation, orientation % 2 === 0 ? 'II' : 'MM'),
      );
      const decoded = await images.decode(jpeg);
      expect([decoded.orientation, decoded.picture.width, decoded.picture.height]).toEqual([
        orientation,
        240,
        320,
      ]);
      const found = await engine.detect(decoded.picture);
      const at = { x: centre(face).x - left, y: centre(face).y - top };
      const same = only(found, at, face.box.width / 4);
      expect(same.rotation).toBe(0);
      expect(await cosine(whole, face, decoded.picture, same)).toBeGreaterThanOrEqual(0.99);
    },
  );
});

test.each([90, 180, 270] as const)(
  'turned by %i degrees without a word about it: the turn is told, places are those of the given picture',
  async (degrees) => {
    for (const { picture, faces } of samples) {
      const given = turned(picture, degrees);
      const found = await engine.detect(given);
      expect(found.map(({ rotation }) => rotation)).toEqual(faces.map(() => 360 - degrees));
      for (const face of faces) {
        const back = found.map((other) => turnedBack(centre(other), degrees, picture));
        const i = back.findIndex(
          ({ x, y }) => Math.hypot(x - centre(face).x, y - centre(face).y) < face.box.width / 4,
        );
        expect(i).toBeGreaterThanOrEqual(0);
        for (const name of POINTS) {
          const { x, y } = turnedBack(found[i].points[name], degrees, picture);
          const off = Math.hypot(x - face.points[name].x, y - face.points[name].y);
          expect(off / face.box.height).toBeLessThan(0.05);
        }
        // The turned box of a face that is clearly higher than wide lies on its side.
        if (face.box.height > 1.1 * face.box.width) {
          expect(found[i].box.width > found[i].box.height).toBe(degrees !== 180);
        }
        expect(await cosine(picture, face, given, found[i])).toBeGreaterThanOrEqual(0.95);
      }
    }
  },
);

test('close-ups whose face fills 90 % of the frame are found, each once, upright', async () => {
  const missed: string[] = [];
  for (const [n, { picture, faces }] of samples.entries()) {
    for (const [i, face] of faces.entries()) {
      const { x, y, width, height } = face.box;
      const [w, h] = [Math.round(width / 0.9), Math.round(height / 0.9)];
      const [left, top] = [Math.round(x - width * 0.055), Math.round(y - height * 0.055)];
      const closeUp = cropped(picture, left, top, w, h);
      const found = await engine.detect(closeUp);
      if (found.length !== 1 || found[0].rotation !== 0) {
        missed.push(`sample${n + 1} face ${i}: ${found.map(({ rotation }) => rotation)}`);
        continue;
      }
      const cos = await cosine(picture, face, closeUp, found[0]);
      if (cos < 0.7) missed.push(`sample${n + 1} face ${i}: cosine ${cos}`);
    }
  }
  expect(missed).toEqual([]);
});

test('faces of 2 % of the width of a 1920 x 1440 picture are found where they were pasted, and nothing else', async () => {
  const wall = pictureOf(1920, 1440, (x, y) => [120 + x / 40, 130 + y / 40, 140]);
  let missed = 0;
  for (const [n, { picture, faces }] of samples.entries()) {
    const { box } = faces[0];
    const side = Math.round(box.height * 2);
    const [left, top] = [
      Math.round(box.x + box.width / 2 - side / 2),
      Math.round(box.y + box.height / 2 - side / 2),
    ];
    const size = Math.round((side * 0.02 * 1920) / box.width);
    const small = shrunk(cropped(picture, left, top, side, side), size, size);
    const [x, y] = [150 + 290 * n, 1300 - 240 * n];
    const found = await engine.detect(pasted(wall, small, x, y));
    const here = found.filter(
      (face) => Math.hypot(centre(face).x - x - size / 2, centre(face).y - y - size / 2) < 15,
    );
    console.log(
      n,
      found.length,
      here.length,
      here.map((f) => [f.box.width, f.rotation]),
    );
    if (here.length !== 1) missed += 1;
    expect(found.length).toBe(here.length);
  }
  expect(missed).toBe(0);
});

describe('no face', () => {
  const SEED = 20261124;
  const random = mulberry32(SEED);
  const grey = (v: number): [number, number, number] => [v, v, v];
  test.each<[string, Picture]>([
    ['black', pictureOf(640, 480, () => grey(0))],
    ['grey', pictureOf(1280, 960, () => grey(127))],
    ['white, one pixel', pictureOf(1, 1, () => grey(255))],
    ['one row', pictureOf(500, 1, (x) => grey(x % 256))],
    ['one column', pictureOf(1, 500, (_, y) => grey(y % 256))],
    [`noise, seed ${SEED}`, pictureOf(640, 480, () => [random() * 256, random() * 256, random() * 256])],
    [`coarse noise, seed ${SEED}`, blocks(800, 600, 16)],
    ['a slope from left to right', pictureOf(640, 480, (x) => grey((x * 255) / 639))],
    ['a slope of colours', pictureOf(801, 601, (x, y) => [x / 4, y / 3, 255 - x / 4])],
    ['a spot', pictureOf(640, 640, (x, y) => grey(Math.max(0, 255 - Math.hypot(x - 320, y - 320))))],
    ['a checkerboard', pictureOf(640, 480, (x, y) => grey((x + y) % 2 === 0 ? 255 : 0))],
    ['a coarse checkerboard', pictureOf(960, 720, (x, y) => grey(((x >> 5) + (y >> 5)) % 2 === 0 ? 255 : 0))],
  ])('is found in %s', async (_, picture) => {
    expect(await engine.detect(picture)).toEqual([]);
  });

  function blocks(width: number, height: number, side: number): Picture {
    const colours = Array.from({ length: Math.ceil(width / side) * Math.ceil(height / side) }, () =>
      grey(random() * 256),
    );
    return pictureOf(
      width,
      height,
      (x, y) => colours[Math.floor(y / side) * Math.ceil(width / side) + Math.floor(x / side)],
    );
  }
});

describe('quality', () => {
  /** sample6's right-hand face in front of the camera, with room around it. */
  const portrait = () => {
    const { picture, faces } = samples[5];
    const { box } = faces.find(({ quality }) => Math.abs(quality.yaw) < 2)!;
    const [left, top] = [Math.round(box.x - box.width / 2), Math.round(box.y - box.height / 2)];
    return cropped(picture, left, top, Math.round(box.width * 2), Math.round(box.height * 2));
  };
  const qualityOf = async (picture: Picture) => {
    const [face] = await engine.detect(picture);
    return face.quality;
  };

  test('a good face has no reason against it', async () => {
    const { reasons, score } = await qualityOf(portrait());
    expect(reasons).toEqual([]);
    expect(score).toBeGreaterThan(0.5);
  });

  test.each<[string, (picture: Picture) => Picture, 'sharpness' | 'brightness' | 'eyeDistance', number]>([
    ['blurred', (picture) => blurred(blurred(picture, 4), 4), 'sharpness', 60],
    ['too_dark', (picture) => darkened(picture, 0.25), 'brightness', 40],
    ['too_small', (picture) => shrunk(picture, picture.width >> 2, picture.height >> 2), 'eyeDistance', 16],
  ])('%s, with what was measured and the limit', async (code, spoil, measure, limit) => {
    const quality = await qualityOf(spoil(portrait()));
    console.log(JSON.stringify(quality));
    const reason = quality.reasons.find((one) => one.code === code);
    expect(reason).toEqual({ code, value: quality[measure], limit });
    expect(quality[measure]).toBeLessThan(limit);
    expect(quality.score).toBeLessThan(0.5);
  });
});

function mulberry32(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
