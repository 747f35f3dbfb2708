// One job from where it stands to its end, or to where it is told to stop: step by step, with a bar.
import type { Job } from '../../functions/core/jobs/job.ts';
import type { Jobs } from '../../functions/core/jobs/jobs.ts';
import type { JobKey } from '../../functions/core/jobs/store.ts';
import { startProgress } from '../progress.ts';
import { lossWords } from './words.ts';

/** What a crash may cost. A state of 138 MB (512 x 512, 20 pairs) is written in a few tenths of a second. */
const SAVED_EVERY_MS = 20_000;

export type Transfer = {
  readonly jobs: Jobs;
  readonly at: JobKey;
  /** Of one evaluation at each level: the bar goes by the work done, since a larger level's iterations take longer. */
  readonly macs: readonly number[];
  /** Iterations between two pictures. */
  readonly every?: number;
  /** Called with the job at every such iteration, when its state is stored. */
  readonly show: (job: Job) => Promise<void>;
  readonly stop: () => boolean;
};

/** @throws Fault of the job; Error when another command moves it at the same time. */
export async function transfer({ jobs, at, macs, every, show, stop }: Transfer): Promise<Job> {
  let job = await jobs.get(at);
  const work = workOf(job, macs);
  const { losses, level, before } = job.progress;
  const bar = startProgress(
    job.kind,
    work.total,
    work.at(level, job.progress.iteration - before),
    work.says(job.progress.iteration, losses),
  );
  const begins = new Map([[level, before]]);
  try {
    while (job.status === 'running' && !stop()) {
      const from = job.progress.iteration;
      const stepped = await jobs.step(at, from, {
        iterations: every && every - (from % every),
        budgetMs: SAVED_EVERY_MS,
        stop,
        heard({ level, iteration, losses }) {
          const began = begins.get(level) ?? iteration; // a level's first entry is where it begins
          begins.set(level, began);
          bar.reach(work.at(level, iteration - began), work.says(iteration, losses));
        },
      });
      if (stepped.ending === 'overtaken' || stepped.ending === 'repeated') {
        throw new Error('Another command is computing this picture; it goes on, this one ends.');
      }
      job = stepped.job;
      if (every && stepped.iterations > 0 && job.progress.iteration % every === 0) await show(job);
    }
  } finally {
    bar.stop();
  }
  return job;
}

/** In 10^9 multiply-accumulates. A level that ends early leaves a gap that the next one jumps over. */
function workOf({ options: { levels } }: Job, macs: readonly number[]) {
  const done = (level: number, iterations: number) =>
    levels.slice(0, level).reduce((sum, each, i) => sum + each.iterations * macs[i], 0) +
    iterations * (macs[level] ?? 0);
  const planned = levels.reduce((sum, { iterations }) => sum + iterations, 0);
  return {
    total: done(levels.length, 0) / 1e9,
    at: (level: number, iterations: number) => done(level, iterations) / 1e9,
    says: (iteration: number, losses: { readonly total: number } | null) =>
      `${iteration}/${planned}, ${lossWords(losses)}`,
  };
}
