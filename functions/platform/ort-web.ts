// Sessions of onnxruntime-web behind the Runtime port: the same in workerd and in Node, each of which boots it its own way.
/// <reference types="onnxruntime-web" />

import { env, InferenceSession, Tensor as OrtTensor } from 'onnxruntime-web/wasm';
import { Fault } from '../core/fault.ts';
import type { Feeds, Session } from '../core/ports.ts';
import type { Tensor } from '../core/tensor.ts';

/** For Runtime.engine. */
export const WEB_ENGINE = `onnxruntime-web ${env.versions.web ?? env.versions.common} wasm-simd threads=1`;

export const WEB_OPTIONS: InferenceSession.SessionOptions = {
  executionProviders: ['wasm'],
  graphOptimizationLevel: 'all',
  // One block for all that a run needs is planned after the first run and comes on top of what that run left behind: the
  // heap, which never shrinks, would be a fifth larger.
  enableMemPattern: false,
};

/** @throws Fault model_invalid when the runtime refuses the bytes. */
export async function openWebSession(model: Uint8Array): Promise<Session> {
  let session: InferenceSession;
  try {
    session = await InferenceSession.create(model, WEB_OPTIONS);
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

/** What the runtime said. */
export function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
