// The crops that an encoder would be fed, kept as small pictures, and other looks at them.

import { alignFace } from '../../functions/core/faces/align.ts';
import { channelsOf, type FaceEngine, sampleCrop } from '../../functions/core/faces/engine.ts';
import type { Face } from '../../functions/core/faces/face.ts';
import {
  type Affine,
  compose,
  mapPoint,
  type Picture,
  pyramidOf,
  sourceFor,
} from '../../functions/core/image.ts';
import type { Crop } from '../../functions/core/manifest.ts';
import { FACE_RULES } from '../evaluate/face-rule.ts';

/** A piece of a picture, and how the crop of the encoder lies in it. */
export type FaceCrop = { readonly picture: Picture; readonly toPicture: Affine };

/** How much of a crop's side is kept around it, for looks that are turned and shifted. */
const AROUND = 0.25;

/** The most central face, or all of a picture for an encoder of whole pictures; null where there is no face. */
export async function cropOf(engine: FaceEngine, picture: Picture): Promise<FaceCrop | null> {
  const { crop } = engine.encoder;
  if (crop.alignment === 'whole-picture')
    return pieceOf(picture, [picture.width / crop.size, 0, 0, 0, picture.height / crop.size, 0], crop.size);
  const faces = await engine.detect(picture);
  if (faces.length === 0) return null;
  const face: Face = FACE_RULES.central(faces, picture);
  return pieceOf(picture, alignFace(face.landmarks, crop).toPicture, crop.size);
}

/** What the crop reads, of the halved copy that it reads: the same numbers from less memory. */
function pieceOf(picture: Picture, toPicture: Affine, size: number): FaceCrop {
  const { source, map } = sourceFor(pyramidOf(picture), toPicture);
  const ends = [-AROUND * size, (1 + AROUND) * size];
  const corners = ends.flatMap((x) => ends.map((y) => mapPoint(map, x, y)));
  const [left, right] = range(
    corners.map(({ x }) => x),
    source.width,
  );
  const [top, bottom] = range(
    corners.map(({ y }) => y),
    source.height,
  );
  const [width, height] = [right - left, bottom - top];
  const data = new Uint8Array(4 * width * height);
  for (let row = 0; row < height; row++) {
    const from = 4 * ((top + row) * source.width + left);
    data.set(source.data.subarray(from, from + 4 * width), 4 * row * width);
  }
  // `map` has the first pixel's centre at 0, a picture at one half.
  return { picture: { width, height, data }, toPicture: compose([1, 0, 0.5 - left, 0, 1, 0.5 - top], map) };
}

/** The pixels between the first and the last of these places, at least one of `count`. */
function range(places: readonly number[], count: number): [from: number, to: number] {
  const from = Math.min(count - 1, Math.max(0, Math.floor(Math.min(...places)) - 1));
  return [from, Math.min(count, Math.max(from + 1, Math.ceil(Math.max(...places)) + 2))];
}

/** How else a crop may look: of a face also in the mirror, and as a small, blurred or pale picture shows it. */
export type Look = {
  /** On the square -1..1 around the crop's middle. */
  readonly map: Affine;
  /** Side of the crop it is made from, in pixels; below the encoder's it is enlarged again. */
  readonly side: number;
  /** What the numbers are multiplied by, and what is added. */
  readonly contrast: number;
  readonly brightness: number;
};

const TURN = (8 * Math.PI) / 180;
const SCALE = 0.08;
const SHIFT = 0.04;
/** A quarter of the side: 28 px of 112. */
const LEAST_SIDE = 0.25;
const CONTRAST = 0.2;
const BRIGHTNESS = 0.2;
const MIRROR: Affine = [-1, 0, 0, 0, 1, 0];

/** The crop in the mirror, otherwise as it is. */
export function mirrored({ size }: Crop): Look {
  return { map: MIRROR, side: size, contrast: 1, brightness: 0 };
}

/** Any look. Only a face is looked at in the mirror: half of the time. */
export function randomLook({ size, alignment }: Crop, random: () => number): Look {
  const within = (most: number) => most * (2 * random() - 1);
  const [turn, scale] = [within(TURN), 1 + within(SCALE)];
  const [sine, cosine] = [scale * Math.sin(turn), scale * Math.cos(turn)];
  const map: Affine = [cosine, -sine, within(SHIFT), sine, cosine, within(SHIFT)];
  const isMirrored = random() < 0.5 && alignment !== 'whole-picture';
  return {
    map: isMirrored ? compose(map, MIRROR) : map,
    side: Math.round(size * LEAST_SIDE ** random()),
    contrast: 1 + within(CONTRAST),
    brightness: within(BRIGHTNESS),
  };
}

/** The encoder's input [channels, size, size] into `out`; without a look as the service would feed it. */
export function viewCrop({ picture, toPicture }: FaceCrop, crop: Crop, out: Float32Array, look?: Look): void {
  if (look === undefined) {
    sampleCrop(pyramidOf(picture), toPicture, crop, out);
    return;
  }
  const { side, contrast, brightness } = look;
  const toSquare: Affine = [2 / side, 0, -1, 0, 2 / side, -1];
  const toCrop: Affine = [crop.size / 2, 0, crop.size / 2, 0, crop.size / 2, crop.size / 2];
  const map = compose(toPicture, compose(toCrop, compose(look.map, toSquare)));
  const small = side === crop.size ? out : new Float32Array(channelsOf(crop) * side * side);
  sampleCrop(pyramidOf(picture), map, { ...crop, size: side }, small);
  if (small !== out) enlarge(small, side, crop.size, out);
  for (let i = 0; i < out.length; i++) out[i] = contrast * out[i] + brightness;
}

/** Planes of from x from as planes of to x to, bilinear. */
function enlarge(planes: Float32Array, from: number, to: number, out: Float32Array): void {
  const places = Array.from({ length: to }, (_, i) => {
    const at = Math.min(from - 1, Math.max(0, ((i + 0.5) * from) / to - 0.5));
    const low = Math.min(Math.floor(at), Math.max(0, from - 2));
    return { low, high: Math.min(low + 1, from - 1), share: at - low };
  });
  for (let i = 0, plane = 0; i < out.length; plane += from * from) {
    for (const y of places) {
      const [above, below] = [plane + y.low * from, plane + y.high * from];
      for (const x of places) {
        const upper = planes[above + x.low] + x.share * (planes[above + x.high] - planes[above + x.low]);
        const lower = planes[below + x.low] + x.share * (planes[below + x.high] - planes[below + x.low]);
        out[i++] = upper + y.share * (lower - upper);
      }
    }
  }
}
