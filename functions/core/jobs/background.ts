// Jobs that go on by themselves: slice by slice, some at once, also those a process left behind that is no more.
import { Fault } from '../fault.ts';
import { createLoop, type Loop, type LoopTools } from '../loop.ts';
import type { Goal, Jobs } from './jobs.ts';
import type { JobKey, JobStore } from './store.ts';

export type Background = Loop;

export type BackgroundTools = Pick<LoopTools<JobKey>, 'now' | 'atOnce' | 'later' | 'report'> & {
  readonly store: Pick<JobStore, 'waiting'>;
  readonly jobs: Pick<Jobs, 'proceed'>;
  /** What one slice may take: after it, another job has its turn. */
  readonly slice: Goal;
};

/** Looks at the store when it is made, when it is woken, and as often as `later` says. */
export function createBackground({ store, jobs, slice, ...tools }: BackgroundTools): Background {
  return createLoop<JobKey>({
    ...tools,
    waiting: (now, limit) => store.waiting(now, limit),
    proceed: (at) => jobs.proceed(at, slice),
    nameOf: ({ tenant, job }) => JSON.stringify([tenant, job]),
    quiet: (error) => error instanceof Fault && QUIET.has(error.code),
  });
}

/** Deleted meanwhile, or moved by another process: nothing of ours is wrong. */
const QUIET: ReadonlySet<string> = new Set(['style_not_found', 'style_busy']);
