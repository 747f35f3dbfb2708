// docs/calls.md and examples/every-call.ts: every call of the document, in curl and through the client.
import { JPEG } from './shortened.ts';

export type Document = {
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
};
type Operation = {
  readonly tags: readonly string[];
  readonly summary: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>;
};
type Content = Readonly<Record<string, { readonly example?: unknown }>>;
type Call = { readonly method: string; readonly path: string; readonly operation: Operation };

/** Text that stands for itself in TypeScript: the name of a variable. */
class Name {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

/** What stands in a path: as it is written, or a variable that somebody has from an earlier answer. */
const PLACES: Readonly<Record<string, string | Name>> = {
  gallery: 'friends',
  subject: 'ada',
  face: new Name('face'),
  style: new Name('style'),
  network: 'inception-v3-mixed2',
  layer: 'activation_5',
  webhook: new Name('webhook'),
  delivery: new Name('delivery'),
};

const MADE = 'Made by `npx tsx scripts/client-types.ts` of /openapi.json. Do not edit.';

export function callsPage(document: Document): string {
  const parts = document.tags.map(({ name, description }) => {
    const calls = callsOf(document).filter(({ operation }) => operation.tags[0] === name);
    return [`## ${name}`, description, ...calls.map(chapter)].join('\n\n');
  });
  return `<!-- ${MADE} -->
# Every call

In curl and through [the client](client.md), with what the service answered; long lists and texts are cut. What may go
wrong stands in [api.md](api.md) and, call by call, at \`/docs/\`. Here \`$U\` is where the service is, \`one.jpg\` and
\`other.jpg\` are pictures (\`one\` and \`other\` as Blobs), and ids are those of earlier answers. Where the service wants a
key, curl wants \`-H "Authorization: Bearer $KEY"\`.

${parts.join('\n\n')}
`;
}

export function everyCall(document: Document): string {
  const members = callsOf(document).map(
    (call) => `  '${called(call)}': () =>\n    ${request(call, 6).replaceAll('\n', '\n    ')},`,
  );
  return `// ${MADE}
import type { createClient } from 'likeness/client';

/** What the calls are about: two pictures, and ids of earlier answers. */
export type About = Record<'one' | 'other', Blob> & Record<'face' | 'style' | 'webhook' | 'delivery', string>;

/** The calls of docs/calls.md, by method and path. */
export function everyCall(
  likeness: ReturnType<typeof createClient>,
  { one, other, face, style, webhook, delivery }: About,
) {
  return {
${members.join('\n').replaceAll(/^/gm, '  ')}
  };
}
`;
}

function callsOf({ paths }: Document): Call[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );
}

function called({ method, path }: Call): string {
  return `${method} ${path}`;
}

function chapter(call: Call): string {
  const ts = `const { data, error } = await ${request(call, 'const { data, error } = await '.length)};`;
  return [
    `### ${called(call)}`,
    `${call.operation.summary}.`,
    block('sh', curl(call)),
    block('ts', ts),
    ...answers(call),
  ].join('\n\n');
}

function block(language: string, text: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}

function answers({ operation }: Call): string[] {
  const [status, response] = Object.entries(operation.responses).find(([status]) => status < '300')!;
  const [type, medium] = Object.entries(response.content ?? {})[0] ?? [];
  if (type === undefined) return [`${status}, without a body.`];
  const { example } = medium as { readonly example?: unknown };
  if (type === 'application/json')
    return [`${status}:`, block('json', folded(JSON.stringify(example, null, 2)))];
  if (type === 'text/event-stream') return [`${status}:`, block('text', String(example).trim())];
  return [
    `${status}, \`${type}\`${Object.keys(response.content ?? {}).length > 1 ? ' or what is asked for' : ''}.`,
  ];
}

function curl({ method, path, operation }: Call): string {
  const address = path.replaceAll(/\{(\w+)\}/g, (_, name) => {
    const place = PLACES[name];
    return place instanceof Name ? `$${place.name.toUpperCase()}` : place;
  });
  const body = bodyOf(operation);
  const args = [];
  if (body === undefined) args.push(...(method === 'GET' ? [] : [`-X ${method}`]));
  else if (hasPicture(body))
    for (const [name, value] of Object.entries(body)) args.push(`-F ${quoted(`${name}=${part(value)}`)}`);
  else {
    if (method !== 'POST') args.push(`-X ${method}`);
    args.push("-H 'Content-Type: application/json'", `-d ${quoted(JSON.stringify(body))}`);
  }
  const written = jsonOf(operation) || !operation.responses['200']?.content ? '' : ' -o answer';
  return ['curl -s', ...args, `$U${address}${written}`].join(' ');
}

function part(value: unknown): string {
  if (value instanceof Name) return `@${value.name}.jpg`;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function quoted(text: string): string {
  return /^[\w@=.,-]+$/.test(text) ? text : `'${text}'`;
}

/** An expression that is awaited; `before`: characters that stand before it. */
function request({ method, path, operation }: Call, before: number): string {
  const named = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path');
  const body = bodyOf(operation);
  const init = {
    ...(named.length > 0 && {
      params: { path: Object.fromEntries(named.map(({ name }) => [name, PLACES[name]])) },
    }),
    ...(body !== undefined && { body }),
    ...(reading(operation) !== undefined && { parseAs: reading(operation) }),
  };
  const start = `likeness.${method}('${path}'`;
  if (Object.keys(init).length === 0) return `${start})`;
  return `${start}, ${literal(init, before + start.length + 4)})`;
}

function reading(operation: Operation): string | undefined {
  const types = Object.keys(operation.responses['200']?.content ?? {});
  if (types.length === 0 || jsonOf(operation)) return undefined;
  return types.includes('text/event-stream') ? 'stream' : 'blob';
}

function jsonOf({ responses }: Operation): boolean {
  return Object.values(responses).some(({ content }) => content && 'application/json' in content);
}

/** The example, with pictures as names: the first is `one`, those after it `other`. */
function bodyOf({ requestBody }: Operation): object | undefined {
  let pictures = 0;
  const picture = () => new Name(pictures++ === 0 ? 'one' : 'other');
  const named = (value: unknown): unknown => {
    if (value === JPEG) return picture();
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    const entries = Object.entries(value).map(([name, each]) => [name, named(each)] as const);
    if (entries.length === 1 && entries[0][0] === 'image' && entries[0][1] instanceof Name)
      return entries[0][1];
    return Object.fromEntries(entries);
  };
  const example = requestBody?.content['application/json']?.example as object | undefined;
  if (example === undefined) return undefined;
  // The whole body is no picture, though it may have nothing but one.
  return Object.fromEntries(Object.entries(example).map(([name, value]) => [name, named(value)]));
}

function hasPicture(body: object): boolean {
  return Object.values(body).some((value) => value instanceof Name);
}

const WIDTH = 110;

/** TypeScript, in one line where it fits behind `before` characters. */
function literal(value: unknown, before: number, depth = 0): string {
  if (value instanceof Name) return value.name;
  if (typeof value === 'string') return `'${value}'`;
  if (typeof value !== 'object' || value === null) return String(value);
  const members = Array.isArray(value)
    ? value.map((each) => literal(each, 2 * depth + 12, depth + 1))
    : Object.entries(value).map(([name, each]) => {
        const text = literal(each, 2 * depth + name.length + 12, depth + 1);
        return text === name ? name : `${name}: ${text}`;
      });
  const [open, close, gap] = Array.isArray(value) ? ['[', ']', ''] : ['{', '}', ' '];
  const line = `${open}${gap}${members.join(', ')}${gap}${close}`;
  if (!line.includes('\n') && before + line.length <= WIDTH) return line;
  const inner = '  '.repeat(depth + 1);
  return `${open}\n${members.map((member) => `${inner}${member},\n`).join('')}${'  '.repeat(depth)}${close}`;
}

/** JSON whose short objects and lists stand in one line. */
function folded(json: string): string {
  const inOne = (text: string) =>
    text.replaceAll(
      /([{[])\n\s+([^{}[\]\n]*(?:\n[^{}[\]\n]*)*?)\n\s*([}\]])/g,
      (whole, open, inner, close) => {
        const line = `${open}${inner.replaceAll(/\n\s*/g, ' ')}${close}`;
        return line.length <= WIDTH - 30 ? line : whole;
      },
    );
  return inOne(json);
}
