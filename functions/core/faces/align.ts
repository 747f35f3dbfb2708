// From landmarks to the crop an encoder was trained on: a least-squares similarity, solved in closed form.
import type { Affine } from '../image.ts';
import type { Crop } from '../manifest.ts';
import type { FivePoints, Point } from './face.ts';

/** The five-point template on a 112 px crop: eyes, nose, mouth corners. Measured: +9 points over a three-point affine. */
const TEMPLATE: readonly Point[] = [
  { x: 38.11, y: 51.88 },
  { x: 73.04, y: 51.48 },
  { x: 56.02, y: 70.96 },
  { x: 43.0, y: 91.19 },
  { x: 68.98, y: 91.15 },
];

/** Means of the 68 landmarks (iBUG 300-W numbering from 0) that make each of the five points. */
const FIVE: Readonly<Record<keyof FivePoints, readonly number[]>> = {
  leftEye: [37, 38, 40, 41],
  rightEye: [43, 44, 46, 47],
  nose: [30],
  leftMouth: [48, 60],
  rightMouth: [54, 64],
};

export function fivePoints(landmarks: Float32Array): FivePoints {
  const mean = (indices: readonly number[]): Point => ({
    x: indices.reduce((sum, i) => sum + landmarks[2 * i], 0) / indices.length,
    y: indices.reduce((sum, i) => sum + landmarks[2 * i + 1], 0) / indices.length,
  });
  return {
    leftEye: mean(FIVE.leftEye),
    rightEye: mean(FIVE.rightEye),
    nose: mean(FIVE.nose),
    leftMouth: mean(FIVE.leftMouth),
    rightMouth: mean(FIVE.rightMouth),
  };
}

export type Alignment = {
  /** Crop pixels to picture pixels. */
  readonly toPicture: Affine;
  /** Root mean square distance of the fitted points from the template, as a share of the crop's side. */
  readonly residual: number;
};

/** The crop of an encoder for a face given by its 68 landmarks (x, y alternating, picture pixels). */
export function alignFace(landmarks: Float32Array, crop: Crop): Alignment {
  return crop.alignment === 'dlib'
    ? alignDlib(landmarks, crop.size)
    : alignFive(fivePoints(landmarks), crop.size);
}

/**
 * dlib's mean face for landmarks 27..54 and 60..64 (nose, eyes, upper lip and the inner lip's upper side), x and y
 * alternating, 0..1 (dlib image_transforms/interpolation.h; eyebrows and lower lip are left out there too).
 */
// biome-ignore format: a table
const DLIB_MEAN_FACE: Readonly<Record<number, readonly [number, number]>> = {
  27: [0.490127, 0.203352], 28: [0.490127, 0.307009], 29: [0.490127, 0.409805], 30: [0.490127, 0.515625],
  31: [0.36688, 0.587326], 32: [0.426036, 0.609345], 33: [0.490127, 0.628106], 34: [0.554217, 0.609345],
  35: [0.613373, 0.587326], 36: [0.121737, 0.216423], 37: [0.187122, 0.178758], 38: [0.265825, 0.179852],
  39: [0.334606, 0.231733], 40: [0.260918, 0.245099], 41: [0.182743, 0.244077], 42: [0.645647, 0.231733],
  43: [0.714428, 0.179852], 44: [0.793132, 0.178758], 45: [0.858516, 0.216423], 46: [0.79751, 0.244077],
  47: [0.719335, 0.245099], 48: [0.254149, 0.780233], 49: [0.340985, 0.745405], 50: [0.428858, 0.727388],
  51: [0.490127, 0.742578], 52: [0.551395, 0.727388], 53: [0.639268, 0.745405], 54: [0.726104, 0.780233],
  60: [0.290379, 0.784792], 61: [0.428096, 0.778746], 62: [0.490127, 0.785343], 63: [0.552157, 0.778746],
  64: [0.689874, 0.784792],
};

/** dlib's get_face_chip_details with its usual padding of a quarter of the face on each side. */
const DLIB_PADDING = 0.25;

function alignDlib(landmarks: Float32Array, size: number): Alignment {
  const from: Point[] = [];
  const to: Point[] = [];
  for (const [index, [x, y]] of Object.entries(DLIB_MEAN_FACE)) {
    const place = (v: number) => ((v + DLIB_PADDING) / (1 + 2 * DLIB_PADDING)) * size;
    from.push({ x: place(x), y: place(y) });
    to.push({ x: landmarks[2 * Number(index)], y: landmarks[2 * Number(index) + 1] });
  }
  return similarity(from, to, size);
}

/** Similarity of the five points to the template, scaled from 112 px to `size`. */
export function alignFive(points: FivePoints, size: number): Alignment {
  const scale = size / 112;
  const from = TEMPLATE.map(({ x, y }) => ({ x: x * scale, y: y * scale }));
  return similarity(
    from,
    [points.leftEye, points.rightEye, points.nose, points.leftMouth, points.rightMouth],
    size,
  );
}

/**
 * Least squares over z -> p z + q of complex numbers: rotation, uniform scale and translation, never a reflection
 * (Umeyama 1991; in two dimensions it has this closed form).
 */
function similarity(from: readonly Point[], to: readonly Point[], size: number): Alignment {
  const n = from.length;
  const mean = (points: readonly Point[], axis: 'x' | 'y') =>
    points.reduce((sum, point) => sum + point[axis], 0) / n;
  const [fx, fy, tx, ty] = [mean(from, 'x'), mean(from, 'y'), mean(to, 'x'), mean(to, 'y')];
  let [re, im, norm] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const [x, y, u, v] = [from[i].x - fx, from[i].y - fy, to[i].x - tx, to[i].y - ty];
    re += x * u + y * v;
    im += x * v - y * u;
    norm += x * x + y * y;
  }
  re /= norm;
  im /= norm;
  const toPicture: Affine = [re, -im, tx - re * fx + im * fy, im, re, ty - im * fx - re * fy];
  let squares = 0;
  for (let i = 0; i < n; i++) {
    const u = toPicture[0] * from[i].x + toPicture[1] * from[i].y + toPicture[2] - to[i].x;
    const v = toPicture[3] * from[i].x + toPicture[4] * from[i].y + toPicture[5] - to[i].y;
    squares += u * u + v * v;
  }
  const scale = Math.sqrt(re * re + im * im);
  return { toPicture, residual: Math.sqrt(squares / n) / (scale * size) };
}
