// How an encoder that was trained here sees a picture: scaled to its input, ink and shade as 0 (white) to 1 (black).

import type { Dims } from '../../functions/core/graph/operator.ts';
import {
  type Affine,
  compose,
  type Picture,
  pyramidOf,
  sampleLuminance,
  samplePlanes,
} from '../../functions/core/image.ts';
import { sizeOf } from '../../functions/core/tensor.ts';

/** [channels, height, width]; one channel is luminance, three are red, green and blue. */
export type ViewDims = readonly [channels: number, height: number, width: number];

/** White is 0, so that what a convolution pads with is paper. */
const SCALING = { mean: [255, 255, 255], scale: -255 } as const;

/** The whole picture into `out`; `distortion` maps the square -1..1 around its middle onto itself. */
export function viewPicture(
  picture: Picture,
  [channels, height, width]: ViewDims,
  out: Float32Array,
  distortion?: Affine,
): void {
  const toSquare: Affine = [2 / width, 0, -1, 0, 2 / height, -1];
  const { width: w, height: h } = picture;
  const toPicture: Affine = [w / 2, 0, w / 2, 0, h / 2, h / 2];
  const map = compose(toPicture, distortion ? compose(distortion, toSquare) : toSquare);
  const pyramid = pyramidOf(picture);
  if (channels === 3) {
    samplePlanes(pyramid, map, width, height, { order: 'rgb', scaling: SCALING, border: 'replicate' }, out);
    return;
  }
  const luminance = sampleLuminance(pyramid, map, width, height);
  for (let i = 0; i < luminance.length; i++) out[i] = 1 - luminance[i] / 255;
}

/** @throws Error when the input of a network is no picture that can be made here. */
export function viewDimsOf(dims: Dims): ViewDims {
  const [batch, channels, height, width] = dims;
  if (dims.length !== 4 || batch !== 1 || (channels !== 1 && channels !== 3) || sizeOf(dims) === 0)
    throw new Error(`The encoder's input is [${dims}]; [1, 1 or 3, height, width] is wanted.`);
  return [channels, height, width];
}
