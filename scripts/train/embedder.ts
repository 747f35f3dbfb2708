// A training run: data, steps, looks at held-out classes, checkpoints; at the end an ONNX encoder and a report.
import { createHash } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { checkGraph } from '../../functions/core/graph/check.ts';
import { sizeOfGraph } from '../../functions/core/graph/graph.ts';
import { encodeModel } from '../../functions/core/graph/proto.ts';
import type { Score } from '../../functions/core/manifest.ts';
import type { Runtime } from '../../functions/core/ports.ts';
import { createNodeRuntime } from '../../functions/platform/ort-node.ts';
import type { EncoderReport } from '../encoder-file.ts';
import { addModel, refuseTaken } from '../models-folder.ts';
import { startProgress } from '../progress.ts';
import { untilSignal } from '../until-signal.ts';
import { writeWhole } from '../whole-file.ts';
import { type Check, type Checkpoint, packCheckpoint, unpackCheckpoint } from './checkpoint.ts';
import { holdOut, type PictureClass, readClasses } from './classes.ts';
import { createAlarm } from './collapse.ts';
import { canCalibrate, enter, measure, seen } from './entry.ts';
import { groundFromEncoder } from './from-encoder.ts';
import { groundFromScratch } from './from-scratch.ts';
import { digestOf, type Recipe } from './options.ts';
import { writePictures } from './report-pictures.ts';
import type { Ground, Task } from './task.ts';
import { createTrainer, type Trainer } from './trainer.ts';

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
  /** Those without a face, where faces are looked for. */
  readonly pictures_left_out: number;
  /**
   * On held-out classes, and at which step; null without them. The share of right one-shot answers; of an encoder that
   * went on learning the true accept rate at a false match rate of 1 %, and step 0 is what it began as.
   */
  readonly best: Check | null;
  readonly seconds: number;
  readonly parameters: number;
  readonly macs: number;
  readonly engine: string;
  readonly recipe: Recipe;
  /** On held-out classes; null with too few of them. */
  readonly score: Score | null;
  /** Of the run, beside the encoder. */
  readonly pictures: readonly string[];
  readonly checks: readonly Check[];
  readonly losses: readonly number[];
};

/** @throws Error when the embedding collapses, or the checkpoint is of another run. */
export async function trainEmbedder(options: TrainOptions, recipe: Recipe): Promise<Report> {
  const began = performance.now();
  const given = await readClasses(options.data, recipe.medium);
  const id = options.id ?? path.basename(options.out, '.onnx');
  if (options.models !== undefined)
    refuseUnfit(options.models, id, holdOut(given, recipe.heldOut).heldOut.length);
  const runtime = createNodeRuntime({ threads: options.threads });
  const ground = await openGround(options.data, recipe, given, runtime);
  const { fed } = ground;
  const digest = digestOf(recipe, ground);
  const { training, heldOut } = holdOut(ground.classes, recipe.heldOut);
  const task = ground.taskOf(training, heldOut);
  const trainer = await createTrainer(task.network, recipe, task.source, runtime);
  const file = `${options.out}.checkpoint`;
  try {
    let run = options.resume
      ? await readCheckpoint(file, digest)
      : await begun(task, trainer, digest, ground.startsFrom !== null);
    const { reached, ended, last } = await runSteps(run, trainer, task, options, recipe, (checkpoint) =>
      writeWhole(file, packCheckpoint(checkpoint)),
    );
    run = reached;
    const parameters = learned(run, trainer);
    const graph = task.encoder(parameters);
    checkGraph(graph);
    const bytes = encodeModel(graph);
    writeWhole(options.out, bytes);
    const made = { id, command: options.command, seed: recipe.seed };
    const shown = heldOut.length === 0 ? null : seen(heldOut, await task.embedHeldOut(trainer, parameters));
    const measured = shown && canCalibrate(heldOut.length) ? await measure(shown, made) : null;
    const entered =
      measured && fed ? enter(graph, made, { ...fed, licence: ground.licence }, measured) : null;
    if (entered && options.models !== undefined && !isUnfinished(ended)) addModel(options.models, entered);
    const report: Report = {
      ended,
      steps: run.step,
      ...last,
      training_classes: task.source.counts.length,
      held_out_classes: heldOut.length,
      pictures_left_out: ground.leftOut,
      best: bestCheck(run.checks) ?? null,
      seconds: (performance.now() - began) / 1000,
      ...sizeOfGraph(graph),
      engine: runtime.engine,
      recipe,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      fed,
      entry: entered?.entry ?? null,
      calibration: measured?.calibration ?? null,
      score: measured?.score ?? null,
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
    await ground.release();
  }
}

export function openGround(
  directory: string,
  recipe: Recipe,
  classes: readonly PictureClass[],
  runtime: Runtime,
): Promise<Ground> {
  return recipe.start
    ? groundFromEncoder(directory, recipe, recipe.start, classes, runtime)
    : groundFromScratch(directory, recipe, classes);
}

/** The best that was seen of held-out classes; without a look at them the last. */
export function learned(run: Checkpoint, trainer: Trainer): Float32Array {
  return bestCheck(run.checks) ? run.best : trainer.parameters(run.state);
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

export async function runSteps(
  run: Checkpoint,
  trainer: Trainer,
  task: Task,
  options: Pick<TrainOptions, 'until' | 'checkpointEvery'>,
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
      if (run.step % recipe.checkEvery === 0 || run.step === recipe.steps)
        run = await looked(run, trainer, task);
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
async function looked(run: Checkpoint, trainer: Trainer, task: Task): Promise<Checkpoint> {
  if (task.heldOut.length < 2) return run;
  const parameters = trainer.parameters(run.state);
  const accuracy = await task.check(trainer, parameters);
  const best = accuracy > (bestCheck(run.checks)?.accuracy ?? -1) ? parameters : run.best;
  return { ...run, best, checks: [...run.checks, { step: run.step, accuracy }] };
}

/** Before the first step; what can do something already is looked at as it is. */
export async function begun(
  task: Task,
  trainer: Trainer,
  digest: string,
  isTrained: boolean,
): Promise<Checkpoint> {
  const run = fresh(trainer, digest);
  return isTrained ? looked(run, trainer, task) : run;
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

export function bestCheck(checks: readonly Check[]): Check | undefined {
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
