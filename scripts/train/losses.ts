// Losses on embeddings as graph nodes: what was mined is an input, so one graph serves every batch and way of mining.
import type { GraphBuilder, Value } from '../../functions/core/graph/graph.ts';

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

/**
 * The mean hinge of mined triplets, sum |a-p|^2 - |a-n|^2 + margin over those that are active, as
 * sum(coefficients * distances) + offset (Schroff et al. 2015, equation 2). Where a hinge is active it is linear in the
 * distances, so `coefficients` [N, N] says all that mining found.
 */
export function appendTripletLoss(
  builder: GraphBuilder,
  embedding: Value,
  coefficients: Value,
  offset: Value,
): Value {
  const weighted = builder.op('Mul', [appendSquaredDistances(builder, embedding), coefficients]);
  return builder.op('Add', [builder.op('ReduceSum', [weighted], { keepdims: 0 }), offset]);
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
  // -y log p - (1 - y) log(1 - p) = softplus(z) - y z, which never takes the logarithm of 0
  const each = builder.op('Sub', [builder.op('Softplus', [logit]), builder.op('Mul', [pairs.same, logit])]);
  return builder.op('ReduceMean', [each], { keepdims: 0 });
}
