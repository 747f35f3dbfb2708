// So many pieces of work at once and no more; the others wait in the order in which they came.

/** Runs the work when it is its turn, and hands back what it does. Work must not ask for a turn inside its own. */
export type InTurn = <T>(work: () => Promise<T>) => Promise<T>;

/** `most`: how many run at once, 1 or more. */
export function createTurns(most: number): InTurn {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async function inTurn(work) {
    if (running < most) running++;
    else await new Promise<void>((resolve) => waiting.push(resolve)); // whoever ends hands over its turn
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  };
}

/** The same where nobody may wait for another, as in an isolate: without a place it throws what `refuse` makes. */
export function createPlaces(most: number, refuse: () => Error): InTurn {
  let running = 0;
  return async function inTurn(work) {
    if (running >= most) throw refuse();
    running++;
    try {
      return await work();
    } finally {
      running--;
    }
  };
}
