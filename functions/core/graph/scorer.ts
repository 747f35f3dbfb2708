// The search graph: every row of a gallery block against every query, as one matrix product.
import { type GraphBuilder, graphBuilder, type Value } from './graph.ts';
import { encodeModel } from './proto.ts';

/**
 * A model with inputs `gallery` [rows, dimensions] and `queries` [dimensions, queries], output `scores`
 * [rows, queries]: cosines when both hold unit vectors. The gallery is an input, so enrolment rebuilds nothing.
 */
export function buildScorer(rows: number, dimensions: number, queries: number): Uint8Array {
  const builder = graphBuilder('scorer');
  builder.output(product(builder, rows, dimensions, queries, 'scores'));
  return encodeModel(builder.build());
}

/** The same, with outputs `scores` and `rows` (int64), both [count, queries]: the best `count` of each query, descending. */
export function buildTopScorer(rows: number, dimensions: number, queries: number, count: number): Uint8Array {
  const builder = graphBuilder('top-scorer');
  const scores = product(builder, rows, dimensions, queries);
  const best = builder.ops('TopK', [scores, builder.ints([count])], { axis: 0 }, ['scores', 'rows']);
  for (const value of best) builder.output(value);
  return encodeModel(builder.build());
}

function product(
  builder: GraphBuilder,
  rows: number,
  dimensions: number,
  queries: number,
  name?: string,
): Value {
  const gallery = builder.input('gallery', [rows, dimensions]);
  return builder.op('MatMul', [gallery, builder.input('queries', [dimensions, queries])], {}, name);
}
