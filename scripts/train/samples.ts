// The files of classes in memory, and batches of them as the network's input.
import path from 'node:path';
import { sizeOf } from '../../functions/core/tensor.ts';
import { startProgress } from '../progress.ts';
import type { Draw } from './batches.ts';
import type { PictureClass } from './classes.ts';
import type { Medium } from './medium.ts';

/** The files of each class, in the order of the classes. */
export async function readSamples<Sample>(
  medium: Medium<Sample>,
  directory: string,
  classes: readonly PictureClass[],
): Promise<Sample[][]> {
  const progress = startProgress('reading', classes.length);
  try {
    const all: Sample[][] = [];
    for (const { pictures } of classes) {
      const read: Sample[] = [];
      for (const file of pictures) read.push(await medium.read(path.join(directory, file)));
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

/** The draws as [draws, channels, ...spatial]; a label is class x turns + turn. Without `random` undistorted. */
export function fillBatch<Sample>(
  medium: Medium<Sample>,
  samples: readonly (readonly Sample[])[],
  draws: readonly Draw[],
  options: { readonly quarterTurns: boolean; readonly random?: () => number },
): Float32Array {
  const size = sizeOf(medium.view);
  const turns = turnsOf(options.quarterTurns);
  const batch = new Float32Array(draws.length * size);
  for (const [row, { label, picture }] of draws.entries()) {
    const change = { turn: label % turns, random: options.random };
    const from = samples[Math.floor(label / turns)][picture];
    medium.put(from, batch.subarray(row * size, (row + 1) * size), change);
  }
  return batch;
}
