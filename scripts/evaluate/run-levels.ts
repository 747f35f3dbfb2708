// An optimisation from beginning to end without a limit, by the same steps that the service's jobs take.
import { iterationOf, type JobState, newState } from '../../functions/core/jobs/job.ts';
import type { Kind } from '../../functions/core/jobs/kind.ts';
import type { Losses, Objective } from '../../functions/core/jobs/objective.ts';
import type { JobOptions } from '../../functions/core/jobs/options.ts';
import { advance } from '../../functions/core/jobs/step.ts';
import { startProgress } from '../progress.ts';

export type LevelsRun<T extends Objective> = {
  readonly state: JobState;
  /** Where the first level begins. */
  readonly initial: Losses;
  /** Of the last level; the caller releases it. */
  readonly objective: T;
};

const UNLIMITED = { allows: () => true, spend: () => {} };

/** `open`: the objective of a level of that size; `tick`: called after every iteration. @throws Fault of either; `diverged`. */
export async function runLevels<T extends Objective>(
  kind: Pick<Kind, 'start' | 'enlarged' | 'nothing'>,
  engine: string,
  options: JobOptions,
  inputs: unknown,
  open: (size: number) => Promise<T>,
  tick: () => void,
): Promise<LevelsRun<T>> {
  let state = newState('', { size: kind.nothing });
  let initial: Losses | undefined;
  let objective: T | undefined;
  while (state.level < options.levels.length) {
    await objective?.release();
    const level = state.level;
    objective = await open(options.levels[level].size);
    while (state.level === level) {
      const tools = { engine, kind, options, inputs, objective, budget: UNLIMITED };
      const before = iterationOf(state);
      const { fault, ...step } = await advance(state, before + 1, tools);
      if (fault) throw fault;
      state = step.state;
      initial ??= step.entries[0].losses;
      if (iterationOf(state) > before) tick();
    }
  }
  return { state, initial: initial!, objective: objective! };
}

/** The same with a bar, and how long it took from opening the first level to the last iteration; CPU of all threads. */
export async function timedLevels<T extends Objective>(
  label: string,
  kind: Pick<Kind, 'start' | 'enlarged' | 'nothing'>,
  engine: string,
  options: JobOptions,
  inputs: unknown,
  open: (size: number) => Promise<T>,
): Promise<LevelsRun<T> & { readonly seconds: number; readonly cpuSeconds: number }> {
  const [began, before] = [performance.now(), process.cpuUsage()];
  const bar = startProgress(
    label,
    options.levels.reduce((sum, { iterations }) => sum + iterations, 0),
  );
  const run = await runLevels(kind, engine, options, inputs, open, bar.tick).finally(() => bar.stop());
  const { user, system } = process.cpuUsage(before);
  return { ...run, seconds: (performance.now() - began) / 1000, cpuSeconds: (user + system) / 1e6 };
}
