// An encoder that npm run train wrote, fed by the files it was trained on the likes of: pictures, sounds or volumes.
import { readFile } from 'node:fs/promises';
import { readGraph } from '../functions/core/graph/read.ts';
import type { Calibration } from '../functions/core/manifest.ts';
import { float32, sizeOf } from '../functions/core/tensor.ts';
import { createNodeRuntime } from '../functions/platform/ort-node.ts';
import { reportBeside } from './encoder-file.ts';
import { openMedium } from './train/media.ts';
import { type MediumName, mediumOfInput } from './train/medium.ts';

export type OwnEncoder = {
  readonly medium: MediumName;
  /** Of its report; null without one, or where too few classes were held out. */
  readonly calibration: Calibration | null;
  /** A unit vector. @throws Error and Fault with the file's name. */
  embed(file: string): Promise<Float32Array>;
  release(): Promise<void>;
};

/**
 * An ONNX file with an input [1, channels, ...spatial] and an output `embedding`. A report beside it is read where there
 * is one; of sounds it says the rate. @throws Error for one that is fed faces: it wants the service's own pipeline.
 */
export async function openOwnEncoder(file: string): Promise<OwnEncoder> {
  const bytes = await readFile(file);
  const report = await reportBeside(file, bytes);
  if (report?.fed && report.fed.crop.alignment !== 'whole-picture')
    throw new Error(`${file} is fed crops of faces, which are not looked for here.`);
  const { inputs, values } = readGraph(bytes);
  const dims = values.get(inputs[0])!.dims;
  const medium = mediumOfInput(dims);
  const rate = report?.recipe.rate ?? null;
  if (medium === 'sound' && rate === null)
    throw new Error(`${file}.json is missing: it says at which rate the sounds are.`);
  const { read, put } = openMedium(medium, dims.slice(1), rate);
  const session = await createNodeRuntime().open(bytes);
  const x = new Float32Array(sizeOf(dims));
  return {
    ...{ medium, calibration: report?.calibration ?? report?.entry?.calibration ?? null },
    async embed(path) {
      put(await read(path), x);
      const { embedding } = await session.run({ [inputs[0]]: float32(dims, x) });
      return (embedding.data as Float32Array).slice();
    },
    release: () => session.release(),
  };
}
