// What a medium throws of its own (a full disk, a lost connection) becomes a fault that callers know.
import { Fault } from './fault.ts';

/** The same store, whose failures other than a Fault become Fault store_failed. */
export function reportFailures<S extends object>(store: S, medium: string): S {
  const wrapped: Record<string, unknown> = {};
  for (const [name, method] of Object.entries(store) as [
    string,
    (...args: unknown[]) => Promise<unknown>,
  ][]) {
    wrapped[name] = async (...args: unknown[]) => {
      try {
        return await method(...args);
      } catch (cause) {
        if (cause instanceof Fault) throw cause;
        const reason = cause instanceof Error ? cause.message : String(cause);
        throw new Fault(
          'store_failed',
          `${medium}: ${name} failed: ${reason}. Trying again is safe.`,
          { medium, operation: name },
          cause,
        );
      }
    };
  }
  return wrapped as S;
}
