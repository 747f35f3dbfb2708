import { expect, test, vi } from 'vitest';
import { float32, type Tensor } from '../../functions/core/tensor.ts';
import { createWorkerRuntime } from '../../functions/platform/ort-worker.ts';

// y = Neg(x), x and y [2]
const NEG = Uint8Array.from(
  atob('CAg6MgoLCgF4EgF5IgNOZWcSAWdaDwoBeBIKCggIARIECgIIAmIPCgF5EgoKCAgBEgQKAggCQgQKABAN'),
  (c) => c.charCodeAt(0),
);
const x = (...values: number[]): Tensor => float32([values.length], new Float32Array(values));

test('a model runs inside workerd', async () => {
  const session = await createWorkerRuntime().open(NEG);
  expect(session.inputs).toEqual(['x']);
  expect(session.outputs).toEqual(['y']);
  expect(await session.run({ x: x(1, -2.5) })).toEqual({ y: x(-1, 2.5) });
  await session.release();
});

test('the engine names the package, its version and one thread', () => {
  expect(createWorkerRuntime().engine).toMatch(/^onnxruntime-web \d+\.\d+\.\d+ .*threads=1$/);
});

test('sessions opened at once share one boot, and WebAssembly is itself again afterwards', async () => {
  const runtime = createWorkerRuntime();
  const sessions = await Promise.all([runtime.open(NEG), runtime.open(NEG), createWorkerRuntime().open(NEG)]);
  expect(sessions).toHaveLength(3);
  expect(String(WebAssembly.instantiate)).toContain('[native code]');
  await Promise.all(sessions.map((session) => session.release()));
});

test('overlapping runs of one session each get their own answer', async () => {
  const session = await createWorkerRuntime().open(NEG);
  const asked = Array.from({ length: 8 }, (_, i) => x(i + 1, -i - 1));
  const answers = await Promise.all(asked.map((one) => session.run({ x: one })));
  expect(answers).toEqual(asked.map((_, i) => ({ y: x(-i - 1, i + 1) })));
});

test('a result is a copy: later runs do not change it', async () => {
  const session = await createWorkerRuntime().open(NEG);
  const { y } = await session.run({ x: x(1, 2) });
  await session.run({ x: x(3, 4) });
  expect(y).toEqual(x(-1, -2));
});

test.for([
  ['no bytes', new Uint8Array(0)],
  ['other bytes', new Uint8Array(64).fill(7)],
  ['half a model', NEG.slice(0, 30)],
] as const)('%s are model_invalid with their number, and the runtime goes on working', async ([, bytes]) => {
  const runtime = createWorkerRuntime();
  await expect(runtime.open(bytes)).rejects.toMatchObject({
    code: 'model_invalid',
    facts: { bytes: bytes.length },
  });
  expect(await (await runtime.open(NEG)).run({ x: x(1, 1) })).toEqual({ y: x(-1, -1) });
});

test('feeds that do not fit are runtime_failed with the reason, and the session goes on working', async () => {
  const session = await createWorkerRuntime().open(NEG);
  await expect(session.run({ x: x(1, 2, 3) })).rejects.toMatchObject({
    code: 'runtime_failed',
    message: expect.stringMatching(/Got: 3 Expected: 2/),
  });
  await expect(session.run({})).rejects.toMatchObject({ code: 'runtime_failed' });
  expect(await session.run({ x: x(5, 6) })).toEqual({ y: x(-5, -6) });
});

test('a boot that failed is answered with its cause, by every later open too', async () => {
  vi.resetModules();
  const instantiate = WebAssembly.instantiate;
  const stderr = vi.spyOn(console, 'error').mockImplementation(() => {});
  Object.assign(WebAssembly, { instantiate: () => Promise.reject(new Error('no memory left')) });
  try {
    const { createWorkerRuntime } = await import('../../functions/platform/ort-worker.ts');
    const failure = { code: 'runtime_failed', message: expect.stringContaining('no memory left') };
    await expect(createWorkerRuntime().open(NEG)).rejects.toMatchObject(failure);
    Object.assign(WebAssembly, { instantiate });
    await expect(createWorkerRuntime().open(NEG)).rejects.toMatchObject(failure);
  } finally {
    Object.assign(WebAssembly, { instantiate });
    stderr.mockRestore();
    vi.resetModules(); // the files after this one share the isolate
  }
});
