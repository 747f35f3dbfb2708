// A progress bar on stderr: live on a terminal, a line every ten seconds elsewhere, so that stdout stays for results.
import { SingleBar } from 'cli-progress';

const QUIET_INTERVAL_MS = 10_000;

export type Progress = { tick(): void; stop(): void };

export function startProgress(label: string, total: number): Progress {
  const bar = new SingleBar({
    format: `${label} {bar} {value}/{total}, {duration_formatted}, {eta_formatted} left`,
    stream: process.stderr,
    hideCursor: true,
    noTTYOutput: true,
    notTTYSchedule: QUIET_INTERVAL_MS,
  });
  bar.start(total, 0);
  return { tick: () => bar.increment(), stop: () => bar.stop() };
}
