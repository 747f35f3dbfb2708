// Every request is told of when it is over, and its stages when it is answered (Server-Timing).
import type { Context, MiddlewareHandler } from 'hono';
import { matchedRoutes } from 'hono/route';
import { createStages, type Stages } from '../core/faces/stages.ts';
import type { RequestRecord, Sent, Watch } from '../core/watch.ts';
import type { Env } from './env.ts';

export function watched({ log, clock, observe, sent }: Watch): MiddlewareHandler<Env> {
  return async function watched(c, next) {
    const begun = clock?.();
    c.set('log', log);
    const stages = clock && createStages(clock);
    c.set('stages', stages);
    if (observe && sent) sent(c.env, (end) => observe(recordOf(c, since(begun), end)));
    await next();
    if (stages) c.res.headers.set('Server-Timing', headerOf(stages, since(begun) ?? 0)); // c.header would copy the answer
    if (observe && !sent) observe(recordOf(c, since(begun)));
  };

  function since(begun: number | undefined): number | undefined {
    return clock && begun !== undefined ? tenths(clock() - begun) : undefined;
  }
}

function recordOf(c: Context<Env>, ms: number | undefined, end?: Sent): RequestRecord {
  return {
    request: c.get('requestId'),
    trace: traceOf(c.req.header('traceparent')),
    method: c.req.method,
    route: patternOf(c),
    status: c.finalized ? c.res.status : GONE,
    code: c.get('problem'),
    ms,
    bytesIn: lengthOf(c.req.header('Content-Length')),
    ...end,
  };
}

/** nginx's number for a caller that left before there was an answer. */
const GONE = 499;

/** Middleware is of all methods, a route of one. */
function patternOf(c: Context<Env>): string {
  return matchedRoutes(c).findLast(({ method }) => method !== 'ALL')?.path ?? 'none';
}

/** W3C Trace Context, 3.2: version, trace id, parent id and flags; an id of zeros is none. */
function traceOf(header = ''): string | undefined {
  const [, version, trace] = /^([0-9a-f]{2})-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}(-|$)/.exec(header) ?? [];
  return version === 'ff' || trace === undefined || /^0+$/.test(trace) ? undefined : trace;
}

function lengthOf(header: string | undefined): number | undefined {
  return header !== undefined && /^\d{1,15}$/.test(header) ? Number(header) : undefined;
}

/** W3C Server Timing: https://www.w3.org/TR/server-timing/ */
function headerOf({ times }: Stages, total: number): string {
  return [...times, ['total', total] as const].map(([name, ms]) => `${name};dur=${tenths(ms)}`).join(', ');
}

function tenths(ms: number): number {
  return Math.round(ms * 10) / 10;
}
