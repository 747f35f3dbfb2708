// The end that every encoder shares: the embedding as a unit vector, and how long it was.
import type { GraphBuilder, Value } from '../../functions/core/graph/graph.ts';

/** Keeps 0 / 0 out; no embedding of a picture comes near it. */
const FLOOR = 1e-12;

/** From [N,D]: rows of L2 norm 1, and [N,1], the norms before. */
export function unitNorm(
  builder: GraphBuilder,
  raw: Value,
): { readonly embedding: Value; readonly norm: Value } {
  const norm = builder.op('ReduceL2', [raw], { axes: [1], keepdims: 1 }, 'norm');
  const divisor = builder.op('Max', [norm, builder.scalar(FLOOR)]);
  return { embedding: builder.op('Div', [raw, divisor], {}, 'embedding'), norm };
}

/** From [1,D]: outputs `embedding` [1,D] of L2 norm 1 and `norm` [1,1], the norm before. */
export function outputUnitNorm(builder: GraphBuilder, raw: Value): void {
  const { embedding, norm } = unitNorm(builder, raw);
  builder.output(embedding);
  builder.output(norm);
}
