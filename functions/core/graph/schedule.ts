// The order of nodes in the file, which decides how much memory a runtime needs at once.
import type { Graph } from './graph.ts';

/**
 * The same graph with every node as early as its inputs allow: by the longest way from the inputs, ties as they were.
 * ONNX Runtime walks back from the outputs and of a node's inputs follows the one that stands last in the file first.
 * So the long way is computed before the short one, and what is short (the mask of a Relu, the statistic of a layer)
 * waits until it is needed instead of lying in memory through all of the network: 44 MiB where it was 55 for the
 * style graph at 256 px.
 */
export function byDepth(graph: Graph): Graph {
  const depths = new Map<string, number>();
  const placed = graph.nodes.map((node) => {
    const depth = 1 + Math.max(0, ...node.inputs.map((name) => depths.get(name) ?? 0));
    for (const name of node.outputs) depths.set(name, depth);
    return { node, depth };
  });
  return { ...graph, nodes: placed.sort((a, b) => a.depth - b.depth).map(({ node }) => node) };
}
