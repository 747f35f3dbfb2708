// A graph's nodes written again onto another builder, on top of other inputs: types and shapes follow from these.
import type { Graph, GraphBuilder, Value } from './graph.ts';

/** What is shared between several appends of one graph to one builder: its constants. */
export type Appended = Map<string, Value>;

/**
 * Appends every node of `graph` with `inputs` in place of its own, and gives the builder's value for every name of the
 * graph. Names are the builder's to choose unless `keepNames`. Pads that `auto_pad` stood for stay those of the
 * graph's own size. @throws Fault graph_invalid where the new shapes do not fit.
 */
export function appendGraph(
  builder: GraphBuilder,
  graph: Graph,
  inputs: Readonly<Record<string, Value>>,
  { keepNames = false, constants = new Map() }: { keepNames?: boolean; constants?: Appended } = {},
): ReadonlyMap<string, Value> {
  for (const [name, tensor] of graph.constants) {
    if (!constants.has(name)) constants.set(name, builder.constant(tensor, keepNames ? name : undefined));
  }
  const values = new Map([...constants, ...Object.entries(inputs)]);
  for (const { operator, inputs: names, attributes, outputs } of graph.nodes) {
    const given = names.map((name) => (name === '' ? undefined : values.get(name)!));
    const made = builder.ops(operator, given, attributes, keepNames ? outputs : outputs.length);
    for (const [index, value] of made.entries()) values.set(outputs[index], value);
  }
  return values;
}
