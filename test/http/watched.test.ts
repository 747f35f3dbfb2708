// What is told of requests: a record each with its route, and nothing of those who asked or of whom.
import { expect, test } from 'vitest';
import { createLog } from '../../functions/core/log.ts';
import type { RequestRecord, Sent } from '../../functions/core/watch.ts';
import { sha256 } from '../../functions/http/auth.ts';
import { createMemoryGalleryStore } from '../../functions/platform/store-memory.ts';
import { answerOf, call, send } from '../fakes/call.ts';
import { base64, embedding, fakeApp, picture } from '../fakes/faces.ts';

/** An app whose records and lines are kept; its clock moves by 1 ms whenever it is read. */
function watchedApp(change: Parameters<typeof fakeApp>[0] = {}) {
  const records: RequestRecord[] = [];
  const lines: string[] = [];
  let ms = 0;
  const log = createLog(
    'info',
    (line) => lines.push(line),
    () => 0,
  );
  const observe = (record: RequestRecord) => {
    records.push(record);
    log.info(record);
  };
  const { app } = fakeApp({ watch: { log, clock: () => ms++, observe }, ...change });
  return { app, records, lines };
}

test.each([
  ['GET', '/v1/galleries/g', 404, '/v1/galleries/:gallery', 'gallery_not_found'],
  ['PUT', '/v1/galleries/g', 201, '/v1/galleries/:gallery', undefined],
  ['GET', '/v1/galleries/g/subjects/s', 404, '/v1/galleries/:gallery/subjects/:subject', 'gallery_not_found'],
  ['GET', '/v1/health', 200, '/v1/health', undefined],
  ['GET', '/openapi.json', 200, '/openapi.json', undefined],
  ['GET', '/v1/robin', 404, 'none', 'not_found'],
  ['GET', '/robin', 404, 'none', 'not_found'],
  ['POST', '/v1/galleries/%zz', 400, 'none', 'request_malformed'],
  ['DELETE', '/v1/detect', 405, 'none', 'method_not_allowed'],
] as const)('%s %s is told as %i of %s', async (method, path, status, route, code) => {
  const { app, records } = watchedApp();
  await call(app, method, path, undefined, { 'X-Request-Id': 'r1' });
  expect(records).toEqual([{ request: 'r1', method, route, status, code, ms: expect.any(Number) }]);
});

test.each([
  ['00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', '4bf92f3577b34da6a3ce929d0e0e4736'],
  ['01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more', '4bf92f3577b34da6a3ce929d0e0e4736'],
  ['ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', undefined],
  ['00-00000000000000000000000000000000-00f067aa0ba902b7-01', undefined],
  ['00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01', undefined],
  ['00-robin-00f067aa0ba902b7-01', undefined],
  ['robin', undefined],
])('of traceparent %s the trace is %s', async (traceparent, trace) => {
  const { app, records } = watchedApp();
  await call(app, 'GET', '/v1/health', undefined, { traceparent });
  expect(records[0].trace).toBe(trace);
});

test('a record of what a server sent has its bytes, and says when the caller left', async () => {
  const told: ((sent: Sent) => void)[] = [];
  const records: RequestRecord[] = [];
  const log = createLog(
    'off',
    () => {},
    () => 0,
  );
  const watch = {
    log,
    observe: (record: RequestRecord) => void records.push(record),
    sent: (_: unknown, tell: (sent: Sent) => void) => void told.push(tell),
  };
  let asked = false;
  let answer = () => {};
  const store = createMemoryGalleryStore({ maxFacesPerGallery: 9 });
  const listGalleries: typeof store.listGalleries = async (...given) => {
    await new Promise<void>((resolve) => {
      answer = resolve;
      asked = true;
    });
    return store.listGalleries(...given);
  };
  const { app } = fakeApp({ watch, galleries: { ...store, listGalleries } });
  const underWay = call(app, 'GET', '/v1/galleries', undefined, { 'Content-Length': '7' });
  await expect.poll(() => asked).toBe(true);
  expect([told.length, records]).toEqual([1, []]);
  told[0]({ bytesOut: 0, aborted: true });
  answer();
  expect((await underWay).status).toBe(200);
  told[0]({ bytesOut: 123 });
  expect(records).toMatchObject([
    { status: 499, bytesOut: 0, aborted: true, bytesIn: 7 },
    { status: 200, bytesOut: 123 },
  ]);
});

test('ids, names, keys, addresses, embeddings and pictures are in no line, whatever fails', async () => {
  const mark = 'Robin-7f3a';
  const secret = 'key-of-Robin-7f3a';
  const store = createMemoryGalleryStore({ maxFacesPerGallery: 9 });
  const says = `Key (id)=(${mark}) exists\n    at ${mark} (${mark}.ts:1:1)`;
  const failing = async () => {
    throw new Error(says, { cause: Object.assign(new Error(says), { detail: says, code: mark }) });
  };
  const broken = Object.fromEntries(Object.keys(store).map((name) => [name, failing])) as never;
  const requests: (readonly [string, string, unknown?])[] = [
    ['PUT', `/v1/galleries/${mark}`, { name: mark }],
    ['PUT', `/v1/galleries/${mark}`, { name: mark, model: mark }],
    ['GET', `/v1/galleries/${mark}?q=${mark}`],
    ['GET', `/v1/galleries?cursor=${mark}`],
    ['POST', `/v1/galleries/${mark}/subjects/${mark}/faces`, { image: base64(picture(1)), name: mark }],
    ['PATCH', `/v1/galleries/${mark}/subjects/${mark}`, { name: mark }],
    ['POST', `/v1/galleries/${mark}/recognize`, { image: base64(picture(1)) }],
    ['POST', `/v1/galleries/${mark}/recognize`, { embedding: embedding(1), model: mark }],
    ['POST', `/v1/galleries/${mark}/calibrate`, { seed: mark }],
    ['POST', '/v1/verify', { a: { gallery: mark, subject: mark }, b: { image: mark } }],
    ['POST', '/v1/verify', `{"${mark}`],
    ['DELETE', `/v1/galleries/${mark}/subjects/${mark}/faces/${mark}`],
    ['DELETE', `/v1/galleries/${mark}`],
    ['GET', `/v1/styles/${mark}`],
    ['POST', `/v1/styles/${mark}/steps`, { from: 0, iterations: 1 }],
    ['GET', `/v1/networks/${mark}/layers`],
    ['GET', `/${mark}`],
    ['PATCH', `/${mark}`],
    ['GET', `/page/${mark}`],
    ['GET', `/v1/galleries/${mark}/%zz`],
  ];
  for (const galleries of [store, broken]) {
    const { app, lines, records } = watchedApp({ galleries, apiKeySha256: await sha256(secret) });
    for (const key of [secret, mark])
      for (const [method, path, json] of requests)
        await call(app, method, path, json, {
          Authorization: `Bearer ${key}`,
          'User-Agent': mark,
          Origin: `http://${mark}`,
          'X-Forwarded-For': mark,
          'X-Request-Id': `${mark}!`, // not one that is kept
        });
    expect(records).toHaveLength(2 * requests.length);
    expect(lines.length).toBeGreaterThanOrEqual(records.length);
    const text = lines.join('\n');
    expect(text).not.toMatch(/robin|7f3a/i);
    expect(text).not.toContain(base64(picture(1)));
    expect(text).not.toContain(String(embedding(1)[0]));
    if (galleries === broken) expect(text).toMatch(/"level":"error".*"error":"Error".*watched\.test\.ts/);
  }
});

test('an answer says how long it was at which stage, and its total', async () => {
  const { app } = watchedApp({ inTurn: async (work) => work() });
  await call(app, 'PUT', '/v1/galleries/g');
  await send(app, '/v1/galleries/g/subjects/s/faces', [['image', picture(1)]]);
  const { headers } = await send(app, '/v1/galleries/g/recognize', [['image', picture(1)]]);
  const timing = headers.get('Server-Timing')!;
  const stages = timing.split(', ').map((each) => /^(\w+);dur=(\d+(?:\.\d)?)$/.exec(each)!);
  expect(stages.map(([, name]) => name).sort()).toEqual(
    ['decode', 'detect', 'embed', 'search', 'store', 'total', 'wait'].sort(),
  );
  for (const [, , ms] of stages) expect(Number(ms)).toBeGreaterThan(0);
  expect(stages.at(-1)![1]).toBe('total');
});

test('requests at the same time are timed apart', async () => {
  const { app } = watchedApp();
  const [seen, none] = await Promise.all([
    answerOf(
      await app.request('/v1/detect', {
        method: 'POST',
        body: picture(1),
        headers: { 'Content-Type': 'image/jpeg' },
      }),
    ),
    call(app, 'GET', '/v1/galleries'),
  ]);
  expect(seen.headers.get('Server-Timing')).toMatch(/^decode;.*detect;.*total;/);
  expect(none.headers.get('Server-Timing')).toMatch(/^total;dur=[\d.]+$/);
});

test('a refused request has its total too, and without a clock nothing is said of time', async () => {
  const refused = await call(watchedApp().app, 'POST', '/v1/detect', {});
  expect([refused.status, refused.headers.get('Server-Timing')]).toEqual([
    422,
    expect.stringMatching(/^total;dur=[\d.]+$/),
  ]);
  const { headers } = await call(fakeApp().app, 'POST', '/v1/detect', { image: base64(picture(1)) });
  expect(headers.has('Server-Timing')).toBe(false);
});
