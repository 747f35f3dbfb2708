// What the middleware leaves on a request for its handler.
import type { OpenAPIHono } from '@hono/zod-openapi';

export type Env = { Variables: { requestId: string; tenant: string; once?: Once } };

export type App = OpenAPIHono<Env>;

/**
 * What a request makes gets its ids from here. `again`: it was made by an earlier request of the same key, so nothing is
 * made now: what is there is answered, and what has been deleted since is not found.
 */
export type Once = { readonly newId: () => string; readonly again: boolean };
