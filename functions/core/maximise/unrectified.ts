// A layer before the rectifiers that end it: what a closed unit would have to overcome still has a gradient there.
import { type Graph, graphBuilder, type Node } from '../graph/graph.ts';

/** Operators through which one unit goes as it is. */
const PASSING: ReadonlySet<string> = new Set(['Identity', 'Concat']);

/**
 * The graph of one output, which is now what its last Relus are given, through concatenations too. Where a unit is
 * above 0 that is its activation; below, the activation is 0 and this says by how much it missed.
 */
export function unrectified(graph: Graph): Graph {
  const [output] = graph.outputs;
  const makers = new Map(graph.nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)));
  const builder = graphBuilder(graph.name, { ...graph, outputs: [] });

  function before(name: string): string {
    const node = makers.get(name);
    if (node?.operator === 'Relu') return before(node.inputs[0]);
    if (!node || !PASSING.has(node.operator)) return name;
    const inputs = node.inputs.map(before);
    return inputs.every((input, i) => input === node.inputs[i]) ? name : again(node, inputs);
  }

  function again({ operator, attributes }: Node, inputs: readonly string[]): string {
    return builder.op(
      operator,
      inputs.map((name) => builder.value(name)),
      attributes,
    ).name;
  }

  builder.output(builder.value(before(output)));
  return builder.build();
}
