// A job's events. Their ids follow from the job, so that an event told twice, after a crash in between, is one event.
import { iterationsOf, type Job } from '../jobs/job.ts';
import type { Event } from './event.ts';

/** Between two style.progress of one job, milliseconds: often enough to watch, seldom enough to be no load. */
export const PROGRESS_MS = 5_000;

export function progressEvent(job: Job, now: number): Event<'style.progress'> {
  const id = `evt_${job.id}_${job.progress.evaluations}`;
  return { id, type: 'style.progress', createdAt: now, data: dataOf(job) };
}

/** Of a job that is done or failed. */
export function endEvent(job: Job, now: number): Event<'style.completed' | 'style.failed'> {
  const id = `evt_${job.id}_end`;
  if (job.failure === null) return { id, type: 'style.completed', createdAt: now, data: dataOf(job) };
  return {
    id,
    type: 'style.failed',
    createdAt: now,
    data: { ...dataOf(job), code: job.failure.code },
  };
}

function dataOf(job: Job): Event<'style.progress'>['data'] {
  const { iteration, evaluations, losses } = job.progress;
  return {
    style: job.id,
    kind: job.kind,
    iteration,
    iterations: iterationsOf(job),
    evaluations,
    total: losses?.total ?? null,
  };
}
