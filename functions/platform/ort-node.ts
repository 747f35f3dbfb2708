// The Runtime port on onnxruntime-node.
import { readFileSync } from 'node:fs';
import { arch, cpus, platform } from 'node:os';
import { env, InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node';
import { Fault } from '../core/fault.ts';
import type { Feeds, Runtime, Session } from '../core/ports.ts';
import type { Tensor } from '../core/tensor.ts';

/** `threads`: within one operator. One is the default: results then have the same bytes, and requests share the cores. */
export function createNodeRuntime({ threads = 1 }: { readonly threads?: number } = {}): Runtime {
  return {
    engine: `onnxruntime-node ${env.versions.node} ${platform()}/${arch()} ${instructionSet()} threads=${threads}`,
    async open(model) {
      try {
        const session = await InferenceSession.create(model, {
          executionProviders: ['cpu'],
          graphOptimizationLevel: 'all',
          intraOpNumThreads: threads,
          interOpNumThreads: 1,
          executionMode: 'sequential',
          logSeverityLevel: 3,
          // Planned after the first run, one block for all would come on top of what that run left: a third more memory,
          // and a second slow run, for the same speed after.
          enableMemPattern: false,
        });
        return wrap(session);
      } catch (cause) {
        throw new Fault(
          'model_invalid',
          `onnxruntime-node refuses the model: ${messageOf(cause)}`,
          { bytes: model.byteLength },
          cause,
        );
      }
    },
  };
}

function wrap(session: InferenceSession): Session {
  return {
    inputs: session.inputNames,
    outputs: session.outputNames,
    async run(feeds) {
      try {
        return fromOrt(await session.run(toOrt(feeds)));
      } catch (cause) {
        throw new Fault('runtime_failed', `onnxruntime-node: ${messageOf(cause)}`, {}, cause);
      }
    },
    release: () => session.release(),
  };
}

function toOrt(feeds: Feeds): Record<string, OrtTensor> {
  const tensors: Record<string, OrtTensor> = {};
  for (const [name, { type, data, dims }] of Object.entries(feeds))
    tensors[name] = new OrtTensor(type, data, dims);
  return tensors;
}

function fromOrt(results: InferenceSession.OnnxValueMapType): Record<string, Tensor> {
  const tensors: Record<string, Tensor> = {};
  for (const [name, value] of Object.entries(results)) {
    const { type, dims, data } = value as OrtTensor;
    tensors[name] = { type, dims, data } as Tensor;
  }
  return tensors;
}

/** ONNX Runtime chooses its kernels by it, and with other kernels the last bits differ. */
function instructionSet(): string {
  const known = ['avx512f', 'avx2', 'avx', 'asimd'];
  try {
    const flags = new Set(
      /^(?:flags|Features)\s*:(.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1].trim().split(/\s+/),
    );
    return known.find((flag) => flags.has(flag)) ?? 'baseline';
  } catch {
    return cpus()[0]?.model.replaceAll(/\s+/g, '-') ?? 'unknown'; // not Linux: the CPU's name stands for what it can do
  }
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
