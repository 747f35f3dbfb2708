// The filters of a first layer as pictures: its weights have the channels of the picture itself.
import { withUnpackedWeights } from '../graph/unpack.ts';
import type { Picture } from '../image.ts';
import type { NetworkEntry } from '../manifest.ts';
import { refused } from './limits.ts';
import type { Networks } from './networks.ts';
import type { Block } from './sheet.ts';
import { isBgr } from './view.ts';

/**
 * Each filter from its lowest to its highest weight around mid-grey, which is 0: what is bright it adds, what is dark it
 * takes away. @throws Fault layer_not_found; request_invalid for a layer that is no convolution of the input in two
 * dimensions.
 */
export async function filterBlocks(
  networks: Networks,
  network: string,
  layer: string,
  units: readonly number[],
): Promise<readonly Block[]> {
  await networks.layer(network, layer);
  const graph = withUnpackedWeights(await networks.graph(network));
  const node = graph.nodes.find(({ outputs }) => outputs.includes(layer));
  const weights = node?.operator === 'Conv' ? graph.constants.get(node.inputs[1]) : undefined;
  if (node?.inputs[0] !== graph.inputs[0] || weights?.type !== 'float32' || weights.dims.length !== 4) {
    const first = graph.nodes.find(
      ({ operator, inputs: [x] }) => operator === 'Conv' && x === graph.inputs[0],
    );
    const has = first ? `; ${network} has ${first.outputs[0]}` : '';
    throw refused(
      '/layer',
      `Only the filters of a convolution of the picture itself are pictures, and ${layer} is none${has}`,
    );
  }
  const each = weights.data.length / weights.dims[0];
  const entry = networks.entry(network);
  return units.map((unit) => ({
    label: String(unit),
    cells: [pictureOf(weights.data.subarray(unit * each, (unit + 1) * each), weights.dims, entry)],
    places: 1,
    columns: 1,
  }));
}

function pictureOf(
  filter: Float32Array,
  [, channels, height, width]: readonly number[],
  entry: NetworkEntry,
): Picture {
  const most = filter.reduce((highest, weight) => Math.max(highest, Math.abs(weight)), 0) || 1;
  const from = channels < 3 ? [0, 0, 0] : isBgr(entry) ? [2, 1, 0] : [0, 1, 2];
  const plane = width * height;
  const data = new Uint8Array(4 * plane).fill(255);
  for (let i = 0; i < plane; i++)
    for (const [shade, channel] of from.entries())
      data[4 * i + shade] = Math.round(127.5 + (127.5 * filter[channel * plane + i]) / most);
  return { width, height, data };
}
