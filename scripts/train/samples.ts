// Pictures of classes in memory, and batches of them as the network's input.
import path from 'node:path';
import type { Affine, Picture } from '../../functions/core/image.ts';
import { sizeOf } from '../../functions/core/tensor.ts';
import { createNodeImages } from '../../functions/platform/images-node.ts';
import { readPicture } from '../picture-files.ts';
import { startProgress } from '../progress.ts';
import { quarterTurned, randomDistortion } from './augment.ts';
import type { Draw } from './batches.ts';
import type { PictureClass } from './classes.ts';
import { type ViewDims, viewPicture } from './view.ts';

const MAX_PIXELS = 40e6;
const UPRIGHT: Affine = [1, 0, 0, 0, 1, 0];

/** The pictures of each class, in the order of the classes. */
export async function readSamples(directory: string, classes: readonly PictureClass[]): Promise<Picture[][]> {
  const images = createNodeImages({ maxPixels: MAX_PIXELS });
  const progress = startProgress('reading', classes.length);
  try {
    const all: Picture[][] = [];
    for (const { pictures } of classes) {
      const read: Picture[] = [];
      for (const file of pictures) read.push(await readPicture(images, path.join(directory, file)));
      all.push(read);
      progress.tick();
    }
    return all;
  } finally {
    progress.stop();
  }
}

/** How many classes one class of pictures is: turned by quarters it is four, since no character is its neighbour turned. */
export function turnsOf(quarterTurns: boolean): number {
  return quarterTurns ? 4 : 1;
}

/** The draws as [draws, channels, height, width]; a label is class x turns + turn. Without `random` undistorted. */
export function fillBatch(
  samples: readonly (readonly Picture[])[],
  draws: readonly Draw[],
  view: ViewDims,
  options: { readonly quarterTurns: boolean; readonly random?: () => number },
): Float32Array {
  const size = sizeOf(view);
  const turns = turnsOf(options.quarterTurns);
  const batch = new Float32Array(draws.length * size);
  for (const [row, { label, picture }] of draws.entries()) {
    const distortion = options.random ? randomDistortion(options.random) : UPRIGHT;
    const map = quarterTurned(label % turns, distortion);
    const from = samples[Math.floor(label / turns)][picture];
    viewPicture(from, view, batch.subarray(row * size, (row + 1) * size), map);
  }
  return batch;
}
