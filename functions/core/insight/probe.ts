// A network run up to one layer: a view goes in, the map of every unit comes out.
import { Fault } from '../fault.ts';
import type { Dims } from '../graph/operator.ts';
import { encodeModel } from '../graph/proto.ts';
import type { Runtime } from '../ports.ts';
import { float32 } from '../tensor.ts';
import { refused } from './limits.ts';
import type { Networks } from './networks.ts';
import { sightsOfGraph } from './receptive-field.ts';
import type { Sight } from './sight.ts';
import type { View } from './view.ts';

/** The maps of a layer, unit by unit: [units, height, width]; a layer without positions has one. */
export type Maps = {
  readonly units: number;
  readonly width: number;
  readonly height: number;
  readonly data: Float32Array;
};

export type Probe = {
  readonly sight: Sight;
  /** Axes of the layer's value: [N, units, height, width] are 4, [N, units] are 2. */
  readonly rank: number;
  run(view: View): Promise<Maps>;
  release(): Promise<void>;
};

/**
 * Opens a session for inputs of these dims. @throws Fault layer_not_found; request_invalid for a layer without units;
 * picture_too_small where the network does not take so small an input; model_missing, model_invalid.
 */
export async function openProbe(
  runtime: Runtime,
  networks: Networks,
  id: string,
  layer: string,
  dims: Dims,
): Promise<Probe> {
  const { units } = await networks.layer(id, layer);
  if (units === null)
    throw refused(
      '/layer',
      `${layer} of ${id} has no units: its axis 1 has positions, classes or boxes. A layer is wanted whose \`units\` is a number`,
    );
  const graph = await fitting(networks, id, layer, dims);
  const shape = graph.values.get(layer)!.dims;
  const [, , height = 1, width = 1] = shape;
  const [input] = graph.inputs;
  const session = await runtime.open(encodeModel(graph));
  return {
    sight: sightsOfGraph(graph).get(layer)!,
    rank: shape.length,
    async run({ data }) {
      const found = await session.run({ [input]: float32(dims, data) });
      return { units, width, height, data: found[layer].data as Float32Array };
    },
    release: () => session.release(),
  };
}

/** A network that takes any size says which node does not take this one. */
async function fitting(networks: Networks, id: string, layer: string, dims: Dims) {
  try {
    return await networks.graph(id, { dims, layer });
  } catch (cause) {
    const nominal = networks.entry(id).inputs[0].dims;
    const smaller = dims.some((size, axis) => size < nominal[axis]);
    if (!(cause instanceof Fault) || cause.code !== 'graph_invalid' || !smaller) throw cause;
    const [, , height, width] = dims;
    const message = `${width} x ${height} pixels, padding counted, are too few for ${layer} of ${id}: ${cause.message}`;
    throw new Fault('picture_too_small', message, { width, height, network: id, layer }, cause);
  }
}
