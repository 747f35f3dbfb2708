import { expect, test } from 'vitest';
import { float32 } from '../../functions/core/tensor.ts';
import { createWorkerRuntime } from '../../functions/platform/ort-worker.ts';

// y = Neg(x), x and y [2]
const NEG = Uint8Array.from(
  atob('CAg6MgoLCgF4EgF5IgNOZWcSAWdaDwoBeBIKCggIARIECgIIAmIPCgF5EgoKCAgBEgQKAggCQgQKABAN'),
  (c) => c.charCodeAt(0),
);

test('a model runs inside workerd', async () => {
  const session = await createWorkerRuntime().open(NEG);
  expect(session.inputs).toEqual(['x']);
  expect(session.outputs).toEqual(['y']);
  const { y } = await session.run({ x: float32([2], new Float32Array([1, -2.5])) });
  expect(y).toEqual({ type: 'float32', dims: [2], data: new Float32Array([-1, 2.5]) });
});
