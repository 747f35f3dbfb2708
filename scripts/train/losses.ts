// Losses on embeddings as graph nodes.
import type { GraphBuilder, Value } from '../../functions/core/graph/graph.ts';
import { appendMining, type Mined, type Mining } from './mining.ts';

export type TripletLoss = { readonly mining: Mining; readonly pictures: number; readonly margin: number };

/** Squared distances [N, N] between the rows of `embedding` [N, D]. */
function appendSquaredDistances(builder: GraphBuilder, embedding: Value): Value {
  const squares = builder.op('ReduceSumSquare', [embedding], { axes: [1], keepdims: 1 });
  const across = builder.op('Transpose', [squares], { perm: [1, 0] });
  const products = builder.op('MatMul', [embedding, builder.op('Transpose', [embedding], { perm: [1, 0] })]);
  return builder.op('Sub', [
    builder.op('Add', [squares, across]),
    builder.op('Mul', [products, builder.scalar(2)]),
  ]);
}

/** The triplet loss of a batch of rows in classes of `pictures` each, `embedding` [N, D]. */
export function appendTripletLoss(
  builder: GraphBuilder,
  embedding: Value,
  { mining, pictures, margin }: TripletLoss,
): Mined {
  return appendMining(builder, mining, appendSquaredDistances(builder, embedding), pictures, margin);
}

/** The mean square by which the distances between the rows of `embedding` [N, D] differ from those of `start` [N, D]. */
export function appendKeptDistances(builder: GraphBuilder, embedding: Value, start: Value): Value {
  const [now, then] = [embedding, start].map((rows) => appendSquaredDistances(builder, rows));
  const moved = builder.op('Sub', [now, then]);
  return builder.op('ReduceMean', [builder.op('Mul', [moved, moved])], { keepdims: 0 });
}

/**
 * Koch et al. 2015: the mean cross-entropy of sigmoid(|f1 - f2| . slope + bias). Pairs are rows of `left` and `right`
 * (int64 [P]) with `same` [P], 1 or 0; `slope` is [D, 1], `bias` [1].
 */
export function appendBinaryLoss(
  builder: GraphBuilder,
  embedding: Value,
  pairs: { readonly left: Value; readonly right: Value; readonly same: Value },
  head: { readonly slope: Value; readonly bias: Value },
): Value {
  const [first, second] = [pairs.left, pairs.right].map((rows) =>
    builder.op('Gather', [embedding, rows], { axis: 0 }),
  );
  const apart = builder.op('Abs', [builder.op('Sub', [first, second])]);
  const product = builder.op('MatMul', [apart, head.slope]);
  const logit = builder.op('Add', [
    builder.op('Reshape', [product, builder.ints(pairs.same.dims)]),
    head.bias,
  ]);
  return builder.op('ReduceMean', [appendCrossEntropy(builder, logit, pairs.same)], { keepdims: 0 });
}

/** -y log p - (1 - y) log(1 - p) with p = sigmoid(logit), as softplus(logit) - y logit: never the logarithm of 0. */
export function appendCrossEntropy(builder: GraphBuilder, logit: Value, target: Value): Value {
  return builder.op('Sub', [builder.op('Softplus', [logit]), builder.op('Mul', [target, logit])]);
}
