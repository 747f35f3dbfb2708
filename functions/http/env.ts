// What the middleware leaves on a request for its handler.
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Stages } from '../core/faces/stages.ts';
import type { Log } from '../core/log.ts';

export type Env = {
  Variables: {
    requestId: string;
    tenant: string;
    log?: Log;
    /** Absent where no clock moves. */
    stages?: Stages;
    /** Code of the problem that is answered. */
    problem?: string;
    once?: Once;
  };
};

export type App = OpenAPIHono<Env>;

/**
 * What a request makes gets its ids from here. `again`: it was made by an earlier request of the same key, so nothing is
 * made now: what is there is answered, and what has been deleted since is not found.
 */
export type Once = { readonly newId: () => string; readonly again: boolean };
