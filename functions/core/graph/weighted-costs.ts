// The end of every objective's graph: raw costs become one weighted sum.
import type { GraphBuilder, Value } from './graph.ts';

/**
 * Makes the costs, [1] each, an output `costs` [terms], and gives their sum weighted by a new input `weights` [terms],
 * as [1].
 */
export function appendWeightedSum(builder: GraphBuilder, costs: readonly Value[]): Value {
  const all = builder.op('Concat', costs, { axis: 0 }, 'costs');
  const weighted = builder.op('Mul', [all, builder.input('weights', all.dims)]);
  const total = builder.op('ReduceSum', [weighted, builder.ints([0])], { keepdims: 1 });
  builder.output(all);
  return total;
}
