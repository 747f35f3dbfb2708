// Lines for Workers Logs, which reads JSON as fields.
import { createLog, LOG_LEVELS, type Log } from '../core/log.ts';

export type LogEnv = {
  /** off, error or info: a line a request too. Anything else is error. */
  readonly LIKENESS_LOG?: string;
};

export function createWorkerLog({ LIKENESS_LOG }: LogEnv): Log {
  const level = LOG_LEVELS.find((each) => each === LIKENESS_LOG) ?? 'error';
  return createLog(level, (line) => console.log(line), Date.now);
}
