// The Node service as a child of a bench: started as `npm start` starts it, with a store of its own.
import { type ChildProcess, spawn } from 'node:child_process';
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

export type Service = {
  readonly url: string;
  readonly process: ChildProcess;
  /** Of proc_pid_status(5), by its name; null off Linux. */
  memoryMb(field: 'VmHWM' | 'VmRSS'): Promise<number | null>;
  /** Ends it and removes its store. */
  stop(): Promise<void>;
};

/** Resolves when it is healthy. @throws Error when it is not within a minute. */
export async function startService(environment: Readonly<Record<string, string>> = {}): Promise<Service> {
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
      ...environment,
    },
  });
  const url = `http://127.0.0.1:${port}`;
  const stop = async () => {
    const ended = new Promise((resolve) => service.once('exit', resolve));
    if (service.exitCode === null && service.kill()) await ended;
    await rm(store, { recursive: true });
  };
  try {
    await untilHealthy(url, started + GIVE_UP_MS);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    url,
    process: service,
    async memoryMb(field) {
      const status = await readFile(`/proc/${service.pid}/status`, 'utf8').catch(() => '');
      const kilobytes = new RegExp(`^${field}:\\s*(\\d+) kB$`, 'm').exec(status)?.[1];
      return kilobytes === undefined ? null : Number(kilobytes) / 1024;
    },
    stop,
  };
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

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
