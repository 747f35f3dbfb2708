// What the middleware leaves on a request for its handler.
import type { OpenAPIHono } from '@hono/zod-openapi';

export type Env = { Variables: { requestId: string; tenant: string } };

export type App = OpenAPIHono<Env>;
