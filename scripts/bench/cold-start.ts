// Cold start: from starting the Node service to its first answers, on the wall clock, with nothing in its store.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { MODELS_DIRECTORY } from '../open-faces.ts';
import { serviceArguments } from './process.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const POLL_MS = 5;
const GIVE_UP_MS = 60_000;

export type ColdStart = {
  /** To the first 200 of /v1/health. */
  readonly healthMs: number;
  /** To the answer of a verify of two pictures, asked as soon as it was healthy: the models are opened by then. */
  readonly verifyMs: number;
  /** The most memory the process ever held, after a verify and an embed of each sample photograph; null off Linux. */
  readonly peakRssMb: number | null;
};

/** @throws Error when the service is not healthy within a minute or refuses the pictures. */
export async function coldStart(
  [a, b]: readonly Uint8Array[],
  samples: readonly Uint8Array[],
): Promise<ColdStart> {
  const port = await freePort();
  const store = await mkdtemp(path.join(tmpdir(), 'likeness-bench-'));
  const started = performance.now();
  const service = spawn(process.execPath, [...serviceArguments(), path.join(ROOT, 'functions/node.ts')], {
    cwd: store,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      HOST: '127.0.0.1',
      PORT: String(port),
      LIKENESS_DATABASE: path.join(store, 'likeness.db'),
      LIKENESS_MODELS: MODELS_DIRECTORY,
    },
  });
  try {
    const url = `http://127.0.0.1:${port}`;
    await untilHealthy(url, started + GIVE_UP_MS);
    const healthMs = performance.now() - started;
    await post(`${url}/v1/verify`, verifyForm(a, b));
    const verifyMs = performance.now() - started;
    for (const sample of samples)
      await post(`${url}/v1/embed`, new Blob([Uint8Array.from(sample)], { type: 'image/jpeg' }));
    return { healthMs, verifyMs, peakRssMb: await peakRssMb(service.pid) };
  } finally {
    service.kill();
    await new Promise((resolve) => service.once('exit', resolve));
    await rm(store, { recursive: true });
  }
}

export function verifyForm(a: Uint8Array, b: Uint8Array): FormData {
  const form = new FormData();
  form.set('a', new Blob([Uint8Array.from(a)], { type: 'image/jpeg' }), 'a.jpg');
  form.set('b', new Blob([Uint8Array.from(b)], { type: 'image/jpeg' }), 'b.jpg');
  return form;
}

async function post(url: string, body: FormData | Blob): Promise<void> {
  const response = await fetch(url, { method: 'POST', body });
  const answer = await response.text();
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${answer}`);
}

/** proc_pid_status(5): the high water mark of the resident set. */
async function peakRssMb(pid: number | undefined): Promise<number | null> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const kilobytes = /^VmHWM:\s*(\d+) kB$/m.exec(status)?.[1];
  return kilobytes === undefined ? null : Number(kilobytes) / 1024;
}

async function untilHealthy(url: string, deadline: number): Promise<void> {
  while (performance.now() < deadline) {
    const healthy = await fetch(`${url}/v1/health`).then(
      (response) => response.ok,
      () => false,
    );
    if (healthy) return;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  throw new Error(`The service was not healthy after ${GIVE_UP_MS / 1000} s.`);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
