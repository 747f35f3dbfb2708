// Cold start: from starting the Node service to its first answers, on the wall clock, with nothing in its store.
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { MODELS_DIRECTORY } from '../open-faces.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const POLL_MS = 5;
const GIVE_UP_MS = 60_000;

export type ColdStart = {
  /** To the first 200 of /v1/health. */
  readonly healthMs: number;
  /** To the answer of a verify of two pictures, asked as soon as it was healthy: the models are opened by then. */
  readonly verifyMs: number;
};

/** @throws Error when the service is not healthy within a minute or refuses the pictures. */
export async function coldStart(a: Uint8Array, b: Uint8Array): Promise<ColdStart> {
  const port = await freePort();
  const store = await mkdtemp(path.join(tmpdir(), 'likeness-bench-'));
  const started = performance.now();
  const service = spawn(
    process.execPath,
    ['--import', import.meta.resolve('tsx'), path.join(ROOT, 'functions/node.ts')],
    {
      cwd: store,
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        ...process.env,
        HOST: '127.0.0.1',
        PORT: String(port),
        LIKENESS_DATABASE: path.join(store, 'likeness.db'),
        LIKENESS_MODELS: MODELS_DIRECTORY,
      },
    },
  );
  try {
    const url = `http://127.0.0.1:${port}`;
    await untilHealthy(url, started + GIVE_UP_MS);
    const healthMs = performance.now() - started;
    const response = await fetch(`${url}/v1/verify`, { method: 'POST', body: verifyForm(a, b) });
    if (!response.ok) throw new Error(`verify answered ${response.status}: ${await response.text()}`);
    await response.json();
    return { healthMs, verifyMs: performance.now() - started };
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
