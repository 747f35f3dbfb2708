// One step of training: a batch is drawn, embedded and mined; its loss and gradient move the parameters.
import { encodeModel } from '../../functions/core/graph/proto.ts';
import { createOptimiser, type Optimiser } from '../../functions/core/optim/create.ts';
import type { OptimiserState } from '../../functions/core/optim/state.ts';
import type { Feeds, Runtime, Session } from '../../functions/core/ports.ts';
import { seeded } from '../../functions/core/random.ts';
import { float32, type Tensor } from '../../functions/core/tensor.ts';
import { hashOf } from '../evaluate/random.ts';
import { type Draw, drawBatch, drawPairs } from './batches.ts';
import { type Sign, varianceOf } from './collapse.ts';
import { embeddingGraph, learnedParameters, lossGraph, sliced } from './graphs.ts';
import { mine, squaredDistances } from './mining.ts';
import { countOf, initialParameters, type Parameter } from './network.ts';
import { networkOf, optimiserOf, type Recipe } from './options.ts';

/** What is trained on. `fill` gives the draws as the network's input [draws, channels, ...]. */
export type Source = {
  /** How many pictures each class has; a label is an index into it. */
  readonly counts: readonly number[];
  fill(draws: readonly Draw[], random: () => number): Float32Array;
};

export type Step = Sign & { readonly state: OptimiserState };

export type Trainer = {
  start(): OptimiserState;
  /** Moves `state`, which is not to be used again. `index` says which step it is: equal ones draw equal batches. */
  step(state: OptimiserState, index: number): Promise<Step>;
  /** Where the parameters are. */
  parameters(state: OptimiserState): Float32Array;
  /** Embeddings [rows, D] of inputs [rows, ...]. */
  embed(parameters: Float32Array, x: Float32Array, rows: number): Promise<Float32Array>;
  release(): Promise<void>;
};

export async function createTrainer(recipe: Recipe, source: Source, runtime: Runtime): Promise<Trainer> {
  const shape = networkOf(recipe);
  const n = recipe.classes * recipe.pictures;
  const parameters = learnedParameters(shape, recipe.loss);
  const network = parameters.filter(({ name }) => !name.startsWith('head_'));
  const optimiser: Optimiser = createOptimiser(optimiserOf(recipe));
  const forward = await runtime.open(encodeModel(embeddingGraph(shape, n)));
  const backward = await runtime.open(encodeModel(lossGraph(shape, n, recipe.loss, 2 * n)));
  const xDims = [n, shape.channels, ...shape.spatial];
  const pointLoss = recipe.loss === 'triplet' ? recipe.margin : Math.LN2;

  /** The embeddings of one batch of n rows. */
  async function embedBatch(flat: Float32Array, x: Float32Array): Promise<Float32Array> {
    const feeds = { x: float32(xDims, x), ...feedsOf(network, flat) };
    return (await forward.run(feeds)).embedding.data as Float32Array;
  }

  async function mined(flat: Float32Array, x: Float32Array, labels: readonly number[], index: number) {
    const distances = squaredDistances(await embedBatch(flat, x), n);
    const mining = index < recipe.batchAllSteps ? 'batch-all' : recipe.mining;
    const { coefficients, offset, active } = mine(mining, distances, labels, recipe.margin);
    const feeds: Feeds = {
      coefficients: float32([n, n], coefficients),
      offset: float32([], Float32Array.of(offset)),
    };
    return { feeds, active };
  }

  return {
    start: () => optimiser.start(initialParameters(parameters, seeded(hashOf(`${recipe.seed} parameters`)))),

    async step(state, index) {
      const random = seeded(hashOf(`${recipe.seed} step ${index}`));
      const draws = drawBatch(source.counts, recipe, random);
      const labels = draws.map(({ label }) => label);
      const x = source.fill(draws, random);
      const flat = optimiser.point(state);
      const { feeds, active } =
        recipe.loss === 'triplet'
          ? await mined(flat, x, labels, index)
          : { feeds: pairFeeds(labels, random), active: undefined };
      const results = await backward.run({ x: float32(xDims, x), ...feedsOf(parameters, flat), ...feeds });
      const loss = (results.loss.data as Float32Array)[0];
      const variance = varianceOf(results.embedding.data as Float32Array, n);
      const next = optimiser.next(state, loss, gradientOf(parameters, results));
      return { state: next, loss, variance, active, pointLoss };
    },

    parameters: (state) => optimiser.point(state),

    async embed(flat, x, rows) {
      const found = new Float32Array(rows * shape.dimensions);
      const size = x.length / rows;
      for (let from = 0; from < rows; from += n) {
        const batch = new Float32Array(n * size); // the last is filled up with blanks
        const count = Math.min(n, rows - from);
        batch.set(x.subarray(from * size, (from + count) * size));
        const embedding = await embedBatch(flat, batch);
        found.set(embedding.subarray(0, count * shape.dimensions), from * shape.dimensions);
      }
      return found;
    },

    async release() {
      await releaseAll([forward, backward]);
    },
  };
}

function feedsOf(parameters: readonly Parameter[], flat: Float32Array): Feeds {
  return Object.fromEntries(
    sliced(parameters, flat).map(({ name, dims, data }) => [name, float32(dims, data)]),
  );
}

function pairFeeds(labels: readonly number[], random: () => number): Feeds {
  const { left, right, same } = drawPairs(labels, random);
  const rows = (list: readonly number[]): Tensor => ({
    type: 'int64',
    dims: [list.length],
    data: BigInt64Array.from(list, BigInt),
  });
  return { left: rows(left), right: rows(right), same: float32([same.length], Float32Array.from(same)) };
}

function gradientOf(parameters: readonly Parameter[], results: Feeds): Float32Array {
  const gradient = new Float32Array(countOf(parameters));
  for (const { name, data } of sliced(parameters, gradient))
    data.set(results[`d_${name}`].data as Float32Array);
  return gradient;
}

async function releaseAll(sessions: readonly Session[]): Promise<void> {
  for (const session of sessions) await session.release();
}
