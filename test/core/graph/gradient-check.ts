// Gradients against central differences of the forward pass in double precision.
import { checkGraph } from '../../../functions/core/graph/check.ts';
import { gradients } from '../../../functions/core/graph/gradient.ts';
import {
  type Graph,
  type GraphBuilder,
  graphBuilder,
  type Value,
} from '../../../functions/core/graph/graph.ts';
import { encodeModel } from '../../../functions/core/graph/proto.ts';
import { float32, sizeOf } from '../../../functions/core/tensor.ts';
import { type Doubles, doublesOf, evaluate } from './evaluate.ts';
import { type Results, runModel } from './runtime.ts';

/** Of two evaluations this far apart: errors of h^2 and of 2^-53 / h are both below 1e-9 here. */
const STEP = 1e-5;

/** `loss` has one element; `to` are inputs or constants. */
export type Check = { readonly loss: Value; readonly to: readonly Value[] };

export type Checked = {
  /** Forward and backward in one graph: outputs `loss` and a gradient for each of `to`, in their order. */
  readonly graph: Graph;
  readonly feeds: Results;
  readonly results: Results;
  /** The largest |computed - difference quotient|, the largest |difference quotient|, and the error of the loss. */
  readonly error: number;
  readonly largest: number;
  readonly lossError: number;
};

/** `build` starts from nothing or from a graph without outputs. */
export async function checkGradients(
  build: (b: GraphBuilder) => Check,
  feedsOf: (graph: Graph) => Results,
  from?: Graph,
): Promise<Checked> {
  const builder = graphBuilder('checked', from);
  const { loss, to } = build(builder);
  builder.output(loss, 'loss');
  const forward = builder.build();
  for (const gradient of gradients(builder, loss, to)) builder.output(builder.op('Identity', [gradient]));
  const graph = builder.build();
  checkGraph(graph);
  const feeds = feedsOf(graph);
  const results = await runModel(encodeModel(graph), feeds);
  const doubles = Object.fromEntries(Object.entries(feeds).map(([name, value]) => [name, doublesOf(value)]));
  let [error, largest] = [0, 0];
  for (const [index, value] of to.entries()) {
    const computed = results[graph.outputs[index + 1]];
    if (`${computed.dims}` !== `${value.dims}`) throw new Error(`[${computed.dims}] for [${value.dims}]`);
    const wanted = differences(forward, doubles, value);
    for (const [i, quotient] of wanted.entries()) {
      const off = Math.abs(Number(computed.data[i]) - quotient);
      error = Number.isNaN(off) ? Number.POSITIVE_INFINITY : Math.max(error, off);
      largest = Math.max(largest, Math.abs(quotient));
    }
  }
  const exact = lossOf(forward, doubles);
  const lossError = Math.abs(Number(results.loss.data[0]) - exact) / Math.max(1, Math.abs(exact));
  return { graph, feeds, results, error, largest, lossError };
}

function lossOf(graph: Graph, feeds: Readonly<Record<string, Doubles>>): number {
  return evaluate(graph, feeds).get('loss')!.data[0];
}

/** (loss(x + h) - loss(x - h)) / 2h for each element of an input or constant. */
function differences(
  graph: Graph,
  feeds: Readonly<Record<string, Doubles>>,
  { name, dims }: Value,
): Float64Array {
  const constant = graph.constants.get(name);
  const given = feeds[name] ?? (constant && doublesOf(constant));
  return Float64Array.from({ length: sizeOf(dims) }, (_, i) => {
    if (!given) return 0; // the loss does not depend on it
    const [above, below] = [STEP, -STEP].map((step) => {
      const data = given.data.slice();
      data[i] += step;
      return lossOf(graph, { ...feeds, [name]: { dims: given.dims, data } });
    });
    return (above - below) / (2 * STEP);
  });
}

/**
 * Numbers for all float inputs, no two equal and none where a piecewise function has its corner (0, whole numbers):
 * the middles of equal parts of the range, shuffled.
 */
export function distinctFeeds(
  graph: Graph,
  next: () => number,
  [least, most]: readonly [number, number],
): Results {
  const dims = graph.inputs.map((name) => graph.values.get(name)!.dims);
  const count = dims.reduce((sum, each) => sum + sizeOf(each), 0) + 1;
  const even = count + (count % 2);
  const places = Array.from({ length: even }, (_, i) => i);
  for (let i = places.length - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1));
    [places[i], places[j]] = [places[j], places[i]];
  }
  const value = (place: number) => least + ((place + 0.5) / even) * (most - least);
  return Object.fromEntries(
    graph.inputs.map((name, index) => [
      name,
      float32(dims[index], Float32Array.from(places.splice(0, sizeOf(dims[index])), value)),
    ]),
  );
}

/** The sum of all outputs, each element with a weight of its own, so that no error cancels another. */
export function weighted(b: GraphBuilder, outputs: readonly Value[], next: () => number): Value {
  const parts = outputs.map((value) => {
    const weights = Float32Array.from({ length: sizeOf(value.dims) }, () => next() * 2 - 1);
    const float = value.type === 'float32' ? value : b.op('Cast', [value], { to: 1 });
    const product = b.op('Mul', [float, b.constant(float32(value.dims, weights))]);
    return b.op('ReduceSum', [product], { keepdims: 0 });
  });
  return parts.length === 1 ? parts[0] : b.op('Sum', parts);
}
