// A progress bar on stderr: live on a terminal, a line every ten seconds elsewhere, so that stdout stays for results.
import { SingleBar } from 'cli-progress';

const QUIET_INTERVAL_MS = 10_000;

export type Progress = {
  /** One more is done. */
  tick(): void;
  /** So much of `total` is done; `says` stands in place of the two numbers. */
  reach(value: number, says: string): void;
  stop(): void;
};

/** `from`: what was done before, so that the time left is reckoned from what is done now. */
export function startProgress(label: string, total: number, from = 0, says?: string): Progress {
  const bar = new SingleBar({
    format: `${label} {bar} {says}, {duration_formatted}, {eta_formatted} left`,
    stream: process.stderr,
    hideCursor: true,
    noTTYOutput: true,
    notTTYSchedule: QUIET_INTERVAL_MS,
  });
  const counted = (value: number) => ({ says: `${value}/${total}` });
  let done = from;
  bar.start(total, from, says === undefined ? counted(from) : { says });
  return {
    tick: () => bar.update(++done, counted(done)),
    reach(value, says) {
      if (value > done) bar.update(value, { says });
      else bar.update({ says }); // no time left follows from no step
      done = value;
    },
    stop: () => bar.stop(),
  };
}
