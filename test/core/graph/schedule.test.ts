// The order of nodes: what is short comes late, and nothing else changes.
import { expect, test } from 'vitest';
import { checkGraph } from '../../../functions/core/graph/check.ts';
import { gradients } from '../../../functions/core/graph/gradient.ts';
import { graphBuilder } from '../../../functions/core/graph/graph.ts';
import { encodeModel } from '../../../functions/core/graph/proto.ts';
import { byDepth } from '../../../functions/core/graph/schedule.ts';
import { float32 } from '../../../functions/core/tensor.ts';
import { runModel } from './runtime.ts';

/** A chain of rectified steps and its gradient: each step's mask is needed only on the way back. */
function chain() {
  const builder = graphBuilder('chain');
  const x = builder.input('x', [4]);
  let value = x;
  for (let i = 0; i < 5; i++)
    value = builder.op('Relu', [builder.op('Sub', [value, builder.scalar(0.1 * i)])], {}, `step ${i}`);
  const total = builder.op('ReduceSum', [value], { keepdims: 0 });
  builder.output(gradients(builder, total, [x])[0], 'gradient');
  return builder.build();
}

test('every node stands after what it needs, and by its depth', () => {
  const graph = byDepth(chain());
  checkGraph(graph);
  expect(graph.nodes).toHaveLength(chain().nodes.length);
  const at = new Map(graph.nodes.flatMap(({ outputs }, i) => outputs.map((name) => [name, i])));
  // The mask of a step is as deep as the step after it, not as the gradient that it is multiplied with.
  const masks = graph.nodes.filter(({ operator, inputs }) => operator === 'Greater' && at.has(inputs[0]));
  expect(masks.length).toBeGreaterThan(0);
  for (const { inputs, outputs } of masks) {
    const step = Number(inputs[0].slice('step '.length));
    if (step < 4) expect(at.get(outputs[0])).toBeLessThan(at.get(`step ${step + 1}`)!);
  }
});

test('the results are the same', async () => {
  const feeds = { x: float32([4], Float32Array.of(-1, 0.5, 1.05, 3)) };
  const graph = chain();
  const results = await Promise.all(
    [graph, byDepth(graph)].map((each) => runModel(encodeModel(each), feeds)),
  );
  expect(results[1]).toEqual(results[0]);
  expect([...results[0].gradient.data]).toEqual([0, 0, 1, 1]);
});
