// What a training run is asked.
import { createHash } from 'node:crypto';
import type { OptimiserOptions } from '../../functions/core/optim/create.ts';
import type { Fed } from '../encoder-file.ts';
import type { PictureClass } from './classes.ts';
import type { BatchLoss } from './graphs.ts';
import { type MediumName, type Shown, viewOf } from './medium.ts';
import type { Mining } from './mining.ts';
import { convNet, type Network } from './network.ts';

/** An encoder that goes on learning, instead of a network that knows nothing. */
export type Start = {
  /** Of the manifest, or a file. */
  readonly from: string;
  /** How many of its last layers learn. */
  readonly layers: number | 'all';
};

/** All that the result depends on, beside the data. */
export type Recipe = Shown & {
  readonly start: Start | null;
  readonly loss: BatchLoss['kind'];
  readonly mining: Mining;
  /** Steps with batch-all before `mining` begins: hard triplets of a network that knows nothing collapse it. */
  readonly batchAllSteps: number;
  readonly margin: number;
  readonly classes: number;
  readonly pictures: number;
  readonly steps: number;
  readonly optimiser: 'adam' | 'sgd';
  readonly learningRate: number;
  readonly warmUp: number;
  readonly weightDecay: number;
  /** Weight of the mean square by which the distances of a batch have moved since the start; 0 without a start. */
  readonly keep: number;
  /** These two, and the size, are of a network that knows nothing; a start has its own. */
  readonly widths: readonly number[];
  readonly dimensions: number;
  readonly augment: boolean;
  readonly quarterTurns: boolean;
  /** Share of the classes that only early stopping sees. */
  readonly heldOut: number;
  readonly checkEvery: number;
  /** Looks at the held-out classes without a better one, after which it stops. */
  readonly patience: number;
  readonly seed: number;
};

/** What a run takes that is asked for nothing else. */
export const DEFAULTS: Recipe = {
  start: null,
  ...{ loss: 'triplet', mining: 'semi-hard', batchAllSteps: 200, margin: 0.2 },
  ...{ classes: 32, pictures: 6, steps: 3000 },
  ...{ optimiser: 'adam', learningRate: 1e-3, warmUp: 50, weightDecay: 0, keep: 0 },
  ...{ medium: 'picture', size: 28, channels: 1, rate: null, widths: [32, 64, 64, 64], dimensions: 128 },
  ...{ augment: true, quarterTurns: false },
  ...{ heldOut: 0.1, checkEvery: 250, patience: 8, seed: 1 },
};

/** What an encoder that goes on learning takes instead: it is near where it should be, and is to stay near. */
export const START_DEFAULTS = {
  ...{ batchAllSteps: 0, pictures: 8, steps: 200, learningRate: 2e-4, warmUp: 20, keep: 3 },
  ...{ heldOut: 0.2, checkEvery: 25 },
} satisfies Partial<Recipe>;

/** What sounds and volumes take instead: as much to compute as a batch of pictures or less. */
export const MEDIUM_DEFAULTS: Readonly<Record<MediumName, Partial<Recipe>>> = {
  picture: {},
  // A half second; as many halvings as leave 16 places, each of which has seen a fifth of it.
  sound: { size: 2048, rate: 4000, widths: [16, 32, 32, 64, 64, 64, 64], classes: 16, pictures: 4 },
  volume: { size: 16, widths: [16, 32, 64], classes: 16, pictures: 4 },
};

/** How the service feeds the encoder: as view.ts does, white is 0. Null for what it does not take. */
export function wholePicture({ medium, channels, size }: Recipe): Fed | null {
  if (medium !== 'picture') return null;
  const [order, pixel] = channels === 1 ? (['luminance', 'luminance'] as const) : (['rgb', 'RGB'] as const);
  return {
    crop: { size, alignment: 'whole-picture', order, mean: [255, 255, 255], scale: -255, mirror: false },
    preprocessing: `The whole picture, stretched to ${size} x ${size}: 1 - ${pixel} / 255, [1,${channels},${size},${size}].`,
  };
}

export function networkOf(recipe: Recipe): Network {
  const { widths, dimensions } = recipe;
  const [channels, ...spatial] = viewOf(recipe);
  return convNet({ channels, spatial, widths, dimensions });
}

/** The rate rises over `warmUp` steps and falls to 0 at the last. */
export function optimiserOf(recipe: Recipe): OptimiserOptions {
  const { learningRate, warmUp, weightDecay, steps } = recipe;
  const rate = { learningRate, warmUp, weightDecay, decay: steps };
  return recipe.optimiser === 'sgd'
    ? { kind: 'sgd', momentum: 0.9, ...rate }
    : { kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8, ...rate };
}

/** Equal for runs that give the same bytes: the recipe, the names of all pictures, the weights that it starts from. */
export function digestOf(
  recipe: Recipe,
  { classes, startsFrom }: { readonly classes: readonly PictureClass[]; readonly startsFrom: string | null },
): string {
  return createHash('sha256')
    .update(JSON.stringify([recipe, classes, startsFrom]))
    .digest('hex');
}
