// A job under way, as values: where its optimiser stands, what it has cost so far, what the service says of it.
import type { OptimiserState } from '../optim/state.ts';
import type { KindName, OptionsOf } from './kinds.ts';
import type { Extent, Losses, Terms } from './objective.ts';

/** Where a job stands. The same evaluations give the same value however they were split into invocations. */
export type JobState = {
  /** Of network, options and inputs: a state goes on with no others. */
  readonly digest: string;
  /** What made the first evaluation; '' before it. */
  readonly engine: string;
  /** Another engine made some of the evaluations since: the bytes are no longer those of one engine. */
  readonly engineChanged: boolean;
  /** Index of the level under way; the number of levels when the job is done. */
  readonly level: number;
  /** Of what is optimised at this level; the kind's `nothing` before the first level made its own. */
  readonly size: Extent;
  /** Iterations completed before this level began. */
  readonly before: number;
  readonly evaluations: number;
  /** Ledger entries made. */
  readonly entries: number;
  /** What the raw costs count in the total, by level, null where it was not begun; `strength` makes it differ by level. */
  readonly weights: readonly (Terms | null)[];
  /** Losses of the trials since the last step that was taken: one of them becomes a ledger entry. */
  readonly pending: readonly Losses[];
  /** Within a level its optimiser; between levels, and at the end, what was optimised: empty before the first level. */
  readonly at: { readonly optimiser: OptimiserState } | { readonly x: Float32Array };
};

/** One line of the ledger: what it costs where the level begins, and after every iteration. No times. */
export type LedgerEntry = {
  /** Iterations completed, over all levels. */
  readonly iteration: number;
  readonly level: number;
  /** Evaluations made, over all levels. */
  readonly evaluations: number;
  readonly losses: Losses;
};

/** `running` may be continued, `done` has no level left, `cancelled` and `failed` keep their last good result. */
export type JobStatus = 'running' | 'done' | 'cancelled' | 'failed';

/** What is known of a job without reading its state. */
export type JobRecord = { [K in KindName]: RecordOf<K> }[KindName];

type RecordOf<K extends KindName> = {
  readonly kind: K;
  readonly status: JobStatus;
  readonly failure: { readonly code: string; readonly message: string } | null;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly auto: boolean;
  readonly options: OptionsOf<K>;
  readonly extractorSha256: string;
  readonly digest: string;
  readonly forkedFrom: { readonly job: string; readonly iteration: number } | null;
  /** It has ended and its event is not published yet. */
  readonly untold?: true;
  readonly progress: Progress;
};

export type Progress = Pick<
  JobState,
  'engine' | 'engineChanged' | 'level' | 'size' | 'before' | 'evaluations' | 'entries' | 'weights'
> & {
  readonly iteration: number;
  /** Losses of the last ledger entry. */
  readonly losses: Losses | null;
};

/** A job as callers see it. */
export type Job = JobRecord & { readonly id: string; readonly revision: number };

/** A job before its first evaluation: at its beginning, or where a fork begins. */
export function newState(
  digest: string,
  from: {
    readonly size: Extent;
    readonly level?: number;
    readonly before?: number;
    readonly x?: Float32Array;
  },
): JobState {
  const { size, level = 0, before = 0, x = new Float32Array() } = from;
  return {
    digest,
    engine: '',
    engineChanged: false,
    level,
    size,
    before,
    evaluations: 0,
    entries: 0,
    weights: Array.from({ length: level }, () => null),
    pending: [],
    at: { x },
  };
}

/** Iterations completed, over all levels. */
export function iterationOf({ before, at }: JobState): number {
  return 'optimiser' in at ? before + at.optimiser.iteration : before;
}

/** Of all levels, at most: what was done, and the rest of this level and all after it. */
export function iterationsOf({ status, options, progress }: JobRecord): number {
  if (status === 'done') return progress.iteration;
  const ahead = options.levels.slice(progress.level).reduce((sum, each) => sum + each.iterations, 0);
  return Math.max(progress.iteration, progress.before + ahead);
}

/** What was taken last; empty before the first evaluation. Read only. */
export function vectorOf({ at }: JobState): Float32Array {
  return 'optimiser' in at ? at.optimiser.x : at.x;
}

export function progressOf(state: JobState, losses: Losses | null): Progress {
  const { engine, engineChanged, level, size, before, evaluations, entries, weights } = state;
  const iteration = iterationOf(state);
  return { engine, engineChanged, level, size, before, iteration, evaluations, entries, weights, losses };
}

/** As JSON text; extents stand beside the other numbers. */
export function recordText({ progress: { size, ...progress }, ...record }: JobRecord): string {
  return JSON.stringify({ ...record, progress: { ...progress, ...size } });
}

/** What recordText was given. A record without a kind is from when there was style transfer alone. */
export function recordOf(text: string): JobRecord {
  const { progress, ...record } = JSON.parse(text);
  const { engine, engineChanged, level, before, iteration, evaluations, entries, weights, losses, ...size } =
    progress;
  const known = { engine, engineChanged, level, before, iteration, evaluations, entries, weights, losses };
  return { kind: 'style', ...record, progress: { ...known, size } };
}
