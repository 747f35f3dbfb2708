// Whether a face is fit to be compared: size, sharpness, light, pose, each with the limit it is held against.
import { type Pyramid, sampleLuminance } from '../image.ts';
import { alignFive } from './align.ts';
import type { Box, FivePoints, Quality, Reason, ReasonCode, Rotation } from './face.ts';

/** Side of the aligned crop that sharpness and brightness are measured on. */
const SIZE = 64;

type Measures = Omit<Quality, 'score' | 'reasons'> & { readonly inside: number };

/** One row a reason: what is measured and the limit it must keep. At the limit the score is a half. */
const RULES: readonly {
  readonly code: ReasonCode;
  readonly limit: number;
  readonly least: boolean;
  readonly value: (measures: Measures) => number;
}[] = [
  { code: 'too_small', limit: 16, least: true, value: (m) => m.eyeDistance },
  { code: 'blurred', limit: 60, least: true, value: (m) => m.sharpness },
  { code: 'too_dark', limit: 40, least: true, value: (m) => m.brightness },
  { code: 'too_bright', limit: 225, least: false, value: (m) => m.brightness },
  { code: 'turned_away', limit: 45, least: false, value: (m) => Math.abs(m.yaw) },
  { code: 'tilted', limit: 40, least: false, value: (m) => Math.abs(m.roll) },
  { code: 'cut_off', limit: 0.75, least: true, value: (m) => m.inside },
];

export function measureQuality(pyramid: Pyramid, points: FivePoints, box: Box, rotation: Rotation): Quality {
  const measures = measure(pyramid, points, box, rotation);
  const reasons: Reason[] = [];
  let score = 1;
  for (const { code, limit, least, value } of RULES) {
    const measured = value(measures);
    if (least ? measured < limit : measured > limit) reasons.push({ code, value: round(measured), limit });
    const excess = least ? limit / Math.max(measured, 1e-9) : measured / limit;
    score = Math.min(score, 1 - (excess * excess) / 2);
  }
  const { inside: _, ...rest } = measures;
  return {
    ...rest,
    score: round(Math.max(0, score)),
    reasons,
  };
}

function measure(pyramid: Pyramid, points: FivePoints, box: Box, rotation: Rotation): Measures {
  const { leftEye, rightEye, nose } = points;
  const [dx, dy] = [rightEye.x - leftEye.x, rightEye.y - leftEye.y];
  const eyeDistance = Math.hypot(dx, dy);
  // How far the nose lies off the middle between the eyes, along the line through them; it stands out by about
  // 0.6 eye distances, so its shift is the sine of the yaw times that.
  const [mx, my] = [nose.x - (leftEye.x + rightEye.x) / 2, nose.y - (leftEye.y + rightEye.y) / 2];
  const shift = (mx * dx + my * dy) / (eyeDistance * eyeDistance);
  const yaw = degrees(Math.asin(Math.max(-1, Math.min(1, shift / 0.6))));
  const roll = ((degrees(Math.atan2(dy, dx)) + rotation + 540) % 360) - 180;

  const crop = sampleLuminance(pyramid, alignFive(points, SIZE).toPicture, SIZE, SIZE);
  const { picture } = pyramid;
  const width = Math.min(picture.width, box.x + box.width) - Math.max(0, box.x);
  const height = Math.min(picture.height, box.y + box.height) - Math.max(0, box.y);
  return {
    eyeDistance: round(eyeDistance),
    sharpness: round(laplacianVariance(crop)),
    brightness: round(crop.reduce((sum, v) => sum + v, 0) / crop.length),
    yaw: round(yaw),
    roll: round(roll),
    inside: (width * height) / (box.width * box.height),
  };
}

/** Variance of the four-neighbour Laplacian (Pech-Pacheco et al. 2000). */
function laplacianVariance(crop: Float32Array): number {
  let sum = 0;
  let squares = 0;
  for (let y = 1; y < SIZE - 1; y++) {
    for (let x = 1; x < SIZE - 1; x++) {
      const i = y * SIZE + x;
      const v = crop[i - 1] + crop[i + 1] + crop[i - SIZE] + crop[i + SIZE] - 4 * crop[i];
      sum += v;
      squares += v * v;
    }
  }
  const n = (SIZE - 2) * (SIZE - 2);
  return squares / n - (sum / n) ** 2;
}

const degrees = (radians: number) => (radians * 180) / Math.PI;
const round = (value: number) => Math.round(value * 1000) / 1000;
