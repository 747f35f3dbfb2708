import { expect, test } from 'vitest';
import { buildScorer } from '../../functions/core/graph/scorer.ts';
import { float32 } from '../../functions/core/tensor.ts';
import { createNodeRuntime } from '../../functions/platform/ort-node.ts';

const runtime = createNodeRuntime();

test('the engine is named with its version, platform, instruction set and threads', () => {
  expect(runtime.engine).toMatch(/^onnxruntime-node \d+\.\d+\.\d+ \w+\/\w+ \S+ threads=1$/);
  expect(createNodeRuntime({ threads: 2 }).engine).toMatch(/threads=2$/);
});

test('a graph runs, and overlapping runs do not mix', async () => {
  const session = await runtime.open(buildScorer(2, 2, 1));
  expect(session.inputs).toEqual(['gallery', 'queries']);
  const gallery = float32([2, 2], Float32Array.of(1, 2, 3, 4));
  const runs = [1, 2, 3].map((k) =>
    session.run({ gallery, queries: float32([2, 1], Float32Array.of(k, 0)) }),
  );
  const answers = (await Promise.all(runs)).map(({ scores }) => [...(scores.data as Float32Array)]);
  expect(answers).toEqual([
    [1, 3],
    [2, 6],
    [3, 9],
  ]);
  await session.release();
});

test('bytes that are no model, and feeds that do not fit, are faults with the reason', async () => {
  await expect(runtime.open(new Uint8Array(5))).rejects.toMatchObject({
    code: 'model_invalid',
    facts: { bytes: 5 },
  });
  const session = await runtime.open(buildScorer(2, 2, 1));
  const wrong = float32([1], new Float32Array(1));
  await expect(session.run({ gallery: wrong, queries: wrong })).rejects.toMatchObject({
    code: 'runtime_failed',
  });
  await expect(session.run({})).rejects.toMatchObject({
    code: 'runtime_failed',
    message: expect.stringContaining('gallery'),
  });
});
