// What Prometheus reads: counts by route, code and model, and no id among the labels.
import { expect, test, vi } from 'vitest';
import { createGate } from '../../functions/core/gate.ts';
import { buildScorer } from '../../functions/core/graph/scorer.ts';
import { createMetrics } from '../../functions/core/metrics.ts';
import type { Models } from '../../functions/core/ports.ts';
import { float32 } from '../../functions/core/tensor.ts';
import { createSqlJobStore } from '../../functions/platform/jobs-sql.ts';
import { metered } from '../../functions/platform/metered-node.ts';
import { counted, createNodeMetrics, serveMetrics } from '../../functions/platform/metrics-node.ts';
import { createNodeRuntime } from '../../functions/platform/ort-node.ts';
import { openSqlite } from '../../functions/platform/sqlite.ts';
import { createSqlGalleryStore } from '../../functions/platform/store-sql.ts';
import { keepTotals, type Totals, totalsIn } from '../../functions/platform/totals-sql.ts';
import { createSqlWebhookStore } from '../../functions/platform/webhooks-sql.ts';
import { call } from '../fakes/call.ts';
import { base64, fakeApp, picture } from '../fakes/faces.ts';
import { fakeWebhooks } from '../fakes/webhooks.ts';
import { ENCODER, faceOf } from './seeded-faces.ts';

function setUp() {
  const gates = {
    faces: createGate({ requests: 9, bytes: 1e6 }),
    jobs: createGate({ requests: 9, bytes: 1e6 }),
  };
  const styles = () => ({ running: 1, waiting: 2 });
  return { gates, metrics: createNodeMetrics({ gates, styles }) };
}

test('counters, histograms and gauges are written as Prometheus reads them', () => {
  const metrics = createMetrics();
  const counter = metrics.counter('a_total', 'Of a.');
  counter({ code: 'x"\\\n' });
  counter({ code: 'x"\\\n' }, 2);
  const seconds = metrics.histogram('b_seconds', 'Of b.', [0.1, 1]);
  for (const value of [0.1, 0.5, 7]) seconds({ route: '/v1' }, value);
  let now = 1;
  metrics.gauge('c', 'Of c.', () => [[{}, now]]);
  now = 2;
  expect(metrics.text()).toBe(`# HELP a_total Of a.
# TYPE a_total counter
a_total{code="x\\"\\\\\\n"} 3
# HELP b_seconds Of b.
# TYPE b_seconds histogram
b_seconds_bucket{route="/v1",le="0.1"} 1
b_seconds_bucket{route="/v1",le="1"} 2
b_seconds_bucket{route="/v1",le="+Inf"} 3
b_seconds_sum{route="/v1"} 7.6
b_seconds_count{route="/v1"} 3
# HELP c Of c.
# TYPE c gauge
c 2
`);
});

test('requests are counted by route and status, problems by code, and nothing says who', async () => {
  const { gates, metrics } = setUp();
  const log = { error: () => {}, info: () => {} };
  const watch = { log, clock: () => performance.now(), observe: metrics.observe };
  const { images } = fakeApp().tools;
  const { app } = fakeApp({ watch, gates, images: counted(images, metrics.decoded) });
  await call(app, 'PUT', '/v1/galleries/robin');
  for (const name of ['robin', 'other'])
    await call(app, 'GET', `/v1/galleries/${name}/subjects/robin?limit=7`, undefined, {
      Authorization: 'Bearer robin',
    });
  await call(app, 'GET', '/robin');
  await call(app, 'POST', '/v1/detect', { image: base64(picture(1)) });
  const text = metrics.text();
  const subject = '/v1/galleries/:gallery/subjects/:subject';
  expect(text).toContain(
    `http_request_duration_seconds_count{method="GET",route="${subject}",status="404"} 2\n`,
  );
  expect(text).toContain(
    'http_request_duration_seconds_count{method="PUT",route="/v1/galleries/:gallery",status="201"} 1\n',
  );
  expect(text).toContain('likeness_problems_total{code="gallery_not_found"} 1\n');
  expect(text).toContain('likeness_pictures_decoded_total 1\n');
  expect(text).not.toMatch(/robin|other/);
});

test('what is under way, style jobs, and the process are read when they are asked for', () => {
  const { gates, metrics } = setUp();
  gates.faces.enter(123);
  const text = metrics.text();
  expect(text).toContain(
    'likeness_requests_under_way{queue="faces"} 1\nlikeness_requests_under_way{queue="jobs"} 0\n',
  );
  expect(text).toContain('likeness_body_bytes_under_way{queue="faces"} 123\n');
  expect(text).toContain('likeness_style_jobs{state="waiting"} 2\n');
  expect(Number(/^process_resident_memory_bytes (\d+)$/m.exec(text)![1])).toBeGreaterThan(1e7);
  for (const line of text.trim().split('\n'))
    expect(line).toMatch(/^(# (HELP|TYPE) \w+ .+|\w+(\{(\w+="[^"]*",?)+\})? -?[\d.e+-]+)$/);
});

test('what the database holds is counted, of all tenants together and by state', async () => {
  const db = await openSqlite(':memory:');
  const store = createSqlGalleryStore(db, { maxFacesPerGallery: 99 });
  expect(await totalsIn(db)).toEqual({
    ...{ galleries: 0, subjects: 0, faces: 0 },
    jobs: { running: 0, done: 0, cancelled: 0, failed: 0 },
    deliveries: { pending: 0, delivered: 0, dead: 0 },
  });
  for (const tenant of ['acme', 'robin']) {
    const at = { tenant, gallery: 'g' };
    await store.putGallery(at, { encoder: ENCODER }, 1);
    await store.enrol(at, { subject: 'ada', encoder: ENCODER, faces: [faceOf('a', 1), faceOf('b', 2)] }, 1);
  }
  const jobs = createSqlJobStore(db);
  const records = [
    { status: 'running', options: '"status":"failed"' },
    { status: 'done' },
    { status: 'done' },
  ];
  for (const [i, record] of records.entries())
    await jobs.create(
      { tenant: 'acme', job: `j${i}` },
      {
        ...{ record: JSON.stringify(record), auto: false, inputs: new Uint8Array(1), state: [] },
      },
    );
  const hooks = createSqlWebhookStore(db);
  const { webhooks } = fakeWebhooks({ store: hooks });
  const made = { url: 'https://example.com/', events: ['*'] as const, description: null };
  await webhooks.create({ tenant: 'acme', endpoint: 'w' }, made, false);
  for (const id of ['e1', 'e2']) await webhooks.test({ tenant: 'acme', endpoint: 'w' }, id);
  const totals = keepTotals(
    () => totalsIn(db),
    () => 0,
  );
  const { gates } = setUp();
  const { text } = createNodeMetrics({
    gates,
    styles: () => ({ running: 0, waiting: 0 }),
    totals: totals.known,
  });
  expect(text()).not.toMatch(/^likeness_faces/m); // before anything was counted
  await totals.refresh();
  for (const line of [
    'likeness_galleries 2',
    'likeness_subjects 2',
    'likeness_faces 4',
    'likeness_jobs{state="running"} 1',
    'likeness_jobs{state="done"} 2',
    'likeness_jobs{state="failed"} 0',
    'likeness_webhook_deliveries{state="pending"} 2',
    'likeness_webhook_deliveries{state="dead"} 0',
  ])
    expect(text()).toContain(`${line}\n`);
  expect(text()).not.toMatch(/acme|robin|ada/);
  await store.close();
});

test('totals are counted once in half a minute, however many ask, and one that fails or hangs holds up nobody', async () => {
  let now = 0;
  let counts = 0;
  let next: () => Promise<Totals> = async () => ({ faces: counts }) as Totals;
  const totals = keepTotals(
    () => {
      counts++;
      return next();
    },
    () => now,
  );
  await Promise.all([totals.refresh(), totals.refresh()]);
  now = 29_999;
  await totals.refresh();
  expect([counts, totals.known()?.faces]).toEqual([1, 1]);
  now = 30_000;
  next = () => Promise.reject(new Error('away'));
  await totals.refresh();
  expect([counts, totals.known()]).toEqual([2, undefined]);
  now = 60_000;
  next = () => new Promise(() => {});
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  const asked = totals.refresh();
  await vi.advanceTimersByTimeAsync(1_000);
  await asked;
  vi.useRealTimers();
  expect(counts).toBe(3);
});

test("runs are counted by the manifest's id, those of graphs made here as built, with their CPU alone", async () => {
  const bytes = buildScorer(512, 512, 1);
  const models = {
    manifest: { version: 1, models: [{ id: 'scorer', file: 'scorer.onnx' }] },
    read: async () => bytes,
  } as unknown as Models;
  const ran: [string, number][] = [];
  const both = metered(models, createNodeRuntime(), (...given) => void ran.push(given));
  const feeds = {
    gallery: float32([512, 512], new Float32Array(512 * 512)),
    queries: float32([512, 1], new Float32Array(512)),
  };
  const before = process.cpuUsage();
  for (const model of [await both.models.read('scorer.onnx'), buildScorer(512, 512, 1)]) {
    const session = await both.runtime.open(model);
    await Promise.all([session.run(feeds), session.run(feeds)]);
    await session.release();
  }
  const { user, system } = process.cpuUsage(before);
  expect(ran.map(([model]) => model)).toEqual(['scorer', 'scorer', 'built', 'built']);
  const sum = ran.reduce((total, [, seconds]) => total + seconds, 0);
  expect(sum).toBeGreaterThan(0);
  expect(sum).toBeLessThanOrEqual((user + system) / 1e6);
});

test('the listener answers GET /metrics and nothing else, and a port in use is told', async () => {
  const server = await serveMetrics(() => 'a 1\n', '127.0.0.1', 0);
  const { port } = server.address() as { port: number };
  const answer = await fetch(`http://127.0.0.1:${port}/metrics`);
  expect([answer.status, answer.headers.get('Content-Type'), await answer.text()]).toEqual([
    200,
    'text/plain; version=0.0.4; charset=utf-8',
    'a 1\n',
  ]);
  expect((await fetch(`http://127.0.0.1:${port}/v1/models`)).status).toBe(404);
  expect((await fetch(`http://127.0.0.1:${port}/metrics`, { method: 'POST', body: 'x' })).status).toBe(404);
  await expect(serveMetrics(() => '', '127.0.0.1', port)).rejects.toMatchObject({ code: 'EADDRINUSE' });
  server.close();
  server.closeAllConnections();
});
