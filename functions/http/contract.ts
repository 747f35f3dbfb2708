// What the routes say of themselves in /openapi.json: answers, and bodies in each of their forms.
import { type OpenAPIHono, z } from '@hono/zod-openapi';
import type { Env } from './env.ts';

/** For schemas with a name: `.nullable()` would refer to the name and forbid null with it. */
export function orNull<S extends z.ZodType>(schema: S) {
  return z.union([schema, z.null()]);
}

/** A JSON answer with its schema. */
export function json<S extends z.ZodType>(schema: S, description: string) {
  return { description, content: { 'application/json': { schema } } };
}

/** 201, or 202, with the address of what was made. */
export function made<S extends z.ZodType>(schema: S, description: string) {
  const Location = { description: 'Its address.', required: true, schema: { type: 'string' } } as const;
  return { ...json(schema, description), headers: { Location } };
}

/** 204. */
export function none(description: string) {
  return { description };
}

/**
 * `picture`: a form with it, or the bare picture with its options in the query. A list: the files of a form, those that
 * end in * once or several times.
 */
type Form = 'json' | 'picture' | readonly string[];

/** A form, where each file is a part of that name; document.ts adds the other fields. */
function formOf(files: readonly string[]) {
  const file = { type: 'string', format: 'binary' } as const;
  const several = { oneOf: [file, { type: 'array', items: file }] };
  const parts = files.map((name) => (name.endsWith('*') ? [name.slice(0, -1), several] : [name, file]));
  const properties = Object.fromEntries(parts);
  return { schema: { type: 'object', properties } as const };
}

const PICTURE = { 'image/*': { schema: { type: 'string', format: 'binary' } as const } };

/**
 * A body that upload.ts reads. The schema is only referred to: were it given to the route, the body would be read and
 * parsed a second time. `optional` as readUpload has it.
 */
export function body(
  app: OpenAPIHono<Env>,
  name: string,
  schema: z.ZodType,
  form: Form,
  { optional = false } = {},
) {
  app.openAPIRegistry.register(name, schema);
  const asJson = { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } };
  const files = form === 'picture' ? ['image'] : form === 'json' ? [] : form;
  const asForm = files.length > 0 ? { 'multipart/form-data': formOf(files) } : {};
  const bare = form === 'picture' || files.includes('image*') ? PICTURE : {};
  return { required: !optional, content: { ...asJson, ...asForm, ...bare } };
}
