// Optimisations as jobs: made, moved by any number of capped calls, looked at, forked, ended. Nothing of HTTP.
import type { Events } from '../events/event.ts';
import { endEvent, PROGRESS_MS, progressEvent } from '../events/style-events.ts';
import type { Page, PageRequest } from '../faces/store.ts';
import { Fault } from '../fault.ts';
import { type Budget, type Clock, type CostMeter, createBudget } from './budget.ts';
import { jobDigest, type Sha256 } from './digest.ts';
import type { JobEngine } from './engine.ts';
import { checkedOptions, type Estimate, estimateOf, type JobLimits } from './estimate.ts';
import { networkChanged, styleAhead, styleBusy, styleEnded, styleNotFound } from './faults.ts';
import {
  iterationOf,
  type Job,
  type JobRecord,
  type JobState,
  type LedgerEntry,
  newState,
  progressOf,
  recordOf,
  recordText,
  vectorOf,
} from './job.ts';
import type { Kind } from './kind.ts';
import { type Asked, type KindName, type Kinds, kindOf, type RequestOf, type Result } from './kinds.ts';
import type { Extent } from './objective.ts';
import type { JobOptions } from './options.ts';
import { packJob, unpackJob } from './packing.ts';
import type { Sessions } from './sessions.ts';
import { advance, type Ending } from './step.ts';
import type { JobKey, JobStore, StoredJob } from './store.ts';

/** `auto`: to be continued in the background until it ends. */
export type AskedJob = Asked & { readonly auto: boolean };

/** What a fork does otherwise; the request is of the job's kind. */
export type Change = { readonly request: RequestOf<KindName>; readonly auto: boolean };

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
export type Jobs = {
  /**
   * Of an id that is taken the job is given as it is: a request that was sent again made it before.
   * @throws Fault request_invalid, layer_unknown, picture_too_small, style_too_large with the size that fits; and what
   * the kind's probe throws.
   */
  create(at: JobKey, job: AskedJob): Promise<Job>;
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
  /** What there is so far; before the first evaluation, where it will begin. */
  result(at: JobKey): Promise<Result>;
  losses(
    at: JobKey,
    page: { from: number; limit: number },
  ): Promise<{ job: Job; entries: readonly LedgerEntry[] }>;
  /** Takes no more steps; what there is stays. A call under way ends at its next evaluation. */
  cancel(at: JobKey): Promise<Job>;
  /**
   * A new job of the same inputs that begins with this one's present result, under changed options: at the level it
   * is at (the last one when it is done), or at the first of `levels` when they are changed. Its optimiser and its
   * ledger begin anew.
   */
  fork(at: JobKey, id: string, change: Change): Promise<Job>;
  delete(at: JobKey): Promise<void>;
  /** What a job would take; nothing is stored or run. @throws Fault as create does. */
  estimate(asked: Asked): Promise<Estimate>;
};

/** What a fork takes of the job it begins with. */
export type ForkSource = {
  readonly job: string;
  readonly kind: KindName;
  readonly options: Job['options'];
  /** As the kind packs them. */
  readonly inputs: Uint8Array;
  readonly level: number;
  readonly before: number;
  readonly size: Extent;
  /** Empty before the first evaluation. */
  readonly x: Float32Array;
};

/** Jobs in one store, and a fork in two halves: where each job has a store of its own, another one makes the new job. */
export type StoredJobs = Jobs & {
  forkSource(at: JobKey): Promise<ForkSource>;
  forkFrom(to: JobKey, source: ForkSource, change: Change): Promise<Job>;
};

export type JobTools = {
  readonly store: JobStore;
  readonly engine: JobEngine;
  /** All there are, unless a test has its own. */
  readonly kinds?: Kinds;
  readonly sessions: Sessions;
  readonly meter: CostMeter;
  readonly limits: JobLimits;
  readonly sha256: Sha256;
  /** Milliseconds since the epoch, for creation and leases. */
  readonly now: () => number;
  readonly clock: Clock;
  /** Names this process in leases: no other has it. */
  readonly holder: string;
  /** Hears of progress, completion and failure; where it is absent nobody does. */
  readonly events?: Events;
  /** Lets the clock catch up where it stands still while computing; absent where it does not. */
  readonly breathe?: () => Promise<void>;
};

/** Longer than a call takes: the lease of a process that died ends after it. */
const LEASE_BEYOND_MS = 30_000;

/** Jobs whose last progress is remembered; beyond, those are forgotten that may be told again anyway. */
const MOST_TOLD = 1_000;

/** What trying again may mend: the job stays as it is. */
const TRANSIENT: ReadonlySet<string> = new Set(['store_failed', 'style_busy', 'model_missing']);

export function createJobs(tools: JobTools): StoredJobs {
  const { store, engine, sessions, meter, limits, sha256, now, clock, holder, events } = tools;
  /** Calls on one job take turns within this process. */
  const turns = new Map<string, Promise<unknown>>();
  const stopped = new Set<string>();
  /** The state last written, so that the next call need not read it again. One job's: it is large. */
  let kept: { readonly key: string; readonly revision: number; readonly state: JobState } | undefined;

  /** When the last progress of a job was told. */
  const toldAt = new Map<string, number>();

  const kindNamed = (name: KindName) => kindOf(name, tools.kinds);
  const keyOf = ({ tenant, job }: JobKey) => JSON.stringify([tenant, job]);

  const sessionKey = (at: JobKey, level: number) => `${keyOf(at)} ${level}`;

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

  async function inputsOf(at: JobKey, kind: Kind): Promise<unknown> {
    const bytes = await store.inputs(at);
    if (!bytes) throw styleNotFound(at);
    return kind.unpackInputs(bytes);
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
  async function seenState(at: JobKey): Promise<{ job: Job; state: JobState; x: Float32Array }> {
    for (;;) {
      const job = await open(at);
      if (kept?.key === keyOf(at) && kept.revision === job.revision) {
        return { job, state: kept.state, x: vectorOf(kept.state).slice() }; // a step would write into it
      }
      const read = await store.state(at);
      if (!read) throw styleNotFound(at);
      if (read.revision !== job.revision) continue;
      const state = unpackJob(read.state, job.digest);
      return { job, state, x: vectorOf(state) };
    }
  }

  async function make(
    at: JobKey,
    record: Pick<JobRecord, 'kind' | 'auto' | 'options' | 'forkedFrom'>,
    inputs: Uint8Array,
    start: (digest: string) => JobState,
  ): Promise<Job> {
    const kind = kindNamed(record.kind);
    const { sha256: extractorSha256 } = kind.network(engine, record.options);
    const identity = kind.identity(record.options, extractorSha256);
    const digest = await jobDigest(sha256, { identity, inputs });
    const state = start(digest);
    const made = {
      ...record,
      status: 'running',
      failure: null,
      createdAt: now(),
      extractorSha256,
      digest,
      progress: progressOf(state, null),
    } as JobRecord; // kind and options go together
    const stored = { record: recordText(made), auto: made.auto, inputs, state: packJob(state) };
    if (!(await store.create(at, stored))) return open(at); // made by the same request before
    return { ...made, id: at.job, revision: 1 };
  }

  /** The objective stays open for the first step. */
  async function probe(at: JobKey, kind: Kind, options: JobOptions, inputs: unknown, level: number) {
    const tried = kind.probe?.bind(kind);
    if (!tried) return;
    await sessions.use(
      sessionKey(at, level),
      () => kind.open(engine, options, inputs, options.levels[level].size),
      (objective) => tried(objective, options),
    );
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
      record: recordText(changed),
      auto: changed.untold === true || (changed.auto && changed.status === 'running'),
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
    { kind: name, options, progress }: Job,
    from: JobState,
    goal: Goal,
    budget: Budget,
  ): Promise<Move> {
    const until = progress.iteration + (goal.iterations ?? Infinity);
    const kind = kindNamed(name);
    const inputs = await inputsOf(at, kind);
    const entries: LedgerEntry[] = [];
    for (let state = from; ; ) {
      if (state.level >= options.levels.length) return { state, entries, ending: 'done' };
      if (iterationOf(state) >= until && state !== from) return { state, entries, ending: 'iterations' };
      const { level } = state;
      const began = state;
      const moved = await sessions
        .use(
          sessionKey(at, level),
          () => kind.open(engine, options, inputs, options.levels[level].size),
          (objective) =>
            advance(began, until, {
              engine: engine.name,
              kind,
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
    const network = kindNamed(job.kind).network(engine, job.options);
    if (network.sha256 !== job.extractorSha256) throw networkChanged(at, job, network);
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
    const changed = endedOr({
      ...unaddressed(job),
      status: moved.ending === 'done' ? 'done' : moved.fault ? 'failed' : 'running',
      failure: moved.fault ? { code: moved.fault.code, message: moved.fault.message } : null,
      progress: progressOf(moved.state, losses),
    });
    if (!(await commit(at, job, changed, moved.state, moved.entries))) return overtaken();
    const revision = job.revision + 1;
    kept = { key: keyOf(at), revision, state: moved.state };
    if (tools.breathe) {
      await tools.breathe();
      meter.learn(macs, clock() - began);
    }
    const stepped = { ...changed, id: at.job, revision };
    return {
      job: await told(at, stepped).catch(() => stepped), // the background tells it later
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

  /**
   * The same record; one that has ended is marked, and the store keeps it for the background, until its event is
   * published: a process that dies between the two loses neither.
   */
  function endedOr(record: JobRecord): JobRecord {
    return events && (record.status === 'done' || record.status === 'failed')
      ? { ...record, untold: true }
      : record;
  }

  /** Publishes what there is to tell of the job. @throws Fault store_failed when its end could not be told. */
  async function told(at: JobKey, job: Job): Promise<Job> {
    if (!events) return job;
    const key = keyOf(at);
    if (job.untold) {
      await events.publish(at.tenant, endEvent(job, now()));
      toldAt.delete(key);
      return change(at, ({ untold, ...record }) => (untold ? unaddressed(record as Job) : undefined));
    }
    if (job.status === 'running' && (toldAt.get(key) ?? -Infinity) <= now() - PROGRESS_MS) {
      toldAt.set(key, now());
      if (toldAt.size > MOST_TOLD)
        for (const [old, when] of toldAt) if (when <= now() - PROGRESS_MS) toldAt.delete(old);
      await events.publish(at.tenant, progressEvent(job, now())).catch(() => {}); // the next one says more
    }
    return job;
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
    const { job, state, x } = await seenState(at);
    const { kind, options } = job;
    const { size, level } = state;
    const before = iterationOf(state);
    const inputs = await store.inputs(at);
    if (!inputs) throw styleNotFound(at);
    return { job: at.job, kind, options, inputs, level, before, size, x };
  }

  async function forkFrom(to: JobKey, source: ForkSource, { request, auto }: Change): Promise<Job> {
    const { inputs, before, size, x } = source;
    const kind = kindNamed(source.kind);
    const wanted = { ...source.options, ...request };
    const given = kind.unpackInputs(inputs);
    const { options } = await checkedOptions(kind, engine, limits, wanted, given);
    const level = request.levels ? 0 : Math.min(source.level, options.levels.length - 1);
    await probe(to, kind, options, given, level);
    const from = x.length === 0 ? { size: kind.nothing } : { level, before, size, x };
    const forkedFrom = { job: source.job, iteration: before };
    const record = { kind: source.kind, auto, options: options as Job['options'], forkedFrom };
    return make(to, record, inputs, (digest) => newState(digest, from));
  }

  return {
    async create(at, { kind: name, request, inputs, auto }) {
      const kind = kindNamed(name);
      const { options } = await checkedOptions(kind, engine, limits, request, inputs);
      const record = { kind: name, auto, options: options as Job['options'], forkedFrom: null };
      const fitted = kind.fitted(inputs, options);
      await probe(at, kind, options, fitted, 0);
      const packed = kind.packInputs(fitted);
      return make(at, record, packed, (digest) => newState(digest, { size: kind.nothing }));
    },

    get: open,

    async list(tenant, page) {
      const { items, cursor } = await store.list(tenant, page);
      return { items: items.map(jobOf), cursor };
    },

    step: (at, from, goal) => inTurn(at, () => stepInTurn(at, from, goal)),

    proceed: (at, goal) =>
      inTurn(at, async () => {
        const found = await open(at);
        const { status, progress } = found;
        if (status !== 'running') {
          await told(at, found);
          return false;
        }
        try {
          const { job } = await stepInTurn(at, progress.iteration, goal);
          return job.status === 'running';
        } catch (error) {
          if (!(error instanceof Fault) || TRANSIENT.has(error.code)) throw error;
          const failure = { code: error.code, message: error.message };
          const failed = await change(at, (job) =>
            job.status === 'running'
              ? endedOr({ ...unaddressed(job), status: 'failed', failure })
              : undefined,
          );
          await told(at, failed);
          return false;
        }
      }),

    async result(at) {
      const { job, state, x } = await seenState(at);
      const { options } = job;
      const kind = kindNamed(job.kind);
      const inputs = () => inputsOf(at, kind);
      const shown = async () => {
        if (x.length > 0) return kind.result(x, state.size, options, inputs);
        const given = await inputs();
        const size = kind.size(options, given, options.levels[0].size);
        return kind.result(kind.start(options, given, size), size, options, async () => given);
      };
      return { kind: job.kind, value: await shown() } as Result;
    },

    async losses(at, page) {
      const job = await open(at);
      const entries = await store.losses(at, page);
      return { job, entries: entries.map((entry) => JSON.parse(entry) as LedgerEntry) };
    },

    cancel: (at) =>
      interrupting(at, () =>
        change(at, (job) =>
          job.status === 'running' ? { ...unaddressed(job), status: 'cancelled' } : undefined,
        ),
      ),

    fork: async (at, id, change) => forkFrom({ tenant: at.tenant, job: id }, await forkSource(at), change),
    forkSource,
    forkFrom,

    delete: (at) =>
      interrupting(at, async () => {
        if (kept?.key === keyOf(at)) kept = undefined;
        toldAt.delete(keyOf(at));
        if (!(await store.delete(at))) throw styleNotFound(at);
      }),

    async estimate({ kind: name, request, inputs }) {
      const { options, measures } = await checkedOptions(kindNamed(name), engine, limits, request, inputs);
      return estimateOf(engine.name, limits, options, measures, meter);
    },
  };
}

function unaddressed({ id: _, revision: __, ...record }: Job): JobRecord {
  return record;
}

function jobOf({ id, revision, record }: StoredJob): Job {
  return { ...recordOf(record), id, revision };
}
