// Webhooks as callers of the Worker see them: a Durable Object a tenant holds them, and its alarm delivers.
import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { WebhookStore } from '../../functions/core/webhooks/store.ts';
import { signWebhook } from '../../functions/platform/webhook-signature.ts';
import { createObjectWebhooks } from '../../functions/platform/webhook-tenant-worker.ts';
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
