// Jobs that go on by themselves: slice by slice, some at once, also those a process left behind that is no more.
import { Fault } from '../fault.ts';
import type { Goal, Jobs } from './jobs.ts';
import type { JobKey, JobStore } from './store.ts';

export type Background = {
  /** There may be something to do: looks now and not only when the next look is due. */
  wake(): void;
  /** Begins no further slice; resolves when those under way have ended. */
  stop(): Promise<void>;
};

export type BackgroundTools = {
  readonly store: Pick<JobStore, 'waiting'>;
  readonly jobs: Pick<Jobs, 'proceed'>;
  readonly now: () => number;
  /** Jobs that are moved at once. */
  readonly atOnce: number;
  /** What one slice may take: after it, another job has its turn. */
  readonly slice: Goal;
  /** Calls back once, later; gives what takes the call back. */
  readonly later: (work: () => void) => () => void;
  /** A failure that is not the job's own; the job is tried again at the next look. */
  readonly report: (error: unknown) => void;
};

/** Looks at the store when it is made, when it is woken, and as often as `later` says. */
export function createBackground(tools: BackgroundTools): Background {
  const { store, jobs, now, atOnce, slice, later, report } = tools;
  const moving = new Map<string, Promise<void>>();
  /** Whoever had the last turn goes behind the others. */
  let last = '';
  let ended = false;
  let looking: Promise<void> | undefined;
  let again = false;
  let forget = () => {};

  const nameOf = ({ tenant, job }: JobKey) => JSON.stringify([tenant, job]);

  async function fill(): Promise<void> {
    const waiting = await store.waiting(now(), WAITING_READ);
    const free = waiting.filter((at) => !moving.has(nameOf(at)));
    const next = [...free.filter((at) => nameOf(at) > last), ...free.filter((at) => nameOf(at) <= last)];
    for (const at of next.slice(0, atOnce - moving.size)) {
      if (ended) return;
      const name = nameOf(at);
      last = name;
      const turn = move(at).then((well) => {
        moving.delete(name);
        if (well) look(); // else the next look is soon enough
      });
      moving.set(name, turn);
    }
  }

  async function move(at: JobKey): Promise<boolean> {
    try {
      await jobs.proceed(at, slice);
      return true;
    } catch (error) {
      // Deleted meanwhile, or moved by another process: nothing of ours is wrong.
      if (!(error instanceof Fault && QUIET.has(error.code))) report(error);
      return false;
    }
  }

  function look(): void {
    if (ended) return;
    if (looking) {
      again = true;
      return;
    }
    forget();
    looking = fill()
      .catch(report)
      .finally(() => {
        looking = undefined;
        if (ended) return;
        if (again) {
          again = false;
          look();
        } else forget = later(look);
      });
  }

  look();
  return {
    wake: look,
    async stop() {
      ended = true;
      forget();
      await looking;
      await Promise.all(moving.values());
    },
  };
}

const WAITING_READ = 100;
const QUIET: ReadonlySet<string> = new Set(['style_not_found', 'style_busy']);
