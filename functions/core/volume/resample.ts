// Volumes on another grid: the picture's kernels along each of three axes, one after the other.
import { KERNELS, tapsOf } from '../style/resample.ts';
import type { Grid } from './volume.ts';

/** [depth, height, width], bicubic along every axis; itself where the grid is the same. */
export function resampled(voxels: Float32Array, from: Grid, to: Grid): Float32Array {
  const sides = [from.depth, from.height, from.width];
  const wanted = [to.depth, to.height, to.width];
  let now = voxels;
  for (const [axis, side] of wanted.entries()) {
    if (side === sides[axis]) continue;
    const inner = sides.slice(axis + 1).reduce((product, each) => product * each, 1);
    const outer = sides.slice(0, axis).reduce((product, each) => product * each, 1);
    now = alongAxis(now, outer, sides[axis], side, inner);
    sides[axis] = side;
  }
  return now;
}

/** [outer, from, inner] to [outer, to, inner]. */
function alongAxis(
  values: Float32Array,
  outer: number,
  from: number,
  to: number,
  inner: number,
): Float32Array {
  const taps = tapsOf(to, from, { scale: from / to, offset: 0 }, KERNELS.bicubic);
  const out = new Float32Array(outer * to * inner);
  for (let o = 0; o < outer; o++)
    for (const [place, { indices, weights }] of taps.entries())
      for (let i = 0; i < inner; i++) {
        let sum = 0;
        for (let tap = 0; tap < weights.length; tap++)
          sum += weights[tap] * values[(o * from + indices[tap]) * inner + i];
        out[(o * to + place) * inner + i] = sum;
      }
  return out;
}
