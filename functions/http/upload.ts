// A request's body as one plain object, whatever it came as: JSON, multipart, or a bare picture with options in the query.
import type { Context } from 'hono';
import type { z } from 'zod';
import { Fault } from '../core/fault.ts';
import type { Env } from './env.ts';
import { cut, invalid, pointer } from './invalid.ts';
import { parseJson } from './json.ts';
import { putPictures, type Unfetched } from './picture-urls.ts';

type Fields = Map<string, unknown>;

type Reading = {
  readonly optional?: boolean;
  readonly several?: string;
  /**
   * Of calls that take pictures, what becomes of those that could not be fetched by their URL: `end`, the first of them ends
   * the request; `stay`, they stand as Faults in their place. Absent: a URL is no picture.
   */
  readonly unfetched?: Unfetched;
};

/**
 * Reads the body and the query and parses them as one object; an option may stand in either, not in both.
 * A file part called `image` is a Uint8Array; a file part with another name is `{ image }`.
 * Several parts called `image` are `faces: [{ image }, ...]`, or of the name that `several` says; parts called `style`,
 * `mask`, `weight` and `merge` are lists. `optional`: no body is an empty object. Where pictures are
 * taken a URL is their bytes by now.
 * @throws Fault request_malformed (400), media_type_unsupported (415), request_invalid (422, every error with its pointer),
 * picture_url_refused, picture_unreachable (422), body_too_large (413), overloaded (503).
 */
export async function readUpload<S extends z.ZodType>(
  c: Context<Env>,
  schema: S,
  options: Reading = {},
): Promise<z.output<S>> {
  return parsed(await readFields(c, options), schema);
}

/** Fields as they came, for those who have to look at them before they know what is wanted. */
export async function readFields(
  c: Context<Env>,
  { optional = false, several = 'faces', unfetched }: Reading = {},
): Promise<Readonly<Record<string, unknown>>> {
  const fields: Fields = new Map();
  for (const [name, text] of new URL(c.req.url).searchParams) add(fields, name, fromText(name, text));
  const [type] = (c.req.header('Content-Type') ?? '').split(';', 1);
  const empty = (await readerOf(type.trim().toLowerCase())(c, fields, several)) === 'empty';
  if (empty && !optional) {
    throw new Fault(
      'request_malformed',
      'The body is empty; application/json, multipart/form-data or image/* is wanted.',
    );
  }
  const read = Object.fromEntries(fields);
  if (unfetched) await putPictures(c, read, unfetched);
  return read;
}

/** @throws Fault request_invalid (422, every error with its pointer). */
export function parsed<S extends z.ZodType>(
  fields: Readonly<Record<string, unknown>>,
  schema: S,
): z.output<S> {
  const found = schema.safeParse(fields);
  if (!found.success) throw invalid(found.error, 'body');
  return found.data;
}

type Reader = (c: Context<Env>, fields: Fields, several: string) => Promise<'empty' | undefined>;

const readers: readonly { readonly type: RegExp; readonly read: Reader }[] = [
  { type: /^application\/([\w.-]+\+)?json$/, read: readJson },
  { type: /^multipart\/form-data$/, read: readForm },
  { type: /^(image\/[\w.+-]+|application\/octet-stream)$/, read: readPicture },
  { type: /^$/, read: readNothing },
];

function readerOf(type: string): Reader {
  const reader = readers.find((each) => each.type.test(type));
  if (reader) return reader.read;
  throw new Fault(
    'media_type_unsupported',
    `Content-Type is ${cut(type)}; application/json, multipart/form-data and image/* are read. ${hints.get(type) ?? ''}`.trim(),
    { content_type: cut(type) },
  );
}

const hints = new Map([
  [
    'application/x-www-form-urlencoded',
    "With curl, -d needs -H 'Content-Type: application/json', and -F sends multipart/form-data.",
  ],
]);

async function readJson(c: Context<Env>, fields: Fields): Promise<'empty' | undefined> {
  const bytes = await c.req.arrayBuffer();
  if (bytes.byteLength === 0) return 'empty';
  let value: unknown;
  try {
    value = parseJson(new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes));
  } catch (error) {
    if (error instanceof Fault) throw error;
    const reason = error instanceof SyntaxError ? error.message.slice(0, 200) : 'it is not UTF-8';
    throw new Fault('request_malformed', `The body is not JSON: ${reason}`, {}, error);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Fault('request_invalid', 'The body is to be a JSON object.', {
      errors: [{ in: 'body', pointer: '', message: 'expected an object' }],
    });
  }
  for (const [name, member] of Object.entries(value)) add(fields, name, member);
}

const forms = new WeakMap<Request, Promise<FormData>>();

/** The parts of a multipart body, parsed once a request. @throws Fault request_invalid, request_malformed. */
export function formOf(c: Context<Env>): Promise<FormData> {
  const known = forms.get(c.req.raw) ?? parsedForm(c);
  forms.set(c.req.raw, known);
  return known;
}

async function parsedForm(c: Context<Env>): Promise<FormData> {
  const bytes = new Uint8Array(await c.req.arrayBuffer());
  refuseManyParts(bytes);
  const headers = { 'Content-Type': c.req.header('Content-Type') ?? '' };
  try {
    return await new Response(bytes, { headers }).formData();
  } catch (error) {
    throw new Fault(
      'request_malformed',
      'The body is not multipart/form-data as its Content-Type says.',
      {},
      error,
    );
  }
}

async function readForm(c: Context<Env>, fields: Fields, several: string): Promise<undefined> {
  const form = await formOf(c);
  const images: unknown[] = [];
  const lists = new Map<string, unknown[]>();
  for (const [name, part] of form.entries()) {
    const value =
      typeof part === 'string' ? fromText(name, part) : new Uint8Array(await (part as Blob).arrayBuffer());
    const named = value instanceof Uint8Array ? { image: value } : value;
    if (name === 'image') images.push(value);
    else if (repeatable.has(name)) lists.set(name, [...(lists.get(name) ?? []), named]);
    else add(fields, name, named);
  }
  for (const [name, list] of lists) add(fields, name, list);
  if (images.length === 1) add(fields, 'image', images[0]);
  if (images.length > 1)
    add(
      fields,
      several,
      images.map((image) => ({ image })),
    );
}

/** Parts that are lists, also of one: what a style is of, and earlier answers. */
const repeatable: ReadonlySet<string> = new Set(['style', 'mask', 'weight', 'merge']);

/** Parsing costs by the part: hundreds of thousands of empty ones fit into a body, and no call reads a hundred. */
const maxParts = 1000;

/** Every delimiter begins a line with two hyphens (RFC 2046, 5.1.1); what a picture has of those by chance is next to none. */
function refuseManyParts(bytes: Uint8Array): void {
  let parts = 0;
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at] === lineFeed && bytes[at + 1] === hyphen && bytes[at + 2] === hyphen) parts++;
    if (parts > maxParts) {
      const message = `The form has more than ${maxParts} parts.`;
      const errors = [{ in: 'body', pointer: '', message }];
      throw new Fault('request_invalid', message, { errors, max_parts: maxParts });
    }
  }
}

const lineFeed = 0x0a;
const hyphen = 0x2d;

async function readPicture(c: Context<Env>, fields: Fields): Promise<undefined> {
  add(fields, 'image', new Uint8Array(await c.req.arrayBuffer()));
}

async function readNothing(c: Context<Env>): Promise<'empty'> {
  if ((await c.req.arrayBuffer()).byteLength === 0) return 'empty';
  throw new Fault(
    'media_type_unsupported',
    'The body has no Content-Type; application/json, multipart/form-data and image/* are read.',
  );
}

function add(fields: Fields, name: string, value: unknown): void {
  if (fields.has(name)) {
    throw new Fault('request_invalid', `"${cut(name)}" is given more than once.`, {
      errors: [{ in: 'body', pointer: pointer([name]), message: 'given more than once' }],
    });
  }
  fields.set(name, value);
}

/** Query and form values are text; these fields mean something else. What does not read as such is left for the schema to refuse. */
const texts: ReadonlyMap<string, (text: string) => unknown> = new Map([
  ...['threshold', 'fmr', 'fpir', 'max_candidates', 'weight', 'size', 'apiece', 'cell', 'ttl_days'].map(
    (name) => [name, asNumber] as const,
  ),
  ...['a', 'b', 'embedding', 'faces', 'options', 'auto', 'align', 'merge', 'consent'].map(
    (name) => [name, asJson] as const,
  ),
]);

function fromText(name: string, text: string): unknown {
  const read = texts.get(name);
  return read ? read(text) : text;
}

function asNumber(text: string): unknown {
  const number = Number(text);
  return text.trim() === '' || Number.isNaN(number) ? text : number;
}

function asJson(text: string): unknown {
  try {
    return parseJson(text);
  } catch (error) {
    if (error instanceof Fault) throw error;
    return text;
  }
}
