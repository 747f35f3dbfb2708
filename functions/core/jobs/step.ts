// The one place where a job moves: evaluation by evaluation, from any state to any other, and nothing between is lost.
import { Fault } from '../fault.ts';
import { createOptimiser, type Optimiser } from '../optim/create.ts';
import type { OptimiserState } from '../optim/state.ts';
import type { Budget } from './budget.ts';
import type { JobState, LedgerEntry } from './job.ts';
import type { Kind } from './kind.ts';
import type { Extent, Losses, Objective } from './objective.ts';
import type { JobOptions } from './options.ts';

export type StepTools = {
  readonly engine: string;
  readonly kind: Pick<Kind, 'start' | 'enlarged'>;
  readonly options: JobOptions;
  /** Of that kind, as the options are. */
  readonly inputs: unknown;
  /** Of the level under way. */
  readonly objective: Objective;
  readonly budget: Budget;
  /** Asked before every evaluation: true ends here. */
  readonly stop?: () => boolean;
  /** Hears of every ledger entry when it is made. */
  readonly heard?: (entry: LedgerEntry) => void;
};

/** Why a call ended: `level` is the end of a level, where another objective is needed unless it was the last. */
export type Ending = 'iterations' | 'budget' | 'stopped' | 'level' | 'diverged';

export type Advance = {
  readonly state: JobState;
  readonly entries: readonly LedgerEntry[];
  readonly evaluations: number;
  readonly ending: Ending;
  /** Why it diverged; the state has the last good result. */
  readonly fault?: Fault;
};

/**
 * Moves the job until `iterations` (over all levels) are complete, the level ends, or the budget does. The state that
 * is handed in is used up: its vectors move into the one that is given back.
 * @throws Fault of the runtime; state_invalid for a state of another optimiser or size.
 */
export async function advance(start: JobState, iterations: number, tools: StepTools): Promise<Advance> {
  const { objective, options, budget, stop, heard, engine } = tools;
  const optimiser = createOptimiser(options.optimiser);
  const last = options.levels[start.level].iterations;
  const entries: LedgerEntry[] = [];
  let state = begun(start, optimiser, tools);
  const work = objective.work ?? objective.macs;
  const trial = new Float32Array(optimiserOf(state).x.length);
  const end = (ending: Ending, fault?: Fault): Advance => {
    const evaluations = state.evaluations - start.evaluations;
    return { state, entries, evaluations, ending, fault };
  };

  for (;;) {
    const inner = optimiserOf(state);
    if (levelEnded(optimiser, inner, last)) {
      const before = state.before + inner.iteration;
      state = { ...state, level: state.level + 1, before, pending: [], at: { x: inner.x.slice() } };
      return end('level');
    }
    if (state.before + inner.iteration >= iterations) return end('iterations');
    if (stop?.()) return end('stopped');
    if (!budget.allows(work)) return end('budget');
    const { losses, gradient } = await objective.evaluate(optimiser.point(inner, trial), state.evaluations);
    budget.spend(work);
    try {
      const { next, entry } = evaluated(state, optimiser, engine, losses, gradient);
      state = next;
      if (entry) {
        entries.push(entry);
        heard?.(entry);
      }
    } catch (fault) {
      if (fault instanceof Fault && fault.code === 'diverged') return end('diverged', fault);
      throw fault;
    }
  }
}

/** One evaluation taken in. The ledger gets an entry for the first of a level and for every step that is taken. */
function evaluated(
  state: JobState,
  optimiser: Optimiser,
  engine: string,
  losses: Losses,
  gradient: Float32Array,
): { readonly next: JobState; readonly entry: LedgerEntry | undefined } {
  const before = optimiserOf(state);
  const [iteration, first] = [before.iteration, before.loss === Infinity];
  const after = optimiser.next(before, losses.total, gradient);
  const evaluations = state.evaluations + 1;
  const pending = [...state.pending, losses];
  const taken = first || after.iteration > iteration;
  const next = {
    ...state,
    engine: state.engine || engine,
    engineChanged: state.engineChanged || (state.engine !== '' && state.engine !== engine),
    evaluations,
    entries: state.entries + (taken ? 1 : 0),
    pending: taken ? [] : pending,
    at: { optimiser: after },
  };
  if (!taken) return { next, entry: undefined };
  const at = { iteration: state.before + after.iteration, level: state.level, evaluations };
  return { next, entry: { ...at, losses: lossesOf(pending, after.loss) } };
}

/** Not before the level's first evaluation, so that the ledger has where it begins. */
function levelEnded(optimiser: Optimiser, inner: OptimiserState, iterations: number): boolean {
  if (inner.loss === Infinity) return false;
  return inner.iteration >= iterations || optimiser.best(inner).stopped !== undefined;
}

function optimiserOf({ at }: JobState): OptimiserState {
  if ('optimiser' in at) return at.optimiser;
  throw new TypeError('Between two levels there is no optimiser.');
}

/** Puts the result of the level before, or the first start, where this level begins. */
function begun(state: JobState, optimiser: Optimiser, tools: StepTools): JobState {
  const { kind, options, inputs, objective } = tools;
  const { size, weights } = objective;
  if ('optimiser' in state.at) {
    if (words(state.size) === words(size)) return state;
    throw new Fault(
      'state_invalid',
      `The state is of ${words(state.size)}, the objective of ${words(size)}.`,
      { ...state.size, expected: size },
    );
  }
  const x =
    state.at.x.length === 0
      ? kind.start(options, inputs, size)
      : kind.enlarged(state.at.x, state.size, size, options, inputs);
  return { ...state, size, weights: [...state.weights, weights], at: { optimiser: optimiser.start(x) } };
}

function words(size: Extent): string {
  return Object.entries(size)
    .map(([name, extent]) => `${name} ${extent}`)
    .join(' x ');
}

/** Of the trials since the last step the one that was taken: optimisers may go back to an earlier one. */
function lossesOf(pending: readonly Losses[], loss: number): Losses {
  return pending.findLast(({ total }) => total === loss) ?? pending[pending.length - 1];
}
