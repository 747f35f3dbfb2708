// What the routes say of themselves in /openapi.json: answers, and bodies in each of their forms.
import type { OpenAPIHono, z } from '@hono/zod-openapi';
import type { Env } from './env.ts';

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
