// What /openapi.json says beyond the routes: its head, the limits here, and of every call the errors it may answer, by status.
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Limits } from '../core/ports.ts';
import type { Env } from './env.ts';
import recorded from './examples.json' with { type: 'json' };
import { CODES, CODES_KEY, type Code, commonCodes } from './failures.ts';
import { IDEMPOTENCY_HEADER } from './idempotency.ts';
import { TAGS, tagOf } from './tags.ts';

type Document = ReturnType<OpenAPIHono<Env>['getOpenAPI31Document']>;
type PathItem = NonNullable<Document['paths']>[string];
type Operation = NonNullable<PathItem['get']>;
type Responses = NonNullable<Operation['responses']>;

export const securityScheme = { type: 'http', scheme: 'bearer', description: 'The API key.' } as const;

/** The head. */
export function head(needsKey: boolean) {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Likeness',
      version: '1',
      description:
        'Whose face is this, and in whose style. Distances are squared L2 of unit vectors, 0..4. Errors are RFC 9457 problems with a stable code; every call lists those it may answer.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    ...(needsKey ? { security: [{ key: [] }] } : {}),
  };
}

/** The document that is made of the routes, complete. */
export function completed(made: Document, limits: Limits): Document {
  const context = { limits, schemas: (made.components?.schemas ?? {}) as Schemas };
  const paths = Object.fromEntries(
    Object.entries(made.paths ?? {}).map(([path, item]) => [path, completedItem(path, item, context)]),
  );
  const components = {
    ...made.components,
    headers: { ...HEADERS, ...made.components?.headers },
    responses: Object.fromEntries(Object.keys(CODES).map((code) => [code, failure([code as Code])])),
  };
  return { ...made, tags: TAGS, paths, components, 'x-limits': limitsAnswer(limits) };
}

const METHODS = ['get', 'put', 'post', 'patch', 'delete'] as const;

/** A schema as far as it is looked into here. */
type Schema = {
  readonly $ref?: string;
  readonly properties?: Schemas;
  readonly required?: readonly string[];
};
type Schemas = Readonly<Record<string, Schema>>;
type Content = Readonly<Record<string, { readonly schema: Schema }>>;

type Context = { readonly limits: Limits; readonly schemas: Schemas };

function completedItem(path: string, item: PathItem, context: Context): PathItem {
  const known = METHODS.flatMap((method) => {
    const operation = item[method];
    return operation ? [[method, completedOperation(method, path, operation, context)]] : [];
  });
  return { ...item, ...Object.fromEntries(known) };
}

function completedOperation(
  method: string,
  path: string,
  operation: Operation,
  { limits, schemas }: Context,
): Operation {
  const { default: own, ...answers } = operation.responses ?? {};
  const located = Object.values(answers as Responses).some(({ headers }) => headers && 'Location' in headers);
  const creates = method === 'post' && ('201' in answers || located);
  const codes: readonly Code[] = [
    ...commonCodes({
      method,
      creates,
      needsKey: operation.security?.length !== 0,
      needsScope: (operation.security ?? []).some(({ key }) => (key ?? []).length > 0),
      readsBody: operation.requestBody !== undefined,
      readsAddress: (operation.parameters ?? []).length > 0,
    }),
    ...((own as { readonly [CODES_KEY]?: readonly Code[] } | undefined)?.[CODES_KEY] ?? []),
  ];
  const shown = EXAMPLES[`${method.toUpperCase()} ${path}`] ?? {};
  const good = Object.entries(answers as Responses).map(([status, response]) => [
    status,
    {
      ...withExample(response, shown[status]),
      headers: { ...headersOf(Number(status), creates), ...response.headers },
    },
  ]);
  const body = operation.requestBody as { readonly content: Content } | undefined;
  const completed = {
    ...operation,
    tags: [tagOf(path)],
    ...(creates && { parameters: [...(operation.parameters ?? []), IDEMPOTENCY_KEY] }),
    ...(body && {
      requestBody: {
        description: `At most ${limits.maxBodyBytes} bytes.`,
        ...body,
        ...withExample({ content: completedContent(body.content, schemas) }, shown.request),
      },
    }),
    responses: { ...byStatus(codes), ...Object.fromEntries(good) },
  };
  return completed as Operation;
}

/** By call: what was sent, and what was answered with each status; scripts/record-examples.ts made them. */
const EXAMPLES = recorded as Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Of JSON or of events; pictures have none. */
function withExample<T extends { readonly content?: object }>(told: T, example: unknown): T {
  if (!told.content || example === undefined) return told;
  const content = Object.entries(told.content).map(([type, medium]) => [
    type,
    type === 'application/json' || type === 'text/event-stream' ? { ...medium, example } : medium,
  ]);
  return { ...told, content: Object.fromEntries(content) };
}

/** A form has the members that JSON has, with its files in the place of base64. */
function completedContent(content: Content, schemas: Schemas): Content {
  const form = content['multipart/form-data'];
  if (!form) return content;
  const { properties = {}, required } =
    schemas[content['application/json'].schema.$ref?.split('/').at(-1) ?? ''];
  const files = Object.entries(form.schema.properties ?? {}).map(([name, file]) => [
    name,
    properties[name]?.$ref ? { oneOf: [file, properties[name]] } : file,
  ]);
  const schema = {
    type: 'object',
    properties: { ...properties, ...Object.fromEntries(files) },
    ...(required && { required }),
    additionalProperties: false,
  };
  return { ...content, 'multipart/form-data': { schema } };
}

/** One answer a status, which names its codes; that of a single code is the same for all calls. */
function byStatus(codes: readonly Code[]): Responses {
  const statuses = [...new Set(codes.map((code) => CODES[code].status))].sort((a, b) => a - b);
  const rows = statuses.map((status) => {
    const own = [...new Set(codes)].filter((code) => CODES[code].status === status);
    return [status, own.length === 1 ? { $ref: `#/components/responses/${own[0]}` } : failure(own)];
  });
  return Object.fromEntries(rows);
}

/** All of one status. */
function failure(codes: readonly Code[]): NonNullable<Responses[string]> {
  const { status } = CODES[codes[0]];
  const told = { status: { const: status }, code: { enum: codes } };
  const schema = {
    allOf: [
      { $ref: '#/components/schemas/Problem' },
      { type: 'object', required: ['status', 'code'], properties: told },
    ],
  };
  return {
    description: codes.map((code) => `\`${code}\`: ${CODES[code].title}.`).join(' '),
    headers: headersOf(status, false),
    content: { 'application/problem+json': { schema } },
  };
}

const text = { type: 'string' } as const;

const IDEMPOTENCY_KEY = {
  name: IDEMPOTENCY_HEADER,
  in: 'header',
  description:
    'Makes the request safe to send again for a day: what it makes is made once, and the second answer says Idempotency-Replayed: true. 1 to 255 visible ASCII characters.',
  schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[!-~]+$' },
  example: '6f2a1c1e-6f0c-4b51-9d0e-3a4b8f2f1c77',
} as const;

const HEADERS = {
  'X-Request-Id': { description: "The caller's, or a new one.", required: true, schema: text },
  'Cache-Control': { description: 'no-store', required: true, schema: text },
  'WWW-Authenticate': { description: 'Bearer, RFC 6750.', required: true, schema: text },
  'Retry-After': {
    description: 'Seconds after which trying again is safe and may help.',
    required: true,
    schema: { type: 'integer' },
  },
  'RateLimit-Policy': {
    description: 'Where requests are limited: how many in how many seconds.',
    schema: text,
  },
  RateLimit: { description: 'Where requests are limited: how many are left, and until when.', schema: text },
  'Server-Timing': { description: 'Where the time went, milliseconds.', schema: text },
  'Idempotency-Replayed': { description: 'true where nothing was made anew.', schema: text },
} as const;

type Header = keyof typeof HEADERS;

const EVERY_ANSWER: readonly Header[] = [
  'X-Request-Id',
  'Cache-Control',
  'RateLimit-Policy',
  'RateLimit',
  'Server-Timing',
];

const BY_STATUS: Readonly<Record<number, readonly Header[]>> = {
  401: ['WWW-Authenticate'],
  429: ['Retry-After'],
  503: ['Retry-After'],
};

/** Headers that no route has to name. */
function headersOf(status: number, creates: boolean) {
  const again: readonly Header[] =
    creates && (status === 201 || status === 202) ? ['Idempotency-Replayed'] : [];
  const names = [...EVERY_ANSWER, ...(BY_STATUS[status] ?? []), ...again];
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}

function limitsAnswer(limits: Limits) {
  return {
    max_body_bytes: limits.maxBodyBytes,
    max_pixels: limits.maxPixels,
    max_faces_per_picture: limits.maxFacesPerPicture,
    max_pictures_per_enrolment: limits.maxPicturesPerEnrolment,
    max_faces_per_gallery: limits.maxFacesPerGallery,
  };
}
