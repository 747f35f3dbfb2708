// `bench load`: the service kept busy by more callers than it has places for; what they hear, and how its memory stands.
import { Agent, request } from 'node:http';
import { cpus } from 'node:os';
import type { Picture } from '../../functions/core/image.ts';
import { openFaces } from '../open-faces.ts';
import { startProgress } from '../progress.ts';
import { verifyForm } from './cold-start.ts';
import { portraitsOf } from './portraits.ts';
import { readSamples } from './samples.ts';
import { freePort, type Service, startService } from './service.ts';

export type LoadOptions = {
  /** Verifications that are to be answered; those that were refused come on top. */
  readonly requests: number;
  /** Callers beyond the places of the queue. */
  readonly beyond: number;
  readonly queue: number;
  readonly of: 'pictures' | 'embeddings';
};

type Body = { readonly type: string; readonly bytes: Buffer };

/** After so many answers memory is what it is compared with at the end. */
const SETTLED = 1_000;

/** How often health is asked for while the load goes on, milliseconds. */
const HEALTH_EACH_MS = 500;

const ENCODER = 'mobilefacenet-128';

export async function benchLoad({
  requests,
  beyond,
  queue,
  of,
}: LoadOptions): Promise<Record<string, unknown>> {
  const bodies = await bodiesOf(of);
  const metricsPort = await freePort();
  const service = await startService({
    LIKENESS_QUEUE: String(queue),
    LIKENESS_METRICS_PORT: String(metricsPort),
  });
  const progress = startProgress('Load', requests);
  const agent = new Agent({ keepAlive: true, maxSockets: queue + beyond });
  const statuses = new Map<string, number>();
  const [latencies, healths]: [number[], number[]] = [[], []];
  let [answered, settledMb]: [number, number | null] = [0, null];
  const began = performance.now();
  let ended = false;
  let healthFailures = 0;

  async function caller(offset: number): Promise<void> {
    for (let i = offset; answered < requests; i++) {
      const asked = performance.now();
      const { status, retryAfter } = await post(service, agent, bodies[i % bodies.length]);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      if (status === '200') {
        latencies.push(performance.now() - asked);
        progress.tick();
        if (++answered === SETTLED) settledMb = await service.memoryMb('VmRSS');
      } else if (retryAfter > 0) await pause(1_000 * retryAfter);
    }
  }

  async function watchHealth(): Promise<void> {
    while (!ended) {
      const asked = performance.now();
      const ok = await fetch(`${service.url}/v1/health`).then(
        (response) => response.ok,
        () => false,
      );
      if (ok) healths.push(performance.now() - asked);
      else healthFailures++;
      await pause(HEALTH_EACH_MS);
    }
  }

  try {
    const callers = Array.from({ length: queue + beyond }, (_, i) => caller(i));
    const load = Promise.all(callers).finally(() => {
      ended = true;
    });
    await Promise.all([load, watchHealth()]);
    const seconds = (performance.now() - began) / 1_000;
    const endMb = await service.memoryMb('VmRSS');
    const counted = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
    const cpu = sumOf(counted, 'process_cpu_seconds_total');
    const unexpected = [...statuses].filter(([status]) => !['200', '429', '503'].includes(status));
    return {
      of,
      answered,
      refused: (statuses.get('503') ?? 0) + (statuses.get('429') ?? 0),
      errors: unexpected.reduce((sum, [, count]) => sum + count, 0),
      statuses: Object.fromEntries(statuses),
      callers: queue + beyond,
      queue,
      requests_per_s: answered / seconds,
      p50_ms: quantile(latencies, 0.5),
      p95_ms: quantile(latencies, 0.95),
      p99_ms: quantile(latencies, 0.99),
      health_failures: healthFailures,
      health_p50_ms: quantile(healths, 0.5),
      health_p99_ms: quantile(healths, 0.99),
      rss_after_1000_mb: settledMb,
      rss_end_mb: endMb,
      rss_ratio: settledMb !== null && endMb !== null ? endMb / settledMb : null,
      rss_peak_mb: await service.memoryMb('VmHWM'),
      cpu_ms_a_request: (1_000 * cpu) / answered,
      cores_used: cpu / seconds,
      session_run_share: sumOf(counted, 'likeness_session_cpu_seconds_total') / cpu,
      machine: `${cpus()[0]?.model.trim() ?? 'unknown'}, ${cpus().length} cores, Node ${process.version}`,
      date: new Date().toISOString(),
    };
  } finally {
    ended = true;
    progress.stop();
    agent.destroy();
    await service.stop();
  }
}

/** Pairs of the six portraits, each with the next. */
async function bodiesOf(of: LoadOptions['of']): Promise<Body[]> {
  const { images, engine } = await openFaces({ encoder: ENCODER });
  const pictures: Picture[] = [];
  for (const bytes of await readSamples()) pictures.push((await images.decode(bytes)).picture);
  const portraits = await portraitsOf(pictures, engine, images);
  const following = <T>(list: readonly T[], i: number) => list[(i + 1) % list.length];
  if (of === 'pictures')
    return Promise.all(
      portraits.map((portrait, i) => encoded(verifyForm(portrait, following(portraits, i)))),
    );
  const sides: object[] = [];
  for (const portrait of portraits) {
    const { picture } = await images.decode(portrait);
    const [face] = await engine.detect(picture);
    sides.push({ embedding: [...(await engine.embed(picture, face))], model: ENCODER });
  }
  return sides.map((a, i) => ({
    type: 'application/json',
    bytes: Buffer.from(JSON.stringify({ a, b: following(sides, i) })),
  }));
}

async function encoded(form: FormData): Promise<Body> {
  const written = new Response(form);
  return {
    type: written.headers.get('Content-Type')!,
    bytes: Buffer.from(await written.arrayBuffer()),
  };
}

/** The status, or the name of what went wrong on the way. */
function post(
  service: Service,
  agent: Agent,
  { type, bytes }: Body,
): Promise<{ status: string; retryAfter: number }> {
  return new Promise((resolve) => {
    const headers = { 'Content-Type': type, 'Content-Length': bytes.length };
    const asked = request(`${service.url}/v1/verify`, { method: 'POST', agent, headers }, (response) => {
      response.resume();
      response.on('end', () =>
        resolve({
          status: String(response.statusCode),
          retryAfter: Number(response.headers['retry-after'] ?? 0),
        }),
      );
    });
    asked.on('error', (error: NodeJS.ErrnoException) =>
      resolve({ status: error.code ?? error.name, retryAfter: 0 }),
    );
    asked.end(bytes);
  });
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Of all series of a family. */
function sumOf(text: string, family: string): number {
  const lines = text
    .split('\n')
    .filter((line) => line.startsWith(`${family}{`) || line.startsWith(`${family} `));
  return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
}

function quantile(values: readonly number[], share: number): number {
  const ascending = [...values].sort((a, b) => a - b);
  return ascending[Math.min(ascending.length - 1, Math.floor(share * ascending.length))];
}
