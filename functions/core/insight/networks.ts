// The networks of the manifest as one can look into them: read once each, and found by name.
import { Fault } from '../fault.ts';
import type { Graph } from '../graph/graph.ts';
import type { Dims } from '../graph/operator.ts';
import { readGraph } from '../graph/read.ts';
import { withAveragePools } from '../graph/rewrite.ts';
import type { NetworkEntry } from '../manifest.ts';
import type { Models } from '../ports.ts';
import { type Layer, layersOf } from './layers.ts';
import { inputRange } from './view.ts';

export type Networks = {
  readonly entries: readonly NetworkEntry[];
  /** @throws Fault network_not_found with the names there are. */
  entry(id: string): NetworkEntry;
  /** At the nominal size of the input. @throws Fault network_not_found, model_missing, model_invalid, graph_invalid. */
  layers(id: string): Promise<readonly Layer[]>;
  /** @throws Fault layer_not_found with the names there are; as `layers`. */
  layer(id: string, name: string): Promise<Layer>;
  /**
   * The network as it is run, read anew: at another size of its input, up to one layer, where these are given.
   * As `layers`.
   */
  graph(id: string, part?: { readonly dims: Dims; readonly layer: string }): Promise<Graph>;
};

const made = new WeakMap<Models, Networks>();

/** Those of the models, which live as long as they: what was read for one caller is there for the next. */
export function networksOf(models: Models): Networks {
  const networks = made.get(models) ?? createNetworks(models);
  made.set(models, networks);
  return networks;
}

function createNetworks(models: Models): Networks {
  // A head looks at no picture.
  const entries = models.manifest.models.filter((each): each is NetworkEntry => each.kind !== 'head');
  const read = new Map<string, Promise<readonly Layer[]>>();

  function entry(id: string): NetworkEntry {
    const found = entries.find((each) => each.id === id);
    if (found) return found;
    const networks = entries.map((each) => each.id);
    throw new Fault('network_not_found', `There is no network '${id}'. There are: ${networks.join(', ')}.`, {
      network: id,
      networks,
    });
  }

  async function graph(id: string, part?: { readonly dims: Dims; readonly layer: string }): Promise<Graph> {
    const found = entry(id);
    const [port] = found.inputs;
    const read = readGraph(await models.read(found.file), {
      dims: { [port.name]: part?.dims ?? port.dims },
      outputs: part && [part.layer],
    });
    return found.kind === 'extractor' && found.averagePools ? withAveragePools(read) : read;
  }

  const networks: Networks = {
    entries,
    entry,
    graph,
    // What was read is shared; a reading that failed is forgotten, so that the next one tries again.
    layers(id) {
      const found =
        read.get(id) ??
        graph(id)
          .then((each) => layersOf(each, inputRange(entry(id))))
          .catch((error) => {
            read.delete(id);
            throw error;
          });
      read.set(id, found);
      return found;
    },
    async layer(id, name) {
      const layers = await networks.layers(id);
      const found = layers.find((each) => each.name === name);
      if (found) return found;
      const names = layers.map((each) => each.name);
      throw new Fault('layer_not_found', `${id} has no layer '${name}'. It has: ${names.join(', ')}.`, {
        network: id,
        layer: name,
        layers: names,
      });
    },
  };
  return networks;
}
