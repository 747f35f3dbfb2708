// A small ConvNet that knows nothing yet, on whole pictures, sounds or volumes.
import { seeded } from '../../functions/core/random.ts';
import { oneShotAccuracy } from '../evaluate/oneshot-trials.ts';
import type { PictureClass } from './classes.ts';
import { encoderGraph } from './graphs.ts';
import { openMedium } from './media.ts';
import { type Medium, viewOf } from './medium.ts';
import { networkOf, type Recipe, wholePicture } from './options.ts';
import { fillBatch, readSamples, turnsOf } from './samples.ts';
import type { Ground, Task } from './task.ts';
import type { Source, Trainer } from './trainer.ts';

/** Trials of a look at the held-out classes: a standard error of 1 % at 80 %. */
const TRIALS = 2000;
const WAY = 20;

/** What a medium read of the files of each class. */
type Samples = { readonly medium: Medium<unknown>; readonly files: readonly (readonly unknown[])[] };

export async function groundFromScratch(
  directory: string,
  recipe: Recipe,
  classes: readonly PictureClass[],
): Promise<Ground> {
  const medium = openMedium(recipe.medium, viewOf(recipe), recipe.rate);
  const read = await readSamples(medium, directory, classes);
  const samples = new Map(read.map((files, i) => [classes[i].name, files]));
  const samplesOf = (chosen: readonly PictureClass[]) => ({
    medium,
    files: chosen.map(({ name }) => samples.get(name)!),
  });
  return {
    ...{ classes, leftOut: 0, startsFrom: null, fed: wholePicture(recipe), licence: 'not stated' },
    taskOf: (training, heldOut) => taskOf(samplesOf(training), samplesOf(heldOut), heldOut, recipe),
    release: async () => {},
  };
}

function taskOf(training: Samples, held: Samples, heldOut: readonly PictureClass[], recipe: Recipe): Task {
  const network = networkOf(recipe);
  return {
    ...{ network, heldOut, source: sourceOf(training, recipe) },
    encoder: (parameters) => encoderGraph(network, parameters),
    embedHeldOut: (trainer, parameters) => embedEach(held, parameters, trainer, recipe, false),
    check: (trainer, parameters) => accuracyOn(held, parameters, trainer, recipe),
  };
}

function sourceOf({ medium, files }: Samples, recipe: Recipe): Source {
  const turns = turnsOf(recipe.quarterTurns);
  return {
    counts: files.flatMap(({ length }) => new Array<number>(turns).fill(length)),
    fill: (draws, random) =>
      fillBatch(medium, files, draws, {
        quarterTurns: recipe.quarterTurns,
        random: recipe.augment ? random : undefined,
      }),
  };
}

/** One-shot accuracy across the held-out classes, turned too where training turns them; 20-way or all of them. */
async function accuracyOn(
  held: Samples,
  parameters: Float32Array,
  trainer: Trainer,
  recipe: Recipe,
): Promise<number> {
  const turned = await embedEach(held, parameters, trainer, recipe, recipe.quarterTurns);
  const embedded = turned.map((embeddings) => ({
    group: '',
    count: embeddings.length / recipe.dimensions,
    embeddings,
  }));
  const way = Math.min(WAY, embedded.filter(({ count }) => count > 1).length);
  return oneShotAccuracy(embedded, { way, trials: TRIALS }, seeded(recipe.seed)).accuracy;
}

/** [pictures, D] of each class, and of each of its turns where they are asked for. */
async function embedEach(
  held: Samples,
  parameters: Float32Array,
  trainer: Trainer,
  recipe: Recipe,
  quarterTurns: boolean,
): Promise<Float32Array[]> {
  const counts = held.files.flatMap(({ length }) => new Array<number>(turnsOf(quarterTurns)).fill(length));
  const draws = counts.flatMap((count, label) =>
    Array.from({ length: count }, (_, picture) => ({ label, picture })),
  );
  const embeddings = await trainer.embed(parameters, draws.length, (from, to) =>
    fillBatch(held.medium, held.files, draws.slice(from, to), { quarterTurns }),
  );
  let row = 0;
  return counts.map((count) => {
    const from = row * recipe.dimensions;
    row += count;
    return embeddings.subarray(from, row * recipe.dimensions);
  });
}
