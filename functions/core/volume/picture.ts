// A volume to look at: slices across its depth, one beside the other, from the darkest voxel to the brightest.
import type { Picture } from '../image.ts';
import { squareSheet } from '../picture/contact-sheet.ts';
import type { Volume } from './volume.ts';

const MOST_SLICES = 16;

/** Rows of up to four. The first row of voxels of NIfTI is the lowest. */
export function slicesPicture(volume: Volume): Picture {
  const { width, height, depth, voxels } = volume;
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of voxels) [least, most] = [Math.min(least, value), Math.max(most, value)];
  const count = Math.min(MOST_SLICES, depth);
  const slices = Array.from({ length: count }, (_, i): Picture => {
    const z = Math.floor(((i + 0.5) * depth) / count);
    const data = new Uint8Array(4 * width * height).fill(255);
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) {
        const value = voxels[(z * height + y) * width + x];
        const grey = most > least ? Math.round((255 * (value - least)) / (most - least)) : 127;
        data.fill(grey, 4 * ((height - 1 - y) * width + x), 4 * ((height - 1 - y) * width + x) + 3);
      }
    return { width, height, data };
  });
  return squareSheet(slices);
}
