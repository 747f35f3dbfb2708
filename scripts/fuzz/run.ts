// Requests drawn by a seed from the document, most as it allows them and some spoiled, each answer held against it.
import { seeded } from '../../functions/core/random.ts';
import { type Json, type Judge, type Operation, type Told, told } from './document.ts';
import { drawn, one } from './draw.ts';
import { type Sent, spoiled } from './spoil.ts';

export type Fuzzing = {
  readonly judge: Judge;
  readonly fetch: (request: Request) => Response | Promise<Response>;
  readonly seed: number;
  readonly requests: number;
  /** Files that bodies are made of, as base64. */
  readonly files: readonly string[];
  /** Values of the parameters of addresses: some are there, some come to be, some never. What answers name is added. */
  readonly names: Readonly<Record<string, readonly string[]>>;
  /** Calls that are left out. */
  readonly without?: readonly string[];
  /** Hears of every request. */
  readonly tick?: () => void;
};

export type Fuzzed = {
  /** Requests that the document allows. */
  readonly valid: number;
  readonly statuses: Readonly<Record<string, number>>;
  readonly codes: readonly string[];
  /** Calls that were answered with a 2xx. */
  readonly answered: readonly string[];
  /** A line for every answer that is not as the document has it, or is a 5xx but 503. */
  readonly faults: readonly string[];
};

/** Requests of each other call for one that deletes. */
const FOR_A_DELETE = 10;

/** Share of requests that are spoiled. */
const SPOILED = 0.3;
const ORIGIN = 'http://localhost';
const BOUNDARY = 'a-boundary';

export async function fuzz(fuzzing: Fuzzing): Promise<Fuzzed> {
  const { judge, seed, requests, tick, without = [] } = fuzzing;
  const random = seeded(seed);
  const names = Object.fromEntries(Object.entries(fuzzing.names).map(([key, list]) => [key, [...list]]));
  const known = judge.operations.filter(({ id }) => !without.includes(id));
  // What is deleted is found by no later request: that call is made less often.
  const operations = known.flatMap((each) =>
    each.method === 'DELETE' ? [each] : Array(FOR_A_DELETE).fill(each),
  );
  const statuses: Record<string, number> = {};
  const [codes, answered] = [new Set<string>(), new Set<string>()];
  const faults: string[] = [];
  let valid = 0;
  for (let i = 0; i < requests; i++) {
    const made = requestOf(one(operations, random), fuzzing, names, random);
    const sent = random() < SPOILED ? spoiled(made, random) : made;
    if (isValid(judge, sent)) valid++;
    const request = requestFrom(sent);
    const operation = judge.operation(request.method, new URL(request.url).pathname);
    if (operation && without.includes(operation.id)) continue;
    const answer = await answerOf(fuzzing, request).catch((error: Error) => error);
    if (answer instanceof Error) {
      faults.push(`${lineOf(sent)} -> no answer: ${[answer.message, answer.cause].join(' ')}`);
      continue;
    }
    const wrong = judge.faults(operation, answer);
    const broken = answer.status >= 500 && answer.status !== 503 ? [`${answer.status}`] : [];
    for (const fault of [...broken, ...wrong]) faults.push(`${lineOf(sent)} -> ${answer.status}: ${fault}`);
    statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
    if (answer.json?.code) codes.add(answer.json.code);
    if (operation && answer.status < 300) answered.add(operation.id);
    learn(names, answer.json);
    tick?.();
  }
  return { valid, statuses, codes: [...codes].sort(), answered: [...answered], faults };
}

async function answerOf({ fetch }: Fuzzing, request: Request): Promise<Told> {
  return told(await fetch(request));
}

/** As the document allows it. */
function requestOf(
  { method, path, parameters, body }: Operation,
  { judge, files }: Fuzzing,
  names: Readonly<Record<string, readonly string[]>>,
  random: () => number,
): Sent {
  const drawing = { random, file: () => one(files, random) };
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name) =>
    encodeURIComponent(one(names[name] ?? ['none'], random)),
  );
  const query = parameters
    .filter((each) => each.in === 'query' && random() < 0.3)
    .map(({ name, schema }) => `${name}=${encodeURIComponent(String(drawn(judge, schema, drawing)))}`);
  const address = query.length === 0 ? filled : `${filled}?${query.join('&')}`;
  if (!body || (!body.required && random() < 0.2)) return { method, path: address, headers: {} };
  const draws = () =>
    drawn(judge, body.content['application/json'].schema, drawing) as Record<string, unknown>;
  let value = draws();
  // What a schema says by `not` is met by trying again.
  for (let i = 0; i < 5 && judge.wrong(body.content['application/json'].schema, value); i++) value = draws();
  const form = body.content['multipart/form-data'];
  if (form && random() < 0.2) {
    const headers = { 'Content-Type': `multipart/form-data; boundary=${BOUNDARY}` };
    return { method, path: address, headers, body: formOf(value, filesOf(form.schema)) };
  }
  if (body.content['image/*'] && random() < 0.1) {
    const headers = { 'Content-Type': 'image/jpeg' };
    return { method, path: address, headers, body: bytesOf(drawing.file()) };
  }
  return {
    method,
    path: address,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(value),
  };
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.from(base64, 'base64'));
}

/** The members of a form that are files, each of them or a list. */
function filesOf({ properties }: Json): ReadonlySet<string> {
  const names = Object.entries<Json>(properties).filter(
    ([, each]) => (each.oneOf?.[0] ?? each).format === 'binary',
  );
  return new Set(names.map(([name]) => name));
}

/** RFC 7578: files of those names, text of the others. */
function formOf(
  value: Readonly<Record<string, unknown>>,
  files: ReadonlySet<string>,
): Uint8Array<ArrayBuffer> {
  const parts = Object.entries(value).flatMap(([name, each]) =>
    (Array.isArray(each) && files.has(name) ? each : [each]).map((one) => partOf(name, one, files.has(name))),
  );
  return Uint8Array.from(Buffer.concat([...parts, Buffer.from(`--${BOUNDARY}--\r\n`)]));
}

function partOf(name: string, value: unknown, isFile: boolean): Buffer {
  const head = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"`;
  const file = typeof value === 'object' && value !== null && 'image' in value ? value.image : value;
  if (isFile && typeof file === 'string')
    return Buffer.concat([Buffer.from(`${head}; filename="f"\r\n\r\n`), bytesOf(file), Buffer.from('\r\n')]);
  return Buffer.from(`${head}\r\n\r\n${typeof value === 'string' ? value : JSON.stringify(value)}\r\n`);
}

/** Whether the document allows it: a call, its parameters once each, a body of a declared type. */
function isValid(judge: Judge, { method, path, headers, body }: Sent): boolean {
  const { pathname, searchParams } = new URL(path, ORIGIN);
  const operation = judge.operation(method, pathname);
  if (!operation) return false;
  const segments = pathname.split('/');
  const inPath = operation.path
    .split('/')
    .flatMap((name, i) => (name.startsWith('{') ? [[name.slice(1, -1), segments[i]]] : []));
  try {
    for (const [name, text] of inPath)
      if (!allows(judge, operation, 'path', name, decodeURIComponent(text))) return false;
  } catch {
    return false; // no UTF-8
  }
  const given = [...searchParams.keys()];
  if (new Set(given).size < given.length) return false;
  // Options may stand in the query of calls that read a body.
  const options = operation.body
    ? given.filter((name) => operation.parameters.some((each) => each.name === name))
    : given;
  if (operation.body && options.length < given.length) return false;
  if (!options.every((name) => allows(judge, operation, 'query', name, searchParams.get(name)!)))
    return false;
  if (!operation.body || body === undefined) return body === undefined && !operation.body?.required;
  const [type] = (headers['Content-Type'] ?? '').split(';');
  const content = operation.body.content[type.startsWith('image/') ? 'image/*' : type];
  if (!content) return false;
  if (type !== 'application/json') return true;
  try {
    return judge.wrong(content.schema, JSON.parse(body as string)) === undefined;
  } catch {
    return false; // no JSON
  }
}

function allows(judge: Judge, { parameters }: Operation, place: string, name: string, text: string): boolean {
  const found = parameters.find((each) => each.in === place && each.name === name);
  if (!found) return false;
  const { type } = judge.resolved(found.schema);
  return (
    judge.wrong(found.schema, type === 'integer' || type === 'number' ? Number(text) : text) === undefined
  );
}

function requestFrom({ method, path, headers, body }: Sent): Request {
  const bare = method === 'GET' || method === 'HEAD';
  return new Request(new URL(path, ORIGIN), { method, headers, body: bare ? undefined : body });
}

function lineOf({ method, path, body }: Sent): string {
  const shown = typeof body === 'string' ? body.slice(0, 600) : body ? `${body.length} bytes` : '';
  return `${method} ${path} ${shown}`;
}

/** The latest ids that answers give are asked for later. */
function learn(names: Record<string, string[]>, answer: Json): void {
  const add = (name: string, id: string) => {
    names[name] = [...(names[name] ?? []).slice(-8), id];
  };
  if (answer?.kind && answer?.digest) add('style', answer.id);
  for (const { id } of answer?.enrolled ?? []) add('face', id);
}
