// The Runtime port on onnxruntime-web inside workerd: one thread of wasm, booted on first use.
/// <reference types="onnxruntime-web" />

import wasm from 'onnxruntime-web/ort-wasm-simd-threaded.wasm';
import { env, InferenceSession, Tensor as OrtTensor } from 'onnxruntime-web/wasm';
import { Fault } from '../core/fault.ts';
import type { Feeds, Runtime, Session } from '../core/ports.ts';
import type { Tensor } from '../core/tensor.ts';

/**
 * An isolate has one wasm instance, so every Runtime made here shares it. Nothing is booted until the first `open`,
 * because workerd forbids random values and asynchronous work at global scope.
 */
export function createWorkerRuntime(): Runtime {
  return { engine: `onnxruntime-web ${env.versions.web ?? env.versions.common} wasm-simd threads=1`, open };
}

let booted: Promise<void> | undefined;

/**
 * Boots once. onnxruntime-web never tries a second time after a failed boot, so neither does this: the isolate keeps
 * answering with the first cause, until Cloudflare replaces it.
 */
function boot(): Promise<void> {
  booted ??= start().catch((cause) => {
    throw new Fault(
      'runtime_failed',
      `onnxruntime-web did not start in this isolate: ${messageOf(cause)}`,
      { retry: 'another isolate may start' },
      cause,
    );
  });
  return booted;
}

async function open(model: Uint8Array): Promise<Session> {
  await boot();
  let session: InferenceSession;
  try {
    session = await InferenceSession.create(model, OPTIONS);
  } catch (cause) {
    throw new Fault(
      'model_invalid',
      `onnxruntime-web refuses a model of ${model.byteLength} bytes: ${messageOf(cause)}`,
      { bytes: model.byteLength },
      cause,
    );
  }
  return {
    inputs: session.inputNames,
    outputs: session.outputNames,
    run: (feeds) => runOn(session, feeds),
    release: () => session.release(),
  };
}

const OPTIONS: InferenceSession.SessionOptions = {
  executionProviders: ['wasm'],
  graphOptimizationLevel: 'all',
  // One block for all that a run needs is planned after the first run and comes on top of what that run left behind: the
  // heap, which never shrinks, would be a fifth larger.
  enableMemPattern: false,
};

// Calls may overlap: with one thread onnxruntime-web finishes a run before it returns to the event loop.
async function runOn(session: InferenceSession, feeds: Feeds): Promise<Readonly<Record<string, Tensor>>> {
  try {
    const results = await session.run(mapValues(feeds, toOrt));
    return mapValues(results, fromOrt);
  } catch (cause) {
    if (cause instanceof Fault) throw cause;
    throw new Fault('runtime_failed', `onnxruntime-web: ${messageOf(cause)}`, {}, cause);
  }
}

/**
 * workerd gives a .wasm import as a compiled WebAssembly.Module and forbids compiling bytes, while onnxruntime-web
 * accepts bytes only. So it is handed marker bytes, and while it boots, WebAssembly.instantiate answers exactly those
 * with an instance of the imported module. Every other call passes through.
 */
async function start(): Promise<void> {
  const marker = crypto.getRandomValues(new Uint8Array(32));
  const original = WebAssembly.instantiate;
  const instantiate: Instantiate = async (source, imports) => {
    if (!isBytes(source, marker)) return (original as Instantiate).call(WebAssembly, source, imports);
    return { module: wasm, instance: await original(wasm, imports) };
  };
  env.wasm.numThreads = 1;
  env.wasm.proxy = false;
  env.wasm.wasmBinary = marker.buffer;
  env.logLevel = 'error';
  Object.assign(WebAssembly, { instantiate });
  try {
    const session = await InferenceSession.create(SMALLEST_MODEL, OPTIONS);
    await session.release();
  } finally {
    Object.assign(WebAssembly, { instantiate: original });
    env.wasm.wasmBinary = undefined;
  }
}

// y = Neg(x), two floats: creating any session boots the engine, and this one can only fail when the engine does.
const SMALLEST_MODEL = Uint8Array.from(
  atob('CAg6MgoLCgF4EgF5IgNOZWcSAWdaDwoBeBIKCggIARIECgIIAmIPCgF5EgoKCAgBEgQKAggCQgQKABAN'),
  (c) => c.charCodeAt(0),
);

type Instantiate = (source: unknown, imports?: WebAssembly.Imports) => Promise<unknown>;

function isBytes(value: unknown, bytes: Uint8Array): boolean {
  const given = value instanceof ArrayBuffer ? new Uint8Array(value) : value;
  return (
    given instanceof Uint8Array &&
    given.length === bytes.length &&
    given.every((byte, i) => byte === bytes[i])
  );
}

function toOrt({ type, data, dims }: Tensor): OrtTensor {
  return new OrtTensor(type, data as OrtTensor.DataType, dims) as OrtTensor;
}

function fromOrt({ type, data, dims }: OrtTensor): Tensor {
  if (!TYPES.has(type))
    throw new Fault('runtime_failed', `An output of type ${type} is not supported`, { type });
  return { type, data, dims } as Tensor;
}

const TYPES: ReadonlySet<string> = new Set<Tensor['type']>(['float32', 'int64', 'int32', 'uint8', 'bool']);

function mapValues<A, B>(record: Readonly<Record<string, A>>, map: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]));
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
