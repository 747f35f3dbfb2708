// The Runtime port on onnxruntime-web inside workerd: one thread of wasm, booted on first use.
/// <reference types="onnxruntime-web" />

import wasm from 'onnxruntime-web/ort-wasm-simd-threaded.wasm';
import { env, InferenceSession } from 'onnxruntime-web/wasm';
import { Fault } from '../core/fault.ts';
import type { Runtime, Session } from '../core/ports.ts';
import { messageOf, openWebSession, WEB_ENGINE, WEB_OPTIONS } from './ort-web.ts';

/**
 * An isolate has one wasm instance, so every Runtime made here shares it. Nothing is booted until the first `open`,
 * because workerd forbids random values and asynchronous work at global scope.
 */
export function createWorkerRuntime(): Runtime {
  return { engine: WEB_ENGINE, open };
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
  return openWebSession(model);
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
    const session = await InferenceSession.create(SMALLEST_MODEL, WEB_OPTIONS);
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
