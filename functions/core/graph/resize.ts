// A fully convolutional graph at another input size: the same nodes and constants, every shape inferred again.
import { appendGraph } from './append.ts';
import { type Graph, graphBuilder } from './graph.ts';
import type { Dims } from './operator.ts';

/**
 * The graph with these dims for the inputs named, the others as they were. Names stay. A graph whose file used
 * `auto_pad` keeps the pads of the size it was read at: read it at the new size instead.
 * @throws Fault graph_invalid with the numbers where a node does not take the new shape.
 */
export function resized(graph: Graph, inputs: Readonly<Record<string, Dims>>): Graph {
  const builder = graphBuilder(graph.name);
  const given = graph.inputs.map((name) => {
    const { type, dims } = graph.values.get(name)!;
    return [name, builder.input(name, inputs[name] ?? dims, type)] as const;
  });
  appendGraph(builder, graph, Object.fromEntries(given), { keepNames: true });
  for (const name of graph.outputs) builder.output(builder.value(name));
  return builder.build();
}
