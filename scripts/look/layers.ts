// `look layers`: a line a layer, or all that is known of them as JSON.
import { readFile } from 'node:fs/promises';
import { readGraph } from '../../functions/core/graph/read.ts';
import { type Layer, layersOf } from '../../functions/core/insight/layers.ts';
import { networksOf } from '../../functions/core/insight/networks.ts';
import type { ReceptiveField } from '../../functions/core/insight/receptive-field.ts';
import { createNodeModels } from '../../functions/platform/models-node.ts';
import { MODELS_DIRECTORY } from '../open-faces.ts';

export type LayersOptions = { readonly json?: boolean };

/** Nobody says what goes into a file of one's own: what its weights prove must hold for any input. */
const ANYTHING = { least: Number.NEGATIVE_INFINITY, most: Number.POSITIVE_INFINITY };

export async function printLayers(network: string, { json }: LayersOptions): Promise<void> {
  const layers = network.endsWith('.onnx')
    ? layersOf(readGraph(new Uint8Array(await readFile(network))), ANYTHING)
    : await networksOf(await createNodeModels(MODELS_DIRECTORY)).layers(network);
  console.log(json ? JSON.stringify({ network, layers }) : table(layers));
}

const COLUMNS: readonly (readonly [title: string, cell: (layer: Layer) => string])[] = [
  ['layer', ({ name }) => name],
  ['operator', ({ operator }) => operator],
  ['shape', ({ shape }) => shape.join(' x ')],
  ['parameters', ({ parameters }) => (parameters === 0 ? '' : parameters.toLocaleString('en'))],
  ['MMAC', ({ macs }) => (macs === 0 ? '' : (macs / 1e6).toFixed(2))],
  ['sees', ({ field }) => seen(field)],
  ['step', ({ field }) => (field.everything || !field.regular ? '' : field.stride.join(' x '))],
  ['from', ({ field }) => (field.everything || !field.regular ? '' : field.offset.join(', '))],
  ['kinds', ({ fields }) => (fields.length === 0 ? '' : String(new Set(fields.map(keyOf)).size))],
  [
    'dead',
    ({ dead, units }) => (dead === null ? '' : dead.length === 0 ? '0' : `${dead.length} of ${units}`),
  ],
];

function seen({ size, regular, everything }: ReceptiveField): string {
  if (everything) return 'everything';
  return regular ? size.join(' x ') : `up to ${size.join(' x ')}`;
}

function keyOf({ field }: Layer['fields'][number]): string {
  return JSON.stringify(field);
}

/** Columns as wide as their widest cell, two spaces between. */
function table(layers: readonly Layer[]): string {
  const rows = [
    COLUMNS.map(([title]) => title),
    ...layers.map((layer) => COLUMNS.map(([, cell]) => cell(layer))),
  ];
  const widths = COLUMNS.map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
