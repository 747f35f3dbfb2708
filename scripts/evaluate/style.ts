// `evaluate style`: what a style transfer reaches and takes, and how judges that it was not optimised for see it.
import { readFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import path from 'node:path';
import type { Picture } from '../../functions/core/image.ts';
import type { Scales } from '../../functions/core/manifest.ts';
import type { Images, Models, Runtime } from '../../functions/core/ports.ts';
import { histogramMatched } from '../../functions/core/style/colours.ts';
import { openExtractor } from '../../functions/core/style/extractor.ts';
import { openObjective, resultSize } from '../../functions/core/style/objective.ts';
import type { StyleOptions } from '../../functions/core/style/options.ts';
import { type StyleInputs, toPlanes } from '../../functions/core/style/pictures.ts';
import { type StyleRequest, styleOptions } from '../../functions/core/style/presets.ts';
import { sizeFor } from '../../functions/core/style/size.ts';
import { createNodeImages } from '../../functions/platform/images-node.ts';
import { createNodeModels } from '../../functions/platform/models-node.ts';
import { createNodeRuntime } from '../../functions/platform/ort-node.ts';
import { LIMITS, MODELS_DIRECTORY } from '../open-faces.ts';
import { readPicture, writePicture } from '../picture-files.ts';
import type { Planes } from './calibration-pictures.ts';
import { edgeSsim, highFrequencyRatio } from './picture-measures.ts';
import type { Result } from './result.ts';
import { LEAST_JUDGED_SIDE, styleDistances } from './style-judges.ts';
import { runStyle } from './style-run.ts';

export type StylePair = { readonly content: string; readonly style: string };

type Tools = { readonly runtime: Runtime; readonly models: Models; readonly images: Images };

/** Of six pictures that the project does not ship: totals compare with other systems' only under the same scales. */
const STUDY_SCALES = new URL('study-scales.json', import.meta.url);
const STUDY_EXTRACTOR = 'inception-v3-mixed2';

export async function evaluateStyle(
  pair: StylePair & { readonly out?: string },
  request: StyleRequest,
): Promise<Result> {
  const tools = await openStyleTools();
  const { picture, values } = await styleFigures(tools, pair, styleOptions(request));
  if (pair.out) await writePicture(tools.images, pair.out, picture);
  return { values: { ...values, ...whereAndWhen(tools.runtime) }, chart: null };
}

export async function openStyleTools(): Promise<Tools> {
  const models = await createNodeModels(MODELS_DIRECTORY);
  const images = createNodeImages({ maxPixels: LIMITS.maxPixels });
  return { runtime: createNodeRuntime(), models, images };
}

/** Runs the transfer, and judges the picture at its own size. @throws Error, before any work, for one too small for it. */
export async function styleFigures(tools: Tools, pair: StylePair, options: StyleOptions) {
  const { runtime, models, images } = tools;
  const content = await readPicture(images, pair.content);
  const style = await readPicture(images, pair.style);
  const inputs = { content, styles: [{ picture: style, weight: 1 }] };
  const side = options.levels[options.levels.length - 1].size;
  // As the optimiser sees it.
  const styleSize = sizeFor(style, Math.max(1, Math.round(side * options.styleScale)), 1);
  for (const { width, height } of [resultSize(inputs, side), styleSize])
    if (Math.min(width, height) < LEAST_JUDGED_SIDE)
      throw new Error(`${width} x ${height} pixels are too few for the judges: ${LEAST_JUDGED_SIDE} a side.`);
  const extractor = await openExtractor(models, options.extractor);
  const run = await runStyle({ runtime }, extractor, options, inputs, nameOf(pair));
  const { width, height } = run.picture;
  const photo = planesOf(content, { width, height });
  const seen = planesOf(style, styleSize);
  const result = planesOf(run.picture, run.picture);
  const matched = { ...photo, data: histogramMatched(photo.data, seen.data) };
  const distances = await styleDistances(runtime, { photo, style: seen }, { result, matched });
  const values = {
    total: run.final.total,
    total_study: await studyTotal(tools, options, inputs, result),
    initial_total: run.initial.total,
    content: run.final.content,
    style: run.final.style,
    tv: run.final.tv,
    evaluations: run.evaluations,
    seconds: run.seconds,
    cpu_seconds: run.cpuSeconds,
    style_distance: distances.result,
    style_distance_colour_matched: distances.matched,
    edge_ssim: edgeSsim(result, photo),
    edge_ssim_colour_matched: edgeSsim(matched, photo),
    high_frequency_ratio: highFrequencyRatio(result, seen),
    width,
    height,
    levels: options.levels.map(({ size, iterations }) => `${size}x${iterations}`).join(','),
  };
  return { picture: run.picture, values, content, style };
}

/** The total of the same options at the picture's size under the study's channel scales; null for another network. */
async function studyTotal(
  { runtime, models }: Tools,
  options: StyleOptions,
  inputs: StyleInputs,
  { width, height, data }: Planes,
): Promise<number | null> {
  if (options.extractor !== STUDY_EXTRACTOR) return null;
  const scales: Scales = JSON.parse(await readFile(STUDY_SCALES, 'utf8'));
  const extractor = await openExtractor(models, options.extractor, { scales });
  const objective = await openObjective({ runtime }, extractor, options, inputs, Math.max(width, height));
  const { losses } = await objective.evaluate(data);
  await objective.release();
  return losses.total;
}

/** Content and style without folder and extension. */
export function nameOf({ content, style }: StylePair): string {
  return `${path.parse(content).name}-${path.parse(style).name}`;
}

export function whereAndWhen({ engine }: Runtime) {
  return {
    engine,
    machine: `${cpus()[0]?.model.trim() ?? 'unknown'}, ${cpus().length} cores, Node ${process.version}`,
    date: new Date().toISOString(),
  };
}

function planesOf(picture: Picture, { width, height }: { readonly width: number; readonly height: number }) {
  return { width, height, data: toPlanes(picture, { width, height }) };
}
