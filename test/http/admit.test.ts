// Overload: what is beyond the bounds is refused before its body is read, and what was admitted is answered.
import { expect, test, vi } from 'vitest';
import { createGate } from '../../functions/core/gate.ts';
import { createMemoryGalleryStore } from '../../functions/platform/store-memory.ts';
import { answerOf, call } from '../fakes/call.ts';
import { base64, fakeApp, picture } from '../fakes/faces.ts';

const image = { image: base64(picture(1)) };

/** `held`: requests stop at the decoder until they are let go. */
function gatedApp(requests: number, bytes = 1e6) {
  const gates = {
    faces: createGate({ requests, bytes }),
    jobs: createGate({ requests, bytes }),
  };
  const held: (() => void)[] = [];
  const { app, tools } = fakeApp({
    gates,
    inTurn: async (work) => {
      await new Promise<void>((resolve) => held.push(resolve));
      return work();
    },
  });
  return { app, tools, gates, held };
}

/** A body that tells whether anybody read it. */
function unread() {
  let pulled = false;
  const pull = () => {
    pulled = true;
  };
  return { body: new ReadableStream({ pull }, { highWaterMark: 0 }), wasRead: () => pulled };
}

test('beyond the bound a call is answered 503 with Retry-After and the numbers, its body unread', async () => {
  const logged = vi.spyOn(console, 'error');
  const { app, gates, held } = gatedApp(2);
  const underWay = [call(app, 'POST', '/v1/detect', image), call(app, 'POST', '/v1/detect', image)];
  await expect.poll(() => held.length).toBe(2);
  const { body, wasRead } = unread();
  const headers = { 'Content-Type': 'image/jpeg', 'Content-Length': '9' };
  const refused = await answerOf(
    await app.request('/v1/detect', { method: 'POST', body, headers, duplex: 'half' } as RequestInit),
  );
  expect(refused).toMatchObject({
    status: 503,
    body: { code: 'overloaded', requests: 2, limits: { requests: 2 } },
  });
  expect([refused.headers.get('Retry-After'), wasRead()]).toEqual(['1', false]);
  for (const let_go of held) let_go();
  expect((await Promise.all(underWay)).map(({ status }) => status)).toEqual([200, 200]);
  expect(gates.faces.load()).toEqual({ requests: 0, bytes: 0 });
  expect(logged).not.toHaveBeenCalled();
});

test('what reads, forgets or asks for health is answered while all places are taken', async () => {
  const { app, held } = gatedApp(1);
  const underWay = call(app, 'POST', '/v1/detect', image);
  await expect.poll(() => held.length).toBe(1);
  const answers = [
    await call(app, 'GET', '/v1/galleries'),
    await call(app, 'DELETE', '/v1/galleries/g'),
    await call(app, 'GET', '/v1/health'),
    await call(app, 'GET', '/v1/health/ready'),
  ];
  expect(answers.map(({ status }) => status)).toEqual([200, 404, 200, 503]);
  expect(answers[3].body).toMatchObject({ status: 'not_ready', checks: { queue: 'failing', store: 'ok' } });
  held[0]();
  await underWay;
  expect((await call(app, 'GET', '/v1/health/ready')).status).toBe(200);
});

test('steps of jobs and faces wait at different gates', async () => {
  const { app, held } = gatedApp(1);
  const underWay = call(app, 'POST', '/v1/detect', image);
  await expect.poll(() => held.length).toBe(1);
  expect((await call(app, 'POST', '/v1/styles/none/steps', { from: 0, iterations: 1 })).body.code).toBe(
    'style_not_found',
  );
  held[0]();
  await underWay;
});

test('bodies are counted by what they say they are, and as the largest where they do not say', async () => {
  const gate = createGate({ requests: 9, bytes: 100_000 });
  const entered = vi.spyOn(gate, 'enter');
  const { app } = fakeApp({ gates: { faces: gate, jobs: gate } });
  const send = (headers: Record<string, string>) =>
    app.request('/v1/detect', {
      method: 'POST',
      body: 'x',
      headers: { 'Content-Type': 'image/png', ...headers },
    });
  await send({ 'Content-Length': '7' });
  await send({ 'Transfer-Encoding': 'chunked' });
  await send({ 'Content-Length': '999999999999' });
  await send({ 'Content-Length': 'x' });
  await send({});
  expect(entered.mock.calls).toEqual([[7], [100_000], [100_000], [0], [0]]);
  expect(gate.load()).toEqual({ requests: 0, bytes: 0 });
});

test('a gate counts bytes too, lets one large body through alone, and takes a place back once', () => {
  const gate = createGate({ requests: 9, bytes: 100 });
  const { leave } = gate.enter(500);
  expect(() => gate.enter(1)).toThrow(/1 requests with 500 bytes/);
  leave();
  leave();
  expect(gate.load()).toEqual({ requests: 0, bytes: 0 });
  gate.enter(60);
  gate.enter(40);
  expect(() => gate.enter(1)).toThrow(expect.objectContaining({ code: 'overloaded' }));
});

test('a call that fails gives its place back', async () => {
  const store = createMemoryGalleryStore({ maxFacesPerGallery: 9 });
  const gate = createGate({ requests: 1, bytes: 1e6 });
  vi.spyOn(console, 'error').mockImplementation(() => {});
  const putGallery = () => Promise.reject(new Error('broken'));
  const { app } = fakeApp({ gates: { faces: gate, jobs: gate }, galleries: { ...store, putGallery } });
  for (let i = 0; i < 3; i++) expect((await call(app, 'PUT', '/v1/galleries/g', {})).status).toBe(500);
  expect(gate.load().requests).toBe(0);
});
