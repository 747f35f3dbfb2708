// Where the time of a command goes: CPU of the whole process, and what of it runs networks.
import type { Runtime } from '../functions/core/ports.ts';

export type CpuMeter = {
  /** The same runtime; what its sessions' runs take is counted. */
  readonly runtime: Runtime;
  /** User and system time of all threads since the process began, and of its sessions' runs, seconds. */
  seconds(): { readonly all: number; readonly networks: number };
};

/** `counts`: which models' runs are counted. */
export function cpuMeter(runtime: Runtime, counts: (model: Uint8Array) => boolean = () => true): CpuMeter {
  let networks = 0;
  return {
    runtime: {
      ...runtime,
      async open(model) {
        const session = await runtime.open(model);
        if (!counts(model)) return session;
        return {
          ...session,
          async run(feeds) {
            const before = secondsOf();
            try {
              return await session.run(feeds);
            } finally {
              networks += secondsOf() - before;
            }
          },
        };
      },
    },
    seconds: () => ({ all: secondsOf(), networks }),
  };
}

function secondsOf(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
