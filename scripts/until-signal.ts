// Ctrl-C as an order to keep what was done.

/** 128 + SIGINT, as shells count. */
export const INTERRUPTED = 130;

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** The first SIGINT or SIGTERM is an order to end well; the next one ends at once, as signals do. */
export function untilSignal() {
  const controller = new AbortController();
  const ended = () => {
    for (const name of SIGNALS) process.off(name, came);
  };
  const came = () => {
    ended();
    controller.abort();
  };
  for (const name of SIGNALS) process.on(name, came);
  return { signal: controller.signal, ended };
}
