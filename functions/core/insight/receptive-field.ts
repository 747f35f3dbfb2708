// Receptive fields: which pixels of the input each unit of each layer sees, exactly, through every operator of a graph.
import { Fault } from '../fault.ts';
import type { Graph } from '../graph/graph.ts';
import { type Field, ownPixel, type Reach } from './reach.ts';
import type { Sight } from './sight.ts';
import { sightsOf } from './sight-rules.ts';

/**
 * The field of a layer or of some of its units, in pixels of the network's input: lists have an entry for each spatial
 * axis, in the input's order (height, width). The box of position p goes from offset + stride p over `size` pixels; a
 * part of it may lie outside of the input.
 */
export type ReceptiveField = {
  readonly size: readonly number[];
  readonly stride: readonly number[];
  readonly offset: readonly number[];
  /** False: boxes differ in size or step (after some Resize or Reshape), and these numbers hold every one of them. */
  readonly regular: boolean;
  /** Every position sees all of the input. */
  readonly everything: boolean;
};

/** What one position sees along each spatial axis: pixels, both ends included. */
export type Span = { readonly from: number; readonly to: number };

/**
 * What every value that depends on the input sees of it. Weights count as if none were 0, and a Relu as if it were
 * open. @throws Fault graph_invalid for a graph of several inputs, or whose input is not [N, C, ...].
 */
export function sightsOfGraph(graph: Graph): ReadonlyMap<string, Sight> {
  const [name, ...others] = graph.inputs;
  const dims = graph.values.get(name)?.dims ?? [];
  if (others.length > 0 || dims.length < 2)
    throw new Fault(
      'graph_invalid',
      `${graph.name} has ${graph.inputs.length} inputs, the first [${dims}]; one of [N,C,...] is wanted.`,
      { inputs: graph.inputs, dims },
    );
  const field = dims.slice(2).map((size, i) => ownPixel(i + 2, size));
  const sights = new Map<string, Sight>([[name, { channelAxis: 1, fields: [field] }]]);
  for (const node of graph.nodes) {
    const found = sightsOf(
      graph,
      node,
      node.inputs.map((input) => sights.get(input)),
    );
    for (const [i, sight] of found.entries()) if (node.outputs[i] !== '') sights.set(node.outputs[i], sight);
  }
  return sights;
}

/** `input`: the input's spatial sizes. */
export function describeField(field: Field, input: readonly number[]): ReceptiveField {
  const axes = field.map(describeReach);
  return {
    size: axes.map(({ size }) => size),
    stride: field.map(({ stride }) => stride),
    offset: axes.map(({ offset }) => offset),
    regular: axes.every(({ regular }) => regular),
    everything: field.every(({ first, last }, i) =>
      first.every((from, position) => from <= 0 && last[position] >= input[i] - 1),
    ),
  };
}

/** The tightest box that holds every position's, moved along by the stride. */
function describeReach({ from, to, stride }: Reach): { size: number; offset: number; regular: boolean } {
  let [offset, end] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let position = 0; position < from.length; position++) {
    offset = Math.min(offset, from[position] - position * stride);
    end = Math.max(end, to[position] - position * stride);
  }
  const size = end - offset + 1;
  const regular = from.every((start, i) => start === offset + i * stride && to[i] === start + size - 1);
  return { size, offset, regular };
}

/**
 * The box of a position, by its index along each axis of the value; it may reach beyond the input. Where a whole axis of
 * the input, of size `input`, is seen, that is it: what would lie beyond is nothing but padding.
 */
export function spansAt(field: Field, index: readonly number[], input: readonly number[]): readonly Span[] {
  return field.map(({ axis, first, last, from, to }, i) => {
    const at = axis === undefined ? 0 : index[axis];
    const whole = first[at] <= 0 && last[at] >= input[i] - 1;
    return whole ? { from: 0, to: input[i] - 1 } : { from: from[at], to: to[at] };
  });
}
