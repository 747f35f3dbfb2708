// The document as a judge of answers: status, type, headers and body, and which calls and codes were seen.
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

// biome-ignore lint/suspicious/noExplicitAny: a document is whatever it says
export type Json = any;

export type Operation = {
  /** `POST /v1/detect` */
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly Json[];
  readonly body?: Json;
  readonly responses: Readonly<Record<string, Json>>;
  /** Those it may answer. */
  readonly codes: ReadonlySet<string>;
};

export type Judge = {
  readonly document: Json;
  readonly operations: readonly Operation[];
  operation(method: string, path: string): Operation | undefined;
  /** What is wrong with a value by a schema of the document; undefined where nothing is. */
  wrong(schema: Json, value: unknown): string | undefined;
  resolved(schema: Json): Json;
  /** What of the answer is not as the document has it. Answers beyond all operations are problems. */
  faults(operation: Operation | undefined, answer: Told): readonly string[];
};

/** A response that was read. */
export type Told = {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Uint8Array;
  readonly type: string;
  /** The body, where it is JSON. */
  readonly json: Json;
};

/** Headers that HTTP itself or a browser's safety asks for on any answer. */
const OF_HTTP =
  /^(date|keep-alive|access-control-.*|content-(type|length|security-policy)|vary|cross-origin-.*|origin-agent-cluster|referrer-policy|x-(content-type-options|dns-prefetch-control|download-options|frame-options|permitted-cross-domain-policies|xss-protection)|transfer-encoding|connection)$/;

/** `get`: of the service whose document it is. */
export async function judgeOf(get: (path: string) => Response | Promise<Response>): Promise<Judge> {
  const document: Json = await (await get('/openapi.json')).json();
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema(document, 'document');
  const compiled = new Map<Json, ValidateFunction>();
  const resolved = (value: Json): Json =>
    value?.$ref === undefined
      ? value
      : value.$ref
          .slice(2)
          .split('/')
          .reduce((at: Json, name: string) => at[name], document);
  const operations = Object.entries<Json>(document.paths).flatMap(([path, item]) =>
    Object.entries<Json>(item).map(([method, operation]) =>
      operationOf(method.toUpperCase(), path, {
        ...operation,
        responses: Object.fromEntries(
          Object.entries<Json>(operation.responses).map(([status, each]) => [status, resolved(each)]),
        ),
      }),
    ),
  );

  function wrong(schema: Json, value: unknown): string | undefined {
    const check = compiled.get(schema) ?? ajv.compile(absolute(schema));
    compiled.set(schema, check);
    return check(value) ? undefined : ajv.errorsText(check.errors);
  }

  function headerFaults(declared: Readonly<Record<string, Json>>, headers: Headers): string[] {
    const known = new Set(Object.keys(declared).map((name) => name.toLowerCase()));
    const missing = Object.entries(declared).filter(
      ([name, header]) => resolved(header).required && !headers.has(name),
    );
    const undeclared = [...headers.keys()].filter((name) => !known.has(name) && !OF_HTTP.test(name));
    return [
      ...missing.map(([name]) => `without ${name}`),
      ...undeclared.map((name) => `with an undeclared ${name}`),
    ];
  }

  return {
    document,
    operations,
    wrong,
    resolved,
    operation: (method, path) =>
      operations
        .filter((each) => each.method === method && patternOf(each.path).test(path))
        .sort((a, b) => a.parameters.length - b.parameters.length)[0],
    faults(operation, { status, headers, bytes, type, json }) {
      if (!operation) {
        const problem = wrong({ $ref: '#/components/schemas/Problem' }, json);
        return problem === undefined ? [] : [problem];
      }
      const response = operation.responses[status];
      if (!response) return [`${status} is not declared`];
      const found = headerFaults(response.headers ?? {}, headers);
      if (!response.content) return bytes.length === 0 ? found : [...found, 'a body where none is declared'];
      const medium = response.content[type];
      if (!medium) return [...found, `${type} is not declared`];
      if (bytes.length === 0 && type !== 'text/event-stream') return [...found, 'no body'];
      const body = /json$/.test(type) ? wrong(medium.schema, json) : undefined;
      return body === undefined ? found : [...found, body];
    },
  };
}

export async function told(response: Response): Promise<Told> {
  const bytes = new Uint8Array(await response.arrayBuffer());
  const [type] = (response.headers.get('Content-Type') ?? '').split(';');
  const json = /json$/.test(type) ? JSON.parse(new TextDecoder().decode(bytes)) : undefined;
  return { status: response.status, headers: response.headers, bytes, type, json };
}

function operationOf(method: string, path: string, operation: Json): Operation {
  const { parameters = [], requestBody, responses } = operation;
  const codes = Object.values<Json>(responses).flatMap(
    ({ content }) => content?.['application/problem+json']?.schema.allOf[1].properties.code.enum ?? [],
  );
  return {
    id: `${method} ${path}`,
    method,
    path,
    parameters,
    body: requestBody,
    responses,
    codes: new Set(codes),
  };
}

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`);
}

/** References lead into the document, wherever the schema stands. */
function absolute(schema: Json): Json {
  return JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#/', '"$ref":"document#/'));
}
