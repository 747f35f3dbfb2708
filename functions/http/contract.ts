// What the routes say of themselves in /openapi.json: bodies in each of their forms, and the error every call may answer.
import { type OpenAPIHono, z } from '@hono/zod-openapi';
import type { Env } from './env.ts';

const Problem = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.number(),
    detail: z.string().optional(),
    instance: z.string().openapi({ description: 'The request id.' }),
    code: z.string().openapi({ description: 'Stable; a program decides by it.', example: 'no_face' }),
  })
  .openapi('Problem', { description: 'RFC 9457; the facts of the error are further members.' });

export const failure = {
  description: 'An error: code says which.',
  content: { 'application/problem+json': { schema: Problem } },
} as const;

/** A JSON answer with its schema. */
export function json<S extends z.ZodType>(schema: S, description: string) {
  return { description, content: { 'application/json': { schema } } };
}

/** 204. */
export function none(description: string) {
  return { description };
}

/** `picture`: multipart and a bare image are taken too, its options then in the query. A list: the files of a form. */
type Form = 'json' | 'picture' | readonly string[];

/**
 * A body that upload.ts reads. The schema is only referred to: were it given to the route, the body would be read and
 * parsed a second time.
 */
export function body(app: OpenAPIHono<Env>, name: string, schema: z.ZodType, form: Form) {
  app.openAPIRegistry.register(name, schema);
  const reference = { $ref: `#/components/schemas/${name}` };
  const asJson = { 'application/json': { schema: reference } };
  const file = { type: 'string', format: 'binary' } as const;
  const asForm = (files: readonly string[]) => ({
    'multipart/form-data': {
      schema: {
        type: 'object',
        properties: Object.fromEntries(files.map((name) => [name, file])),
        additionalProperties: true,
      } as const,
    },
  });
  if (form === 'json') return { content: asJson };
  if (form === 'picture')
    return { content: { ...asJson, ...asForm(['image']), 'image/*': { schema: file } } };
  return { content: { ...asJson, ...asForm(form) } };
}

export const securityScheme = { type: 'http', scheme: 'bearer', description: 'The API key.' } as const;

/** The head of /openapi.json. */
export function document(needsKey: boolean) {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Likeness',
      version: '1',
      description:
        'Whose face is this, and in whose style. Distances are squared L2 of unit vectors, 0..4. Errors are RFC 9457 problems with a stable code.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    ...(needsKey ? { security: [{ key: [] }] } : {}),
  };
}
