// An encoder as an ONNX file, of ours or from elsewhere, made into what the engine runs.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { channelsOf } from '../functions/core/faces/engine.ts';
import { type Graph, graphBuilder } from '../functions/core/graph/graph.ts';
import { decodeModel } from '../functions/core/graph/proto.ts';
import { readGraph } from '../functions/core/graph/read.ts';
import { renamed } from '../functions/core/graph/rewrite.ts';
import type { Calibration, Crop, EncoderEntry } from '../functions/core/manifest.ts';
import { outputUnitNorm } from './export/unit-norm.ts';
import { type Exported, exportModel } from './export/write.ts';
import type { Shown } from './train/medium.ts';

/** The engine's own names; what else is called so in a file is called otherwise here. */
const OURS = ['input', 'embedding', 'norm'];

export function isEncoderFile(encoder: string): boolean {
  return encoder.endsWith('.onnx');
}

/** What a run of the training says beside the file, FILE.json, of the bytes with this digest. */
export type EncoderReport = {
  readonly sha256: string;
  /** How the service feeds it; null where it takes no such thing, as sounds and volumes. */
  readonly fed: Fed | null;
  /** Null where nothing could be measured, or nothing is fed. */
  readonly entry: EncoderEntry | null;
  /** What distances mean, on classes held out; null with too few of them. */
  readonly calibration: Calibration | null;
  /** What it is shown, among other things. */
  readonly recipe: Shown;
};

export type ExportedEncoder = Exported & { readonly entry: EncoderEntry };

export type Fed = Pick<EncoderEntry, 'crop' | 'preprocessing'>;

/** @throws Error for a report of other bytes: it may say how another encoder is fed. */
export async function reportBeside(path: string, bytes: Uint8Array): Promise<EncoderReport | undefined> {
  const text = await readFile(`${path}.json`, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const report = JSON.parse(text) as EncoderReport;
  if (report.sha256 === createHash('sha256').update(bytes).digest('hex')) return report;
  throw new Error(`${path}.json is the report of another file: --like says how this one is fed.`);
}

/** The file as a model whose id is its path. @throws what `readEncoderGraph` throws. */
export function exportFile(
  path: string,
  bytes: Uint8Array,
  { crop, preprocessing }: Fed,
  calibration: Calibration,
): ExportedEncoder {
  const graph = readEncoderGraph(bytes, crop);
  const exported = exportModel(
    {
      id: path,
      preprocessing,
      licence: 'not stated',
      fields: { kind: 'encoder', dimensions: graph.values.get('embedding')!.dims[1], crop },
      calibration,
      build: () => ({ graph, source: path }),
    },
    undefined,
  );
  return exported as ExportedEncoder;
}

/**
 * A file of opset 9 to 17 with one picture as its input as `input` -> `embedding` [1,D], `norm` [1,1]. Its first output
 * is the embedding; it gets its unit norm unless it is called `embedding`, as ours are.
 * @throws Error where it wants another input than `crop` gives; Fault model_invalid, graph_invalid.
 */
export function readEncoderGraph(bytes: Uint8Array, crop: Crop): Graph {
  const { inputs, outputs } = decodeModel(bytes);
  const [input] = inputs;
  const wanted = [1, channelsOf(crop), crop.size, crop.size];
  const dims = wanted.map((size, axis) => input?.dims[axis] ?? size);
  if (inputs.length !== 1 || input.dims.length !== 4 || String(dims) !== String(wanted)) {
    const found = inputs.map((each) => `${each.name} [${each.dims.map((size) => size ?? '?')}]`);
    throw new Error(`It takes ${found.join(' and ') || 'no input'}, where [${wanted}] would be fed.`);
  }
  const graph = readGraph(bytes, { dims: { [input.name]: dims } });
  if (input.name === 'input' && outputs[0] === 'embedding') return graph;
  const free = renamed(
    graph,
    Object.fromEntries(OURS.filter((name) => graph.values.has(name)).map((name) => [name, `file_${name}`])),
  );
  const named = renamed(free, { [free.inputs[0]]: 'input' });
  const builder = graphBuilder('encoder', { ...named, outputs: [] });
  outputUnitNorm(builder, builder.op('Flatten', [builder.value(named.outputs[0])], { axis: 1 }));
  return builder.build();
}
