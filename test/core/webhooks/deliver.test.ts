// Attempts, signatures and what becomes of a message, with a clock that the test moves.
import { Webhook } from 'standardwebhooks';
import { afterEach, expect, test, vi } from 'vitest';
import type { Event } from '../../../functions/core/events/event.ts';
import { deliver, type Send, type Sent } from '../../../functions/core/webhooks/deliver.ts';
import { createDeliveries } from '../../../functions/core/webhooks/deliveries.ts';
import { signWebhook } from '../../../functions/platform/webhook-signature.ts';
import { fakeWebhooks } from '../../fakes/webhooks.ts';

afterEach(() => vi.useRealTimers());

const START = Date.UTC(2026, 0, 1);
const OK: Sent = { status: 204, retryAfterMs: 0 };
const BROKEN: Sent = { status: 500, retryAfterMs: 0 };
const HOUR = 3_600_000;

const forgotten = (id = 'evt_1'): Event => ({
  id,
  type: 'subject.forgotten',
  createdAt: START,
  data: { gallery: 'g', subject: 'ada', forgotten_faces: 2 },
});

/** A webhook, and a receiver that answers what the test says next; jitter is none. */
async function service(answers: Sent[] | (() => Sent) = []) {
  let time = START;
  const requests: Parameters<Send>[0][] = [];
  const { webhooks, store } = fakeWebhooks({ now: () => time });
  const at = { tenant: 't', endpoint: 'wh_1' };
  const made = { url: 'https://example.com/hook', events: ['*'] as const, description: null };
  const { secrets } = await webhooks.create(at, made, false);
  const send: Send = async (request) => {
    requests.push(request);
    return typeof answers === 'function' ? answers() : (answers.shift() ?? OK);
  };
  const tools = { store, send, sign: signWebhook, now: () => time, random: () => 0 };
  /** Everything that is due. */
  async function attempt() {
    for (const key of await store.due(time, 99, [])) await deliver(tools, key);
  }
  return {
    ...{ webhooks, store, at, tools, requests, attempt },
    secret: secrets[0].key,
    now: () => time,
    pass: (ms: number) => {
      time += ms;
    },
    delivery: (event = 'evt_1') => webhooks.delivery({ ...at, event }),
  };
}

test("the signature is that of the standard's own example", async () => {
  const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
  const text = 'msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.{"test": 2432232314}';
  expect(await signWebhook(secret, text)).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
});

test('the library of the standard verifies what is sent, and refuses it changed, late or by another secret', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: START });
  const { webhooks, requests, attempt, secret } = await service();
  await webhooks.publish('t', forgotten());
  await attempt();
  const [{ body, headers, url }] = requests;
  expect(url).toBe('https://example.com/hook');
  expect(headers).toMatchObject({ 'webhook-id': 'evt_1', 'webhook-timestamp': `${START / 1000}` });
  const verify = (text: string, by = secret) => new Webhook(by).verify(text, headers);
  expect(verify(body)).toEqual({
    id: 'evt_1',
    type: 'subject.forgotten',
    timestamp: '2026-01-01T00:00:00.000Z',
    tenant: 't',
    data: { gallery: 'g', subject: 'ada', forgotten_faces: 2 },
  });
  expect(() => verify(body.replace('ada', 'eve'))).toThrow('No matching signature');
  expect(() => verify(body, 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw')).toThrow('No matching signature');
  vi.setSystemTime(START + 6 * 60_000);
  expect(() => verify(body)).toThrow('too old');
});

test('after a rotation both secrets verify for a day, then the new one alone; no answer shows one again', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: START });
  const { webhooks, requests, attempt, secret, at, pass } = await service();
  const { secrets } = await webhooks.rotate(at);
  expect(secrets[0].key).not.toBe(secret);
  const send = async (id: string) => {
    await webhooks.publish('t', forgotten(id));
    await attempt();
    return requests.at(-1)!;
  };
  const both = await send('evt_1');
  expect(both.headers['webhook-signature'].split(' ')).toHaveLength(2);
  for (const each of [secret, secrets[0].key]) new Webhook(each).verify(both.body, both.headers);
  pass(24 * HOUR);
  vi.setSystemTime(START + 24 * HOUR);
  const one = await send('evt_2');
  new Webhook(secrets[0].key).verify(one.body, one.headers);
  expect(() => new Webhook(secret).verify(one.body, one.headers)).toThrow('No matching signature');
  expect(JSON.stringify([await webhooks.get(at), await webhooks.list('t')])).not.toMatch(/whsec|secret/);
  for (let i = 0; i < 9; i++) expect((await webhooks.rotate(at)).secrets.length).toBeLessThanOrEqual(3);
});

test('what fails is sent again by the schedule of the standard, the same bytes under the same id, and then is dead', async () => {
  const { webhooks, requests, attempt, pass, delivery, at, now } = await service(() => BROKEN);
  await webhooks.publish('t', forgotten());
  const delays: number[] = [];
  for (;;) {
    await attempt();
    const { status, nextAt } = await delivery();
    if (status === 'dead') break;
    delays.push(nextAt - now());
    pass(nextAt - now() - 1);
    const before = requests.length;
    await attempt();
    expect(requests.length).toBe(before); // not a millisecond early
    pass(1);
  }
  const hours = [2, 5, 10, 14, 20, 24].map((each) => each * HOUR);
  expect(delays).toEqual([5_000, 300_000, 1_800_000, ...hours]);
  expect(requests).toHaveLength(10);
  expect(new Set(requests.map(({ body, headers }) => body + headers['webhook-id'])).size).toBe(1);
  expect(new Set(requests.map(({ headers }) => headers['webhook-timestamp'])).size).toBe(10);
  expect(await delivery()).toMatchObject({ attempts: 10, last: { status: 500, error: 'status' } });
  expect((await webhooks.get(at)).failingSince).toBe(START);
});

test('a dead letter is delivered again when that is asked for', async () => {
  const { webhooks, attempt, delivery, at, requests } = await service([{ status: 410, retryAfterMs: 0 }]);
  await webhooks.publish('t', forgotten());
  await attempt();
  expect(await delivery()).toMatchObject({ status: 'dead', attempts: 1 });
  expect(await webhooks.get(at)).toMatchObject({ disabled: 'gone' });
  const again = { ...at, event: 'evt_1' };
  await expect(webhooks.redeliver(again)).rejects.toMatchObject({ code: 'webhook_disabled' });
  await webhooks.publish('t', forgotten('evt_2')); // nobody hears it
  await webhooks.change(at, { disabled: null });
  expect(await webhooks.redeliver(again)).toMatchObject({ status: 'pending', attempts: 0 });
  await attempt();
  expect(await delivery()).toMatchObject({ status: 'delivered', attempts: 1, last: { status: 204 } });
  expect(requests.map(({ headers }) => headers['webhook-id'])).toEqual(['evt_1', 'evt_1']);
});

test('jitter makes a delay longer by a fifth at most, and Retry-After is kept to within a day', async () => {
  for (const [random, retryAfterMs, wanted] of [
    [1, 0, 6_000],
    [0, 60_000, 60_000],
    [0, 1e12, 24 * HOUR],
  ]) {
    const { webhooks, tools, at, delivery } = await service(() => ({ status: 429, retryAfterMs }));
    await webhooks.publish('t', forgotten());
    await deliver({ ...tools, random: () => random }, { ...at, event: 'evt_1' });
    expect((await delivery()).nextAt - START).toBe(wanted);
  }
});

test('redirects and refused addresses are failures, named', async () => {
  for (const [sent, last] of [
    [
      { status: 302, retryAfterMs: 0 },
      { status: 302, error: 'redirected' },
    ],
    [{ error: 'address_refused' }, { status: null, error: 'address_refused' }],
    [{ error: 'timeout' }, { status: null, error: 'timeout' }],
  ] as [Sent, object][]) {
    const { webhooks, attempt, delivery } = await service([sent]);
    await webhooks.publish('t', forgotten());
    await attempt();
    expect(await delivery()).toMatchObject({ status: 'pending', last });
  }
});

test('an endpoint to which nothing got through for five days is disabled', async () => {
  const { webhooks, attempt, pass, at } = await service(() => BROKEN);
  await webhooks.publish('t', forgotten());
  await attempt();
  pass(5 * 24 * HOUR - 1);
  await attempt();
  expect((await webhooks.get(at)).disabled).toBeNull();
  pass(5 * 24 * HOUR);
  await attempt();
  expect((await webhooks.get(at)).disabled).toBe('failing');
});

test('a test is sent once, to endpoints of any type, and says nothing', async () => {
  const { webhooks, attempt, at, requests } = await service(() => BROKEN);
  await webhooks.change(at, { events: ['gallery.deleted'] });
  const { event } = await webhooks.test(at, 'evt_test');
  await attempt();
  expect(JSON.parse(requests[0].body)).toMatchObject({
    type: 'webhook.test',
    data: { webhook: at.endpoint },
  });
  expect(await webhooks.delivery({ ...at, event })).toMatchObject({ status: 'dead', attempts: 1 });
});

test('only those hear that asked, of their own tenant', async () => {
  const { webhooks, attempt, requests, at } = await service();
  await webhooks.change(at, { events: ['style.failed', 'subject.forgotten'] });
  const theirs = { url: 'https://other.example/', events: ['*'] as const, description: null };
  await webhooks.create({ tenant: 'other', endpoint: 'wh_2' }, theirs, false);
  await webhooks.publish('t', forgotten());
  await webhooks.publish('t', { id: 'e', type: 'gallery.deleted', createdAt: START, data: { gallery: 'g' } });
  await attempt();
  expect(requests.map(({ url }) => url)).toEqual(['https://example.com/hook']);
});

test("a tenant's calls on another's webhooks find nothing, whichever they are", async () => {
  const { webhooks, at } = await service();
  await webhooks.publish('t', forgotten());
  const theirs = { ...at, tenant: 'other' };
  const delivery = { ...theirs, event: 'evt_1' };
  for (const call of [
    () => webhooks.get(theirs),
    () => webhooks.change(theirs, { description: 'mine' }),
    () => webhooks.delete(theirs),
    () => webhooks.rotate(theirs),
    () => webhooks.test(theirs, 'evt_test'),
    () => webhooks.deliveries(theirs, { limit: 9 }),
    () => webhooks.delivery(delivery),
    () => webhooks.redeliver(delivery),
  ])
    await expect(call()).rejects.toMatchObject({ code: 'webhook_not_found' });
  expect(await webhooks.list('other')).toEqual([]);
  expect(await webhooks.get(at)).toMatchObject({ description: null });
});

test('an endpoint that hangs has few attempts under way, and the others are delivered beside it', async () => {
  const { webhooks, tools, requests } = await service();
  const hanging = { url: 'https://slow.example/', events: ['style.failed'] as const, description: null };
  await webhooks.create({ tenant: 't', endpoint: 'wh_2' }, hanging, false);
  const slow: (() => void)[] = [];
  const send: Send = ({ url, ...request }) => {
    requests.push({ url, ...request });
    if (url !== 'https://slow.example/') return Promise.resolve(OK);
    return new Promise((resolve) => slow.push(() => resolve({ error: 'timeout' })));
  };
  const data = {
    style: 's',
    kind: 'style',
    iteration: 1,
    iterations: 1,
    evaluations: 1,
    total: 1,
    code: 'x',
  };
  for (let i = 0; i < 150; i++)
    await webhooks.publish('t', { id: `f${i}`, type: 'style.failed', createdAt: START - 1_000, data });
  await webhooks.publish('t', forgotten());
  const { stop, wake } = createDeliveries({ ...tools, send, later: () => () => {}, report: () => {} });
  const sentTo = (url: string) => requests.filter((each) => each.url === url).length;
  for (let turn = 0; turn < 10_000 && sentTo('https://example.com/hook') < 151; turn++)
    await new Promise((resolve) => setImmediate(resolve));
  expect(sentTo('https://example.com/hook')).toBe(151);
  expect(sentTo('https://slow.example/')).toBe(4);
  for (const answer of slow.splice(0)) answer();
  for (let turn = 0; turn < 10_000 && slow.length === 0; turn++)
    await new Promise((resolve) => setImmediate(resolve));
  wake();
  for (let turn = 0; turn < 100; turn++) await new Promise((resolve) => setImmediate(resolve));
  expect(slow.length).toBe(1); // one at a time, now that it fails
  for (const answer of slow.splice(0)) answer();
  const stopped = stop();
  for (const answer of slow.splice(0)) answer();
  await stopped;
});
