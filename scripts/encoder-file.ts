// An encoder as an ONNX file, of ours or from elsewhere, made into what the engine runs.
import { type Graph, graphBuilder } from '../functions/core/graph/graph.ts';
import { decodeModel } from '../functions/core/graph/proto.ts';
import { readGraph } from '../functions/core/graph/read.ts';
import { renamed } from '../functions/core/graph/rewrite.ts';
import type { Crop } from '../functions/core/manifest.ts';
import { outputUnitNorm } from './export/unit-norm.ts';

/** The engine's own names; what else is called so in a file is called otherwise here. */
const OURS = ['input', 'embedding', 'norm'];

export function isEncoderFile(encoder: string): boolean {
  return encoder.endsWith('.onnx');
}

/**
 * A file of opset 9 to 17 with one picture as its input as `input` -> `embedding` [1,D], `norm` [1,1]. Its first output
 * is the embedding; it gets its unit norm unless it is called `embedding`, as ours are.
 * @throws Error where it wants another input than `crop` gives; Fault model_invalid, graph_invalid.
 */
export function readEncoderGraph(bytes: Uint8Array, crop: Crop): Graph {
  const { inputs, outputs } = decodeModel(bytes);
  const [input] = inputs;
  const wanted = [1, 3, crop.size, crop.size];
  const dims = wanted.map((size, axis) => input?.dims[axis] ?? size);
  if (inputs.length !== 1 || input.dims.length !== 4 || String(dims) !== String(wanted)) {
    const found = inputs.map((each) => `${each.name} [${each.dims.map((size) => size ?? '?')}]`);
    throw new Error(`It takes ${found.join(' and ') || 'no input'}, where [${wanted}] would be fed.`);
  }
  const graph = readGraph(bytes, { dims: { [input.name]: dims } });
  if (input.name === 'input' && outputs[0] === 'embedding') return graph;
  const free = renamed(
    graph,
    Object.fromEntries(OURS.filter((name) => graph.values.has(name)).map((name) => [name, `file_${name}`])),
  );
  const named = renamed(free, { [free.inputs[0]]: 'input' });
  const builder = graphBuilder('encoder', { ...named, outputs: [] });
  outputUnitNorm(builder, builder.op('Flatten', [builder.value(named.outputs[0])], { axis: 1 }));
  return builder.build();
}
