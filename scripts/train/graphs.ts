// The graphs of a network: embeddings of a batch, loss and gradient of a batch, and the encoder as it is shipped.
import { gradients } from '../../functions/core/graph/gradient.ts';
import { type Graph, type GraphBuilder, graphBuilder, type Value } from '../../functions/core/graph/graph.ts';
import { float32, sizeOf } from '../../functions/core/tensor.ts';
import { appendBinaryLoss, appendKeptDistances, appendTripletLoss, type TripletLoss } from './losses.ts';
import type { Network, Parameter } from './network.ts';

/** Pairs are rows of `left` and `right`. */
export type BatchLoss =
  | ({ readonly kind: 'triplet' } & TripletLoss)
  | { readonly kind: 'binary'; readonly pairs: number };

/** The parameters of the network and, for the binary loss, of its head, which is not exported. */
export function learnedParameters({ parameters, dimensions }: Network, loss: BatchLoss['kind']): Parameter[] {
  if (loss === 'triplet') return [...parameters];
  return [
    ...parameters,
    { name: 'head_slope', dims: [dimensions, 1], fanIn: dimensions },
    { name: 'head_bias', dims: [1], fanIn: 0 },
  ];
}

/** Inputs `x` [n, ...input] and every parameter; output `embedding` [n, dimensions]. */
export function embeddingGraph(network: Network, n: number): Graph {
  const { builder, embedding } = withInputs(network, n, network.parameters);
  builder.output(embedding, 'embedding');
  return builder.build();
}

/**
 * Inputs as `embeddingGraph`, and for the binary loss `left`, `right` (int64) and `same` [pairs]. Outputs `embedding`,
 * `loss`, for triplets `active` (how many have a hinge above 0), and the gradient of each parameter as `d_` and its name.
 */
export function lossGraph(network: Network, n: number, loss: BatchLoss, keep = 0): Graph {
  const parameters = learnedParameters(network, loss.kind);
  const { builder, x, embedding, values } = withInputs(network, n, parameters);
  builder.output(embedding, 'embedding');
  const judged = appendLoss(builder, embedding, loss, values);
  const value =
    keep > 0 ? builder.op('Add', [judged, appendKept(builder, network, x, embedding, keep)]) : judged;
  builder.output(value, 'loss');
  const back = gradients(builder, value, [...values.values()]);
  for (const [index, { name }] of parameters.entries()) builder.output(back[index], `d_${name}`);
  return builder.build();
}

/** So many times the mean square by which the distances of a batch have moved since the start. */
function appendKept(
  builder: GraphBuilder,
  network: Network,
  x: Value,
  embedding: Value,
  keep: number,
): Value {
  const start = network.append(builder, x, (name) => {
    const { dims } = network.parameters.find((parameter) => parameter.name === name)!;
    return builder.constant(float32(dims, new Float32Array(sizeOf(dims))));
  });
  return builder.op('Mul', [appendKeptDistances(builder, embedding, start.embedding), builder.scalar(keep)]);
}

function appendLoss(
  builder: GraphBuilder,
  embedding: Value,
  loss: BatchLoss,
  values: ReadonlyMap<string, Value>,
): Value {
  if (loss.kind === 'triplet') {
    const mined = appendTripletLoss(builder, embedding, loss);
    builder.output(mined.active, 'active');
    return mined.loss;
  }
  const [left, right] = ['left', 'right'].map((name) => builder.input(name, [loss.pairs], 'int64'));
  const head = { slope: values.get('head_slope')!, bias: values.get('head_bias')! };
  const pairs = { left, right, same: builder.input('same', [loss.pairs]) };
  return appendBinaryLoss(builder, embedding, pairs, head);
}

/** Input `input` [1, ...input]; outputs `embedding` [1, dimensions] and `norm`. `flat` as parameters lie in it. */
export function encoderGraph(network: Network, flat: Float32Array): Graph {
  const builder = graphBuilder('encoder');
  const x = builder.input('input', [1, ...network.input]);
  const values = new Map<string, Value>();
  for (const { name, dims, data } of sliced(network.parameters, flat))
    values.set(name, builder.constant(float32(dims, data.slice()), name));
  const { embedding, norm } = network.append(builder, x, (name) => values.get(name)!);
  builder.output(embedding);
  builder.output(norm);
  return builder.build();
}

/** The rows of [n, dimensions], which share it. */
export function rowsOf(flat: Float32Array, dimensions: number): Float32Array[] {
  return Array.from({ length: flat.length / dimensions }, (_, i) =>
    flat.subarray(i * dimensions, (i + 1) * dimensions),
  );
}

/** The parts of one flat vector, which they share. */
export function sliced(parameters: readonly Parameter[], flat: Float32Array) {
  let at = 0;
  return parameters.map(({ name, dims }) => {
    const from = at;
    at += sizeOf(dims);
    return { name, dims, data: flat.subarray(from, at) };
  });
}

function withInputs(network: Network, n: number, parameters: readonly Parameter[]) {
  const builder: GraphBuilder = graphBuilder('training');
  const x = builder.input('x', [n, ...network.input]);
  const values = new Map(parameters.map(({ name, dims }) => [name, builder.input(name, dims)]));
  const { embedding } = network.append(builder, x, (name) => values.get(name)!);
  return { builder, x, embedding, values };
}
