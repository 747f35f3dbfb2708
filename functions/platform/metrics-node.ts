// What a Node service counts of itself, and the address at which Prometheus reads it: a listener of its own.
import { createServer, type Server } from 'node:http';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Gates } from '../core/gate.ts';
import { createMetrics, type Sample } from '../core/metrics.ts';
import type { Images } from '../core/ports.ts';
import type { RequestRecord } from '../core/watch.ts';
import type { Ran } from './metered-node.ts';
import type { Totals } from './totals-sql.ts';

/** Seconds. */
const DURATIONS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

export type NodeMetrics = {
  readonly observe: (record: RequestRecord) => void;
  readonly ran: Ran;
  readonly decoded: () => void;
  readonly text: () => string;
};

/** What is read when somebody asks. */
type Now = {
  readonly gates: Gates;
  /** Style jobs that compute, and those that wait for a session. */
  readonly styles: () => { readonly running: number; readonly waiting: number };
  /** What the database holds; absent where there is none. */
  readonly totals?: () => Totals | undefined;
};

export function createNodeMetrics({ gates, styles, totals }: Now): NodeMetrics {
  const metrics = createMetrics();
  const seconds = metrics.histogram('http_request_duration_seconds', 'Of requests that are over.', DURATIONS);
  const problems = metrics.counter('likeness_problems_total', 'Answers that were problems, by code.');
  const runs = metrics.counter('likeness_session_runs_total', 'Runs of ONNX Runtime, by model.');
  const cpu = metrics.counter('likeness_session_cpu_seconds_total', 'CPU inside those runs.');
  const pictures = metrics.counter('likeness_pictures_decoded_total', 'Pictures that were decoded.');
  const both = (read: (gate: Gates[keyof Gates]) => number): Sample[] =>
    (['faces', 'jobs'] as const).map((queue) => [{ queue }, read(gates[queue])]);
  metrics.gauge('likeness_requests_under_way', 'Calls that were admitted and are not answered.', () =>
    both((gate) => gate.load().requests),
  );
  metrics.gauge('likeness_body_bytes_under_way', 'Bytes of their bodies.', () =>
    both((gate) => gate.load().bytes),
  );
  metrics.gauge('likeness_style_jobs', 'Calls and slices that move a job on.', () => {
    const { running, waiting } = styles();
    return [
      [{ state: 'running' }, running],
      [{ state: 'waiting' }, waiting],
    ];
  });
  if (totals) addTotals(metrics, totals);
  addProcess(metrics);
  return {
    observe({ method, route, status, code, ms = 0 }) {
      seconds({ method, route, status }, ms / 1000);
      if (code !== undefined) problems({ code });
    },
    ran(model, cpuSeconds) {
      runs({ model });
      cpu({ model }, cpuSeconds);
    },
    decoded: () => pictures({}),
    text: metrics.text,
  };
}

/** Of all tenants together, without a name of one. */
function addTotals(metrics: ReturnType<typeof createMetrics>, totals: () => Totals | undefined): void {
  const add = (name: string, help: string, read: (held: Totals) => Sample[]) =>
    metrics.gauge(name, help, () => {
      const held = totals();
      return held ? read(held) : [];
    });
  const byState = (counts: Readonly<Record<string, number>>): Sample[] =>
    Object.entries(counts).map(([state, count]) => [{ state }, count]);
  add('likeness_galleries', 'Galleries.', ({ galleries }) => [[{}, galleries]]);
  add('likeness_subjects', 'Subjects in them.', ({ subjects }) => [[{}, subjects]]);
  add('likeness_faces', 'Faces in them.', ({ faces }) => [[{}, faces]]);
  add('likeness_jobs', 'Jobs that are kept, by their status.', ({ jobs }) => byState(jobs));
  add('likeness_webhook_deliveries', 'Deliveries that are kept, by their status.', ({ deliveries }) =>
    byState(deliveries),
  );
}

/** By the names that dashboards for Node know. */
function addProcess(metrics: ReturnType<typeof createMetrics>): void {
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  const started = Date.now() / 1000 - process.uptime();
  const one = (read: () => number) => (): Sample[] => [[{}, read()]];
  metrics.gauge('process_cpu_seconds_total', 'User and system, all threads.', one(cpuSeconds), 'counter');
  metrics.gauge('process_resident_memory_bytes', 'Resident set.', one(process.memoryUsage.rss));
  metrics.gauge(
    'process_start_time_seconds',
    'Since the epoch.',
    one(() => started),
  );
  metrics.gauge(
    'nodejs_heap_size_used_bytes',
    'Of V8.',
    one(() => process.memoryUsage().heapUsed),
  );
  metrics.gauge(
    'nodejs_external_memory_bytes',
    'Held by V8, outside its heap.',
    one(() => process.memoryUsage().external),
  );
  metrics.gauge('nodejs_eventloop_lag_p99_seconds', 'Since it was read last.', () => {
    const p99 = delay.percentile(99) / 1e9;
    delay.reset();
    return [[{}, p99]];
  });
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** The same pictures, each of which is told of when it is decoded. */
export function counted(images: Images, decoded: () => void): Images {
  return {
    ...images,
    decode: (bytes) => images.decode(bytes).finally(decoded),
  };
}

/** `GET /metrics`, and nothing else. The promise is refused when the address cannot be listened on. */
export function serveMetrics(
  text: () => string | Promise<string>,
  host: string,
  port: number,
): Promise<Server> {
  const server = createServer(async (request, response) => {
    request.resume();
    const found = request.method === 'GET' && request.url === '/metrics';
    const answer = found ? await text() : 'GET /metrics is what there is.\n';
    response.writeHead(found ? 200 : 404, { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8' });
    response.end(answer);
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve(server));
  });
}
