// A training run: data, steps, looks at held-out classes, checkpoints; at the end an ONNX encoder and a report.
import { createHash } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { checkGraph } from '../../functions/core/graph/check.ts';
import { sizeOfGraph } from '../../functions/core/graph/graph.ts';
import { encodeModel } from '../../functions/core/graph/proto.ts';
import type { Picture } from '../../functions/core/image.ts';
import { seeded } from '../../functions/core/random.ts';
import { createNodeRuntime } from '../../functions/platform/ort-node.ts';
import type { EncoderReport } from '../encoder-file.ts';
import { oneShotAccuracy } from '../evaluate/oneshot-trials.ts';
import { addModel, refuseTaken } from '../models-folder.ts';
import { startProgress } from '../progress.ts';
import { untilSignal } from '../until-signal.ts';
import { writeWhole } from '../whole-file.ts';
import { type Check, type Checkpoint, packCheckpoint, unpackCheckpoint } from './checkpoint.ts';
import { holdOut, readClasses } from './classes.ts';
import { createAlarm } from './collapse.ts';
import { canCalibrate, enter, seen } from './entry.ts';
import { encoderGraph } from './graphs.ts';
import { digestOf, networkOf, type Recipe, viewOf, wholePicture } from './options.ts';
import { writePictures } from './report-pictures.ts';
import { fillBatch, readSamples, turnsOf } from './samples.ts';
import { createTrainer, type Source, type Trainer } from './trainer.ts';

export type TrainOptions = Recipe & {
  readonly data: string;
  /** The encoder; the report is written beside it as .json, the checkpoint as .checkpoint. */
  readonly out: string;
  readonly checkpointEvery: number;
  readonly resume: boolean;
  /** Stops after this step with a checkpoint. */
  readonly until?: number;
  readonly threads: number;
  /** The folder whose manifest gets the encoder, under this id (that of the file). */
  readonly models?: string;
  readonly id?: string;
  /** That runs this again. */
  readonly command: string;
};

/** Trials of a look at the held-out classes: a standard error of 1 % at 80 %. */
const TRIALS = 2000;
const WAY = 20;

type Ended = 'all_steps' | 'early' | 'until' | 'interrupted' | 'no_active_triplet';

/** Whether the run can go on from its checkpoint. */
export function isUnfinished(ended: Ended): boolean {
  return ended === 'until' || ended === 'interrupted';
}

export type Report = EncoderReport & {
  readonly ended: Ended;
  readonly steps: number;
  /** The last step that the alarm's numbers were printed for: of the embedding, and triplets with a hinge above 0. */
  readonly variance: number;
  readonly active?: number;
  readonly training_classes: number;
  readonly held_out_classes: number;
  /** The share of right answers on held-out classes, and at which step; null without them. */
  readonly best: Check | null;
  readonly seconds: number;
  readonly parameters: number;
  readonly macs: number;
  readonly engine: string;
  readonly recipe: Recipe;
  /** Of the run, beside the encoder. */
  readonly pictures: readonly string[];
  readonly checks: readonly Check[];
  readonly losses: readonly number[];
};

/** @throws Error when the embedding collapses, or the checkpoint is of another run. */
export async function trainEmbedder(options: TrainOptions, recipe: Recipe): Promise<Report> {
  const began = performance.now();
  const classes = await readClasses(options.data);
  const digest = digestOf(recipe, classes);
  const { training, heldOut } = holdOut(classes, recipe.heldOut);
  const id = options.id ?? path.basename(options.out, '.onnx');
  if (options.models !== undefined) refuseUnfit(options.models, id, heldOut.length);
  const source = sourceOf(await readSamples(options.data, training), recipe);
  const held = await readSamples(options.data, heldOut);
  const runtime = createNodeRuntime({ threads: options.threads });
  const trainer = await createTrainer(networkOf(recipe), recipe, source, runtime);
  const file = `${options.out}.checkpoint`;
  try {
    let run = options.resume ? await readCheckpoint(file, digest) : fresh(trainer, digest);
    const { reached, ended, last } = await runSteps(run, trainer, held, options, recipe, (checkpoint) =>
      writeWhole(file, packCheckpoint(checkpoint)),
    );
    run = reached;
    const parameters = bestCheck(run.checks) ? run.best : trainer.parameters(run.state);
    const graph = encoderGraph(networkOf(recipe), parameters);
    checkGraph(graph);
    const bytes = encodeModel(graph);
    writeWhole(options.out, bytes);
    const made = { id, ...wholePicture(recipe), licence: 'not stated', command: options.command };
    const shown =
      held.length === 0 ? null : seen(heldOut, await embedEach(held, parameters, trainer, recipe, false));
    const entered =
      shown && canCalibrate(heldOut.length)
        ? await enter(graph, { ...made, seed: recipe.seed }, shown)
        : null;
    if (entered && options.models !== undefined && !isUnfinished(ended)) addModel(options.models, entered);
    const report: Report = {
      ended,
      steps: run.step,
      ...last,
      training_classes: source.counts.length,
      held_out_classes: heldOut.length,
      best: bestCheck(run.checks) ?? null,
      seconds: (performance.now() - began) / 1000,
      ...sizeOfGraph(graph),
      engine: runtime.engine,
      recipe,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      fed: wholePicture(recipe),
      entry: entered?.entry ?? null,
      pictures: writePictures(options.out, {
        losses: run.losses,
        best: bestCheck(run.checks) ?? null,
        held: shown,
      }),
      checks: run.checks,
      losses: run.losses,
    };
    writeWhole(`${options.out}.json`, new TextEncoder().encode(`${JSON.stringify(report)}\n`));
    if (isUnfinished(ended)) writeWhole(file, packCheckpoint(run));
    else await rm(file, { force: true });
    return report;
  } finally {
    await trainer.release();
  }
}

/** @throws Error before the work when the encoder could not be added after it. */
function refuseUnfit(models: string, id: string, heldOut: number): void {
  refuseTaken(models, id);
  if (!canCalibrate(heldOut))
    throw new Error(
      `${heldOut} held-out classes are too few to say what distances mean: nine are needed, see --held-out.`,
    );
}

type Last = { variance: number; active?: number };

async function runSteps(
  run: Checkpoint,
  trainer: Trainer,
  held: readonly (readonly Picture[])[],
  options: TrainOptions,
  recipe: Recipe,
  keep: (checkpoint: Checkpoint) => void,
): Promise<{ reached: Checkpoint; ended: Ended; last: Last }> {
  const runs = { ...run.runs };
  const alarm = createAlarm(runs);
  const until = Math.min(recipe.steps, options.until ?? recipe.steps);
  const interrupt = untilSignal();
  const progress = startProgress('training', until, run.step, '');
  let last: Last = { variance: Number.NaN };
  let ended: Ended = until < recipe.steps ? 'until' : 'all_steps';
  try {
    while (run.step < until) {
      const { state, loss, ...sign } = await trainer.step(run.state, run.step);
      run = { ...run, state, step: run.step + 1, losses: [...run.losses, loss] };
      last = { variance: sign.variance, active: sign.active };
      const raised = alarm({ loss, ...sign });
      run = { ...run, runs: { ...runs } };
      if (raised === 'one_point') throw collapsed(run.step, loss, sign.variance);
      progress.reach(run.step, shown(run, last));
      if (held.length > 1 && (run.step % recipe.checkEvery === 0 || run.step === recipe.steps))
        run = await looked(run, trainer, held, recipe);
      if (raised || isOverdue(run.checks, recipe.patience)) {
        ended = raised ?? 'early';
        break;
      }
      if (interrupt.signal.aborted && run.step < until) {
        ended = 'interrupted';
        break;
      }
      if (run.step % options.checkpointEvery === 0) keep(run);
    }
    return { reached: run, ended, last };
  } finally {
    progress.stop();
    interrupt.ended();
  }
}

/** The run with a look at the held-out classes; the parameters are kept when they are the best so far. */
async function looked(
  run: Checkpoint,
  trainer: Trainer,
  held: readonly (readonly Picture[])[],
  recipe: Recipe,
): Promise<Checkpoint> {
  const parameters = trainer.parameters(run.state);
  const accuracy = await accuracyOn(held, parameters, trainer, recipe);
  const best = accuracy > (bestCheck(run.checks)?.accuracy ?? -1) ? parameters : run.best;
  return { ...run, best, checks: [...run.checks, { step: run.step, accuracy }] };
}

/** One-shot accuracy across the held-out classes, turned too where training turns them; 20-way or all of them. */
async function accuracyOn(
  held: readonly (readonly Picture[])[],
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
  held: readonly (readonly Picture[])[],
  parameters: Float32Array,
  trainer: Trainer,
  recipe: Recipe,
  quarterTurns: boolean,
): Promise<Float32Array[]> {
  const counts = held.flatMap(({ length }) => new Array<number>(turnsOf(quarterTurns)).fill(length));
  const draws = counts.flatMap((count, label) =>
    Array.from({ length: count }, (_, picture) => ({ label, picture })),
  );
  const embeddings = await trainer.embed(parameters, draws.length, (from, to) =>
    fillBatch(held, draws.slice(from, to), viewOf(recipe), { quarterTurns }),
  );
  let row = 0;
  return counts.map((count) => {
    const from = row * recipe.dimensions;
    row += count;
    return embeddings.subarray(from, row * recipe.dimensions);
  });
}

function sourceOf(samples: readonly (readonly Picture[])[], recipe: Recipe): Source {
  const turns = turnsOf(recipe.quarterTurns);
  return {
    counts: samples.flatMap(({ length }) => new Array<number>(turns).fill(length)),
    fill: (draws, random) =>
      fillBatch(samples, draws, viewOf(recipe), {
        quarterTurns: recipe.quarterTurns,
        random: recipe.augment ? random : undefined,
      }),
  };
}

function fresh(trainer: Trainer, digest: string): Checkpoint {
  const state = trainer.start();
  const runs = { one_point: 0, no_active_triplet: 0 };
  return { digest, step: 0, losses: [], checks: [], runs, state, best: trainer.parameters(state) };
}

async function readCheckpoint(file: string, digest: string): Promise<Checkpoint> {
  const found = unpackCheckpoint(await readFile(file));
  if (found.digest !== digest)
    throw new Error(`${file} is of a run with other options or other pictures, which it cannot continue.`);
  return found;
}

function bestCheck(checks: readonly Check[]): Check | undefined {
  return checks.reduce<Check | undefined>(
    (best, check) => (best && best.accuracy >= check.accuracy ? best : check),
    undefined,
  );
}

function isOverdue(checks: readonly Check[], patience: number): boolean {
  const best = bestCheck(checks);
  return best !== undefined && checks.length - 1 - checks.indexOf(best) >= patience;
}

function shown({ step, losses, checks }: Checkpoint, { variance, active }: Last): string {
  const recent = losses.slice(-20);
  const mean = recent.reduce((sum, loss) => sum + loss, 0) / recent.length;
  const triplets = active === undefined ? '' : `, ${active} active triplets`;
  const held = checks.length === 0 ? '' : `, held out ${(100 * checks.at(-1)!.accuracy).toFixed(1)} %`;
  return `step ${step}, loss ${mean.toFixed(4)}, variance ${variance.toFixed(3)}${triplets}${held}`;
}

function collapsed(step: number, loss: number, variance: number): Error {
  const numbers = `loss ${loss.toFixed(4)}, variance ${variance.toExponential(1)}`;
  return new Error(
    `At step ${step} the embedding has collapsed to one point (${numbers}). Begin with more batch-all steps, or a smaller rate.`,
  );
}
