// Jobs in a Node process: its clock, its SHA-256, its limits, and the background that continues jobs.
import { createHash } from 'node:crypto';
import type { Events } from '../core/events/event.ts';
import { type Background, createBackground } from '../core/jobs/background.ts';
import { type Clock, createCostMeter } from '../core/jobs/budget.ts';
import { createJobEngine } from '../core/jobs/engine.ts';
import { classOf, type JobLimits } from '../core/jobs/estimate.ts';
import { createJobs, type Jobs } from '../core/jobs/jobs.ts';
import { createSessions, type Sessions } from '../core/jobs/sessions.ts';
import type { JobStore } from '../core/jobs/store.ts';
import { errorFields, type Log } from '../core/log.ts';
import type { Models, Runtime } from '../core/ports.ts';

/** A state of 20 pairs at 512 x 512 is 138 MB: too much to write after every call, so the default history is 8 there. */
const NODE_STYLE_LIMITS: JobLimits = {
  maxFloats: 3 * 1024 * 1024,
  maxEvaluations: 1_000,
  maxBudgetMs: 60_000,
  maxStateBytes: 64 * 2 ** 20,
  maxMemoryBytes: 4 * 2 ** 30,
};

/** A slice in the background: short enough that a crash loses little, long enough that writing its state does not count. */
const SLICE_MS = 2_000;

/** How often the store is looked at for jobs that another process left behind. */
const LOOK_MS = 5_000;

export type NodeStyles = {
  readonly jobs: Jobs;
  /** Calls and slices that compute, and those that wait. */
  readonly load: Sessions['load'];
  /** Begins to continue jobs that are `auto`. */
  start(): void;
  /** Ends after the evaluations under way, and closes what is open. */
  close(): Promise<void>;
};

export function createNodeStyles(deps: {
  readonly store: JobStore;
  readonly runtime: Runtime;
  readonly models: Models;
  /** Hears of progress and ends; where it is absent nobody does. */
  readonly events?: Events;
  /** Jobs computed at once; the others wait. */
  readonly atOnce: number;
  readonly limits?: JobLimits;
  /** Told of what fails in the background. */
  readonly log?: Log;
  /** The wall's unless something else is to be budgeted and estimated. */
  readonly clock?: Clock;
}): NodeStyles {
  const {
    store,
    runtime,
    models,
    events,
    atOnce,
    log,
    limits = NODE_STYLE_LIMITS,
    clock = () => performance.now(),
  } = deps;
  const sessions = createSessions(atOnce, 'wait');
  let background: Background | undefined;
  const jobs = createJobs({
    store,
    engine: createJobEngine({ runtime, models }),
    sessions,
    meter: createCostMeter(classOf(runtime.engine).msPerGmac),
    limits,
    sha256: async (bytes) => createHash('sha256').update(bytes).digest('hex'),
    now: Date.now,
    clock,
    holder: crypto.randomUUID(),
    events,
  });
  return {
    load: sessions.load,
    jobs: {
      ...jobs,
      create: (...given) => jobs.create(...given).finally(() => background?.wake()),
      fork: (...given) => jobs.fork(...given).finally(() => background?.wake()),
    },
    start() {
      background ??= createBackground({
        store,
        jobs,
        now: Date.now,
        atOnce,
        slice: { budgetMs: SLICE_MS },
        later(work) {
          const timer = setTimeout(work, LOOK_MS).unref();
          return () => clearTimeout(timer);
        },
        report: (error) => log?.error(errorFields(error)),
      });
    },
    async close() {
      await background?.stop();
      await sessions.close();
      await store.close();
    },
  };
}
