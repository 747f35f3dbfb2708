// Webhooks as callers of the Worker see them: a Durable Object a tenant holds them, and its alarm delivers.
import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { WebhookStore } from '../../functions/core/webhooks/store.ts';
import { signWebhook } from '../../functions/platform/webhook-signature.ts';
import {
  createObjectWebhooks,
  type WebhookEnv,
  WebhookObject,
} from '../../functions/platform/webhook-tenant-worker.ts';
import { createObjectWebhookStore } from '../../functions/platform/webhooks-object-worker.ts';
import { webhooksContract } from '../platform/webhooks.contract.ts';
import { answered } from './fixtures.ts';

afterEach(() => vi.restoreAllMocks());

const METHODS = [
  ...(['add', 'get', 'list', 'change', 'replaceSecrets', 'remove', 'enqueue', 'due', 'nextDue'] as const),
  ...(['claim', 'settle', 'deliveries', 'delivery', 'requeue', 'prune', 'close'] as const),
] satisfies readonly (keyof WebhookStore)[];

/** An object's storage is its own: every call goes inside. A Fault comes back as the object that it is. */
async function open(): Promise<WebhookStore> {
  const object = env.WEBHOOK.get(env.WEBHOOK.newUniqueId());
  const call = (method: keyof WebhookStore, given: readonly unknown[]) =>
    runInDurableObject(object, (_, { storage }) => {
      const store = createObjectWebhookStore({
        sql: storage.sql,
        transactionSync: (work) => storage.transactionSync(work),
      });
      return (store[method] as (...args: unknown[]) => Promise<unknown>)(...given);
    });
  return Object.fromEntries(
    METHODS.map((method) => [method, (...given: unknown[]) => call(method, given)]),
  ) as unknown as WebhookStore;
}

describe("webhooks in a Durable Object's SQLite", () => webhooksContract(open));

async function call(method: string, path: string, body?: object) {
  const response = await answered(
    () =>
      new Request(`https://likeness.example${path}`, {
        method,
        body: body && JSON.stringify(body),
        headers: body ? { 'Content-Type': 'application/json' } : {},
      }),
  );
  const text = await response.text();
  // biome-ignore lint/suspicious/noExplicitAny: what an answer holds is what the tests find out
  return { status: response.status, body: text ? (JSON.parse(text) as any) : undefined };
}

test('what happens in the Worker is delivered by the alarm, signed, and again when it failed', async () => {
  const made = await call('POST', '/v1/webhooks', {
    url: 'https://receiver.example/hook',
    events: ['gallery.deleted'],
  });
  expect(made.status).toBe(201);
  const path = `/v1/webhooks/${made.body.id}`;
  const requests: { url: string; init: RequestInit }[] = [];
  const statuses = [500, 302, 204];
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (url, init = {}) => {
    requests.push({ url: url as string, init }); // a Request would be the object's own
    return new Response(null, { status: statuses.shift() });
  });
  await call('PUT', '/v1/galleries/told');
  await call('DELETE', '/v1/galleries/told');
  const object = env.WEBHOOK.get(env.WEBHOOK.idFromName(JSON.stringify(['default'])));
  const [{ id }] = (await call('GET', `${path}/deliveries`)).body.deliveries;
  const delivery = async () => (await call('GET', `${path}/deliveries/${id}`)).body;
  await vi.waitFor(async () => {
    await runDurableObjectAlarm(object);
    expect((await delivery()).last_attempt).toMatchObject({ status_code: 500, error: 'status' });
  });
  expect(requests).toHaveLength(1);
  const [{ url, init }] = requests;
  const header = (name: string) => new Headers(init.headers).get(name) ?? '';
  const body = init.body as string;
  expect([url, init.redirect, header('webhook-id')]).toEqual(['https://receiver.example/hook', 'manual', id]);
  expect(JSON.parse(body)).toMatchObject({ id, type: 'gallery.deleted', data: { gallery: 'told' } });
  expect(header('webhook-signature')).toBe(
    await signWebhook(made.body.secret, `${id}.${header('webhook-timestamp')}.${body}`),
  );
  for (const status of [302, 204]) {
    expect((await call('POST', `${path}/deliveries/${id}/redeliver`)).status).toBe(202);
    await vi.waitFor(async () => {
      await runDurableObjectAlarm(object);
      expect((await delivery()).last_attempt.status_code).toBe(status);
    });
  }
  expect(await delivery()).toMatchObject({ status: 'delivered', next_attempt_at: null });
  for (const url of ['https://1.1.1.1/', 'https://[::1]/', 'https://localhost/', 'http://receiver.example/'])
    expect((await call('POST', '/v1/webhooks', { url })).body.code).toBe('webhook_url_refused');
  const theirs = { tenant: 'other', endpoint: made.body.id };
  await expect(createObjectWebhooks(env).get(theirs)).rejects.toMatchObject({ code: 'webhook_not_found' });
  expect((await call('DELETE', path)).status).toBe(204);
});

test('secrets are sealed where there is a master key, old ones by the next alarm, and a wrong one is told', async () => {
  const at = { tenant: 'sealing', endpoint: 'wh_1' };
  const base64 = (byte: number) => btoa(String.fromCharCode(...new Uint8Array(32).fill(byte)));
  const name = (text: string[]) => JSON.stringify(text);
  const mine = env.WEBHOOK.get(env.WEBHOOK.idFromName(name([at.tenant])));
  const keyHolder = env.GALLERY.get(env.GALLERY.idFromName(name([at.tenant])));
  /** The tenant's object as it is begun with this master key, on the same storage. */
  async function withKey<T>(
    key: string | undefined,
    work: (object: WebhookObject) => Promise<T>,
  ): Promise<T> {
    const change = { LIKENESS_MASTER_KEY: key, LIKENESS_LOG: 'off' };
    await runInDurableObject(keyHolder, (object) => {
      const its = object as unknown as { env: object };
      its.env = { ...its.env, ...change };
    });
    return runInDurableObject(mine, (object, state) => {
      const { env: own } = object as unknown as { env: WebhookEnv }; // the test's bindings are of another context
      vi.spyOn(state.storage, 'setAlarm').mockResolvedValue(); // the object itself is not to deliver beside it
      return work(new WebhookObject(state, { ...own, ...change }));
    });
  }
  const kept = () =>
    runInDurableObject(mine, (_, { storage }) =>
      storage.sql
        .exec<{ record: string }>('SELECT record FROM webhooks')
        .toArray()
        .map(({ record }) => record),
    );
  const signatures: string[] = [];
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (_, init = {}) => {
    signatures.push(new Headers(init.headers).get('webhook-signature')!);
    return new Response(null, { status: 204 });
  });
  const made = { url: 'https://receiver.example/hook', events: ['*'] as const, description: null };
  const told = async (object: WebhookObject, id: string) => {
    await object.publish(at.tenant, {
      id,
      type: 'gallery.deleted',
      createdAt: Date.now(),
      data: { gallery: 'g' },
    });
    await object.alarm();
    return value(await object.delivery({ ...at, event: id }));
  };

  const { secrets } = await withKey(undefined, async (object) => value(await object.create(at, made, false)));
  const [{ key: secret }] = secrets;
  expect((await kept()).join()).toContain(secret);
  await withKey(`old:${base64(1)}`, async (object) => {
    expect(await told(object, 'e1')).toMatchObject({ status: 'delivered' });
    expect(value(await object.create({ ...at, endpoint: 'wh_2' }, made, false)).secrets).toHaveLength(1);
    expect(value(await object.create(at, made, true)).secrets).toEqual(secrets);
  });
  expect((await kept()).length).toBe(2);
  expect((await kept()).join()).not.toMatch(/whsec|"key"/);
  expect(signatures).toHaveLength(1);
  for (const [id, wrong] of [undefined, `old:${base64(9)}`].entries()) {
    await withKey(wrong, async (object) => {
      expect(await told(object, `w${id}`)).toMatchObject({
        status: 'pending',
        last: { error: 'secret_sealed' },
      });
      expect(await object.rotate(at)).toMatchObject({ fault: { code: 'store_failed' } });
    });
  }
  expect(signatures).toHaveLength(1);
  await withKey(`new:${base64(2)},old:${base64(1)}`, async (object) => {
    expect(await told(object, 'e2')).toMatchObject({ status: 'delivered' });
  });
  await withKey(`new:${base64(2)}`, async (object) => {
    expect(value(await object.rotate(at)).secrets).toHaveLength(2);
    expect(await told(object, 'e3')).toMatchObject({ status: 'delivered' });
  });
  expect(signatures.filter((each) => each.includes(' '))).toHaveLength(1); // wh_1's, of two secrets
});

function value<T>(answer: { value: T } | { fault: { message: string } }): T {
  if ('fault' in answer) throw new Error(answer.fault.message);
  return answer.value;
}
