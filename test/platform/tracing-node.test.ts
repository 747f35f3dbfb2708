// Spans, as a collector gets them: a server on loopback that this file starts.
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, expect, test, vi } from 'vitest';
import { createLog } from '../../functions/core/log.ts';
import type { RequestRecord } from '../../functions/core/watch.ts';
import { createNodeTracing, type TracingSettings } from '../../functions/platform/tracing-node.ts';
import { call, send } from '../fakes/call.ts';
import { fakeApp, picture } from '../fakes/faces.ts';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const PARENT = '00f067aa0ba902b7';

type Attribute = { key: string; value: { stringValue?: string; intValue?: number } };
type Span = {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: number;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes: Attribute[];
  status: { code: number };
};
type Export = { resourceSpans: { resource: { attributes: Attribute[] }; scopeSpans: { spans: Span[] }[] }[] };

const got: { request: IncomingMessage; body: Export; text: string }[] = [];
const collector = createServer(async (request, response) => {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += chunk;
  got.push({ request, text, body: JSON.parse(text) });
  response.writeHead(200, { 'Content-Type': 'application/json' }).end('{}');
}).listen(0, '127.0.0.1');
await once(collector, 'listening');
const endpoint = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
afterAll(() => collector.close());

async function tracedApp(change: Partial<TracingSettings> = {}) {
  const [records, lines]: [RequestRecord[], string[]] = [[], []];
  const log = createLog(
    'error',
    (line) => lines.push(line),
    () => 0,
  );
  const settings = {
    endpoint,
    service: 'faces',
    sampler: 'parentbased_always_on',
    ratio: 1,
    ...change,
  } as const;
  const tracing = await createNodeTracing(settings, log);
  const observe = (record: RequestRecord) => void records.push(record);
  const clock = () => performance.now();
  const { app } = fakeApp({ watch: { log, clock, observe, trace: tracing.trace } });
  return { app, tracing, records, lines };
}

const spansOf = (from: number) =>
  got.slice(from).flatMap(({ body }) => body.resourceSpans.flatMap(({ scopeSpans }) => scopeSpans[0].spans));

const attributesOf = ({ attributes }: { attributes: Attribute[] }) =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, value.stringValue ?? value.intValue]));

test('a request is one span below its caller’s, with a span a stage within it, and nothing of who asked or about whom', async () => {
  vi.stubEnv('OTEL_EXPORTER_OTLP_HEADERS', 'authorization=Bearer%20collector');
  const { app, tracing, records } = await tracedApp();
  vi.unstubAllEnvs();
  const before = Date.now();
  await call(app, 'PUT', '/v1/galleries/g-ada', undefined, { traceparent: `00-${TRACE}-${PARENT}-01` });
  await send(app, '/v1/galleries/g-ada/recognize', [['image', picture(1)]]);
  await tracing.close();
  expect(got).toHaveLength(1);
  const [{ request, body, text }] = got;
  expect([request.method, request.url]).toEqual(['POST', '/v1/traces']);
  expect(request.headers).toMatchObject({
    'content-type': 'application/json',
    authorization: 'Bearer collector',
  });
  expect(attributesOf(body.resourceSpans[0].resource)).toMatchObject({ 'service.name': 'faces' });
  const servers = spansOf(0).filter(({ kind }) => kind === 2);
  expect(servers).toHaveLength(2);
  const [put, recognize] = servers;
  expect(put).toMatchObject({ traceId: TRACE, parentSpanId: PARENT, name: 'PUT /v1/galleries/:gallery' });
  expect(attributesOf(put)).toEqual({
    'http.request.method': 'PUT',
    'http.route': '/v1/galleries/:gallery',
    'http.response.status_code': 201,
  });
  expect(recognize.traceId).toMatch(/^[0-9a-f]{32}$/);
  expect(recognize.parentSpanId).toBeUndefined();
  expect(records.map(({ trace }) => trace)).toEqual([TRACE, recognize.traceId]); // so a line is found from its trace
  for (const server of servers) {
    const stages = spansOf(0).filter(({ parentSpanId }) => parentSpanId === server.spanId);
    if (server === recognize)
      expect(new Set(stages.map(({ name }) => name))).toEqual(
        new Set(['store', 'decode', 'detect', 'embed', 'search']),
      );
    const [from, to] = [BigInt(server.startTimeUnixNano), BigInt(server.endTimeUnixNano)];
    expect(Number(from / 1_000_000n)).toBeGreaterThanOrEqual(before - 1_000);
    for (const { traceId, startTimeUnixNano, endTimeUnixNano } of stages) {
      expect(traceId).toBe(server.traceId);
      expect(from <= BigInt(startTimeUnixNano) && BigInt(endTimeUnixNano) <= to).toBe(true);
    }
  }
  expect(text).not.toMatch(/ada/);
});

test.each([
  ['parentbased_always_on', '00', 1, 0],
  ['parentbased_always_off', '01', 1, 1],
  ['always_off', '01', 1, 0],
  ['always_on', '00', 1, 1],
  ['traceidratio', '01', 0, 0],
  ['parentbased_traceidratio', undefined, 0, 0],
  ['parentbased_traceidratio', undefined, 1, 1],
] as const)('%s with flags %s and a ratio of %i sends %i', async (sampler, flags, ratio, wanted) => {
  const from = got.length;
  const { app, tracing } = await tracedApp({ sampler, ratio });
  const traceparent = flags && { traceparent: `00-${TRACE}-${PARENT}-${flags}` };
  await call(app, 'GET', '/v1/health', undefined, traceparent || {});
  await tracing.close();
  expect(spansOf(from).filter(({ kind }) => kind === 2)).toHaveLength(wanted);
});

test('a failure is one in its span, by its code', async () => {
  const from = got.length;
  const { tracing } = await tracedApp();
  const record = { request: 'r', method: 'GET', route: 'none', status: 503, code: 'store_failed' };
  tracing.trace(record, { begun: 1, ended: 2, stages: [] });
  await tracing.close();
  const [span] = spansOf(from);
  expect([span.name, span.status.code]).toEqual(['GET', 2]);
  expect(attributesOf(span)).toMatchObject({
    'error.type': 'store_failed',
    'likeness.problem': 'store_failed',
  });
});

test('a collector that is not there, or never answers, holds up no request and is told of once without its address', async () => {
  const dead = createServer(() => {}).listen(0, '127.0.0.1');
  await once(dead, 'listening');
  const hanging = `http://127.0.0.1:${(dead.address() as AddressInfo).port}`;
  for (const address of ['http://127.0.0.1:9', hanging]) {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { app, tracing, lines } = await tracedApp({ endpoint: address });
    for (
      let i = 0;
      i < 600;
      i++ // more than a batch
    )
      expect((await app.request('/v1/health')).status).toBe(200);
    const pass = async (seconds: number) => {
      for (let i = 0; i < seconds; i++) {
        await vi.advanceTimersByTimeAsync(1_000);
        await new Promise((resolve) => setImmediate(resolve)); // sockets have their turn
      }
    };
    await pass(40);
    expect(
      lines.map((line) => JSON.parse(line).lost),
      address,
    ).toEqual(['spans']);
    expect(lines[0]).not.toContain('127.0.0.1');
    for (let i = 0; i < 9; i++) await app.request('/v1/health');
    let closed = false;
    const closing = tracing.close().then(() => {
      closed = true;
    });
    await pass(4); // then the process ends all the same
    expect(closed).toBe(true);
    await closing;
    vi.useRealTimers();
  }
  dead.closeAllConnections();
  dead.close();
});
