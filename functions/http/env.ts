// What the middleware leaves on a request for its handler.
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Once } from './idempotency.ts';

export type Env = { Variables: { requestId: string; tenant: string; once?: Once } };

export type App = OpenAPIHono<Env>;
