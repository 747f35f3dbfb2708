// One-shot recognition: which of so many new classes a picture shows, by one picture of each (Lake et al. 2015).
import path from 'node:path';
import { seeded } from '../../functions/core/random.ts';
import { type OwnEncoder, openOwnEncoder } from '../own-encoder.ts';
import { startProgress } from '../progress.ts';
import { type PictureClass, readClasses } from '../train/classes.ts';
import { oneShotAccuracy } from './oneshot-trials.ts';
import type { Result } from './result.ts';

export type OneShotOptions = {
  readonly data: string;
  /** An ONNX file that npm run train wrote, of pictures, sounds or volumes. */
  readonly encoder: string;
  readonly way: number;
  readonly trials: number;
  readonly seed: number;
};

export async function evaluateOneShot(options: OneShotOptions): Promise<Result> {
  const encoder = await openOwnEncoder(options.encoder);
  try {
    const classes = await readClasses(options.data, encoder.medium);
    if (classes.length === 0) throw new Error(`${options.data} has no folder with ${encoder.medium}s.`);
    return resultOf(options, classes, await embedClasses(options.data, encoder, classes));
  } finally {
    await encoder.release();
  }
}

function resultOf(
  options: OneShotOptions,
  classes: readonly PictureClass[],
  embeddings: readonly Float32Array[],
): Result {
  const found = oneShotAccuracy(
    classes.map(({ group, pictures }, index) => ({
      group,
      count: pictures.length,
      embeddings: embeddings[index],
    })),
    options,
    seeded(options.seed),
  );
  return {
    values: { way: options.way, trials: options.trials, classes: classes.length, ...found },
    chart: null,
  };
}

/** [files, D] of each class. */
async function embedClasses(
  data: string,
  { embed }: OwnEncoder,
  classes: readonly PictureClass[],
): Promise<Float32Array[]> {
  const progress = startProgress('embedding', classes.length);
  try {
    const all: Float32Array[] = [];
    for (const { pictures } of classes) {
      const rows: number[] = [];
      for (const file of pictures) rows.push(...(await embed(path.join(data, file))));
      all.push(Float32Array.from(rows));
      progress.tick();
    }
    return all;
  } finally {
    progress.stop();
  }
}
