// The graphs of a network: embeddings of a batch, loss and gradient of a batch, and the encoder as it is shipped.
import { gradients } from '../../functions/core/graph/gradient.ts';
import { type Graph, type GraphBuilder, graphBuilder, type Value } from '../../functions/core/graph/graph.ts';
import { float32, sizeOf } from '../../functions/core/tensor.ts';
import { appendBinaryLoss, appendTripletLoss } from './losses.ts';
import { appendNetwork, type NetworkShape, networkParameters, type Parameter } from './network.ts';

export type Loss = 'triplet' | 'binary';

/** The parameters of the network and, for the binary loss, of its head, which is not exported. */
export function learnedParameters(shape: NetworkShape, loss: Loss): Parameter[] {
  const network = networkParameters(shape);
  if (loss === 'triplet') return network;
  const { dimensions } = shape;
  return [
    ...network,
    { name: 'head_slope', dims: [dimensions, 1], fanIn: dimensions },
    { name: 'head_bias', dims: [1], fanIn: 0 },
  ];
}

/** Inputs `x` [n, channels, ...spatial] and every parameter; output `embedding` [n, dimensions]. */
export function embeddingGraph(shape: NetworkShape, n: number): Graph {
  const { builder, embedding } = withInputs(shape, n, networkParameters(shape));
  builder.output(embedding);
  return builder.build();
}

/**
 * Inputs as `embeddingGraph`, and for triplets `coefficients` [n, n] and `offset` [], for the binary loss `left`,
 * `right` (int64) and `same` [pairs]. Outputs `embedding`, `loss`, and the gradient of each parameter as `d_` and
 * its name.
 */
export function lossGraph(shape: NetworkShape, n: number, loss: Loss, pairs = n): Graph {
  const parameters = learnedParameters(shape, loss);
  const { builder, embedding, values } = withInputs(shape, n, parameters);
  const value =
    loss === 'triplet'
      ? appendTripletLoss(
          builder,
          embedding,
          builder.input('coefficients', [n, n]),
          builder.input('offset', []),
        )
      : appendBinaryLoss(
          builder,
          embedding,
          {
            left: builder.input('left', [pairs], 'int64'),
            right: builder.input('right', [pairs], 'int64'),
            same: builder.input('same', [pairs]),
          },
          { slope: values.get('head_slope')!, bias: values.get('head_bias')! },
        );
  builder.output(embedding);
  builder.output(value, 'loss');
  const back = gradients(builder, value, [...values.values()]);
  for (const [index, { name }] of parameters.entries()) builder.output(back[index], `d_${name}`);
  return builder.build();
}

/** Input `input` [1, channels, ...spatial]; outputs `embedding` [1, dimensions] and `norm`. `flat` as parameters lie in it. */
export function encoderGraph(shape: NetworkShape, flat: Float32Array): Graph {
  const builder = graphBuilder('encoder');
  const x = builder.input('input', [1, shape.channels, ...shape.spatial]);
  const values = new Map<string, Value>();
  for (const { name, dims, data } of sliced(networkParameters(shape), flat))
    values.set(name, builder.constant(float32(dims, data.slice()), name));
  const { embedding, norm } = appendNetwork(builder, shape, x, (name) => values.get(name)!);
  builder.output(embedding);
  builder.output(norm);
  return builder.build();
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

function withInputs(shape: NetworkShape, n: number, parameters: readonly Parameter[]) {
  const builder: GraphBuilder = graphBuilder('training');
  const x = builder.input('x', [n, shape.channels, ...shape.spatial]);
  const values = new Map(parameters.map(({ name, dims }) => [name, builder.input(name, dims)]));
  const { embedding } = appendNetwork(builder, shape, x, (name) => values.get(name)!);
  return { builder, embedding, values };
}
