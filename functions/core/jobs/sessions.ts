// How many objectives are open at once: each holds a session, which takes the most memory of all.
import { styleBusy } from './faults.ts';
import type { Objective } from './objective.ts';

export type Sessions = {
  /**
   * Does the work on the objective of this key, opening it when it is not open; it stays open until another needs its
   * place. One call at a time may use a key. @throws Fault style_busy when all places are in use and nobody may wait.
   */
  use<T>(key: string, open: () => Promise<Objective>, work: (objective: Objective) => Promise<T>): Promise<T>;
  /** How many use a place now, and how many wait for one. */
  load(): { readonly running: number; readonly waiting: number };
  /** Closes every objective that is not in use. */
  close(): Promise<void>;
};

type Place = { readonly key: string; readonly objective: Objective };

/**
 * `most`: places, 1 or more. `whenFull`: `wait` in the order of arrival, where a process is one event loop; `refuse`
 * in an isolate that several objects share, since none of them may wait for what another one does.
 */
export function createSessions(most: number, whenFull: 'wait' | 'refuse'): Sessions {
  /** Open and not in use, the one used last at the end. */
  const idle: Place[] = [];
  const waiting: (() => void)[] = [];
  let inUse = 0;

  async function enter(): Promise<void> {
    if (inUse < most) inUse++;
    else if (whenFull === 'wait')
      await new Promise<void>((resolve) => waiting.push(resolve)); // whoever ends hands over its place
    else throw styleBusy('Another style is being computed here; trying again later is safe.');
  }

  function leave(): void {
    const next = waiting.shift();
    if (next) next();
    else inUse--;
  }

  async function take(key: string, open: () => Promise<Objective>): Promise<Objective> {
    const found = idle.findIndex((place) => place.key === key);
    if (found !== -1) return idle.splice(found, 1)[0].objective;
    while (idle.length > 0 && idle.length + inUse > most) await idle.shift()!.objective.release();
    return open();
  }

  return {
    async use(key, open, work) {
      await enter();
      try {
        const objective = await take(key, open);
        try {
          const result = await work(objective);
          idle.push({ key, objective });
          return result;
        } catch (error) {
          await objective.release();
          throw error;
        }
      } finally {
        leave();
      }
    },

    load: () => ({ running: inUse, waiting: waiting.length }),

    async close() {
      await Promise.all(idle.splice(0).map(({ objective }) => objective.release()));
    },
  };
}
