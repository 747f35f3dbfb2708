// What a request leaves in memory: nothing that stays, and on Node nothing that waits for a full collection.
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as macrotask } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { getRequestListener } from '@hono/node-server';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createGate } from '../../functions/core/gate.ts';
import { createLog } from '../../functions/core/log.ts';
import { createMemoryLimiter } from '../../functions/platform/limiter-memory.ts';
import { whenSent } from '../../functions/platform/sent-node.ts';
import { embedding, fakeApp } from '../fakes/faces.ts';

const BODY = JSON.stringify({
  a: { embedding: embedding(1), model: 'circle-4' },
  b: { embedding: embedding(2), model: 'circle-4' },
});

/** With everything on that looks at each request. */
function busyApp(sent?: typeof whenSent) {
  const bounds = { requests: 9, bytes: 1e6 };
  return fakeApp({
    gates: { faces: createGate(bounds), jobs: createGate(bounds) },
    rateLimit: { limiter: createMemoryLimiter(), quota: { requests: 1e6, seconds: 60 } },
    watch: {
      log: createLog(
        'error',
        (line) => console.error(line),
        () => 0,
      ),
      clock: () => performance.now(),
      observe: () => {},
      sent,
    },
  }).app;
}

function collector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc');
}

test('requests and their answers are gone after a collection', async () => {
  const collect = collector();
  const app = busyApp();
  const held: WeakRef<object>[] = [];
  for (let i = 0; i < 100; i++) {
    const headers = { 'Content-Type': 'application/json', 'Content-Length': String(BODY.length) };
    const asked = new Request('http://localhost/v1/verify', { method: 'POST', body: BODY, headers });
    const answer = await app.fetch(asked);
    expect(answer.status).toBe(200);
    await answer.text();
    held.push(new WeakRef(asked), new WeakRef(answer));
  }
  await macrotask(); // until then a WeakRef holds what it was made of
  collect();
  await macrotask();
  collect();
  expect(held.filter((ref) => ref.deref()).length).toBeLessThan(4); // the last ones may still be on the stack
});

test('a request that says its length leaves nothing to a finalizer, which would keep it until a full collection', async () => {
  const app = busyApp(whenSent);
  const server = createServer(getRequestListener(app.fetch, { overrideGlobalObjects: false }));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const register = vi.spyOn(FinalizationRegistry.prototype, 'register');
  onTestFinished(() => register.mockRestore());
  const { port } = server.address() as AddressInfo;
  const status = await new Promise<number | undefined>((resolve, reject) => {
    const headers = { 'Content-Type': 'application/json', 'Content-Length': BODY.length };
    const asked = request({ port, path: '/v1/verify', method: 'POST', headers });
    asked.on('response', (response) => response.resume().on('end', () => resolve(response.statusCode)));
    asked.on('error', reject).end(BODY);
  });
  expect(status).toBe(200);
  expect(register).not.toHaveBeenCalled();
  new Request('http://localhost/', { signal: new AbortController().signal });
  expect(register).toHaveBeenCalled(); // so it would have been seen
});
