// Every request is told of when it is over, and its stages when it is answered (Server-Timing).
import type { Context, MiddlewareHandler } from 'hono';
import { matchedRoutes } from 'hono/route';
import { createStages, type Stages } from '../core/faces/stages.ts';
import type { RequestCourse, RequestRecord, Sent, Watch } from '../core/watch.ts';
import type { Env } from './env.ts';

export function watched({ log, clock, observe, trace, sent }: Watch): MiddlewareHandler<Env> {
  return async function watched(c, next) {
    const begun = clock?.();
    c.set('log', log);
    const stages = clock && createStages(clock, trace !== undefined);
    c.set('stages', stages);
    if (observe && sent) sent(c.env, (end) => observe(over(c, begun, end)));
    await next();
    if (stages) c.res.headers.set('Server-Timing', headerOf(stages, since(begun) ?? 0)); // c.header would copy the answer
    if (observe && !sent) observe(over(c, begun));
  };

  function over(c: Context<Env>, begun: number | undefined, end?: Sent): RequestRecord {
    const record = recordOf(c, since(begun), end);
    const stages = c.get('stages')?.course;
    if (!trace || !clock || begun === undefined || !stages) return record;
    const parent = parentOf(c.req.header('traceparent'));
    return { ...record, trace: trace(record, { parent, begun, ended: clock(), stages }) ?? record.trace };
  }

  function since(begun: number | undefined): number | undefined {
    return clock && begun !== undefined ? tenths(clock() - begun) : undefined;
  }
}

function recordOf(c: Context<Env>, ms: number | undefined, end?: Sent): RequestRecord {
  return {
    request: c.get('requestId'),
    trace: parentOf(c.req.header('traceparent'))?.traceId,
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
function parentOf(header = ''): RequestCourse['parent'] {
  const [, version, traceId, spanId, flags] =
    /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(?:-|$)/.exec(header) ?? [];
  if (version === 'ff' || traceId === undefined || /^0+$/.test(traceId) || /^0+$/.test(spanId))
    return undefined;
  return { traceId, spanId, sampled: (Number.parseInt(flags, 16) & 1) === 1 };
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
