// One step of training as `train embedder` does it by default, its gradient alone, and its forward pass alone.
import { sizeOfGraph } from '../../functions/core/graph/graph.ts';
import { encodeModel } from '../../functions/core/graph/proto.ts';
import { seeded } from '../../functions/core/random.ts';
import { float32, sizeOf } from '../../functions/core/tensor.ts';
import { createNodeRuntime } from '../../functions/platform/ort-node.ts';
import type { Draw } from '../train/batches.ts';
import { embeddingGraph, lossGraph, sliced } from '../train/graphs.ts';
import { initialParameters } from '../train/network.ts';
import { DEFAULTS, networkOf } from '../train/options.ts';
import { pictureMedium } from '../train/pictures.ts';
import { fillBatch } from '../train/samples.ts';
import { createTrainer } from '../train/trainer.ts';
import { cpuMs } from './measure.ts';
import { serve } from './process.ts';

/** Multiply-accumulates of the forward pass, and of the gradient with it. */
export type TrainingFacts = {
  readonly engine: string;
  readonly forwardMacs: number;
  readonly gradientMacs: number;
};

/** Of a picture before it is scaled: that of a character of Omniglot. */
const SIDE = 105;

const recipe = { ...DEFAULTS, batchAllSteps: 0 };
const n = recipe.classes * recipe.pictures;
const network = networkOf(recipe);
const runtime = createNodeRuntime();
const random = seeded(1);
const graphs = {
  forward: embeddingGraph(network, n),
  gradient: lossGraph(network, n, {
    kind: 'triplet',
    mining: recipe.mining,
    pictures: recipe.pictures,
    margin: recipe.margin,
  }),
};
const dims = [n, ...network.input];
const feeds = {
  x: float32(dims, Float32Array.from({ length: sizeOf(dims) }, random)),
  ...Object.fromEntries(
    sliced(network.parameters, initialParameters(network.parameters, random)).map((part) => [
      part.name,
      float32(part.dims, part.data),
    ]),
  ),
};
const forward = await runtime.open(encodeModel(graphs.forward));
const gradient = await runtime.open(encodeModel(graphs.gradient));

/** Noise in as many classes as a batch wants: a step takes the same time on anything. */
const samples = Array.from({ length: recipe.classes }, () =>
  Array.from({ length: recipe.pictures }, () => ({
    width: SIDE,
    height: SIDE,
    data: Uint8Array.from({ length: 4 * SIDE * SIDE }, () => 256 * random()),
  })),
);
const medium = pictureMedium([recipe.channels, recipe.size, recipe.size]);
const source = {
  counts: samples.map(({ length }) => length),
  fill: (draws: readonly Draw[], drawn: () => number) =>
    fillBatch(medium, samples, draws, { quarterTurns: false, random: drawn }),
};
const trainer = await createTrainer(network, recipe, source, runtime);
let state = trainer.start();
let index = 0;

serve({
  about: async (): Promise<TrainingFacts> => ({
    engine: runtime.engine,
    forwardMacs: sizeOfGraph(graphs.forward).macs,
    gradientMacs: sizeOfGraph(graphs.gradient).macs,
  }),
  forward: () => cpuMs(() => forward.run(feeds)),
  gradient: () => cpuMs(() => gradient.run(feeds)),
  step: () =>
    cpuMs(async () => {
      state = (await trainer.step(state, index++)).state;
    }),
});
