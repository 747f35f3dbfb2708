// What the service says while it runs: lines of fields, one JSON object each, and never who asked or about whom.
import { Fault, type FaultCode } from './fault.ts';

/** From the quietest to the one that says most. */
export const LOG_LEVELS = ['off', 'error', 'info'] as const;

export type LogLevel = (typeof LOG_LEVELS)[number];

export type Fields = Readonly<Record<string, unknown>>;

export type Log = {
  /** Something that its operator should look at. */
  error(fields: Fields): void;
  /** What happened in the ordinary course. */
  info(fields: Fields): void;
};

/** Lines up to `level`, `time` and `level` first; a field that is undefined is left out. */
export function createLog(level: LogLevel, write: (line: string) => void, now: () => number): Log {
  const at = (own: LogLevel) => {
    if (LOG_LEVELS.indexOf(own) > LOG_LEVELS.indexOf(level)) return () => {};
    return (fields: Fields) =>
      write(JSON.stringify({ time: new Date(now()).toISOString(), level: own, ...fields }));
  };
  return { error: at('error'), info: at('info') };
}

/** Faults whose sentences are of files, graphs and numbers. Those of others may name a gallery or a subject. */
const SPEAKING: ReadonlySet<FaultCode> = new Set([
  'model_missing',
  'model_invalid',
  'graph_invalid',
  'runtime_failed',
]);

/** Errors within errors that are told. */
const DEPTH = 5;

/**
 * An error as fields: its name, its code, and where in the code it was thrown. What it says is left out, unless it is one
 * of ours that never says anything of a caller, since a database or a parser may repeat what it was given.
 */
export function errorFields(error: unknown, depth = DEPTH): Fields {
  if (!(error instanceof Error)) return { error: typeof error };
  const { name, stack = '', message, cause } = error;
  return {
    error: name,
    ...codeOf(error),
    ...(error instanceof Fault && SPEAKING.has(error.code) && { says: message }),
    frames: framesOf(stack, message),
    ...(cause !== undefined && depth > 1 && { cause: errorFields(cause, depth - 1) }),
  };
}

/** Ours, or the medium's: ENOSPC, SQLITE_FULL, 23505. */
function codeOf(error: Error): Fields {
  if (error instanceof Fault) {
    const { medium, operation } = error.facts;
    return { code: error.code, ...(error.code === 'store_failed' && { medium, operation }) };
  }
  const code = 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[A-Z0-9_]{1,40}$/.test(code) ? { code } : {};
}

/** A stack begins with the message, which may have lines of its own. */
function framesOf(stack: string, message: string): string[] {
  const after = stack.indexOf(message);
  if (after === -1) return []; // the message was changed since: nothing tells where it ends
  const lines = stack.slice(after + message.length).split('\n');
  return lines.map((line) => line.trim()).filter((line) => line.startsWith('at '));
}
