// Every call, and every code that it may answer, at least once: each answer is what the document says, and nothing of the
// document is left over.
import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { Fault } from '../../functions/core/fault.ts';
import { createGate } from '../../functions/core/gate.ts';
import { CODES, type Code } from '../../functions/http/failures.ts';
import { createMemoryKeyStore } from '../../functions/platform/keys-memory.ts';
import { createMemoryLimiter } from '../../functions/platform/limiter-memory.ts';
import { type Json, judgeOf, type Operation, type Told, told } from '../../scripts/fuzz/document.ts';
import { keyIn } from '../fakes/keys.ts';
import { badRequests, goodRequests, OF_PICTURES, type Sent, WITH_PICTURE } from './requests.ts';
import { type Break, PORTS, type Port, worldOf } from './world.ts';

const log = vi.spyOn(console, 'error').mockImplementation(() => {});
afterAll(() => log.mockRestore());

const world = await worldOf();
const keys = createMemoryKeyStore();
const closed = await worldOf({ keys });
const lost = await worldOf({
  keys: { ...keys, find: () => Promise.reject(new Fault('store_failed', 'broken on demand')) },
});
const [{ headers: withoutScopes }, { headers: withKey }] = [
  await keyIn(keys, { scopes: [] }),
  await keyIn(keys),
];
const spent = await worldOf({
  rateLimit: { limiter: createMemoryLimiter(), quota: { requests: 0, seconds: 60 } },
});
const gate = createGate({ requests: 0, bytes: 0 });
const full = await worldOf({ gates: { faces: gate, jobs: gate } });
const judge = await judgeOf((path) => world.app.request(path));
const { operations } = judge;

await world.populate();
const [style, done] = [await world.style(), await world.style()];
await world.send('POST', `/v1/styles/${done}/cancel`);
const { faces } = await (await world.send('GET', '/v1/galleries/g/subjects/s')).json();
const ids = { style, done, face: faces[1].id, ...(await world.webhooks()) };
const GOOD = goodRequests(ids);

/** `POST /v1/detect 200`, `POST /v1/detect no_face`, and codes alone where there is no call. */
const seen = new Set<string>();

/** Holds an answer against the document. */
async function answered(request: Request, app = world.app): Promise<Told> {
  const operation = judge.operation(request.method, new URL(request.url).pathname);
  const answer = await told(await app.request(request));
  expect(judge.faults(operation, answer), `${request.method} ${request.url} ${answer.status}`).toEqual([]);
  const what = answer.type === 'application/problem+json' ? answer.json.code : answer.status;
  seen.add(operation ? `${operation.id} ${what}` : what);
  return answer;
}

function requestOf(method: string, [path, body, headers = {}]: Sent): Request {
  return new Request(`http://localhost${path}`, {
    method,
    body: body && JSON.stringify(body),
    headers: { ...(body && { 'Content-Type': 'application/json' }), ...headers },
  });
}

/** The call's own request, and something of it otherwise. */
function request({ id, method }: Operation, change: (url: URL) => void, headers = {}): Request {
  const [path, body] = GOOD[id][0];
  const url = new URL(path, 'http://localhost');
  change(url);
  return new Request(url, {
    method,
    body: body && JSON.stringify(body),
    headers: { ...(body && { 'Content-Type': 'application/json' }), ...headers },
  });
}

const MAXIMISE = 'POST /v1/networks/{network}/layers/{layer}/maximise';

/** The calls behind which each port stands. */
const REACHES: Readonly<Record<Port, RegExp>> = {
  galleries: /galleries|verify/,
  styles: /styles|maximise/,
  engines: /detect|embed|verify|recognize|faces$/,
  models: /layers$|patches|activations|filters/,
  runtime: /patches|activations/,
  places: /./,
  webhooks: /webhooks/,
  audit: /audit$/,
  idempotency: /faces$|styles$|fork$|maximise$|webhooks$|test$/,
};

const asIs = () => {};
const thatMay = (code: Code) => operations.filter(({ codes }) => codes.has(code));

async function refused(sent: Request, app = world.app): Promise<string> {
  const { type, json } = await answered(sent, app);
  return type === 'application/problem+json' ? json.code : type;
}

test('every call has requests here', () => {
  expect(Object.keys(GOOD).sort()).toEqual(operations.map(({ id }) => id).sort());
});

test('the document is OpenAPI 3.1', async () => {
  const { valid, errors } = await new Validator().validate(structuredClone(judge.document));
  expect(errors).toBeUndefined();
  expect(valid).toBe(true);
});

test('every body and every answer that is JSON or events has an example, which is what its schema says', () => {
  const wrong = operations.flatMap(({ id, body, responses }) => {
    const good = Object.entries(responses).filter(([status]) => status.startsWith('2'));
    return [['body', body] as const, ...good].flatMap(([what, told]) =>
      Object.entries<Json>(told?.content ?? {})
        .filter(([type]) => type === 'application/json' || type === 'text/event-stream')
        .flatMap(([, { schema, example }]) => {
          const found = example === undefined ? 'no example' : judge.wrong(schema, example);
          return found === undefined ? [] : [`${id} ${what}: ${found}`];
        }),
    );
  });
  expect(wrong).toEqual([]);
});

describe('what no call is asked for', () => {
  test.each(thatMay('unauthorized'))('$id without a key is a 401', async (operation) => {
    expect(await refused(request(operation, asIs), closed.app)).toBe('unauthorized');
  });

  test.each(thatMay('scope_missing'))('$id with a key without its scope is a 403', async (operation) => {
    expect(await refused(request(operation, asIs, withoutScopes), closed.app)).toBe('scope_missing');
  });

  test.each(thatMay('unauthorized'))('$id where keys cannot be read is a 503', async (operation) => {
    expect(await refused(request(operation, asIs, withKey), lost.app)).toBe('store_failed');
  });

  test.each(thatMay('rate_limited'))('$id beyond its quota is a 429', async (operation) => {
    expect(await refused(request(operation, asIs), spent.app)).toBe('rate_limited');
  });

  test.each(thatMay('overloaded'))('$id at a service that is full is a 503', async (operation) => {
    expect(await refused(request(operation, asIs), full.app)).toBe('overloaded');
  });

  test('a service that is full is not ready', async () => {
    const { status } = await answered(requestOf('GET', ['/v1/health/ready']), full.app);
    expect(status).toBe(503);
  });

  test.each(operations)('$id of another origin is a 403', async (operation) => {
    const headers = { Origin: 'http://elsewhere.example' };
    expect(await refused(request(operation, asIs, headers))).toBe('origin_refused');
  });

  test.each(operations)('$id at an address that is not UTF-8 is a 400', async (operation) => {
    const badly = (url: URL) => {
      url.search = '?x=%ff';
    };
    expect(await refused(request(operation, badly))).toBe('request_malformed');
  });

  test.each(thatMay('body_too_large'))('$id with too large a body is a 413', async ({ id, method }) => {
    const body = 'x'.repeat(100_001);
    const sent = new Request(`http://localhost${GOOD[id][0][0]}`, { method, body });
    expect(await refused(sent)).toBe('body_too_large');
  });

  test.each(thatMay('media_type_unsupported'))('$id with text is a 415', async ({ id, method }) => {
    const headers = { 'Content-Type': 'text/plain' };
    const sent = new Request(`http://localhost${GOOD[id][0][0]}`, { method, body: 'x', headers });
    expect(await refused(sent)).toBe('media_type_unsupported');
  });

  test.each(thatMay('request_invalid'))(
    '$id with what it does not know is a 422',
    async ({ id, method, path }) => {
      const long = path.replaceAll(/\{\w+\}/g, 'x'.repeat(300));
      const [, body] = GOOD[id][0];
      const wrong = body ? { ...body, unknown: 1 } : undefined;
      const at = body || path === long ? GOOD[id][0][0] : long;
      const sent = requestOf(method, [body ? at : `${at.split('?')[0]}?limit=none`, wrong]);
      expect(await refused(sent)).toBe('request_invalid');
    },
  );

  /** A bug of ours, as far as any call can have the same one. */
  test.each(operations)('$id that meets a bug is a 500 without detail', async (operation) => {
    const sent = request(operation, asIs);
    const { headers } = sent;
    const get = (name: string) => {
      if (name === 'Origin') throw new TypeError('a bug');
      return headers.get(name);
    };
    Object.defineProperty(sent, 'headers', { value: { get, entries: () => headers.entries() } });
    const answer = await answered(sent);
    expect([answer.status, answer.json.detail]).toEqual([500, undefined]);
  });
});

describe('what a caller alone brings about', () => {
  const cases = badRequests(ids, operations);
  test.each(cases)('%s: %s', async (id, code, sent) => {
    expect(await refused(requestOf(id.split(' ')[0], sent))).toBe(code);
  });

  const pictures = Object.entries(WITH_PICTURE).flatMap(([id, body]) =>
    (Object.entries(OF_PICTURES) as [Code, string][])
      .filter(([code]) => !cases.some(([other, its]) => other === id && its === code))
      .map(([code, file]) => [id, code, body(file)] as const),
  );
  test.each(pictures)('%s: %s where it may be', async (id, code, body) => {
    const [path] = GOOD[id][0];
    const found = await refused(requestOf('POST', [path, body]));
    if (thatMay(code).some((each) => each.id === id)) expect(found).toBe(code);
  });
});

describe('what was made under a key, and is gone when it is sent again', () => {
  const enrol = 'POST /v1/galleries/{gallery}/subjects/{subject}/faces';
  const subject = '/v1/galleries/g/subjects';
  const job = (answer: Told) => answer.headers.get('Location') ?? '';
  test.each([
    ['POST /v1/styles', '/v1/styles', job, 'style_not_found'],
    ['POST /v1/webhooks', '/v1/webhooks', job, 'webhook_not_found'],
    [MAXIMISE, GOOD[MAXIMISE][0][0], job, 'style_not_found'],
    [enrol, `${subject}/gone/faces`, () => `${subject}/gone`, 'subject_not_found'],
    [
      enrol,
      `${subject}/less/faces`,
      ({ json }: Told) => `${subject}/less/faces/${json.enrolled[0].id}`,
      'face_not_found',
    ],
  ] as const)('%s at %s', async (id, path, made, code) => {
    const sent: Sent = [path, GOOD[id][0][1], { 'Idempotency-Key': code + path }];
    const first = await answered(requestOf('POST', sent));
    expect((await answered(requestOf('POST', sent))).headers.get('Idempotency-Replayed')).toBe('true');
    await answered(requestOf('DELETE', [made(first)]));
    expect(await refused(requestOf('POST', sent))).toBe(code);
  });
});

describe('what only a broken platform brings about', () => {
  const breaks = Object.entries(PORTS).flatMap(([port, codes]) =>
    codes.map((code): Break => ({ port: port as Port, code })),
  );
  test.each(breaks)('$port: $code', async (broken) => {
    const { app, breaks } = broken.port === 'models' ? await worldOf() : world; // what was read once is kept
    breaks(broken);
    const reached = thatMay(broken.code).filter(({ path }) => REACHES[broken.port].test(path));
    for (const { id, method } of reached)
      for (const [path, body] of GOOD[id])
        await refused(
          requestOf(method, [
            path,
            body,
            { 'Idempotency-Key': `${path} ${broken.code}`.replaceAll(' ', '-') },
          ]),
          app,
        );
    breaks(undefined);
    expect(reached.filter(({ id }) => !seen.has(`${id} ${broken.code}`))).toEqual([]);
  });
});

describe('what each call is for', () => {
  const good = Object.entries(GOOD).flatMap(([id, requests]) => requests.map((sent) => [id, sent] as const));
  test.each(good)('%s: %j', async (id, sent) => {
    expect((await answered(requestOf(id.split(' ')[0], sent))).status).toBeLessThan(300);
  });
});

test('addresses and methods that are not there are problems too', async () => {
  expect(await refused(requestOf('GET', ['/v1/nothing']))).toBe('not_found');
  expect(await refused(requestOf('DELETE', ['/v1/detect']))).toBe('method_not_allowed');
});

test('a job that diverges says so in its answer', async () => {
  const options = {
    beta: 1e300,
    levels: [{ size: 32, iterations: 9 }],
  };
  const path = `/v1/styles/${await world.style(options)}/steps`;
  const { json } = await answered(requestOf('POST', [path, { from: 0, iterations: 9 }]));
  expect(json.style.failure.code).toBe('diverged');
  seen.add(json.style.failure.code);
});

test('nothing of the document was left out: every answer of every call, every code of the closed list', () => {
  const told = operations.flatMap(({ id, codes, responses }) => [
    ...[...codes].map((code) => `${id} ${code}`),
    ...Object.entries(responses)
      .filter(([, { content }]) => !content?.['application/problem+json'])
      .map(([status]) => `${id} ${status}`),
  ]);
  expect(told.filter((each) => !seen.has(each))).toEqual([]);
  const codes = new Set([...seen].map((each) => each.split(' ').at(-1)));
  expect(Object.keys(CODES).filter((code) => !codes.has(code))).toEqual([]);
});
