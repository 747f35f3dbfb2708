// Volumes as what an encoder is shown: the whole of each in its own deviations, turned, scaled and moved while it learns.
import { resampled } from '../../functions/core/volume/resample.ts';
import { type Grid, momentsOf } from '../../functions/core/volume/volume.ts';
import { createNodeImages } from '../../functions/platform/images-node.ts';
import { gaussian } from '../evaluate/random.ts';
import { rotation } from '../rotation.ts';
import { readVolume } from '../style/volumes.ts';
import type { Medium } from './medium.ts';

const MAX_VOXELS = 40e6;
/** Ranges: those of pictures (augment.ts), but for the shear, which no solid thing does. */
const TURN = (10 * Math.PI) / 180;
const SCALE = 0.1;
const SHIFT = 0.1;

/**
 * [1, depth, height, width]: stretched to it, in standard deviations from the mean, since scanners have units of their
 * own; what does not vary is 0. While it learns a volume is also turned about any axis, scaled and moved; never mirrored:
 * left is not right.
 */
export function volumeMedium(side: readonly [depth: number, height: number, width: number]) {
  const [depth, height, width] = side;
  const grid: Grid = { depth, height, width };
  const images = createNodeImages({ maxPixels: MAX_VOXELS });
  return {
    view: [1, depth, height, width],
    async read(file) {
      const volume = await readVolume(images, file);
      const voxels = resampled(volume.voxels, volume, grid);
      const { mean, deviation } = momentsOf(voxels);
      return voxels.map((value) => (deviation > 0 ? (value - mean) / deviation : 0));
    },
    put(voxels, out, change) {
      if (change?.random) distort(voxels, grid, out, change.random);
      else out.set(voxels);
    },
  } satisfies Medium<Float32Array>;
}

/** Each voxel is read where the map takes it from, trilinear; beyond the border is the border. */
function distort(voxels: Float32Array, grid: Grid, out: Float32Array, random: () => number): void {
  const sides = [grid.width, grid.height, grid.depth];
  const within = (range: number) => range * (2 * random() - 1);
  const scale = 1 + within(SCALE);
  const axis = [0, 1, 2].map(() => gaussian(random));
  const rows = rotation(axis, within(TURN)).map((row) => row.map((value) => scale * value));
  const middles = sides.map((size) => (size - 1) / 2);
  const ends = sides.map((size, i) => middles[i] + size * within(SHIFT));
  const from = [0, 0, 0];
  let at = 0;
  for (let z = -middles[2]; z <= middles[2]; z++)
    for (let y = -middles[1]; y <= middles[1]; y++)
      for (let x = -middles[0]; x <= middles[0]; x++) {
        for (let i = 0; i < 3; i++) {
          const place = rows[i][0] * x + rows[i][1] * y + rows[i][2] * z + ends[i];
          from[i] = Math.min(Math.max(place, 0), sides[i] - 1);
        }
        out[at++] = trilinear(voxels, sides, from);
      }
}

function trilinear(voxels: Float32Array, sides: readonly number[], from: readonly number[]): number {
  let sum = 0;
  for (let corner = 0; corner < 8; corner++) {
    let [weight, index] = [1, 0];
    for (let axis = 2; axis >= 0; axis--) {
      const low = Math.floor(from[axis]);
      const isHigh = (corner >> axis) & 1;
      const rest = from[axis] - low;
      weight *= isHigh ? rest : 1 - rest;
      index = index * sides[axis] + Math.min(low + isHigh, sides[axis] - 1);
    }
    if (weight > 0) sum += weight * voxels[index];
  }
  return sum;
}
