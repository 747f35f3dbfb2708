// One style transfer from beginning to end, by the same steps that the service's jobs take.
import type { Picture } from '../../functions/core/image.ts';
import { iterationOf, newState, vectorOf } from '../../functions/core/jobs/job.ts';
import { advance } from '../../functions/core/jobs/step.ts';
import type { Runtime } from '../../functions/core/ports.ts';
import type { Extractor } from '../../functions/core/style/extractor.ts';
import { styleKind } from '../../functions/core/style/kind.ts';
import {
  openObjective,
  type StyleLosses,
  type StyleObjective,
} from '../../functions/core/style/objective.ts';
import type { StyleOptions } from '../../functions/core/style/options.ts';
import { type StyleInputs, toPicture, toPlanes } from '../../functions/core/style/pictures.ts';
import { startProgress } from '../progress.ts';

export type StyleRun = {
  readonly picture: Picture;
  /** Where the first level begins. */
  readonly initial: StyleLosses;
  /** Of the picture as it is written: clamped, and of 8 bits. */
  readonly final: StyleLosses;
  readonly evaluations: number;
  /** From the first target to the last iteration. */
  readonly seconds: number;
  readonly cpuSeconds: number;
};

/** A run has no limit of its own. */
const UNLIMITED = { allows: () => true, spend: () => {} };

/** All levels of the options. @throws Fault of the objective; `diverged`. */
export async function runStyle(
  { runtime }: { readonly runtime: Runtime },
  extractor: Extractor,
  options: StyleOptions,
  inputs: StyleInputs,
  label: string,
): Promise<StyleRun> {
  const [started, cpuBefore] = [performance.now(), process.cpuUsage()];
  const progress = startProgress(
    label,
    options.levels.reduce((sum, { iterations }) => sum + iterations, 0),
  );
  let state = newState('', { size: styleKind.nothing });
  let initial: StyleLosses | undefined;
  let objective: StyleObjective | undefined;
  while (state.level < options.levels.length) {
    await objective?.release();
    const level = state.level;
    objective = await openObjective({ runtime }, extractor, options, inputs, options.levels[level].size);
    while (state.level === level) {
      const tools = {
        engine: runtime.engine,
        kind: styleKind,
        options,
        inputs,
        objective,
        budget: UNLIMITED,
      };
      const before = iterationOf(state);
      const { fault, ...step } = await advance(state, before + 1, tools);
      if (fault) throw fault;
      state = step.state;
      initial ??= step.entries[0].losses as StyleLosses;
      if (iterationOf(state) > before) progress.tick();
    }
  }
  progress.stop();
  const { user, system } = process.cpuUsage(cpuBefore);
  const seconds = (performance.now() - started) / 1000;
  const { width, height } = state.size;
  const picture = toPicture(vectorOf(state), width, height, options, inputs);
  const { losses: final } = await objective!.evaluate(toPlanes(picture, picture));
  await objective!.release();
  return {
    picture,
    initial: initial!,
    final,
    evaluations: state.evaluations,
    seconds,
    cpuSeconds: (user + system) / 1e6,
  };
}
