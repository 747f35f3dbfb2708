// A call that brings work passes a gate before its body is read, or is refused: waiting in memory has an end.
import type { MiddlewareHandler } from 'hono';
import type { Gates } from '../core/gate.ts';
import type { Env } from './env.ts';

/** What fills the gate of jobs. */
const long = /^\/v1\/(styles|networks)(\/|$)/;

/** A method with which work comes. What only reads is small, and answered even now, as is what forgets a face. */
export function bringsWork(method: string): boolean {
  return /^(POST|PUT|PATCH)$/i.test(method);
}

/** @throws Fault overloaded. */
export function admit({ faces, jobs }: Gates, maxBodyBytes: number): MiddlewareHandler<Env> {
  return async function admit(c, next) {
    if (!bringsWork(c.req.method)) return next();
    const length = c.req.header('Content-Length');
    const streams = c.req.header('Transfer-Encoding') !== undefined;
    const bytes =
      length !== undefined ? Math.min(Number(length) || 0, maxBodyBytes) : streams ? maxBodyBytes : 0;
    const place = (long.test(c.req.path) ? jobs : faces).enter(bytes);
    c.set('place', place);
    try {
      await next();
    } finally {
      place.leave();
    }
  };
}
