// The entry as a process: what it prints, what it refuses, how it ends.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';

const processes: ChildProcess[] = [];
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'likeness-node-'));
});
afterEach(() => {
  for (const child of processes.splice(0)) child.kill('SIGKILL');
});
afterAll(() => rm(folder, { recursive: true }));

/** Starts the service; `until` resolves with what it has printed once that matches, `ended` with its exit code. */
function start(environment: Record<string, string>, ...args: string[]) {
  const database = join(folder, `${processes.length}-${Date.now()}.db`);
  const env = { ...process.env, LIKENESS_API_KEY: '', HOST: '', LIKENESS_DATABASE: database, ...environment };
  const child = spawn(process.execPath, ['--import', 'tsx', 'functions/node.ts', ...args], { env });
  processes.push(child);
  let printed = '';
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const until = (pattern: RegExp) =>
    new Promise<RegExpExecArray>((resolve, reject) => {
      const look = () => {
        const found = pattern.exec(printed);
        if (found) resolve(found);
      };
      for (const stream of [child.stdout, child.stderr]) stream.on('data', look);
      ended.then(() => {
        look();
        reject(new Error(`ended without ${pattern}: ${printed}`));
      });
      look();
    });
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (printed += data));
  return { child, until, ended, printed: () => printed, database };
}

test('--help names the variables and ends', async () => {
  const { ended, printed } = start({}, '--help');
  expect(await ended).toBe(0);
  expect(printed()).toMatch(/PORT +Port to listen on.*8787/);
});

test('an argument that means nothing is refused, with the variables there are', async () => {
  const { ended, printed, database } = start({}, '--port', '9000');
  expect(await ended).toBe(1);
  expect(printed()).toMatch(/^"--port" is not read.*\n[\s\S]*PORT +Port to listen on/);
  expect(existsSync(database)).toBe(false);
});

test('beyond loopback without a key it does not start', async () => {
  const { ended, printed } = start({ HOST: '0.0.0.0' });
  expect(await ended).toBe(1);
  expect(printed()).toMatch(/^HOST=0\.0\.0\.0 .*LIKENESS_API_KEY/);
});

test('an encoder that is not there is refused with those that are', async () => {
  const { ended, printed } = start({ LIKENESS_ENCODER: 'none' });
  expect(await ended).toBe(1);
  expect(printed()).toContain('mobilefacenet-128');
});

test('a database that cannot be opened is one clear line', async () => {
  const text = join(folder, 'text');
  await writeFile(text, 'x'.repeat(5_000));
  for (const database of [text, folder, join(text, 'below-a-file.db')]) {
    const { ended, printed } = start({ LIKENESS_DATABASE: database });
    expect(await ended).toBe(1);
    expect(printed()).toMatch(/^LIKENESS_DATABASE=\S+ cannot be opened for writing: .+\n$/);
  }
});

test('a PostgreSQL that is not there is one clear line, without the password', async () => {
  const { ended, printed } = start({ LIKENESS_DATABASE: 'postgres://me:secret@localhost:1/likeness' });
  expect(await ended).toBe(1);
  expect(printed()).toMatch(
    /^LIKENESS_DATABASE=postgres:\/\/me@localhost:1\/likeness cannot be opened .*ECONNREFUSED.*\n$/,
  );
  expect(printed()).not.toContain('secret');
});

test('a port in use is one clear line', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => other.once('listening', resolve));
  const { port } = other.address() as AddressInfo;
  const { ended, printed } = start({ PORT: String(port) });
  expect(await ended).toBe(1);
  expect(printed()).toBe(
    `127.0.0.1:${port} is in use already. PORT=${port + 1} npm start takes another port.\n`,
  );
  other.close();
});

test('it serves, asks for its key, and on SIGTERM finishes the answer under way', async () => {
  const { child, until, ended } = start({ PORT: '0', LIKENESS_API_KEY: 'key', LIKENESS_DATABASE: 'memory' });
  const [, url] = await until(/serves (http:\S+)/);
  await until(/curl -s -H "Authorization: Bearer \$LIKENESS_API_KEY"/);
  expect((await fetch(`${url}/v1/health`)).status).toBe(200);
  expect((await fetch(`${url}/v1/galleries`)).status).toBe(401);

  let finish = () => {};
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode('{"name":'));
      finish = () => {
        controller.enqueue(new TextEncoder().encode('"late"}'));
        controller.close();
      };
    },
  });
  const headers = { Authorization: 'Bearer key', 'Content-Type': 'application/json' };
  const underWay = fetch(`${url}/v1/galleries/g`, {
    method: 'PUT',
    headers,
    body,
    duplex: 'half',
  } as RequestInit);
  await fetch(`${url}/v1/health`); // by now the first request is being read
  child.kill('SIGTERM');
  await expect
    .poll(() =>
      fetch(`${url}/v1/health`).then(
        () => 'answered',
        () => 'refused',
      ),
    )
    .toBe('refused');
  finish();
  const answer = await underWay;
  expect([answer.status, (await answer.json()).name]).toEqual([201, 'late']);
  expect(await ended).toBe(0);
});
