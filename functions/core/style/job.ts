// A style transfer under way, as values: where its optimiser stands, what it has cost so far, what the service says of it.
import type { OptimiserState } from '../optim/state.ts';
import type { Losses, Objective } from './objective.ts';
import type { StyleOptions } from './options.ts';

/** Where a job stands. The same evaluations give the same value however they were split into invocations. */
export type JobState = {
  /** Of network, options and pictures: a state goes on with no others. */
  readonly digest: string;
  /** What made the first evaluation; '' before it. */
  readonly engine: string;
  /** Another engine made some of the evaluations since: the bytes are no longer those of one engine. */
  readonly engineChanged: boolean;
  /** Index of the level under way; the number of levels when the job is done. */
  readonly level: number;
  readonly width: number;
  readonly height: number;
  /** Iterations completed before this level began. */
  readonly before: number;
  readonly evaluations: number;
  /** Ledger entries made. */
  readonly entries: number;
  /** What the raw costs count in the total, by level, null where it was not begun; `strength` makes it differ by level. */
  readonly weights: readonly (Objective['weights'] | null)[];
  /** Losses of the trials since the last step that was taken: one of them becomes a ledger entry. */
  readonly pending: readonly Losses[];
  /**
   * Within a level its optimiser; between levels, and at the end, the picture [3, height, width], RGB, not clamped.
   * A picture of 0 x 0 is none yet: the first level makes its own.
   */
  readonly at: { readonly optimiser: OptimiserState } | { readonly picture: Float32Array };
};

/** One line of the ledger: what the picture costs where the level begins, and after every iteration. No times. */
export type LedgerEntry = {
  /** Iterations completed, over all levels. */
  readonly iteration: number;
  readonly level: number;
  /** Evaluations made, over all levels. */
  readonly evaluations: number;
  readonly losses: Losses;
};

/** `running` may be continued, `done` has no level left, `cancelled` and `failed` keep their last good picture. */
export type JobStatus = 'running' | 'done' | 'cancelled' | 'failed';

/** What is known of a job without reading its state; JSON. */
export type JobRecord = {
  readonly status: JobStatus;
  readonly failure: { readonly code: string; readonly message: string } | null;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly auto: boolean;
  readonly options: StyleOptions;
  readonly extractorSha256: string;
  readonly digest: string;
  readonly forkedFrom: { readonly job: string; readonly iteration: number } | null;
  readonly progress: Progress;
};

export type Progress = Pick<
  JobState,
  'engine' | 'engineChanged' | 'level' | 'width' | 'height' | 'before' | 'evaluations' | 'entries' | 'weights'
> & {
  readonly iteration: number;
  /** Losses of the last ledger entry. */
  readonly losses: Losses | null;
};

/** A job as callers see it. */
export type Job = JobRecord & { readonly id: string; readonly revision: number };

/** A job before its first evaluation; `picture` is where a fork begins. */
export function newState(
  digest: string,
  from: {
    readonly level: number;
    readonly before: number;
    readonly width: number;
    readonly height: number;
    readonly picture: Float32Array;
  } = { level: 0, before: 0, width: 0, height: 0, picture: new Float32Array() },
): JobState {
  const { level, before, width, height, picture } = from;
  return {
    digest,
    engine: '',
    engineChanged: false,
    level,
    width,
    height,
    before,
    evaluations: 0,
    entries: 0,
    weights: Array.from({ length: level }, () => null),
    pending: [],
    at: { picture },
  };
}

/** Iterations completed, over all levels. */
export function iterationOf({ before, at }: JobState): number {
  return 'optimiser' in at ? before + at.optimiser.iteration : before;
}

/** The last picture that was taken, [3, height, width]; empty before the first evaluation. Read only. */
export function pictureOf({ at }: JobState): Float32Array {
  return 'optimiser' in at ? at.optimiser.x : at.picture;
}

export function progressOf(state: JobState, losses: Losses | null): Progress {
  const { engine, engineChanged, level, width, height, before, evaluations, entries, weights } = state;
  const iteration = iterationOf(state);
  return {
    engine,
    engineChanged,
    level,
    width,
    height,
    before,
    iteration,
    evaluations,
    entries,
    weights,
    losses,
  };
}

/** What each raw cost adds to the total. */
export function weighted({ content, style, tv, range }: Losses, weights: Objective['weights']) {
  const times = (losses: Readonly<Record<string, number>>, by: Readonly<Record<string, number>>) =>
    Object.fromEntries(Object.entries(losses).map(([layer, loss]) => [layer, loss * (by[layer] ?? 0)]));
  return {
    content: times(content, weights.content),
    style: times(style, weights.style),
    tv: tv * weights.tv,
    range: range * weights.range,
  };
}
