// One step of training: a batch is drawn, embedded, mined and differentiated in one run; its gradient moves the parameters.
import { encodeModel } from '../../functions/core/graph/proto.ts';
import { createOptimiser, type Optimiser } from '../../functions/core/optim/create.ts';
import type { OptimiserState } from '../../functions/core/optim/state.ts';
import type { Feeds, Runtime, Session } from '../../functions/core/ports.ts';
import { seeded } from '../../functions/core/random.ts';
import { float32, sizeOf, type Tensor } from '../../functions/core/tensor.ts';
import { hashOf } from '../evaluate/random.ts';
import { type Draw, drawBatch, drawPairs } from './batches.ts';
import { type Sign, varianceOf } from './collapse.ts';
import { type BatchLoss, embeddingGraph, learnedParameters, lossGraph, sliced } from './graphs.ts';
import { countOf, initialParameters, type Network, type Parameter } from './network.ts';
import { optimiserOf, type Recipe } from './options.ts';

/** What is trained on. `fill` gives the draws as the network's input [draws, channels, ...]. */
export type Source = {
  /** How many pictures each class has; a label is an index into it. */
  readonly counts: readonly number[];
  fill(draws: readonly Draw[], random: () => number): Float32Array | Promise<Float32Array>;
};

export type Step = Sign & { readonly state: OptimiserState };

export type Trainer = {
  start(): OptimiserState;
  /** Moves `state`, which is not to be used again. `index` says which step it is: equal ones draw equal batches. */
  step(state: OptimiserState, index: number): Promise<Step>;
  /** Where the parameters are. */
  parameters(state: OptimiserState): Float32Array;
  /** Embeddings [rows, D] of so many inputs; `inputs` gives those of the rows `from` to below `to`. */
  embed(
    parameters: Float32Array,
    rows: number,
    inputs: (from: number, to: number) => Float32Array | Promise<Float32Array>,
  ): Promise<Float32Array>;
  release(): Promise<void>;
};

export async function createTrainer(
  network: Network,
  recipe: Recipe,
  source: Source,
  runtime: Runtime,
): Promise<Trainer> {
  const n = recipe.classes * recipe.pictures;
  const parameters = learnedParameters(network, recipe.loss);
  const optimiser: Optimiser = createOptimiser(optimiserOf(recipe));
  const forward = await runtime.open(encodeModel(embeddingGraph(network, n)));
  const losses = new Map<string, Session>();
  const xDims = [n, ...network.input];
  const pointLoss = recipe.loss === 'triplet' ? recipe.margin : Math.LN2;

  /** The session of a loss; the one before it is closed, since a run goes through them once. */
  async function sessionOf(loss: BatchLoss): Promise<Session> {
    const key = JSON.stringify(loss);
    const known = losses.get(key);
    if (known) return known;
    await releaseAll([...losses.values()]);
    losses.clear();
    const opened = await runtime.open(encodeModel(lossGraph(network, n, loss, recipe.keep)));
    losses.set(key, opened);
    return opened;
  }

  /** The embeddings of one batch of n rows. */
  async function embedBatch(flat: Float32Array, x: Float32Array): Promise<Float32Array> {
    const feeds = { x: float32(xDims, x), ...feedsOf(network.parameters, flat) };
    return (await forward.run(feeds)).embedding.data as Float32Array;
  }

  return {
    start: () => optimiser.start(initialParameters(parameters, seeded(hashOf(`${recipe.seed} parameters`)))),

    async step(state, index) {
      const random = seeded(hashOf(`${recipe.seed} step ${index}`));
      const draws = drawBatch(source.counts, recipe, random);
      const x = await source.fill(draws, random);
      const session = await sessionOf(lossOf(recipe, index));
      const labels = draws.map(({ label }) => label);
      const results = await session.run({
        x: float32(xDims, x),
        ...feedsOf(parameters, optimiser.point(state)),
        ...(recipe.loss === 'binary' ? pairFeeds(labels, random) : {}),
      });
      const loss = (results.loss.data as Float32Array)[0];
      const active = (results.active?.data as Float32Array | undefined)?.[0];
      const variance = varianceOf(results.embedding.data as Float32Array, n);
      const next = optimiser.next(state, loss, gradientOf(parameters, results));
      return { state: next, loss, variance, active, pointLoss };
    },

    parameters: (state) => optimiser.point(state),

    async embed(flat, rows, inputs) {
      const found = new Float32Array(rows * network.dimensions);
      const batch = new Float32Array(sizeOf(xDims)); // the last is filled up with what was there before
      for (let from = 0; from < rows; from += n) {
        const to = Math.min(from + n, rows);
        batch.set(await inputs(from, to));
        const embedding = await embedBatch(flat, batch);
        found.set(embedding.subarray(0, (to - from) * network.dimensions), from * network.dimensions);
      }
      return found;
    },

    async release() {
      await releaseAll([forward, ...losses.values()]);
    },
  };
}

/** What a step minimises: batch-all at first, then what is asked for. */
function lossOf(recipe: Recipe, index: number): BatchLoss {
  const { loss, classes, pictures, margin } = recipe;
  if (loss === 'binary') return { kind: loss, pairs: 2 * classes * pictures };
  const mining = index < recipe.batchAllSteps ? 'batch-all' : recipe.mining;
  return { kind: loss, mining, pictures, margin };
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
