// A network of the manifest on top of a picture in any graph, up to one layer: whatever its kind, it sees RGB of 0..1.
import { appendGraph } from '../graph/append.ts';
import { type Graph, type GraphBuilder, graphBuilder, type Value } from '../graph/graph.ts';
import { shadesOf } from '../insight/view.ts';
import type { NetworkEntry } from '../manifest.ts';
import { appendInput, type Feeding, fitting } from '../style/extractor.ts';
import type { Size } from '../style/resample.ts';

/** The size of picture that the network takes; undefined where it takes any. */
export function fixedSize(entry: NetworkEntry): Size | undefined {
  if (entry.kind === 'extractor') return undefined;
  const [height, width] = entry.inputs[0].dims.slice(2);
  return { width, height };
}

/**
 * The graph's only output on top of `picture` [1, 3, H, W], of the size that the network takes.
 * @throws Fault picture_too_small, graph_invalid.
 */
export function appendNetwork(
  builder: GraphBuilder,
  entry: NetworkEntry,
  graph: Graph,
  picture: Value,
): Value {
  const append = () => {
    const input = appendInput(builder, picture, feedingOf(entry));
    return appendGraph(builder, graph, { [graph.inputs[0]]: input }).get(graph.outputs[0])!;
  };
  return entry.kind === 'extractor' ? fitting(entry, picture, append) : append();
}

/** What of a network one layer needs. */
export function upTo(graph: Graph, layer: string): Graph {
  return graphBuilder(graph.name, { ...graph, outputs: [layer] }).build();
}

function feedingOf(entry: NetworkEntry): Feeding {
  if (entry.kind === 'extractor') return entry.feed;
  const { order, mean, scale } = shadesOf(entry);
  return { order, mean, std: scale, range: 255, pad: 0, padMode: 'edge' };
}
