// What a schema refused, as a Fault: every error with its JSON pointer (RFC 6901).
import type { z } from 'zod';
import { Fault } from '../core/fault.ts';

export type Place = 'body' | 'query' | 'path';

export function invalid(error: z.ZodError, place: Place): Fault {
  const errors = error.issues
    .slice(0, most)
    .map((issue) => ({ in: place, pointer: pointer(issue.path), message: cut(issue.message) }));
  const detail = errors.map((each) => `${each.pointer || place}: ${each.message}`).join('; ');
  const more = error.issues.length - errors.length;
  return new Fault('request_invalid', more > 0 ? `${detail}; and ${more} more` : detail, { errors });
}

/** For OpenAPIHono's defaultHook: a path or a query that its route's schema refuses. */
export function refuseInvalid(
  result: { target: string } & ({ success: true } | { success: false; error: z.ZodError }),
): void {
  if (!result.success) throw invalid(result.error, result.target === 'query' ? 'query' : 'path');
}

/** An embedding of 512 strings has 512 errors; the first few say it. */
const most = 10;

export function pointer(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${cut(String(part)).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** A caller's text comes back in an error only so far: a body of a million unknown fields is not repeated. */
export function cut(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}...` : text;
}
