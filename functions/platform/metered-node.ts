// What ONNX Runtime does on Node, counted by model: runs, and the CPU seconds inside them.
import type { Models, Runtime } from '../core/ports.ts';

/** Told of every run: `model` is the id in the manifest, or `built` for a graph that was made here. */
export type Ran = (model: string, cpuSeconds: number) => void;

/** The same models and runtime; sessions are told apart by the bytes that the models handed out. */
export function metered(models: Models, runtime: Runtime, ran: Ran): { models: Models; runtime: Runtime } {
  const ids = new WeakMap<Uint8Array, string>();
  return {
    models: {
      ...models,
      async read(file) {
        const bytes = await models.read(file);
        const entry = models.manifest.models.find((model) => model.file === file);
        if (entry) ids.set(bytes, entry.id);
        return bytes;
      },
    },
    runtime: {
      ...runtime,
      async open(bytes) {
        const model = ids.get(bytes) ?? 'built';
        const session = await runtime.open(bytes);
        return {
          ...session,
          async run(feeds) {
            // onnxruntime-node runs in an immediate of its own, on this thread; the one that is set before it marks where
            // it begins, so that nothing another request does meanwhile is counted.
            let before = process.cpuUsage();
            setImmediate(() => {
              before = process.cpuUsage();
            });
            try {
              return await session.run(feeds);
            } finally {
              const { user, system } = process.cpuUsage(before);
              ran(model, (user + system) / 1e6);
            }
          },
        };
      },
    },
  };
}
