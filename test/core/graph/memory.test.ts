import { expect, test } from 'vitest';
import { graphBuilder } from '../../../functions/core/graph/graph.ts';
import { memoryOfGraph } from '../../../functions/core/graph/memory.ts';
import { float32 } from '../../../functions/core/tensor.ts';

test('what is used for the last time makes room, and what depends on constants alone is weight', () => {
  const builder = graphBuilder('chain');
  const x = builder.input('x', [100]); //                                    400 bytes, the caller's until the end
  const weight = builder.constant(float32([100], new Float32Array(100)));
  const doubled = builder.op('Add', [weight, weight]); //                    folded: 400 bytes in place of `weight`
  const a = builder.op('Mul', [x, doubled]);
  const b = builder.op('Relu', [a]);
  const c = builder.op('Relu', [b]); //                                      x, b and c: a has gone
  builder.output(c, 'y');
  expect(memoryOfGraph(builder.build())).toEqual({ weights: 400, live: 1_200 });
});
