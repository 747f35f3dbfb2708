// Between which two numbers each unit of each layer stays, whatever the input: interval arithmetic on the weights.
import type { Graph } from '../graph/graph.ts';
import { BOUNDS_RULES, type Bounds, useOf } from './bounds-rules.ts';

/**
 * Bounds of every value that they can be told for; `input`: those of all its numbers. They hold for every picture;
 * that each is reached is not said, beyond the first layer. Weights must be constants: see withUnpackedWeights.
 */
export function boundsOf(
  graph: Graph,
  input: { readonly least: number; readonly most: number },
): ReadonlyMap<string, Bounds> {
  const [name] = graph.inputs;
  const units = graph.values.get(name)!.dims[1];
  const found = new Map<string, Bounds>([
    [
      name,
      {
        least: new Float64Array(units).fill(input.least),
        most: new Float64Array(units).fill(input.most),
        fixed: new Uint8Array(units),
      },
    ],
  ]);
  for (const node of graph.nodes) {
    const bounds = BOUNDS_RULES[node.operator]?.(useOf(graph, node, found));
    if (bounds) found.set(node.outputs[0], bounds);
  }
  return found;
}

/** Units that no input changes: their weights are 0, or their sum stays below what a Relu lets through. */
export function deadUnits({ fixed }: Bounds): number[] {
  return Array.from(fixed.keys()).filter((unit) => fixed[unit] === 1);
}
