// One-shot recognition: which of so many new classes a picture shows, by one picture of each (Lake et al. 2015).
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { readGraph } from '../../functions/core/graph/read.ts';
import { seeded } from '../../functions/core/random.ts';
import { float32 } from '../../functions/core/tensor.ts';
import { createNodeImages } from '../../functions/platform/images-node.ts';
import { createNodeRuntime } from '../../functions/platform/ort-node.ts';
import { readPicture } from '../picture-files.ts';
import { startProgress } from '../progress.ts';
import { type PictureClass, readClasses } from '../train/classes.ts';
import { viewDimsOf, viewPicture } from '../train/view.ts';
import { oneShotAccuracy } from './oneshot-trials.ts';
import type { Result } from './result.ts';

const MAX_PIXELS = 40e6;

export type OneShotOptions = {
  readonly data: string;
  /** An ONNX file with an input [1, 1 or 3, height, width] and an output `embedding`. */
  readonly encoder: string;
  readonly way: number;
  readonly trials: number;
  readonly seed: number;
};

export async function evaluateOneShot(options: OneShotOptions): Promise<Result> {
  const classes = await readClasses(options.data);
  const embeddings = await embedClasses(options, classes);
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

/** [pictures, D] of each class. */
async function embedClasses(
  { data, encoder }: OneShotOptions,
  classes: readonly PictureClass[],
): Promise<Float32Array[]> {
  const bytes = await readFile(encoder);
  const { inputs, values } = readGraph(bytes);
  const dims = values.get(inputs[0])!.dims;
  const view = viewDimsOf(dims);
  const images = createNodeImages({ maxPixels: MAX_PIXELS });
  const session = await createNodeRuntime().open(bytes);
  const progress = startProgress('embedding', classes.length);
  const x = new Float32Array(view[0] * view[1] * view[2]);
  try {
    const all: Float32Array[] = [];
    for (const { pictures } of classes) {
      const rows: number[] = [];
      for (const file of pictures) {
        viewPicture(await readPicture(images, path.join(data, file)), view, x);
        const { embedding } = await session.run({ [inputs[0]]: float32(dims, x) });
        rows.push(...(embedding.data as Float32Array));
      }
      all.push(Float32Array.from(rows));
      progress.tick();
    }
    return all;
  } finally {
    progress.stop();
    await session.release();
  }
}
