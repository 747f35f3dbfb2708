// NIfTI files made of numbers, with a place in space that is turned and not centred.
import type { Grid } from '../../../functions/core/volume/volume.ts';

type Way = {
  readonly datatype?: 2 | 4 | 8 | 16 | 64 | 256 | 512 | 768;
  readonly big?: boolean;
  readonly slope?: number;
  readonly intercept?: number;
};

/** Voxels of 2 x 3 x 4 mm, turned by a quarter about the third axis. */
export function niftiOf(
  { width, height, depth }: Grid,
  voxels: Float32Array,
  { datatype = 16, big = false, slope = 0, intercept = 0 }: Way,
): Uint8Array<ArrayBuffer> {
  const size = { 2: 1, 4: 2, 8: 4, 16: 4, 64: 8, 256: 1, 512: 2, 768: 4 }[datatype];
  const bytes = new Uint8Array(352 + size * voxels.length);
  const view = new DataView(bytes.buffer);
  const little = !big;
  const int16 = (at: number, ...values: number[]) => {
    for (const [i, value] of values.entries()) view.setInt16(at + 2 * i, value, little);
  };
  const float = (at: number, ...values: number[]) => {
    for (const [i, value] of values.entries()) view.setFloat32(at + 4 * i, value, little);
  };
  view.setInt32(0, 348, little);
  int16(40, 3, width, height, depth, 1, 1, 1, 1);
  int16(70, datatype, 8 * size);
  float(76, 1, 2, 3, 4, 0, 0, 0, 0);
  float(108, 352, slope, intercept);
  bytes[123] = 2; // millimetres
  bytes.set([109, 97, 100, 101], 148); // its description
  int16(252, 1, 2);
  float(256, 0, 0, Math.SQRT1_2, 10, -20, 30);
  float(280, 0, -3, 0, 10, 2, 0, 0, -20, 0, 0, 4, 30);
  bytes.set([110, 43, 49, 0], 344);
  for (const [i, value] of voxels.entries()) {
    const at = 352 + size * i;
    if (size === 1) bytes[at] = value & 255;
    else if (datatype === 16) view.setFloat32(at, value, little);
    else if (datatype === 64) view.setFloat64(at, value, little);
    else if (size === 2) view.setInt16(at, value, little);
    else view.setInt32(at, value, little);
  }
  return bytes;
}
