// One style transfer from beginning to end, by the same steps that the service's jobs take.
import type { Picture } from '../../functions/core/image.ts';
import { vectorOf } from '../../functions/core/jobs/job.ts';
import type { Runtime } from '../../functions/core/ports.ts';
import type { Extractor } from '../../functions/core/style/extractor.ts';
import { styleKind } from '../../functions/core/style/kind.ts';
import { openObjective, type StyleLosses } from '../../functions/core/style/objective.ts';
import type { StyleOptions } from '../../functions/core/style/options.ts';
import { type StyleInputs, toPicture, toPlanes } from '../../functions/core/style/pictures.ts';
import { timedLevels } from './run-levels.ts';

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

/** All levels of the options. @throws Fault of the objective; `diverged`. */
export async function runStyle(
  { runtime }: { readonly runtime: Runtime },
  extractor: Extractor,
  options: StyleOptions,
  inputs: StyleInputs,
  label: string,
): Promise<StyleRun> {
  const { state, initial, objective, seconds, cpuSeconds } = await timedLevels(
    label,
    styleKind,
    runtime.engine,
    options,
    inputs,
    (size) => openObjective({ runtime }, extractor, options, inputs, size),
  );
  const { width, height } = state.size;
  const picture = toPicture(vectorOf(state), width, height, options, inputs);
  const { losses: final } = await objective.evaluate(toPlanes(picture, picture));
  await objective.release();
  return {
    picture,
    initial: initial as StyleLosses,
    final,
    evaluations: state.evaluations,
    seconds,
    cpuSeconds,
  };
}
