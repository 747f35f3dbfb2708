// `evaluate maximise`: how much more a made picture excites a unit than the best place in photographs does.
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { Fault } from '../../functions/core/fault.ts';
import { type Graph, graphBuilder } from '../../functions/core/graph/graph.ts';
import { encodeModel } from '../../functions/core/graph/proto.ts';
import type { Picture } from '../../functions/core/image.ts';
import { createJobEngine, type JobEngine } from '../../functions/core/jobs/engine.ts';
import { vectorOf } from '../../functions/core/jobs/job.ts';
import { maximiseKind } from '../../functions/core/maximise/kind.ts';
import { appendNetwork, upTo } from '../../functions/core/maximise/network.ts';
import { type MaximiseRequest, maximiseOptions } from '../../functions/core/maximise/options.ts';
import { squareSheet } from '../../functions/core/picture/contact-sheet.ts';
import { seeded } from '../../functions/core/random.ts';
import { runOnce } from '../../functions/core/run-once.ts';
import { scaledTo, toPlanes } from '../../functions/core/style/pictures.ts';
import { float32, type Tensor } from '../../functions/core/tensor.ts';
import { formatOf, readPicture, writePicture } from '../picture-files.ts';
import { startProgress } from '../progress.ts';
import type { Result } from './result.ts';
import { runLevels } from './run-levels.ts';
import { openStyleTools, whereAndWhen } from './style.ts';

export type MaximiseOptions = {
  /** Folder of photographs. */
  readonly pictures: string;
  readonly network: string;
  readonly layer: string;
  /** How many, drawn at random among the live ones. */
  readonly units: number;
  readonly seed: number;
  /** Longer sides at which the photographs are looked at. */
  readonly seen: readonly number[];
  /** File of the contact sheet. */
  readonly out?: string;
};

export async function evaluateMaximise(
  { pictures, network, layer, units, seed, seen, out }: MaximiseOptions,
  request: Partial<MaximiseRequest>,
): Promise<Result> {
  const { images, models, runtime } = await openStyleTools();
  const engine = createJobEngine({ models, runtime });
  const { dead, units: count } = await engine.networks.layer(network, layer);
  const files = (await readdir(pictures)).filter((file) => isPicture(file)).sort();
  if (files.length === 0) throw new Error(`${pictures} has no picture.`);
  const [graph, entry] = [await engine.networks.graph(network), engine.networks.entry(network)];
  const read = (picture: Picture) => layerOf(engine, entry, graph, layer, picture);
  const best = new Float64Array(count ?? 0);
  const progress = startProgress('Photographs', files.length);
  let looked = 0;
  try {
    for (const file of files) {
      const maps = await mapsOf(read, await readPicture(images, path.join(pictures, file)), seen);
      for (const map of maps)
        for (const [unit, most] of highest(map).entries()) best[unit] = Math.max(best[unit], most);
      if (maps.length > 0) looked++;
      else console.error(`${file} is too small for ${network}, and left out.`);
      progress.tick();
    }
  } finally {
    progress.stop();
  }
  const live = Array.from(best.keys()).filter((unit) => best[unit] > 0 && !dead?.includes(unit));
  if (live.length === 0) throw new Error(`None of the pictures excites any unit of ${layer}.`);
  const chosen = drawn(live, units, seed);

  const cpuBefore = process.cpuUsage();
  const rows: { unit: number; natural: number; made: number; ratio: number; picture: Picture }[] = [];
  const asked = maximiseOptions({ ...request, network, layer, target: 'unit', unit: 0 });
  const planned = asked.levels.reduce((sum, { iterations }) => sum + iterations, 0);
  const bar = startProgress('Units', chosen.length * planned);
  try {
    for (const unit of chosen) {
      const options = { ...asked, unit };
      const open = (size: number) => maximiseKind.open(engine, options, {}, size);
      const run = await runLevels(maximiseKind, engine.name, options, {}, open, bar.tick);
      await run.objective.release();
      const { size } = run.state;
      const picture = await maximiseKind.result(vectorOf(run.state), size, options, async () => ({}));
      const made = middle(await read(picture), unit); // of what is written: 8 bits, not moved
      rows.push({ unit, natural: best[unit], made, ratio: made / best[unit], picture });
    }
  } finally {
    bar.stop();
  }
  const { user, system } = process.cpuUsage(cpuBefore);
  if (out) await writePicture(images, out, squareSheet(rows.map(({ picture }) => picture)));
  const ratios = rows.map(({ ratio }) => ratio).sort((a, b) => a - b);
  return {
    values: {
      units: rows.length,
      live: live.length,
      share_above_5x: ratios.filter((ratio) => ratio >= 5).length / ratios.length,
      median_ratio: (ratios[(ratios.length - 1) >> 1] + ratios[ratios.length >> 1]) / 2,
      least_ratio: ratios[0],
      cpu_seconds_a_unit: (user + system) / 1e6 / rows.length,
      ratios: rows.map(({ unit, natural, made, ratio }) => ({ unit, natural, made, ratio })),
      pictures: looked,
      ...whereAndWhen(runtime),
    },
    chart: null,
  };
}

/** At each of the sizes that is not above its own, which takes the place of those; none where it is too small. */
async function mapsOf(
  read: (picture: Picture) => Promise<Tensor>,
  picture: Picture,
  seen: readonly number[],
): Promise<Tensor[]> {
  const own = Math.max(picture.width, picture.height);
  const sizes = new Set(seen.map((size) => Math.min(size, own)));
  const maps: Tensor[] = [];
  for (const size of sizes) {
    const map = await read(scaledTo(picture, size)).catch((error) => {
      if (error instanceof Fault && error.code === 'picture_too_small') return undefined;
      throw error;
    });
    if (map) maps.push(map);
  }
  return maps;
}

/** Activations [1, C, h, w] of the layer on the whole picture. */
async function layerOf(
  { runtime }: JobEngine,
  entry: Parameters<typeof appendNetwork>[1],
  network: Graph,
  layer: string,
  picture: Picture,
): Promise<Tensor> {
  const { width, height } = picture;
  const builder = graphBuilder('layer');
  const input = builder.input('picture', [1, 3, height, width]);
  builder.output(appendNetwork(builder, entry, upTo(network, layer), input), 'layer');
  const planes = float32([1, 3, height, width], toPlanes(picture, picture));
  return (await runOnce(runtime, encodeModel(builder.build()), { picture: planes })).layer;
}

function highest({ dims, data }: Tensor): number[] {
  const each = data.length / dims[1];
  return Array.from({ length: dims[1] }, (_, unit) =>
    (data as Float32Array)
      .subarray(unit * each, (unit + 1) * each)
      .reduce((most, value) => Math.max(most, value), -Infinity),
  );
}

/** As the objective has it. */
function middle({ dims: [, , height, width], data }: Tensor, unit: number): number {
  return Number(data[(unit * height + Math.floor(height / 2)) * width + Math.floor(width / 2)]);
}

/** So many of them, each once, in order; all where there are no more. */
function drawn(from: readonly number[], count: number, seed: number): number[] {
  const random = seeded(seed);
  return from
    .map((unit) => [random(), unit] as const)
    .sort(([a], [b]) => a - b)
    .slice(0, count)
    .map(([, unit]) => unit)
    .sort((a, b) => a - b);
}

function isPicture(file: string): boolean {
  try {
    formatOf(file);
    return true;
  } catch {
    return false;
  }
}
