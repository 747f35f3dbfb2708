import { expect, test } from 'vitest';
import type { Events } from '../../functions/core/events/event.ts';
import { urlRefused } from '../../functions/core/webhooks/faults.ts';
import { call } from '../fakes/call.ts';
import { base64, fakeApp, picture } from '../fakes/faces.ts';
import { fakeWebhooks } from '../fakes/webhooks.ts';

function service() {
  const { webhooks, store } = fakeWebhooks({
    target(url) {
      if (url.startsWith('http:')) throw urlRefused('https is wanted');
      return url;
    },
  });
  const events: Events = webhooks;
  return { app: fakeApp({ webhooks, events }).app, store };
}

const HOOK = { url: 'https://example.com/hook', events: ['subject.enrolled'], description: 'to our backend' };

test('a webhook is made with a secret that is shown once, read, listed, changed and deleted', async () => {
  const { app } = service();
  const made = await call(app, 'POST', '/v1/webhooks', HOOK);
  expect(made.status).toBe(201);
  const { secret, old_secrets_until, ...webhook } = made.body;
  const path = `/v1/webhooks/${webhook.id}`;
  expect(made.headers.get('Location')).toBe(path);
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  expect(old_secrets_until).toBeNull();
  expect(webhook).toEqual({
    ...HOOK,
    id: expect.stringMatching(/^wh_id\d+$/),
    created_at: '2026-01-01T00:00:00.000Z',
    enabled: true,
    disabled_because: null,
    failing_since: null,
    dropped: 0,
  });
  expect((await call(app, 'GET', path)).body).toEqual(webhook);
  expect((await call(app, 'GET', '/v1/webhooks')).body).toEqual({ webhooks: [webhook] });
  const changed = await call(app, 'PATCH', path, { enabled: false, events: ['*', '*'] });
  expect(changed.body).toEqual({ ...webhook, events: ['*'], enabled: false, disabled_because: 'caller' });
  expect((await call(app, 'POST', `${path}/test`)).body).toMatchObject({
    code: 'webhook_disabled',
    reason: 'caller',
  });
  expect((await call(app, 'PATCH', path, { enabled: true })).body.enabled).toBe(true);
  const rotated = await call(app, 'POST', `${path}/rotate`);
  expect(rotated.body.secret).not.toBe(secret);
  expect(rotated.body.old_secrets_until).toBe('2026-01-02T00:00:00.000Z');
  expect((await call(app, 'DELETE', path)).status).toBe(204);
  expect((await call(app, 'GET', path)).body.code).toBe('webhook_not_found');
});

test('an enrolment is a delivery that can be watched and sent again', async () => {
  const { app, store } = service();
  const webhook = (await call(app, 'POST', '/v1/webhooks', HOOK)).body.id;
  const hook = `/v1/webhooks/${webhook}`;
  await call(app, 'PUT', '/v1/galleries/g');
  await call(app, 'POST', '/v1/galleries/g/subjects/ada/faces', { image: base64(picture(0)) });
  await call(app, 'DELETE', '/v1/galleries/g/subjects/ada'); // not asked for
  const { body } = await call(app, 'GET', `${hook}/deliveries`);
  expect(body).toMatchObject({
    next_cursor: null,
    deliveries: [{ type: 'subject.enrolled', status: 'pending' }],
  });
  const [{ id, next_attempt_at }] = body.deliveries;
  expect(next_attempt_at).toBe('2026-01-01T00:00:00.000Z');
  const key = { tenant: 'default', endpoint: webhook, event: id };
  const claimed = await store.claim(key, Date.UTC(2026, 0, 1), Date.UTC(2026, 0, 2));
  expect(JSON.parse(claimed!.body)).toMatchObject({
    id,
    tenant: 'default',
    data: { gallery: 'g', subject: 'ada' },
  });
  const last = { at: Date.UTC(2026, 0, 1), status: 503, error: 'status', ms: 3 } as const;
  await store.settle(key, { attempt: 1, last, status: 'dead', nextAt: 0, disable: null });
  const path = `${hook}/deliveries/${id}`;
  expect((await call(app, 'GET', path)).body).toMatchObject({
    status: 'dead',
    attempts: 1,
    next_attempt_at: null,
    last_attempt: { status_code: 503, error: 'status', duration_ms: 3 },
  });
  expect((await call(app, 'GET', `${hook}/deliveries?status=delivered`)).body.deliveries).toEqual([]);
  const again = await call(app, 'POST', `${path}/redeliver`);
  expect([again.status, again.body.status, again.body.attempts]).toEqual([202, 'pending', 0]);
  const tested = await call(app, 'POST', `${hook}/test`);
  expect([tested.status, tested.body.type]).toEqual([202, 'webhook.test']);
  expect((await call(app, 'GET', tested.headers.get('Location')!)).status).toBe(200);
  for (const gone of ['GET', 'POST'])
    expect(
      (await call(app, gone, `${hook}/deliveries/none${gone === 'POST' ? '/redeliver' : ''}`)).body.code,
    ).toBe('delivery_not_found');
});

test.each([
  [{}, 422, 'request_invalid'],
  [{ ...HOOK, url: 'http://10.0.0.1/' }, 422, 'webhook_url_refused'],
  [{ ...HOOK, events: [] }, 422, 'request_invalid'],
  [{ ...HOOK, events: ['subject.renamed'] }, 422, 'request_invalid'],
  [{ ...HOOK, secret: 'mine' }, 422, 'request_invalid'],
  [{ ...HOOK, description: 'x'.repeat(257) }, 422, 'request_invalid'],
  ['[', 400, 'request_malformed'],
])('%j is refused', async (request, status, code) => {
  const { app } = service();
  const refused = await call(app, 'POST', '/v1/webhooks', request);
  expect([refused.status, refused.body.code]).toEqual([status, code]);
  expect((await call(app, 'GET', '/v1/webhooks')).body.webhooks).toEqual([]);
});

test('there are 20 at most', async () => {
  const { app } = service();
  const statuses: number[] = [];
  for (let i = 0; i < 21; i++) statuses.push((await call(app, 'POST', '/v1/webhooks', HOOK)).status);
  expect(statuses.filter((status) => status === 201)).toHaveLength(20);
  expect(statuses.at(-1)).toBe(409);
  const [{ id }] = (await call(app, 'GET', '/v1/webhooks')).body.webhooks;
  expect((await call(app, 'GET', `/v1/webhooks/${id}/deliveries?cursor=x`)).status).toBe(422);
});

test('sent again with its idempotency key, a new webhook is one, with the same secret, unless it was deleted', async () => {
  const { app } = service();
  const send = () => call(app, 'POST', '/v1/webhooks', HOOK, { 'Idempotency-Key': 'k' });
  const first = await send();
  const second = await send();
  expect(second.headers.get('Idempotency-Replayed')).toBe('true');
  expect(second.body).toEqual(first.body);
  expect((await call(app, 'GET', '/v1/webhooks')).body.webhooks).toHaveLength(1);
  const path = `/v1/webhooks/${first.body.id}`;
  const tested = () => call(app, 'POST', `${path}/test`, undefined, { 'Idempotency-Key': 't' });
  expect((await tested()).body.id).toBe((await tested()).body.id);
  expect((await call(app, 'GET', `${path}/deliveries`)).body.deliveries).toHaveLength(1);
  await call(app, 'DELETE', path);
  expect((await send()).body.code).toBe('webhook_not_found');
});
