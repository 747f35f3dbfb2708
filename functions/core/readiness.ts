// Whether what the service rests on answers, which is more than that it runs: asked often, and cheaply.

export type State = 'ok' | 'failing';

/**
 * Makes each check once in `keepMs`, however many want to know: those who come meanwhile share the answer. A check that
 * throws is failing, and `report` hears what was thrown.
 */
export function createReadiness<Name extends string>(
  checks: Readonly<Record<Name, () => Promise<unknown>>>,
  options: {
    readonly keepMs: number;
    readonly now: () => number;
    readonly report: (check: Name, error: unknown) => void;
  },
): () => Promise<Readonly<Record<Name, State>>> {
  const { keepMs, now, report } = options;
  let last: Promise<Record<Name, State>> | undefined;
  let until = 0;

  async function stateOf(name: Name): Promise<State> {
    try {
      await checks[name]();
      return 'ok';
    } catch (error) {
      report(name, error);
      return 'failing';
    }
  }

  async function look(): Promise<Record<Name, State>> {
    const names = Object.keys(checks) as Name[];
    const states = await Promise.all(names.map(async (name) => [name, await stateOf(name)] as const));
    until = now() + keepMs;
    return Object.fromEntries(states) as Record<Name, State>;
  }

  return () => {
    if (last && now() < until) return last;
    until = Number.POSITIVE_INFINITY; // until there is an answer
    last = look();
    return last;
  };
}
