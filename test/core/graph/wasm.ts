// Graphs run by ONNX Runtime's WebAssembly build in Node: the kernels that workerd has, without its start.
import { env, InferenceSession, Tensor as OrtTensor } from 'onnxruntime-web/wasm';
import type { Tensor } from '../../../functions/core/tensor.ts';
import type { Results } from './runtime.ts';

env.wasm.numThreads = 1;

export async function runOnWasm(model: Uint8Array, feeds: Results): Promise<Results> {
  const session = await InferenceSession.create(model, { graphOptimizationLevel: 'all' });
  try {
    const given = Object.entries(feeds).map(([name, { type, data, dims }]) => [
      name,
      new OrtTensor(type, data, dims),
    ]);
    const results = await session.run(Object.fromEntries(given));
    return Object.fromEntries(
      Object.entries(results).map(([name, { type, dims, data }]) => [name, { type, dims, data } as Tensor]),
    );
  } finally {
    await session.release();
  }
}
