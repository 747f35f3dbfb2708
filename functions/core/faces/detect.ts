// Where the faces are: the detector over a pyramid of windows, one turn of the picture at a time.
import { type Affine, compose, mapPoint, type Pyramid, samplePlanes } from '../image.ts';
import type { Session } from '../ports.ts';
import type { Box, Rotation } from './face.ts';

/** Pixels of a detector's input. */
type WindowSize = { readonly width: number; readonly height: number };

/** A detector graph for one input size. `spare`: an input that no run is using; a new one each time costs more than filling it. */
export type Detector = WindowSize & {
  readonly session: Session;
  spare?: Float32Array;
};

/** The picture as it stands after a turn: its size, and the map from its pixels back to the picture's. */
export type Frame = {
  readonly rotation: Rotation;
  readonly width: number;
  readonly height: number;
  readonly toPicture: Affine;
};

/** A box in frame pixels, before landmarks have been asked whether it is a face. */
export type Candidate = { readonly box: Box; readonly score: number };

/** Score from which a box is worth asking for its landmarks. */
const MIN_SCORE = 0.65;
/**
 * Fine windows look for what the coarse one is too coarse for. Their large boxes are bodies and shadows: on the sample
 * pictures of face-api every false box was wider than this share of the window, and every face the coarse window's too.
 */
const MAX_FINE_WIDTH = 0.075;
/** Boxes that overlap more than this are one face. */
const MAX_IOU = 0.4;
/** So is a box of which this much lies within a better one. */
const MAX_INSIDE = 0.7;
/** The detector was trained at 4:3; a picture is stretched to it by at most this factor, the rest is padding. */
const MAX_STRETCH = 1.4;
/** Below this width even a face of 2 % has fewer than 10 pixels: the fine windows have nothing to find. */
const MIN_FINE_WIDTH = 500;
/** Overlap of fine windows, as a share of their width: a face, which is higher than wide, is whole in one of them. */
const OVERLAP = 0.105;
/** Squeeze a frame that is this much taller than one fine window rather than look twice. */
const MAX_SQUEEZE = 1.12;
/** The detector's zero is 127: what lies beyond the picture looks like nothing. */
const SCALING = { mean: [127, 127, 127], scale: 128 } as const;

/** Turning the picture clockwise by `rotation` gives the frame. */
export function frameOf({ picture: { width, height } }: Pyramid, rotation: Rotation): Frame {
  const turned = rotation === 90 || rotation === 270;
  const maps: Record<Rotation, Affine> = {
    0: [1, 0, 0, 0, 1, 0],
    90: [0, 1, 0, -1, 0, height],
    180: [-1, 0, width, 0, -1, height],
    270: [0, -1, width, 1, 0, 0],
  };
  return {
    rotation,
    width: turned ? height : width,
    height: turned ? width : height,
    toPicture: maps[rotation],
  };
}

/** The whole frame in one window: faces from about 6 % of its width up. */
export function coarseWindow(frame: Frame, detector: WindowSize): Affine {
  const sx = detector.width / frame.width;
  const sy = detector.height / frame.height;
  return centred(frame, detector, Math.min(sx, sy * MAX_STRETCH), Math.min(sy, sx * MAX_STRETCH));
}

/** The frame at `share` of its size in the middle of the window: faces that fill the frame become findable. */
export function shrunkWindow(frame: Frame, detector: Detector, share: number): Affine {
  const scale = share * Math.min(detector.width / frame.width, detector.height / frame.height);
  return centred(frame, detector, scale, scale);
}

/** Whether the frame is large enough for its small faces to be worth a second look. */
export function hasFineWindows(frame: Frame): boolean {
  return frame.width >= MIN_FINE_WIDTH;
}

/** Windows that show the frame `detector.width` pixels wide: faces from about 2 % of its width up. */
export function fineWindows(frame: Frame, detector: Detector): readonly Affine[] {
  let scale = detector.width / frame.width;
  const tall = (frame.height * scale) / detector.height;
  if (tall <= MAX_SQUEEZE) {
    scale = Math.min(scale, detector.height / frame.height);
    return [centred(frame, detector, scale, scale)];
  }
  const overlap = OVERLAP * detector.width;
  const count = Math.ceil((frame.height * scale - overlap) / (detector.height - overlap));
  const step = (frame.height - detector.height / scale) / (count - 1);
  return Array.from({ length: count }, (_, i): Affine => [1 / scale, 0, 0, 0, 1 / scale, i * step]);
}

/** The boxes of one coarse or shrunk window, in frame pixels. */
export function scanCoarse(pyramid: Pyramid, frame: Frame, detector: Detector, window: Affine) {
  return scan(pyramid, frame, detector, window, Number.POSITIVE_INFINITY);
}

/** The boxes of small faces in one fine window, in frame pixels. */
export function scanFine(pyramid: Pyramid, frame: Frame, detector: Detector, window: Affine) {
  return scan(pyramid, frame, detector, window, MAX_FINE_WIDTH);
}

async function scan(
  pyramid: Pyramid,
  frame: Frame,
  detector: Detector,
  window: Affine,
  maxWidth: number,
): Promise<readonly Candidate[]> {
  const { width, height, spare = new Float32Array(3 * width * height) } = detector;
  detector.spare = undefined;
  const data = sampleWindow(pyramid, compose(frame.toPicture, window), detector, spare);
  const input = { type: 'float32', dims: [1, 3, height, width], data } as const;
  const { scores, boxes } = await detector.session.run({ input });
  detector.spare = spare;
  const p = scores.data as Float32Array;
  const b = boxes.data as Float32Array;
  const found: Candidate[] = [];
  for (let i = 0; i < p.length; i++) {
    if (p[i] < MIN_SCORE || b[4 * i + 2] - b[4 * i] > maxWidth) continue;
    const from = mapPoint(window, b[4 * i] * width, b[4 * i + 1] * height);
    const to = mapPoint(window, b[4 * i + 2] * width, b[4 * i + 3] * height);
    found.push({ score: p[i], box: { x: from.x, y: from.y, width: to.x - from.x, height: to.y - from.y } });
  }
  return suppress(found);
}

/** What a detector sees of the picture, [3, height, width], into all of `out`; `toPicture` maps its pixels. */
export function sampleWindow(
  pyramid: Pyramid,
  toPicture: Affine,
  { width, height }: WindowSize,
  out: Float32Array,
): Float32Array {
  const options = { order: 'rgb', scaling: SCALING, border: 127 } as const;
  return samplePlanes(pyramid, toPicture, width, height, options, out);
}

/** Non-maximum suppression, best score first. */
export function suppress<T extends Candidate>(candidates: readonly T[]): readonly T[] {
  const kept: T[] = [];
  for (const candidate of [...candidates].sort((a, b) => b.score - a.score)) {
    if (kept.every(({ box }) => !sameFace(box, candidate.box))) kept.push(candidate);
  }
  return kept;
}

function sameFace(a: Box, b: Box): boolean {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  if (width <= 0 || height <= 0) return false;
  const both = width * height;
  const [areaA, areaB] = [a.width * a.height, b.width * b.height];
  return both > MAX_IOU * (areaA + areaB - both) || both > MAX_INSIDE * Math.min(areaA, areaB);
}

function centred(frame: Frame, detector: WindowSize, sx: number, sy: number): Affine {
  const left = (frame.width - detector.width / sx) / 2;
  const top = (frame.height - detector.height / sy) / 2;
  return [1 / sx, 0, left, 0, 1 / sy, top];
}
