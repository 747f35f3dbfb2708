// Work that goes on by itself: what waits in a store is taken up, some at once, also what a process left behind.

export type Loop = {
  /** There may be something to do: looks now and not only when the next look is due. */
  wake(): void;
  /** Begins nothing more; resolves when what is under way has ended. */
  stop(): Promise<void>;
};

export type LoopTools<Key> = {
  /** What is to be done at a time, `limit` at most. */
  readonly waiting: (now: number, limit: number) => Promise<readonly Key[]>;
  /** Moves one on; it is asked again as long as it waits. */
  readonly proceed: (at: Key) => Promise<unknown>;
  readonly nameOf: (at: Key) => string;
  readonly now: () => number;
  /** Moved at once. */
  readonly atOnce: number;
  /** Calls back once, later; gives what takes the call back. */
  readonly later: (work: () => void) => () => void;
  /** A failure; what failed is tried again at the next look. */
  readonly report: (error: unknown) => void;
  /** Failures that are nobody's fault. */
  readonly quiet?: (error: unknown) => boolean;
};

const WAITING_READ = 100;

/** Looks at the store when it is made, when it is woken, and as often as `later` says. */
export function createLoop<Key>(tools: LoopTools<Key>): Loop {
  const { waiting, proceed, nameOf, now, atOnce, later, report, quiet } = tools;
  const moving = new Map<string, Promise<void>>();
  /** Whoever had the last turn goes behind the others. */
  let last = '';
  let ended = false;
  let looking: Promise<void> | undefined;
  let again = false;
  let forget = () => {};

  async function fill(): Promise<void> {
    if (moving.size >= atOnce) return; // whoever ends looks
    const found = await waiting(now(), WAITING_READ);
    const free = found.filter((at) => !moving.has(nameOf(at)));
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

  async function move(at: Key): Promise<boolean> {
    try {
      await proceed(at);
      return true;
    } catch (error) {
      if (!quiet?.(error)) report(error);
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
