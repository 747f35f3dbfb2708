// One evaluation of the default style objective, or its forward pass alone: engine (node, wasm), pixels a side, which.
import { encodeModel } from '../../functions/core/graph/proto.ts';
import type { Runtime } from '../../functions/core/ports.ts';
import { openExtractor } from '../../functions/core/style/extractor.ts';
import { openObjective, shapeOf } from '../../functions/core/style/objective.ts';
import { objectiveGraph } from '../../functions/core/style/objective-graph.ts';
import { initialImage } from '../../functions/core/style/pictures.ts';
import { styleOptions } from '../../functions/core/style/presets.ts';
import { float32, sizeOf } from '../../functions/core/tensor.ts';
import { createNodeModels } from '../../functions/platform/models-node.ts';
import { createNodeRuntime } from '../../functions/platform/ort-node.ts';
import { MODELS_DIRECTORY } from '../open-faces.ts';
import { cpuMs } from './measure.ts';
import { serve } from './process.ts';
import { styleInputs } from './style-inputs.ts';
import { createWasmRuntime } from './wasm-runtime.ts';

export type EvaluationKind = 'gradient' | 'forward';
export type EvaluationFacts = { readonly engine: string; readonly macs: number };
/** What the process held at most, and its wasm heap (0 on node), MiB. */
export type Held = { readonly peakRssMib: number; readonly heapMib: number };

const [engine, side, kind] = process.argv.slice(2) as [string, string, EvaluationKind];
const size = Number(side);
const wasm = engine === 'wasm' ? createWasmRuntime() : undefined;
const runtime: Runtime = wasm ?? createNodeRuntime();
const options = styleOptions();
const inputs = styleInputs();
const extractor = await openExtractor(await createNodeModels(MODELS_DIRECTORY), options.extractor);
const evaluation = kind === 'gradient' ? await openGradient() : await openForward();

serve({
  about: async (): Promise<EvaluationFacts> => ({ engine: runtime.engine, macs: evaluation.macs }),
  evaluate: () => cpuMs(evaluation.run),
  held: async (): Promise<Held> => ({
    peakRssMib: process.resourceUsage().maxRSS / 1024,
    heapMib: (wasm?.heapBytes() ?? 0) / 2 ** 20,
  }),
});

/** As a job opens it, targets and all. */
async function openGradient() {
  const objective = await openObjective({ runtime }, extractor, options, inputs, size);
  const x = initialImage(options, inputs, size, size);
  return { macs: objective.macs, run: () => objective.evaluate(x) };
}

/** The same graph with the total as its output, on noise: it takes the same time on anything. */
async function openForward() {
  const shape = shapeOf(options, inputs, { width: size, height: size });
  const { graph } = objectiveGraph(extractor, shape, { gradient: false });
  const session = await runtime.open(encodeModel(graph));
  const feeds = Object.fromEntries(
    graph.inputs.map((name) => {
      const { dims } = graph.values.get(name)!;
      return [name, float32(dims, Float32Array.from({ length: sizeOf(dims) }, Math.random))];
    }),
  );
  return { macs: 0, run: () => session.run(feeds) };
}
