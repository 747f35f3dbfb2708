// The law of the webhook store's port: every adapter runs these claims, in its own runtime.
import { expect, test } from 'vitest';
import type { Endpoint, Message, Settled, WebhookStore } from '../../functions/core/webhooks/store.ts';

type OpenWebhooks = () => Promise<WebhookStore>;

const tenant = 'acme';
const at = { tenant, endpoint: 'wh_1' };
const MANY = 1_000;

function endpoint(change: Partial<Endpoint> = {}): Endpoint {
  return {
    id: 'wh_1',
    url: 'https://example.com/hook',
    events: ['subject.enrolled', 'style.failed'],
    description: 'für Ada',
    createdAt: 1_700_000_000_000,
    disabled: null,
    failingSince: null,
    dropped: 0,
    secrets: '["s"]',
    ...change,
  };
}

function message(id: string, change: Partial<Message> = {}): Message {
  const body = JSON.stringify({ id, text: 'ä"\\' });
  return { id, type: 'subject.enrolled', body, createdAt: 1_000, topic: null, supersedes: null, ...change };
}

const failed = { at: 1_200, status: 500, error: 'status', ms: 12 } as const;
const well = { at: 1_300, status: 204, error: null, ms: 7 } as const;

function settled(attempt: number, change: Partial<Settled> = {}): Settled {
  return { attempt, last: failed, status: 'pending', nextAt: 9_000, disable: null, ...change };
}

export function webhooksContract(open: OpenWebhooks): void {
  /** With wh_1, and these messages queued for it. */
  async function opened(...messages: readonly Message[]): Promise<WebhookStore> {
    const store = await open();
    await store.add(tenant, endpoint(), MANY);
    for (const each of messages) await store.enqueue(tenant, each, ['wh_1'], MANY);
    return store;
  }

  test('an endpoint is what it was made with, its tenant alone has it, and there are no more than so many', async () => {
    const store = await open();
    expect(await store.add(tenant, endpoint(), 2)).toBe(true);
    expect(
      await store.add(tenant, endpoint({ id: 'wh_0', createdAt: 1_800_000_000_000, events: ['*'] }), 2),
    ).toBe(true);
    expect(await store.add(tenant, endpoint({ id: 'wh_2' }), 2)).toBe(false);
    expect(await store.add('other', endpoint({ id: 'wh_2' }), 2)).toBe(true);
    expect(await store.get(at)).toEqual(endpoint());
    expect(await store.get({ tenant: 'other', endpoint: 'wh_1' })).toBeUndefined();
    expect((await store.list(tenant)).map(({ id, events }) => [id, events])).toEqual([
      ['wh_1', ['subject.enrolled', 'style.failed']],
      ['wh_0', ['*']],
    ]);
    expect((await store.list('nobody')).length).toBe(0);
  });

  test('a change changes what it names, secrets only while they are those that were read', async () => {
    const store = await opened();
    expect(await store.change(at, { url: 'https://b.example/' })).toEqual(
      endpoint({ url: 'https://b.example/' }),
    );
    expect(await store.change(at, { description: null, events: ['*'], disabled: 'caller' })).toMatchObject({
      url: 'https://b.example/',
      description: null,
      events: ['*'],
      disabled: 'caller',
    });
    expect(await store.change(at, {})).toMatchObject({ disabled: 'caller' });
    expect(await store.change({ ...at, tenant: 'other' }, { url: 'x' })).toBeUndefined();
    expect(await store.replaceSecrets(at, 'else', '["t"]')).toBe(false);
    expect(await store.replaceSecrets({ ...at, tenant: 'other' }, '["s"]', '["t"]')).toBe(false);
    expect(await store.replaceSecrets(at, '["s"]', '["t"]')).toBe(true);
    expect((await store.get(at))?.secrets).toBe('["t"]');
  });

  test('a message is queued once an endpoint, for those that are there, and is due at once', async () => {
    const store = await opened();
    await store.add(tenant, endpoint({ id: 'wh_2' }), MANY);
    await store.add('other', endpoint({ id: 'wh_3' }), MANY);
    for (let twice = 0; twice < 2; twice++)
      await store.enqueue(tenant, message('e'), ['wh_1', 'wh_2', 'wh_3', 'gone'], MANY);
    expect(await store.due(999, 9, [])).toEqual([]);
    expect(await store.due(1_000, 9, [])).toHaveLength(2);
    expect(await store.due(1_000, 1, [])).toHaveLength(1);
    expect(await store.due(1_000, 9, ['wh_1'])).toEqual([
      { tenant, endpoint: 'wh_2', event: 'e', failing: false },
    ]);
    expect(await store.nextDue()).toBe(1_000);
    expect(await store.delivery({ ...at, event: 'e' })).toEqual({
      event: 'e',
      type: 'subject.enrolled',
      status: 'pending',
      attempts: 0,
      createdAt: 1_000,
      nextAt: 1_000,
      last: null,
    });
  });

  test('of several that claim one, one gets it, with all that an attempt needs, until its time is over', async () => {
    const key = { ...at, event: 'e' };
    const store = await opened(message('e'));
    expect(await store.claim(key, 999, 5_000)).toBeUndefined();
    const claims = await Promise.all([1, 2, 3].map(() => store.claim(key, 1_000, 5_000)));
    const got = { type: 'subject.enrolled', body: message('e').body, attempts: 1, secrets: '["s"]' };
    expect(claims.filter(Boolean)).toEqual([{ ...got, url: endpoint().url, failingSince: null }]);
    expect(await store.due(4_999, 9, [])).toEqual([]);
    expect(await store.nextDue()).toBe(5_000);
    expect(await store.claim(key, 5_000, 9_000)).toMatchObject({ attempts: 2 });
    await store.settle(key, settled(1, { last: well, status: 'delivered' })); // the first comes back late
    expect(await store.delivery(key)).toMatchObject({ status: 'pending', attempts: 2, last: null });
    expect(await store.claim({ ...key, tenant: 'other' }, 9_000, 9_001)).toBeUndefined();
  });

  test('an attempt that ended is noted, with the endpoint that fails, until one gets through', async () => {
    const [a, b] = ['a', 'b'].map((event) => ({ ...at, event }));
    const store = await opened(message('a'), message('b'));
    await store.claim(a, 1_000, 5_000);
    await store.settle(a, settled(1));
    expect(await store.delivery(a)).toMatchObject({
      status: 'pending',
      attempts: 1,
      nextAt: 9_000,
      last: failed,
    });
    expect((await store.get(at))?.failingSince).toBe(1_200);
    expect(await store.due(1_000, 9, [])).toEqual([{ ...b, failing: true }]);
    expect(await store.claim(b, 1_000, 5_000)).toMatchObject({ failingSince: 1_200 });
    const unreached = { at: 1_250, status: null, error: 'timeout', ms: 15_000 } as const;
    await store.settle(b, settled(1, { last: unreached, status: 'dead' }));
    expect((await store.get(at))?.failingSince).toBe(1_200);
    expect(await store.delivery(b)).toMatchObject({ status: 'dead', last: unreached });
    await store.claim(a, 9_000, 9_500);
    await store.settle(a, settled(2, { last: well, status: 'delivered' }));
    expect(await store.delivery(a)).toMatchObject({ status: 'delivered', attempts: 2, last: well });
    expect((await store.get(at))?.failingSince).toBeNull();
    expect(await store.due(99_000, 9, [])).toEqual([]);
    expect(await store.nextDue()).toBeUndefined();
  });

  test('a disabled endpoint is sent nothing, keeps what waits, and goes on when it is enabled', async () => {
    const store = await opened(message('a'), message('b'));
    const a = { ...at, event: 'a' };
    await store.claim(a, 1_000, 5_000);
    await store.settle(a, settled(1, { status: 'dead', disable: 'gone' }));
    expect(await store.get(at)).toMatchObject({ disabled: 'gone', failingSince: 1_200 });
    expect(await store.due(9_999, 9, [])).toEqual([]);
    expect(await store.nextDue()).toBeUndefined();
    expect(await store.claim({ ...at, event: 'b' }, 9_999, 10_000)).toBeUndefined();
    expect(await store.change(at, { disabled: null })).toMatchObject({ disabled: null, failingSince: null });
    expect(await store.due(9_999, 9, [])).toEqual([{ ...at, event: 'b', failing: false }]);
  });

  test('what is dead or delivered may be queued again, the same message', async () => {
    const key = { ...at, event: 'a' };
    const store = await opened(message('a'));
    await store.claim(key, 1_000, 5_000);
    await store.settle(key, settled(1, { status: 'dead' }));
    expect(await store.requeue({ ...key, event: 'none' }, 7_000)).toBe(false);
    expect(await store.requeue({ ...key, tenant: 'other' }, 7_000)).toBe(false);
    expect(await store.requeue(key, 7_000)).toBe(true);
    expect(await store.delivery(key)).toMatchObject({
      status: 'pending',
      attempts: 0,
      nextAt: 7_000,
      last: failed,
    });
    expect(await store.claim(key, 7_000, 9_000)).toMatchObject({ attempts: 1, body: message('a').body });
  });

  test('later news of a topic takes the place of what waits; other topics and endpoints keep theirs', async () => {
    const progress = (id: string, topic: string) => message(id, { topic, supersedes: topic });
    const store = await opened(progress('p1', 'x'), progress('q1', 'y'), message('m'), progress('p2', 'x'));
    await store.add(tenant, endpoint({ id: 'wh_2' }), MANY);
    await store.enqueue(tenant, progress('p1', 'x'), ['wh_2'], MANY);
    const waiting = async () => (await store.due(1_000, 9, ['wh_2'])).map(({ event }) => event);
    expect(await waiting()).toEqual(['m', 'p2', 'q1']);
    await store.enqueue(tenant, message('end', { supersedes: 'x' }), ['wh_1'], MANY);
    expect(await waiting()).toEqual(['end', 'm', 'q1']);
    expect(await store.due(1_000, 9, ['wh_1'])).toHaveLength(1);
  });

  test('a full queue takes no more and counts what it did not take; what has ended does not fill it', async () => {
    const store = await opened(message('a'), message('b'));
    await store.enqueue(tenant, message('c'), ['wh_1'], 2);
    expect(await store.get(at)).toMatchObject({ dropped: 1 });
    expect(await store.delivery({ ...at, event: 'c' })).toBeUndefined();
    await store.claim({ ...at, event: 'a' }, 1_000, 5_000);
    await store.settle({ ...at, event: 'a' }, settled(1, { status: 'dead' }));
    await store.enqueue(tenant, message('d'), ['wh_1'], 2);
    expect(await store.delivery({ ...at, event: 'd' })).toMatchObject({ status: 'pending' });
  });

  test('deliveries come newest first, in pages that neither repeat nor miss one, of one status or of all', async () => {
    const times = [3, 1, 2, 2, 2, 5, 4];
    const store = await opened(...times.map((time, i) => message(`e${i}`, { createdAt: time })));
    await store.claim({ ...at, event: 'e2' }, 1_000, 5_000);
    await store.settle({ ...at, event: 'e2' }, settled(1, { status: 'dead' }));
    const all = ['e5', 'e6', 'e0', 'e4', 'e3', 'e2', 'e1'];
    for (const limit of [1, 2, 3, 7, 8]) {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await store.deliveries(at, { limit, cursor });
        seen.push(...page.items.map(({ event }) => event));
        cursor = page.cursor ?? undefined;
      } while (cursor);
      expect(seen).toEqual(all);
    }
    const dead = await store.deliveries(at, { limit: 9, status: 'dead' });
    expect([dead.items.map(({ event }) => event), dead.cursor]).toEqual([['e2'], null]);
    expect((await store.deliveries({ ...at, tenant: 'other' }, { limit: 9 })).items).toEqual([]);
    await expect(store.deliveries(at, { limit: 9, cursor: 'nonsense' })).rejects.toMatchObject({
      code: 'request_invalid',
    });
  });

  test('of what has ended the newest are kept, and none that is too old; what waits is not touched', async () => {
    const store = await opened(...[1, 2, 3, 4, 5].map((time) => message(`e${time}`, { createdAt: time })));
    for (const [event, status] of [
      ['e1', 'dead'],
      ['e2', 'delivered'],
      ['e3', 'delivered'],
      ['e4', 'delivered'],
    ] as const) {
      await store.claim({ ...at, event }, 1_000, 5_000);
      await store.settle({ ...at, event }, settled(1, { status }));
    }
    const left = async () => (await store.deliveries(at, { limit: 9 })).items.map(({ event }) => event);
    await store.prune({ each: 2, since: 1 });
    expect(await left()).toEqual(['e5', 'e4', 'e3', 'e1']);
    await store.prune({ each: 2, since: 4 });
    expect(await left()).toEqual(['e5', 'e4']);
  });

  test('an endpoint that is removed takes its deliveries along, and no other', async () => {
    const store = await opened(message('a'));
    await store.add('other', endpoint(), MANY);
    await store.enqueue('other', message('a'), ['wh_1'], MANY);
    expect(await store.remove(at)).toBe(true);
    expect(await store.remove(at)).toBe(false);
    expect(await store.get(at)).toBeUndefined();
    expect(await store.delivery({ ...at, event: 'a' })).toBeUndefined();
    expect(await store.due(9_000, 9, [])).toEqual([
      { tenant: 'other', endpoint: 'wh_1', event: 'a', failing: false },
    ]);
    await store.settle({ ...at, event: 'a' }, settled(1));
  });
}
