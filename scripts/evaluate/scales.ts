// `evaluate scales`: what an extractor's channels are to be multiplied by, so that all of them count alike.
import { readFile, writeFile } from 'node:fs/promises';
import { graphBuilder } from '../../functions/core/graph/graph.ts';
import { encodeModel } from '../../functions/core/graph/proto.ts';
import type { Scales } from '../../functions/core/manifest.ts';
import type { Runtime } from '../../functions/core/ports.ts';
import { runOnce } from '../../functions/core/run-once.ts';
import { type Extractor, extractorOf, openExtractor } from '../../functions/core/style/extractor.ts';
import { toPlanes } from '../../functions/core/style/pictures.ts';
import { sizeFor } from '../../functions/core/style/size.ts';
import { float32 } from '../../functions/core/tensor.ts';
import { createNodeImages } from '../../functions/platform/images-node.ts';
import { createNodeModels } from '../../functions/platform/models-node.ts';
import { createNodeRuntime } from '../../functions/platform/ort-node.ts';
import { readSamples } from '../bench/samples.ts';
import { LIMITS, MODELS_DIRECTORY } from '../open-faces.ts';
import { startProgress } from '../progress.ts';
import { calibrationPictures, type Planes } from './calibration-pictures.ts';
import { updateScales } from './manifest-file.ts';
import type { Result } from './result.ts';

export type ScalesOptions = {
  readonly extractor: string;
  /** Files; none: pictures made by code, and the photographs of a package. */
  readonly pictures: readonly string[];
  readonly size: number;
  readonly write?: boolean;
  readonly out?: string;
};

/** Committed numbers are rounded, so that a run on another machine gives the same ones. */
const DIGITS = 3;
/** Of the mean over channels: what keeps a channel that is almost always 0 from being blown up. */
const FLOOR = 0.02;
/** Pixel-patch layers: 3 x 3 patches of the picture averaged by so much. */
const PATCHES = { px1: 1, px2: 2, px4: 4 } as const;

/** 1 / (rms of the channel + 0.02 x mean rms of its layer), over all pictures alike; and how that is to the manifest's. */
export async function measureScales(options: ScalesOptions): Promise<Result> {
  const models = await createNodeModels(MODELS_DIRECTORY);
  const extractor = await openExtractor(models, options.extractor, { scales: {} });
  const files = options.pictures;
  // Deep channels answer to curves and textures that photographs have: without any, some scales come out three times too large.
  const made = files.length ? [] : calibrationPictures();
  const bytes = files.length ? await Promise.all(files.map((file) => readFile(file))) : await readSamples();
  const pictures = [...made, ...(await Promise.all(bytes.map(planesOf(options.size))))];
  const squares = await meanSquares(createNodeRuntime(), extractor, pictures);
  const scales = Object.fromEntries(Array.from(squares, ([layer, means]) => [layer, scalesOf(means)]));
  if (options.write) await updateScales(options.extractor, scales);
  if (options.out) await writeFile(options.out, jsonOf(scales));
  const committed = extractorOf(models.manifest, options.extractor).scales;
  const layers = Object.keys(committed ?? {}).filter((name) => scales[name]);
  const compared = layers.map((name) => [name, compare(scales[name], committed![name])]);
  return { values: { pictures: pictures.length, ...Object.fromEntries(compared) }, chart: null };
}

async function meanSquares(
  runtime: Runtime,
  extractor: Extractor,
  pictures: readonly Planes[],
): Promise<ReadonlyMap<string, readonly number[]>> {
  const sums = new Map<string, number[]>();
  const add = (layer: string, means: readonly number[]) =>
    sums.set(
      layer,
      means.map((mean, c) => mean / pictures.length + (sums.get(layer)?.[c] ?? 0)),
    );
  const progress = startProgress('Pictures', pictures.length);
  for (const picture of pictures) {
    for (const [layer, means] of await layerMeans(runtime, extractor, picture)) add(layer, means);
    for (const [layer, shrink] of Object.entries(PATCHES)) add(layer, patchMeans(picture, shrink));
    progress.tick();
  }
  progress.stop();
  return sums;
}

/** Mean square of every channel of every layer. */
async function layerMeans(
  runtime: Runtime,
  extractor: Extractor,
  { width, height, data }: Planes,
): Promise<[string, number[]][]> {
  const builder = graphBuilder('scales');
  const dims = [1, 3, height, width];
  const names = extractor.layers.map(({ name }) => name);
  for (const [name, features] of extractor.append(builder, builder.input('picture', dims), names)) {
    const squares = builder.op('Mul', [features, features]);
    builder.output(builder.op('ReduceMean', [squares], { axes: [0, 2, 3], keepdims: 0 }), name);
  }
  const means = await runOnce(runtime, encodeModel(builder.build()), { picture: float32(dims, data) });
  return names.map((name) => [name, Array.from(means[name].data, Number)]);
}

/** Mean square of each of the 27 values of a 3 x 3 patch, RGB-major. */
function patchMeans({ width, height, data }: Planes, shrink: number): number[] {
  const [columns, rows] = [Math.floor(width / shrink), Math.floor(height / shrink)];
  const small = new Float64Array(3 * rows * columns);
  for (let i = 0; i < small.length; i++) {
    const [plane, y, x] = [Math.floor(i / (rows * columns)), Math.floor(i / columns) % rows, i % columns];
    for (let cell = 0; cell < shrink ** 2; cell++) {
      const [down, right] = [Math.floor(cell / shrink), cell % shrink];
      small[i] += data[(plane * height + y * shrink + down) * width + x * shrink + right] / shrink ** 2;
    }
  }
  return Array.from({ length: 27 }, (_, at) => {
    const [plane, down, right] = [Math.floor(at / 9), Math.floor(at / 3) % 3, at % 3];
    let sum = 0;
    for (let y = 0; y < rows - 2; y++)
      for (let x = 0; x < columns - 2; x++)
        sum += small[(plane * rows + y + down) * columns + x + right] ** 2;
    return sum / ((rows - 2) * (columns - 2));
  });
}

function scalesOf(meanSquares: readonly number[]): number[] {
  const rms = meanSquares.map(Math.sqrt);
  const floor = (FLOOR * rms.reduce((a, b) => a + b, 0)) / rms.length;
  return rms.map((value) => Number((1 / (value + floor)).toPrecision(DIGITS)));
}

/** Of two lists of scales: correlation of the logarithms, and the median of ours over theirs. */
export function compare(ours: readonly number[], theirs: readonly number[]) {
  const [a, b] = [ours, theirs].map((list) => list.map(Math.log));
  const ratios = a.map((value, i) => value - b[i]).sort((x, y) => x - y);
  const round = (value: number) => Number(value.toPrecision(DIGITS));
  return { correlation: round(correlation(a, b)), ratio: round(Math.exp(ratios[ratios.length >> 1])) };
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const centred = (list: readonly number[]) => {
    const mean = list.reduce((sum, value) => sum + value, 0) / list.length;
    return list.map((value) => value - mean);
  };
  const [x, y] = [centred(a), centred(b)];
  const dot = (p: readonly number[], q: readonly number[]) =>
    p.reduce((sum, value, i) => sum + value * q[i], 0);
  return dot(x, y) / Math.sqrt(dot(x, x) * dot(y, y));
}

/** A file's picture, its longer side made `size`. */
function planesOf(size: number): (bytes: Uint8Array) => Promise<Planes> {
  const images = createNodeImages({ maxPixels: LIMITS.maxPixels });
  return async (bytes) => {
    const { picture } = await images.decode(bytes);
    const to = sizeFor(picture, size, 1);
    return { ...to, data: toPlanes(picture, to) };
  };
}

/** A layer a line. */
function jsonOf(scales: Scales): string {
  const lines = Object.entries(scales).map(([layer, list]) => `  "${layer}": [${list.join(', ')}]`);
  return `{\n${lines.join(',\n')}\n}\n`;
}
