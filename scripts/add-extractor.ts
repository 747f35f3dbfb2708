// Brings an ONNX file of yours, a VGG-19 say, in as a style network: cut to its layers, with its manifest entry.
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { Graph } from '../functions/core/graph/graph.ts';
import { decodeModel } from '../functions/core/graph/proto.ts';
import { readGraph } from '../functions/core/graph/read.ts';
import type { ExtractorEntry, Feed, Manifest } from '../functions/core/manifest.ts';
import { whole } from './arguments.ts';
import { exportModel, writeManifest, writeModel } from './export/write.ts';
import { MODELS_DIRECTORY } from './open-faces.ts';

type Triple = readonly [number, number, number];
type Options = Feed & {
  id?: string;
  layers?: string[];
  averagePools?: true;
  size: number;
  licence: string;
  models: string;
};

const command = new Command('tsx scripts/add-extractor.ts')
  .description(
    'Adds an ONNX file as a style network. Without --layers its values are listed, to choose from.',
  )
  .argument('<file.onnx>', 'opset 9 to 17, one input [1,3,H,W], convolutional up to its layers')
  .option('--layers <names>', 'values that may be content or style layers, separated by commas', list)
  .option('--id <id>', 'its name (default: that of the file)')
  .addOption(
    new Option('--order <order>', 'channels as it wants them').choices(['rgb', 'bgr']).default('rgb'),
  )
  .option('--range <number>', 'pixels as it wants them: 0..1 or 0..255', range, 1)
  .option('--mean <a,b,c>', 'taken from each channel, in the order fed', triple, [0, 0, 0] as Triple)
  .option('--std <a,b,c>', 'each channel is divided by', triple, [1, 1, 1] as Triple)
  .option('--pad <pixels>', 'on each side of the picture', whole(0), 16)
  .addOption(new Option('--pad-mode <mode>', 'with what').choices(['reflect', 'edge']).default('reflect'))
  .option('--average-pools', 'average pools in place of its max pools')
  .option('--size <pixels>', 'side of its nominal input', whole(0), 256)
  .option('--licence <text>', 'as its source states it', 'not stated')
  .option('--models <folder>', 'where manifest.json is', MODELS_DIRECTORY)
  .parse();

try {
  await add(command.args[0], command.opts<Options>());
} catch (error) {
  console.error(`add-extractor: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}

async function add(path: string, options: Options): Promise<void> {
  const bytes = new Uint8Array(readFileSync(path));
  const { layers: asked, size, order, range, mean, std, pad, padMode } = options;
  const [input] = decodeModel(bytes).inputs;
  const nominal = [1, 3, size, size];
  // To be listed the file is read whole, and its head may fit one size only.
  const dims = asked ? nominal : nominal.map((side, axis) => input.dims[axis] ?? side);
  const graph = readGraph(bytes, { dims: { [input.name]: dims }, outputs: asked });
  if (!asked) return console.log(listed(graph).join('\n'));
  const id = options.id ?? basename(path, '.onnx');
  const layers = asked.map((name) => ({ name, channels: graph.values.get(name)!.dims[1] }));
  const fields: Pick<ExtractorEntry, 'kind' | 'layers' | 'feed' | 'averagePools'> = {
    kind: 'extractor',
    layers,
    feed: { order, range, mean, std, pad, padMode },
    ...(options.averagePools && { averagePools: true }),
  };
  const manifestPath = join(options.models, 'manifest.json');
  const manifest = JSON.parse(readFileSync(manifestPath, 'utf8')) as Manifest;
  const preprocessing = `The picture with ${pad} pixels more on each side (${padMode}): (${order.toUpperCase()} of 0..${range} - [${mean}]) / [${std}], [1,3,H,W], any size.`;
  const build = () => ({ graph: { ...graph, name: id }, source: basename(path) });
  const exported = exportModel({ id, preprocessing, licence: options.licence, fields, build }, manifest);
  const others = manifest.models.filter((entry) => entry.id !== id);
  if (manifest.models.some((entry) => entry.id === id && entry.kind !== 'extractor'))
    throw new Error(`${id} is another model already: give it another --id.`);
  writeModel(options.models, exported);
  writeManifest(manifestPath, [...others, exported.entry]);
  const { file, bytes: written, macs } = exported.entry;
  console.log(
    `${file}: ${(written / 1e6).toFixed(2)} MB, ${(macs / 1e9).toFixed(2)} GMAC at ${size} x ${size}, ${layers.length} layers. Now: npm run -s evaluate -- scales --extractor ${id} --write`,
  );
}

/** Every value that is computed and has rows and columns, in the order the file computes them. */
function listed(graph: Graph): string[] {
  const made = graph.nodes.flatMap(({ operator, outputs }) => outputs.map((name) => ({ operator, name })));
  return made.flatMap(({ operator, name }) => {
    const dims = graph.values.get(name)?.dims ?? [];
    return dims.length === 4 ? [`${name}  ${operator} [${dims}]`] : [];
  });
}

function list(text: string): string[] {
  return text.split(',').filter(Boolean);
}

function triple(text: string): Triple {
  const [a, b, c, ...rest] = list(text).map(Number);
  if (rest.length === 0 && [a, b, c].every(Number.isFinite)) return [a, b, c];
  throw new InvalidArgumentError('Expected three numbers separated by commas.');
}

function range(text: string): 1 | 255 {
  if (text === '1' || text === '255') return Number(text) as 1 | 255;
  throw new InvalidArgumentError('Expected 1 or 255.');
}
