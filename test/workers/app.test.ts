// The whole Worker as its callers see it: real models, real pictures, the bindings of wrangler.toml.
import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test';
import { env, exports } from 'cloudflare:workers';
import { expect, test, vi } from 'vitest';
import type { HeadEntry, Manifest } from '../../functions/core/manifest.ts';
import worker, { type Env } from '../../functions/worker.ts';
import manifest from '../../models/manifest.json';
import { answered, type SampleNumber, sample } from './fixtures.ts';

const ORIGIN = 'https://likeness.example';

test('enrol, recognize, verify, forget: the person of sample1 is known in sample3 until forgotten', async () => {
  const gallery = `/v1/galleries/${crypto.randomUUID()}`;
  expect((await call('PUT', gallery)).status).toBe(201);

  for (const [subject, image] of [
    ['robin', 1],
    ['sam', 5],
  ] as const) {
    const body = await form({ image, on_multiple: 'largest' });
    expect((await call('POST', `${gallery}/subjects/${subject}/faces`, body)).status).toBe(201);
  }

  const seen = await call('POST', `${gallery}/recognize`, await form({ image: 3 }));
  expect(seen.status).toBe(200);
  expect(subjectsOf(seen.body)).toEqual(['robin']);

  const same = await call('POST', '/v1/verify', await form({ a: 1, b: 3 }));
  expect(same).toMatchObject({ status: 200, body: { method: 'distance', model: env.LIKENESS_ENCODER } });

  const judged = await call('POST', '/v1/verify', await form({ a: 1, b: 3, method: 'logistic' }));
  expect(judged).toMatchObject({ status: 200, body: { same: true, method: 'logistic', prior: 0.5 } });
  const { probability, head } = judged.body as { probability: number; head: string };
  expect(probability).toBeCloseTo(await byFormula(head, 1, 3), 4);

  expect(await call('DELETE', `${gallery}/subjects/robin`)).toMatchObject({
    status: 200,
    body: { forgotten_faces: 1 },
  });
  expect(subjectsOf((await call('POST', `${gallery}/recognize`, await form({ image: 3 }))).body)).toEqual([]);
  expect((await call('GET', `${gallery}/subjects/robin`)).status).toBe(404);
  expect((await call('DELETE', gallery)).status).toBe(204);
});

test('two requests at once are both answered', async () => {
  const answers = await Promise.all([
    form({ image: 2 }).then((body) => call('POST', '/v1/detect', body)),
    form({ image: 5 }).then((body) => call('POST', '/v1/detect', body)),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
});

test.for([
  '/models/manifest.json',
  '/models/mobilefacenet-128.onnx',
  '//models/mobilefacenet-128.onnx',
  '/%6dodels/mobilefacenet-128.onnx',
  '/public/../models/mobilefacenet-128.onnx',
])('%s is 404 to the public, though the binding has it', async (path) => {
  expect((await env.ASSETS.fetch('https://assets/models/mobilefacenet-128.onnx')).status).toBe(200);
  expect((await call('GET', path)).status).toBe(404);
});

test('a body of more than 10 MiB is refused with the limit', async () => {
  const body = new FormData();
  body.append('image', new Blob([new Uint8Array(10 * 2 ** 20 + 1)]), 'large.jpg');
  expect(await call('POST', '/v1/detect', body)).toMatchObject({
    status: 413,
    body: { code: 'body_too_large' },
  });
});

test('without a key nothing is served, unless LIKENESS_OPEN says so', async () => {
  const closed = { ...env, LIKENESS_OPEN: undefined, LIKENESS_API_KEY: undefined };
  for (const path of ['/v1/health', '/v1/detect', '/models/manifest.json']) {
    const response = await answerOf(worker, closed, new Request(ORIGIN + path));
    expect(response.status).toBe(503);
    expect(response.headers.get('Content-Type')).toBe('application/problem+json');
    expect(await response.json()).toMatchObject({ code: 'key_not_configured' });
  }
});

test('with a key, only requests that carry it are served, even when LIKENESS_OPEN is set', async () => {
  // The module under test keeps the app of the first environment it saw. Loading it again ends every Durable Object,
  // so this test is the last, and asks for nothing that needs one.
  vi.resetModules();
  try {
    const { default: fresh } = await import('../../functions/worker.ts');
    const closed = { ...env, LIKENESS_API_KEY: 'correct-horse' };
    const ask = async (key?: string) => {
      const headers = key === undefined ? undefined : { Authorization: `Bearer ${key}` };
      return (await answerOf(fresh, closed, new Request(`${ORIGIN}/v1/models`, { headers }))).status;
    };
    expect(await ask()).toBe(401);
    expect(await ask('wrong-horse')).toBe(401);
    expect(await ask('correct-horse')).toBe(200);
  } finally {
    vi.resetModules();
  }
});

type Answer = { readonly status: number; readonly body: unknown };

async function call(method: string, path: string, body?: FormData): Promise<Answer> {
  const response = await answered(() => new Request(ORIGIN + path, { method, body }));
  const text = await response.text();
  return { status: response.status, body: text && JSON.parse(text) };
}

async function answerOf(to: typeof worker, environment: Env, request: Request): Promise<Response> {
  const context = createExecutionContext();
  const response = await to.fetch(request as Parameters<typeof to.fetch>[0], environment, context);
  await waitOnExecutionContext(context);
  return response;
}

/** Numbers become sample pictures. */
async function form(fields: Readonly<Record<string, SampleNumber | string>>): Promise<FormData> {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    if (typeof value === 'string') data.append(name, value);
    else data.append(name, new Blob([await sample(value)]), `sample${value}.jpg`);
  }
  return data;
}

/** What the head's numbers in the manifest say of the largest faces of two samples. */
async function byFormula(head: string, ...samples: SampleNumber[]): Promise<number> {
  const { slope, intercept } = (manifest as Manifest).models.find(
    (model): model is HeadEntry => model.kind === 'head' && model.id === head,
  )!.weights;
  const [a, b] = await Promise.all(
    samples.map(async (image) => {
      const { body } = await call('POST', '/v1/embed', await form({ image }));
      return (body as { faces: { embedding: number[] }[] }).faces[0].embedding;
    }),
  );
  const logit = slope.reduce((sum, each, i) => sum + each * Math.abs(a[i] - b[i]), intercept);
  return 1 / (1 + Math.exp(-logit));
}

function subjectsOf(body: unknown): string[] {
  const { faces } = body as { faces: { subject?: { id: string } | null }[] };
  return faces.flatMap(({ subject }) => (subject ? [subject.id] : []));
}

test('the page and the document are served to a browser, the models are not', async () => {
  for (const [path, start] of [
    ['/', '<!doctype html>'],
    ['/docs/', '<!doctype html>'],
    ['/page/page.js', '// @ts-check'],
    ['/docs/swagger-ui.css', '.swagger-ui'],
  ]) {
    const response = await exports.default.fetch(`https://likeness.example${path}`);
    expect(response.status).toBe(200);
    expect((await response.text()).startsWith(start)).toBe(true);
  }
  for (const path of ['/models/manifest.json', '/page/none.js'])
    expect((await exports.default.fetch(`https://likeness.example${path}`)).status).toBe(404);
});
