// What going on with an encoder gains on people it does not see: every one held out once, each fold trained anew.
import { createNodeRuntime } from '../../functions/platform/ort-node.ts';
import { type Half, halfOf } from '../evaluate/people.ts';
import { hashOf } from '../evaluate/random.ts';
import type { Result } from '../evaluate/result.ts';
import { holdOut, type PictureClass, readClasses } from './classes.ts';
import { begun, bestCheck, learned, openGround, runSteps } from './embedder.ts';
import { gainAt, type Judged } from './gain.ts';
import { rowsOf } from './graphs.ts';
import { countOf } from './network.ts';
import type { Recipe } from './options.ts';
import { createTrainer } from './trainer.ts';

export type FoldsOptions = {
  readonly data: string;
  readonly folds: number;
  /** Only these people are judged, so that options can be chosen on the others; all are trained on in their turn. */
  readonly peopleHalf?: Half;
  readonly threads: number;
};

const FMR = 1e-2;

/** Early stopping looks at a share of the people that a fold trains on. @throws Error for a recipe without a start. */
export async function measureFolds(options: FoldsOptions, recipe: Recipe): Promise<Result> {
  const began = performance.now();
  if (recipe.start === null)
    throw new Error('--folds compares an encoder with what it began as: it needs --from.');
  const runtime = createNodeRuntime({ threads: options.threads });
  const ground = await openGround(options.data, recipe, await readClasses(options.data), runtime);
  const judged: Judged[] = [];
  const steps: number[] = [];
  try {
    for (const fold of foldsOf(ground.classes, options)) {
      const others = ground.classes.filter((each) => !fold.includes(each));
      const { training, heldOut } = holdOut(others, recipe.heldOut);
      const task = ground.taskOf(training, heldOut);
      const trainer = await createTrainer(task.network, recipe, task.source, runtime);
      try {
        const start = await begun(task, trainer, '', true);
        const { reached, ended } = await runSteps(
          start,
          trainer,
          task,
          { checkpointEvery: Number.POSITIVE_INFINITY },
          recipe,
          () => {},
        );
        if (ended === 'interrupted') throw new Error('Interrupted: folds have no checkpoint.');
        const unseen = ground.taskOf(training, fold);
        const vectors = async (parameters: Float32Array) =>
          (await unseen.embedHeldOut(trainer, parameters)).map((rows) =>
            rowsOf(rows, task.network.dimensions),
          );
        const parameters = learned(reached, trainer);
        steps.push(bestCheck(reached.checks)?.step ?? reached.step);
        judged.push({
          before: await vectors(new Float32Array(countOf(task.network.parameters))),
          after: await vectors(parameters),
        });
      } finally {
        await trainer.release();
      }
    }
  } finally {
    await ground.release();
  }
  const { before, after, gain, low, high } = gainAt(FMR, judged, recipe.seed);
  return {
    values: {
      encoder: recipe.start.from,
      layers: recipe.start.layers,
      folds: judged.length,
      people: judged.reduce((sum, fold) => sum + fold.before.length, 0),
      pictures_left_out: ground.leftOut,
      'tar_at_fmr_1e-2_before': before,
      'tar_at_fmr_1e-2_after': after,
      ...{ gain, gain_low: low, gain_high: high },
      gain_by_fold: judged.map((fold) => gainAt(FMR, [fold], recipe.seed).gain),
      steps,
      seconds: (performance.now() - began) / 1000,
    },
    chart: null,
  };
}

/** People in the order of a hash of their names, as halves are made: the folds of a half are folds of the whole. */
function foldsOf(classes: readonly PictureClass[], { folds, peopleHalf }: FoldsOptions): PictureClass[][] {
  const chosen = [...halfOf(classes, peopleHalf)] as PictureClass[];
  chosen.sort((a, b) => hashOf(a.name) - hashOf(b.name) || (a.name < b.name ? -1 : 1));
  if (chosen.length < 2 * folds)
    throw new Error(`${chosen.length} people make no ${folds} folds of two or more.`);
  return Array.from({ length: folds }, (_, fold) =>
    chosen.filter((_, i) => Math.floor((i * folds) / chosen.length) === fold),
  );
}
