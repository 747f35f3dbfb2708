// One recipe to a file and its manifest entry; the sha256 in the committed manifest has the last word.
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { checkGraph } from '../../functions/core/graph/check.ts';
import { type Graph, sizeOfGraph } from '../../functions/core/graph/graph.ts';
import { OPSET } from '../../functions/core/graph/ops.ts';
import { encodeModel } from '../../functions/core/graph/proto.ts';
import type { Manifest, ModelEntry, Port } from '../../functions/core/manifest.ts';
import { writeWhole } from '../whole-file.ts';
import type { Recipe } from './recipe.ts';

export type Exported = { readonly entry: ModelEntry; readonly bytes: Uint8Array };

/** Builds, checks and encodes; what was measured (calibration, scores, scales) is taken from `committed`. */
export function exportModel(recipe: Recipe, committed: Manifest | undefined): Exported {
  const { graph, source } = recipe.build();
  checkGraph(graph);
  const bytes = encodeModel(graph);
  const common = {
    id: recipe.id,
    file: `${recipe.id}.onnx`,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    bytes: bytes.length,
    opset: OPSET,
    inputs: graph.inputs.map((name) => port(graph, name)),
    outputs: graph.outputs.map((name) => port(graph, name)),
    preprocessing: recipe.preprocessing,
    ...sizeOfGraph(graph),
    licence: recipe.licence,
    source,
  };
  return { entry: { ...common, ...recipe.fields, ...measured(recipe, committed) } as ModelEntry, bytes };
}

/** @throws Error with both digests when the bytes are not those of the manifest. */
export function verify({ entry }: Exported, committed: Manifest | undefined): void {
  const expected = committed?.models.find(({ id }) => id === entry.id);
  if (!expected) throw new Error(`${entry.id} is not in the manifest: run with --write-manifest.`);
  if (expected.sha256 !== entry.sha256) {
    throw new Error(
      `${entry.id}: sha256 ${entry.sha256}, the manifest has ${expected.sha256}. If the change is meant: --write-manifest.`,
    );
  }
}

/** The whole file or none of it: a reader never sees half a model. */
export function writeModel(folder: string, { entry, bytes }: Exported): void {
  writeWhole(join(folder, entry.file), bytes);
}

/** Lists of numbers on one line each, so that thousands of scales do not hide the rest. */
export function writeManifest(path: string, models: readonly ModelEntry[]): void {
  const manifest: Manifest = { version: 1, models };
  const text = JSON.stringify(manifest, null, 2).replace(
    /\[\n([\s\d.,e+-]+)\n\s+\]/g,
    (_, numbers: string) => {
      return `[${numbers.trim().replace(/\s+/g, ' ')}]`;
    },
  );
  writeWhole(path, `${text}\n`);
}

function measured(recipe: Recipe, committed: Manifest | undefined) {
  const entry = committed?.models.find(({ id }) => id === recipe.id);
  if (entry?.kind === 'extractor') return entry.scales ? { scales: entry.scales } : {};
  if (!recipe.calibration) return {};
  if (entry?.kind === 'encoder') return { calibration: entry.calibration, scores: entry.scores };
  return { calibration: recipe.calibration, scores: [] };
}

function port(graph: Graph, name: string): Port {
  const { type, dims } = graph.values.get(name)!;
  if (type !== 'float32') throw new Error(`${name} is ${type}: models take and give float32.`);
  return { name, type, dims };
}
