// Style transfers as jobs: made, moved by any number of capped calls, looked at, forked, ended. Nothing of HTTP.
import type { Page, PageRequest } from '../faces/store.ts';
import { Fault } from '../fault.ts';
import type { Picture } from '../image.ts';
import { type Budget, type Clock, type CostMeter, createBudget } from './budget.ts';
import { jobDigest, type Sha256 } from './digest.ts';
import type { StyleEngine } from './engine.ts';
import { checkedOptions, type Estimate, estimateOf, type StyleLimits } from './estimate.ts';
import { networkChanged, styleAhead, styleBusy, styleEnded, styleNotFound } from './faults.ts';
import { fittedInputs, packInputs, unpackInputs } from './inputs.ts';
import {
  iterationOf,
  type Job,
  type JobRecord,
  type JobState,
  type LedgerEntry,
  newState,
  pictureOf,
  progressOf,
} from './job.ts';
import type { StyleOptions } from './options.ts';
import { packJob, unpackJob } from './packing.ts';
import { initialImage, type StyleInputs, toPicture } from './pictures.ts';
import type { StyleRequest } from './presets.ts';
import type { Sessions } from './sessions.ts';
import { advance, type Ending } from './step.ts';
import type { JobKey, JobStore, StoredJob } from './store.ts';

export type NewStyle = {
  readonly request: StyleRequest;
  readonly inputs: StyleInputs;
  /** To be continued in the background until it ends. */
  readonly auto: boolean;
};

/** How far a call should go: so many iterations or milliseconds, and never beyond the limits of a call. */
export type Goal = {
  readonly iterations?: number;
  readonly budgetMs?: number;
  /** Asked before every evaluation: true ends the call there, and what was done is kept. */
  readonly stop?: () => boolean;
  /** Hears of every ledger entry when it is made; stored they are at the end of the call. */
  readonly heard?: (entry: LedgerEntry) => void;
};

/** `repeated`: `from` is behind the job. `overtaken`: another call moved it meanwhile. Neither changes anything. */
export type StepEnding = Exclude<Ending, 'level'> | 'done' | 'repeated' | 'overtaken';

export type Stepped = {
  readonly job: Job;
  readonly iterations: number;
  readonly evaluations: number;
  readonly ending: StepEnding;
};

/** Methods on a job that is not there throw Fault style_not_found, those of a failing store store_failed. */
export type StyleJobs = {
  /** @throws Fault request_invalid, layer_unknown, picture_too_small, style_too_large with the size that fits. */
  create(at: JobKey, style: NewStyle): Promise<Job>;
  get(at: JobKey): Promise<Job>;
  /** Ordered by id. */
  list(tenant: string, page: PageRequest): Promise<Page<Job>>;
  /**
   * Moves the job on from iteration `from`. When it is past that already, nothing is changed: a call whose answer was
   * lost may be sent again. A call cut short within its first iteration leaves `iteration` as it is, and the next call
   * from there goes on where it was cut.
   * @throws Fault style_ahead, style_ended, style_busy; state_invalid when the network is no longer the one it began with.
   */
  step(at: JobKey, from: number, goal: Goal): Promise<Stepped>;
  /** One slice in the background; a failure that trying again would only repeat ends the job. False when it has ended. */
  proceed(at: JobKey, goal: Goal): Promise<boolean>;
  /** The picture so far; before the first evaluation, where it will begin. */
  picture(at: JobKey): Promise<Picture>;
  losses(
    at: JobKey,
    page: { from: number; limit: number },
  ): Promise<{ job: Job; entries: readonly LedgerEntry[] }>;
  /** Takes no more steps; what there is stays. A call under way ends at its next evaluation. */
  cancel(at: JobKey): Promise<Job>;
  /**
   * A new job of the same pictures that begins with this one's present picture, under changed options: at the level it
   * is at (the last one when it is done), or at the first of `levels` when they are changed. Its optimiser and its
   * ledger begin anew.
   */
  fork(at: JobKey, id: string, change: { request: StyleRequest; auto: boolean }): Promise<Job>;
  delete(at: JobKey): Promise<void>;
  /** What a job would take; nothing is stored or run. @throws Fault as create does. */
  estimate(style: Pick<NewStyle, 'request' | 'inputs'>): Promise<Estimate>;
};

/** What a fork takes of the job it begins with. */
export type ForkSource = {
  readonly job: string;
  readonly options: StyleOptions;
  /** As inputs.ts packs them. */
  readonly inputs: Uint8Array;
  readonly level: number;
  readonly before: number;
  readonly width: number;
  readonly height: number;
  /** Empty before the first evaluation. */
  readonly picture: Float32Array;
};

/** Jobs in one store, and a fork in two halves: where each job has a store of its own, another one makes the new job. */
export type StoredStyleJobs = StyleJobs & {
  forkSource(at: JobKey): Promise<ForkSource>;
  forkFrom(to: JobKey, source: ForkSource, change: { request: StyleRequest; auto: boolean }): Promise<Job>;
};

export type StyleTools = {
  readonly store: JobStore;
  readonly engine: StyleEngine;
  readonly sessions: Sessions;
  readonly meter: CostMeter;
  readonly limits: StyleLimits;
  readonly sha256: Sha256;
  /** Milliseconds since the epoch, for creation and leases. */
  readonly now: () => number;
  readonly clock: Clock;
  /** Names this process in leases: no other has it. */
  readonly holder: string;
  /** Lets the clock catch up where it stands still while computing; absent where it does not. */
  readonly breathe?: () => Promise<void>;
};

/** Longer than a call takes: the lease of a process that died ends after it. */
const LEASE_BEYOND_MS = 30_000;

/** What trying again may mend: the job stays as it is. */
const TRANSIENT: ReadonlySet<string> = new Set(['store_failed', 'style_busy', 'model_missing']);

export function createStyleJobs(tools: StyleTools): StoredStyleJobs {
  const { store, engine, sessions, meter, limits, sha256, now, clock, holder } = tools;
  /** Calls on one job take turns within this process. */
  const turns = new Map<string, Promise<unknown>>();
  const stopped = new Set<string>();
  /** The state last written, so that the next call need not read it again. One job's: it is large. */
  let kept: { readonly key: string; readonly revision: number; readonly state: JobState } | undefined;

  const keyOf = ({ tenant, job }: JobKey) => JSON.stringify([tenant, job]);

  function inTurn<T>(at: JobKey, work: () => Promise<T>): Promise<T> {
    const key = keyOf(at);
    const turn = (turns.get(key) ?? Promise.resolve()).then(work, work);
    const settled = turn.then(
      () => undefined,
      () => undefined,
    );
    turns.set(key, settled);
    void settled.then(() => turns.get(key) === settled && turns.delete(key));
    return turn;
  }

  async function open(at: JobKey): Promise<Job> {
    const stored = await store.get(at);
    if (!stored) throw styleNotFound(at);
    return jobOf(stored);
  }

  async function inputsOf(at: JobKey): Promise<StyleInputs> {
    const bytes = await store.inputs(at);
    if (!bytes) throw styleNotFound(at);
    return unpackInputs(bytes);
  }

  /** The state of that revision; undefined when the job has moved on. */
  async function stateOf(at: JobKey, job: Job): Promise<JobState | undefined> {
    const key = keyOf(at);
    const held = kept;
    kept = undefined; // whoever moves it uses it up
    if (held?.key === key && held.revision === job.revision) return held.state;
    const read = await store.state(at);
    if (!read) throw styleNotFound(at);
    return read.revision === job.revision ? unpackJob(read.state, job.digest) : undefined;
  }

  /** For reading alone: nothing that is kept is used up. */
  async function seenState(at: JobKey): Promise<{ job: Job; state: JobState; picture: Float32Array }> {
    for (;;) {
      const job = await open(at);
      if (kept?.key === keyOf(at) && kept.revision === job.revision) {
        return { job, state: kept.state, picture: pictureOf(kept.state).slice() }; // a step would write into it
      }
      const read = await store.state(at);
      if (!read) throw styleNotFound(at);
      if (read.revision !== job.revision) continue;
      const state = unpackJob(read.state, job.digest);
      return { job, state, picture: pictureOf(state) };
    }
  }

  async function make(
    at: JobKey,
    record: Omit<JobRecord, 'digest' | 'progress' | 'extractorSha256' | 'status' | 'failure' | 'createdAt'>,
    inputs: Uint8Array,
    start: (digest: string) => JobState,
  ): Promise<Job> {
    const extractorSha256 = engine.extractorSha256(record.options.extractor);
    const digest = await jobDigest(sha256, { extractorSha256, options: record.options, inputs });
    const state = start(digest);
    const made: JobRecord = {
      ...record,
      status: 'running',
      failure: null,
      createdAt: now(),
      extractorSha256,
      digest,
      progress: progressOf(state, null),
    };
    const stored = { record: JSON.stringify(made), auto: made.auto, inputs, state: packJob(state) };
    if (!(await store.create(at, stored))) {
      throw new Fault('request_invalid', `There is a style ${JSON.stringify(at.job)} already.`, {
        style: at.job,
      });
    }
    return { ...made, id: at.job, revision: 1 };
  }

  /** False when the job is no longer at that revision. */
  function commit(
    at: JobKey,
    job: Job,
    changed: JobRecord,
    state?: JobState,
    entries: readonly LedgerEntry[] = [],
  ) {
    return store.commit(at, {
      revision: job.revision,
      record: JSON.stringify(changed),
      auto: changed.auto && changed.status === 'running',
      state: state && packJob(state),
      entries: entries.map((entry) => JSON.stringify(entry)),
    });
  }

  type Move = {
    readonly state: JobState;
    readonly entries: readonly LedgerEntry[];
    readonly ending: Exclude<Ending, 'level'> | 'done';
    readonly fault?: Fault;
  };

  /** Level by level, each with its own objective, until the goal, the budget or the last level ends. */
  async function move(
    at: JobKey,
    { options, progress }: Job,
    from: JobState,
    goal: Goal,
    budget: Budget,
  ): Promise<Move> {
    const until = progress.iteration + (goal.iterations ?? Infinity);
    const inputs = await inputsOf(at);
    const entries: LedgerEntry[] = [];
    for (let state = from; ; ) {
      if (state.level >= options.levels.length) return { state, entries, ending: 'done' };
      if (iterationOf(state) >= until && state !== from) return { state, entries, ending: 'iterations' };
      const { level } = state;
      const began = state;
      const moved = await sessions
        .use(
          `${keyOf(at)} ${level}`,
          () => engine.open(options, inputs, options.levels[level].size),
          (objective) =>
            advance(began, until, {
              engine: engine.name,
              options,
              inputs,
              objective,
              budget,
              stop: () => stopped.has(keyOf(at)) || goal.stop?.() === true,
              heard: goal.heard,
            }),
        )
        .catch((error: unknown) => {
          // What was computed before is kept: only the place for the next level was missing.
          if (error instanceof Fault && error.code === 'style_busy' && entries.length > 0) return undefined;
          throw error;
        });
      if (!moved) return { state, entries, ending: 'budget' };
      state = moved.state;
      entries.push(...moved.entries);
      const { ending, fault } = moved;
      if (ending !== 'level') return { state, entries, ending, fault };
    }
  }

  async function stepInTurn(at: JobKey, from: number, goal: Goal): Promise<Stepped> {
    const job = await open(at);
    const { iteration } = job.progress;
    const nothing = (ending: StepEnding): Stepped => ({ job, iterations: 0, evaluations: 0, ending });
    if (from > iteration) throw styleAhead(at, from, iteration);
    if (from < iteration) return nothing('repeated');
    if (job.status === 'done') return nothing('done');
    if (job.status !== 'running') throw styleEnded(at, job.status, job.failure);
    const network = engine.extractorSha256(job.options.extractor);
    if (network !== job.extractorSha256) throw networkChanged(at, job, network);
    const ms = Math.min(goal.budgetMs ?? limits.maxBudgetMs, limits.maxBudgetMs);
    const lease = { holder, now: now(), until: now() + ms + LEASE_BEYOND_MS };
    if (!(await store.claim(at, lease))) {
      await open(at); // it may be gone
      throw styleBusy(
        `Style ${JSON.stringify(at.job)} is being computed by another process; trying again is safe.`,
      );
    }
    try {
      return await stepWithLease(at, job, goal, ms);
    } finally {
      await store.release(at, holder);
    }
  }

  async function stepWithLease(at: JobKey, job: Job, goal: Goal, ms: number): Promise<Stepped> {
    const overtaken = async (): Promise<Stepped> => ({
      job: await open(at),
      iterations: 0,
      evaluations: 0,
      ending: 'overtaken',
    });
    const state = await stateOf(at, job);
    if (!state) return overtaken();
    const { iteration, evaluations } = job.progress;
    const began = clock();
    let macs = 0;
    const budget = createBudget({ evaluations: limits.maxEvaluations, ms }, clock, meter);
    const counted: Budget = {
      allows: budget.allows,
      spend(cost) {
        macs += cost;
        budget.spend(cost);
      },
    };
    const moved = await move(at, job, state, goal, counted);
    const losses = moved.entries.at(-1)?.losses ?? job.progress.losses;
    const changed: JobRecord = {
      ...recordOf(job),
      status: moved.ending === 'done' ? 'done' : moved.fault ? 'failed' : 'running',
      failure: moved.fault ? { code: moved.fault.code, message: moved.fault.message } : null,
      progress: progressOf(moved.state, losses),
    };
    if (!(await commit(at, job, changed, moved.state, moved.entries))) return overtaken();
    const revision = job.revision + 1;
    kept = { key: keyOf(at), revision, state: moved.state };
    if (tools.breathe) {
      await tools.breathe();
      meter.learn(macs, clock() - began);
    }
    return {
      job: { ...changed, id: at.job, revision },
      iterations: changed.progress.iteration - iteration,
      evaluations: changed.progress.evaluations - evaluations,
      ending: moved.ending,
    };
  }

  /** Reads, changes and writes until no other call came between. */
  async function change(at: JobKey, how: (job: Job) => JobRecord | undefined): Promise<Job> {
    for (;;) {
      const job = await open(at);
      const changed = how(job);
      if (!changed) return job;
      if (await commit(at, job, changed)) {
        if (kept?.key === keyOf(at))
          kept = { ...kept, revision: kept.revision === job.revision ? job.revision + 1 : 0 };
        return { ...changed, id: at.job, revision: job.revision + 1 };
      }
    }
  }

  /** Asks the call under way to end, and takes the turn after it. */
  async function interrupting<T>(at: JobKey, work: () => Promise<T>): Promise<T> {
    stopped.add(keyOf(at));
    try {
      return await inTurn(at, () => {
        stopped.delete(keyOf(at));
        return work();
      });
    } finally {
      stopped.delete(keyOf(at));
    }
  }

  async function forkSource(at: JobKey): Promise<ForkSource> {
    const { job, state, picture } = await seenState(at);
    const { width, height, level } = state;
    const before = iterationOf(state);
    const inputs = await store.inputs(at);
    if (!inputs) throw styleNotFound(at);
    return { job: at.job, options: job.options, inputs, level, before, width, height, picture };
  }

  async function forkFrom(
    to: JobKey,
    source: ForkSource,
    { request, auto }: { request: StyleRequest; auto: boolean },
  ): Promise<Job> {
    const { inputs, before, width, height, picture } = source;
    const wanted = { ...source.options, ...request };
    const { options } = await checkedOptions(engine, limits, wanted, unpackInputs(inputs));
    const level = request.levels ? 0 : Math.min(source.level, options.levels.length - 1);
    const start = (digest: string) =>
      picture.length === 0 ? newState(digest) : newState(digest, { level, before, width, height, picture });
    const forkedFrom = { job: source.job, iteration: before };
    return make(to, { auto, options, forkedFrom }, inputs, start);
  }

  return {
    async create(at, { request, inputs, auto }) {
      const { options } = await checkedOptions(engine, limits, request, inputs);
      return make(
        at,
        { auto, options, forkedFrom: null },
        packInputs(fittedInputs(inputs, options)),
        newState,
      );
    },

    get: open,

    async list(tenant, page) {
      const { items, cursor } = await store.list(tenant, page);
      return { items: items.map(jobOf), cursor };
    },

    step: (at, from, goal) => inTurn(at, () => stepInTurn(at, from, goal)),

    proceed: (at, goal) =>
      inTurn(at, async () => {
        const { status, progress } = await open(at);
        if (status !== 'running') return false;
        try {
          const { job } = await stepInTurn(at, progress.iteration, goal);
          return job.status === 'running';
        } catch (error) {
          if (!(error instanceof Fault) || TRANSIENT.has(error.code)) throw error;
          const failure = { code: error.code, message: error.message };
          await change(at, (job) =>
            job.status === 'running' ? { ...recordOf(job), status: 'failed', failure } : undefined,
          );
          return false;
        }
      }),

    async picture(at) {
      const { job, state, picture: x } = await seenState(at);
      const { options } = job;
      if (x.length > 0) {
        const inputs = options.preserveColour === 'none' ? { styles: [] } : await inputsOf(at);
        return toPicture(x, state.width, state.height, options, inputs);
      }
      const inputs = await inputsOf(at);
      const { width, height } = await engine.measure(options, inputs, options.levels[0].size);
      return toPicture(initialImage(options, inputs, width, height), width, height, options, inputs);
    },

    async losses(at, page) {
      const job = await open(at);
      const entries = await store.losses(at, page);
      return { job, entries: entries.map((entry) => JSON.parse(entry) as LedgerEntry) };
    },

    cancel: (at) =>
      interrupting(at, () =>
        change(at, (job) =>
          job.status === 'running' ? { ...recordOf(job), status: 'cancelled' } : undefined,
        ),
      ),

    fork: async (at, id, change) => forkFrom({ tenant: at.tenant, job: id }, await forkSource(at), change),
    forkSource,
    forkFrom,

    delete: (at) =>
      interrupting(at, async () => {
        if (kept?.key === keyOf(at)) kept = undefined;
        if (!(await store.delete(at))) throw styleNotFound(at);
      }),

    async estimate({ request, inputs }) {
      const { options, measures } = await checkedOptions(engine, limits, request, inputs);
      return estimateOf(engine.name, limits, options, measures, meter);
    },
  };
}

function recordOf({ id: _, revision: __, ...record }: Job): JobRecord {
  return record;
}

function jobOf({ id, revision, record }: StoredJob): Job {
  return { ...(JSON.parse(record) as JobRecord), id, revision };
}
