// The Runtime port on onnxruntime-web in Node: kernels, options and heap as in workerd, without its isolate.
import { env } from 'onnxruntime-web/wasm';
import type { Runtime } from '../../functions/core/ports.ts';
import { openWebSession, WEB_ENGINE } from '../../functions/platform/ort-web.ts';

export type WasmRuntime = Runtime & {
  /** Of the wasm heap, which never shrinks; 0 before the first session. */
  heapBytes(): number;
};

/** One a process. */
export function createWasmRuntime(): WasmRuntime {
  env.wasm.numThreads = 1;
  env.logLevel = 'error';
  const memories = watchMemories();
  return {
    engine: WEB_ENGINE,
    open: openWebSession,
    heapBytes: () => memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0),
  };
}

/** Every memory that wasm is instantiated with from now on: onnxruntime-web makes its heap itself and tells nobody. */
function watchMemories(): readonly WebAssembly.Memory[] {
  const memories: WebAssembly.Memory[] = [];
  const original = WebAssembly.instantiate as (...given: unknown[]) => Promise<unknown>;
  const instantiate = async (...given: unknown[]) => {
    const made = await original.apply(WebAssembly, given);
    const exported = (made as Partial<WebAssembly.WebAssemblyInstantiatedSource>).instance?.exports ?? {};
    const imported = Object.values((given[1] ?? {}) as WebAssembly.Imports).flatMap((module) =>
      Object.values(module),
    );
    for (const value of [...Object.values(exported), ...imported])
      if (value instanceof WebAssembly.Memory) memories.push(value);
    return made;
  };
  Object.assign(WebAssembly, { instantiate });
  return memories;
}
