import { beforeEach, expect, test } from 'vitest';
import type { Jobs } from '../../functions/core/jobs/jobs.ts';
import type { App } from '../../functions/http/env.ts';
import { createNodeImages } from '../../functions/platform/images-node.ts';
import { answerOf, call, send } from '../fakes/call.ts';
import { fakeApp } from '../fakes/faces.ts';
import { type FakeStyles, fakeStyles, picture } from '../fakes/styles.ts';

const images = createNodeImages({ maxPixels: 1e6 });
const photo = (await images.encode(picture(60, 40), 'png')) as Uint8Array<ArrayBuffer>;
const art = (await images.encode(picture(50, 50, 2), 'png')) as Uint8Array<ArrayBuffer>;
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');

let app: App;
let jobs: Jobs;
let fake: FakeStyles;
beforeEach(() => {
  fake = fakeStyles();
  jobs = fake.jobs;
  app = fakeApp({ images, styles: jobs, styleEvents: { pollMs: 1, polls: 1_000 } }).app;
});

const options = {
  levels: [
    { size: 32, iterations: 4 },
    { size: 48, iterations: 3 },
  ],
  optimiser: { kind: 'l-bfgs', history: 4 },
};

async function made(more: object = {}): Promise<string> {
  const { body, status } = await call(app, 'POST', '/v1/styles', {
    content: base64(photo),
    style: base64(art),
    options,
    ...more,
  });
  expect(status).toBe(201);
  return `/v1/styles/${body.id}`;
}

test('multipart and JSON make the same job', async () => {
  const form = await send(app, '/v1/styles', [
    ['content', photo],
    ['style', art],
    ['options', JSON.stringify(options)],
  ]);
  expect(form).toMatchObject({
    status: 201,
    body: {
      status: 'running',
      iteration: 0,
      iterations: 7,
      level: 0,
      width: null,
      total: null,
      losses: 0,
      engine: null,
      engine_changed: false,
      auto: false,
      forked_from: null,
      created_at: '2026-01-01T00:00:00.000Z',
      options: { ...options, beta: 20, style_scale: 1, pixel_layers: { px1: 1, px2: 1, px4: 1 } },
    },
  });
  expect(form.headers.get('Location')).toBe(`/v1/styles/${form.body.id}`);
  const path = await made();
  expect((await call(app, 'GET', path)).body.digest).toBe(form.body.digest);
});

test('several styles have their weights and masks, in either form', async () => {
  const form = await send(app, '/v1/styles', [
    ['content', photo],
    ['style', art],
    ['style', photo],
    ['weight', '1'],
    ['weight', '0.5'],
    ['mask', photo],
    ['mask', art],
    ['options', JSON.stringify(options)],
  ]);
  const json = await call(app, 'POST', '/v1/styles', {
    content: base64(photo),
    styles: [
      { image: base64(art), mask: base64(photo) },
      { image: base64(photo), weight: 0.5, mask: base64(art) },
    ],
    options,
  });
  expect([form.status, json.status]).toEqual([201, 201]);
  expect(json.body.digest).toBe(form.body.digest);
});

test.each([
  [{ style: undefined }, 'style is missing'],
  [{ weight: [1, 2] }, '2 of weight for 1 styles'],
  [{ options: { size: 64, levels: options.levels } }, 'size and levels exclude each other'],
  [{ options: { alpha: -1 } }, 'alpha is -1'],
  [{ options: { colour: 1 } }, 'colour'],
  [
    {
      options: {
        levels: [
          { size: 40, iterations: 1 },
          { size: 32, iterations: 1 },
        ],
      },
    },
    'from 40 px down to 32 px',
  ],
  [{ content: undefined, options: { ...options, initial: 'content' } }, 'there is no content picture'],
  [{ style: Array(21).fill('AAAA') }, '21 files, wants 1 to 8'],
  [{ content: 5 }, 'a file, or base64 in JSON, is wanted'],
  [{ style: [5] }, 'files, or base64 in JSON, are wanted'],
])('%j is a 422 that says so', async (more, says) => {
  const { status, body } = await call(app, 'POST', '/v1/styles', {
    content: base64(photo),
    style: base64(art),
    options,
    ...more,
  });
  expect([status, body.code]).toEqual([422, 'request_invalid']);
  expect(body.detail).toContain(says);
});

test('what is too large is refused with the size that fits, also by the estimate', async () => {
  for (const path of ['/v1/styles', '/v1/styles/estimate']) {
    const wanted = { content: base64(photo), style: base64(art), options: { size: 512 } };
    const { status, body } = await call(app, 'POST', path, wanted);
    expect([status, body.code, body.size]).toEqual([422, 'style_too_large', 512]);
    expect((await call(app, 'POST', path, { ...wanted, options: { size: body.fits } })).status).toBeLessThan(
      300,
    );
  }
});

test('an estimate says what it takes, and stores nothing', async () => {
  const { status, body } = await call(app, 'POST', '/v1/styles/estimate', {
    content: base64(photo),
    style: base64(art),
    options,
  });
  expect(status).toBe(200);
  expect(body).toMatchObject({ history: 4, invocations: 1, state_bytes: 12 * 48 * 32 * 12 });
  expect(body.levels.map((level: { width: number; height: number }) => [level.width, level.height])).toEqual([
    [32, 20],
    [48, 32],
  ]);
  expect((await call(app, 'GET', '/v1/styles')).body).toEqual({ styles: [], next_cursor: null });
});

test('steps move it on; a repeated from changes nothing, one ahead is a 409', async () => {
  const path = await made();
  const first = await call(app, 'POST', `${path}/steps`, { from: 0, iterations: 3 });
  expect(first).toMatchObject({
    status: 200,
    body: {
      iterations: 3,
      ended_by: 'iterations',
      style: { iteration: 3, iterations: 7, width: 32, height: 20 },
    },
  });
  const again = await call(app, 'POST', `${path}/steps`, { from: 0, iterations: 3 });
  expect(again.body).toEqual({
    iterations: 0,
    evaluations: 0,
    ended_by: 'repeated',
    style: first.body.style,
  });
  expect(await call(app, 'POST', `${path}/steps`, { from: 4, iterations: 3 })).toMatchObject({
    status: 409,
    body: { code: 'style_ahead', from: 4, iteration: 3 },
  });
  const rest = await call(app, 'POST', `${path}/steps`, { from: 3, budget_ms: 60_000 });
  expect(rest.body).toMatchObject({ ended_by: 'done', style: { status: 'done', iteration: 7, level: 2 } });
});

test.each([
  { from: 0 },
  { iterations: 1 },
  { from: 0, iterations: 1, budget_ms: 1 },
  { from: -1, iterations: 1 },
  { from: 0, iterations: 0 },
])('steps of %j are a 422', async (json) => {
  expect((await call(app, 'POST', `${await made()}/steps`, json)).status).toBe(422);
});

test('the picture comes as PNG, JPEG or WebP, before the first step too', async () => {
  const path = await made();
  const image = async (query = '', accept?: string) => {
    const response = await app.request(`${path}/image${query}`, {
      headers: accept ? { Accept: accept } : {},
    });
    const { picture: seen, format } = await images.decode(new Uint8Array(await response.arrayBuffer()));
    expect(response.headers.get('Content-Type')).toBe(`image/${format}`);
    return [format, seen.width, seen.height];
  };
  expect(await image()).toEqual(['png', 32, 20]);
  await call(app, 'POST', `${path}/steps`, { from: 0, iterations: 5 });
  expect(await image('?format=webp')).toEqual(['webp', 48, 32]);
  expect(await image('', 'image/jpeg')).toEqual(['jpeg', 48, 32]);
  expect(await image('', 'image/avif,image/webp;q=0.9,image/png;q=0.5')).toEqual(['webp', 48, 32]);
  expect(await image('', '*/*')).toEqual(['png', 48, 32]);
  expect(await image('?format=jpeg', 'image/png')).toEqual(['jpeg', 48, 32]);
  expect((await call(app, 'GET', `${path}/image?format=avif`)).status).toBe(422);
  for (const [accept, type] of [
    ['*/*', 'image/png'],
    ['audio/wav, image/webp', 'image/webp'],
  ]) {
    const response = await app.request(`${path}/result`, { headers: { Accept: accept } });
    expect(response.headers.get('Content-Type')).toBe(type);
    const { picture: seen } = await images.decode(new Uint8Array(await response.arrayBuffer()));
    expect([seen.width, seen.height]).toEqual([48, 32]);
  }
});

test('losses are raw and weighted, by layer, in pages, and their sum is the total', async () => {
  const path = await made();
  await call(app, 'POST', `${path}/steps`, { from: 0, iterations: 5 });
  const { body } = await call(app, 'GET', `${path}/losses?from=1&limit=3`);
  expect(body.losses.map(({ index }: { index: number }) => index)).toEqual([1, 2, 3]);
  expect(body.next_from).toBe(4);
  for (const { total, raw, weighted } of body.losses) {
    expect(weighted.style.two).toBeCloseTo(20 * raw.style.two, 12);
    expect(weighted.content.one + weighted.style.two + weighted.tv + weighted.range).toBeCloseTo(total, 12);
  }
  expect((await call(app, 'GET', `${path}/losses?from=4`)).body).toMatchObject({ next_from: null });
});

async function events(path: string, last?: string): Promise<string[]> {
  const response = await app.request(`${path}/events`, { headers: last ? { 'Last-Event-ID': last } : {} });
  expect(response.headers.get('Content-Type')).toMatch(/^text\/event-stream/);
  const blocks = (await response.text()).split('\n\n').filter(Boolean);
  return blocks.map((block) =>
    `${/^event: (.+)$/m.exec(block)?.[1]} ${/^id: (.+)$/m.exec(block)?.[1] ?? ''}`.trim(),
  );
}

test('events give the whole ledger, from the last one seen on, also while it grows, and end with the job', async () => {
  const path = await made();
  const live = events(path);
  for (const from of [0, 3]) await call(app, 'POST', `${path}/steps`, { from, iterations: 3 });
  await call(app, 'POST', `${path}/steps`, { from: 6, iterations: 3 });
  const all = [...Array.from({ length: 9 }, (_, i) => `iteration ${i}`), 'end'];
  expect(await live).toEqual(all);
  expect(await events(path)).toEqual(all);
  expect(await events(path, '5')).toEqual(all.slice(6));
  expect(await events(path, '8')).toEqual(['end']);
  expect((await call(app, 'GET', '/v1/styles/none/events')).status).toBe(404);
});

test('cancel keeps the picture and ends the stream; a fork goes on with other weights', async () => {
  const path = await made();
  await call(app, 'POST', `${path}/steps`, { from: 0, iterations: 2 });
  const picture = await (await app.request(`${path}/image`)).arrayBuffer();
  expect((await call(app, 'POST', `${path}/cancel`)).body).toMatchObject({
    status: 'cancelled',
    iteration: 2,
  });
  expect(await events(path)).toEqual(['iteration 0', 'iteration 1', 'iteration 2', 'end']);
  expect(await call(app, 'POST', `${path}/steps`, { from: 2, iterations: 1 })).toMatchObject({
    status: 409,
    body: { code: 'style_ended' },
  });
  expect(await (await app.request(`${path}/image`)).arrayBuffer()).toEqual(picture);
  const fork = await call(app, 'POST', `${path}/fork`, { options: { beta: 5 } });
  const id = path.split('/').at(-1);
  expect(fork).toMatchObject({
    status: 201,
    body: {
      iteration: 2,
      iterations: 9,
      forked_from: { style: id, iteration: 2 },
      options: { ...options, beta: 5 },
    },
  });
  const next = `/v1/styles/${fork.body.id}`;
  expect(await (await app.request(`${next}/image`)).arrayBuffer()).toEqual(picture);
  expect((await call(app, 'POST', `${next}/steps`, { from: 2, budget_ms: 1e6 })).body.style).toMatchObject({
    status: 'done',
    iteration: 9,
  });
});

test('styles are listed in pages, and deleted ones are gone', async () => {
  const paths = [await made(), await made(), await made()];
  const first = (await call(app, 'GET', '/v1/styles?limit=2')).body;
  expect(first.styles.map(({ id }: { id: string }) => `/v1/styles/${id}`)).toEqual(paths.slice(0, 2));
  expect((await call(app, 'DELETE', paths[0])).status).toBe(204);
  const second = (await call(app, 'GET', `/v1/styles?limit=2&cursor=${first.next_cursor}`)).body;
  expect(second).toMatchObject({ styles: [{ id: paths[2].split('/').at(-1) }], next_cursor: null });
  for (const [method, rest] of [
    ['GET', ''],
    ['DELETE', ''],
    ['GET', '/image'],
    ['GET', '/losses'],
    ['GET', '/events'],
    ['POST', '/cancel'],
    ['POST', '/fork'],
  ]) {
    const { status, body } = await call(app, method, `${paths[0]}${rest}`);
    expect([status, body.code]).toEqual([404, 'style_not_found']);
  }
});

test('where another style is computed and nobody may wait, steps are a 503 with Retry-After', async () => {
  const path = await made();
  const busy = await fake.tools.store.claim(
    { tenant: 'default', job: path.split('/').at(-1)! },
    { holder: 'another', now: 0, until: Date.UTC(2027, 0, 1) },
  );
  expect(busy).toBe(true);
  const answer = await answerOf(
    await app.request(`${path}/steps`, {
      method: 'POST',
      body: '{"from":0,"iterations":1}',
      headers: { 'Content-Type': 'application/json' },
    }),
  );
  expect([answer.status, answer.body.code]).toEqual([503, 'style_busy']);
  expect(Number(answer.headers.get('Retry-After'))).toBeGreaterThan(0);
});
