// Graphs run by ONNX Runtime, with every value in between as an output: what inference is checked against.
import { type Graph, graphBuilder } from '../../../functions/core/graph/graph.ts';
import type { ValueType } from '../../../functions/core/graph/operator.ts';
import { encodeModel } from '../../../functions/core/graph/proto.ts';
import { sizeOf, type Tensor } from '../../../functions/core/tensor.ts';
import { createNodeRuntime } from '../../../functions/platform/ort-node.ts';

const runtime = createNodeRuntime();

export type Results = Readonly<Record<string, Tensor>>;

export async function runModel(model: Uint8Array, feeds: Results): Promise<Results> {
  const session = await runtime.open(model);
  try {
    return await session.run(feeds);
  } finally {
    await session.release();
  }
}

/** Every node output of the graph, as ONNX Runtime computes it. */
async function runWhole(graph: Graph, feeds: Results): Promise<Results> {
  return runModel(encodeModel(exposed(graph)), feeds);
}

/** What differs between declared and computed types and shapes; [] when nothing does. */
export async function differences(graph: Graph, feeds: Results): Promise<string[]> {
  const results = await runWhole(graph, feeds);
  return exposed(graph).outputs.flatMap((name) => {
    const [declared, computed] = [graph.values.get(name)!, results[name]];
    const [ours, theirs] = [declared, computed].map(({ type, dims }) => `${type} [${dims}]`);
    return ours === theirs ? [] : [`${name}: ${ours}, ONNX Runtime ${theirs}`];
  });
}

function exposed(graph: Graph): Graph {
  const builder = graphBuilder(graph.name, { ...graph, outputs: [] });
  for (const node of graph.nodes)
    for (const name of node.outputs) if (name) builder.output(builder.value(name));
  return builder.build();
}

/** Small numbers of the type; floats in 0.1 .. 1.1 so that Sqrt, Log and Pow are defined. */
export function filled({ type, dims }: ValueType, next: () => number): Tensor {
  const size = sizeOf(dims);
  const whole = () => 1 + Math.floor(next() * 3);
  switch (type) {
    case 'float32':
      return { type, dims, data: Float32Array.from({ length: size }, () => next() + 0.1) };
    case 'int64':
      return { type, dims, data: BigInt64Array.from({ length: size }, () => BigInt(whole())) };
    case 'int32':
      return { type, dims, data: Int32Array.from({ length: size }, whole) };
    default:
      return { type, dims, data: Uint8Array.from({ length: size }, () => (next() < 0.5 ? 0 : 1)) };
  }
}

export function feedsOf(graph: Graph, next: () => number): Results {
  return Object.fromEntries(graph.inputs.map((name) => [name, filled(graph.values.get(name)!, next)]));
}

/** mulberry32: the same numbers for the same seed. */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export function largestDifference(a: Tensor, b: Tensor): number {
  if (a.data.length !== b.data.length) return Number.NaN;
  let worst = 0;
  for (let i = 0; i < a.data.length; i++)
    worst = Math.max(worst, Math.abs(Number(a.data[i]) - Number(b.data[i])));
  return worst;
}
