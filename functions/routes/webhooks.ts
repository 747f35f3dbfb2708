// Webhooks: registered, changed, given a new secret, tried out, and what became of every delivery.
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { Deps } from '../core/ports.ts';
import type { EndpointKey } from '../core/webhooks/store.ts';
import { NextCursor } from '../http/answers.ts';
import { body, json, made, none } from '../http/contract.ts';
import type { App, Env } from '../http/env.ts';
import { fails } from '../http/failures.ts';
import { idempotent, onceOf } from '../http/idempotency.ts';
import { readUpload } from '../http/upload.ts';
import {
  DeliveryAnswer,
  deliveryAnswer,
  secretAnswer,
  WebhookAnswer,
  WebhookWithSecret,
  webhookAnswer,
} from '../http/webhook-answers.ts';
import {
  DeliveriesQuery,
  DeliveryPath,
  NewWebhookRequest,
  WebhookPath,
  WebhookRequest,
} from '../http/webhook-schema.ts';

export function webhooks(tools: Pick<Deps, 'webhooks' | 'idempotency' | 'now' | 'randomId'>): App {
  const { webhooks } = tools;
  const app = new OpenAPIHono<Env>();
  const at = (c: { get(key: 'tenant'): string }, webhook: string): EndpointKey => ({
    tenant: c.get('tenant'),
    endpoint: webhook,
  });

  const create = createRoute({
    method: 'post',
    path: '/',
    summary: 'Be told of events by signed requests to a URL; the answer shows the secret, once',
    middleware: idempotent(tools),
    request: { body: body(app, 'NewWebhookRequest', NewWebhookRequest, 'json') },
    responses: {
      201: made(WebhookWithSecret, 'It hears from now on.'),
      default: fails('webhook_url_refused', 'webhooks_full', 'webhook_not_found', 'store_failed'),
    },
  });
  app.openapi(create, async (c) => {
    const { newId, again } = onceOf(c, tools);
    const asked = await readUpload(c, NewWebhookRequest);
    const created = await webhooks.create(at(c, `wh_${newId()}`), asked, again);
    c.header('Location', `/v1/webhooks/${created.webhook.id}`);
    return c.json(secretAnswer(created), 201);
  });

  const list = createRoute({
    method: 'get',
    path: '/',
    summary: 'Webhooks, oldest first; there are 20 at most',
    responses: { 200: json(WebhookList, 'All of them.'), default: fails('store_failed') },
  });
  app.openapi(list, async (c) =>
    c.json({ webhooks: (await webhooks.list(c.get('tenant'))).map(webhookAnswer) }, 200),
  );

  const get = createRoute({
    method: 'get',
    path: '/{webhook}',
    summary: 'Read a webhook',
    request: { params: WebhookPath },
    responses: {
      200: json(WebhookAnswer, 'The webhook, without its secret.'),
      default: fails('webhook_not_found', 'store_failed'),
    },
  });
  app.openapi(get, async (c) =>
    c.json(webhookAnswer(await webhooks.get(at(c, c.req.valid('param').webhook))), 200),
  );

  const change = createRoute({
    method: 'patch',
    path: '/{webhook}',
    summary: 'Change its URL, events or description; disable or enable it',
    request: { params: WebhookPath, body: body(app, 'WebhookRequest', WebhookRequest, 'json') },
    responses: {
      200: json(WebhookAnswer, 'The webhook as it is now.'),
      default: fails('webhook_not_found', 'webhook_url_refused', 'store_failed'),
    },
  });
  app.openapi(change, async (c) => {
    const { enabled, ...fields } = await readUpload(c, WebhookRequest);
    const disabled = enabled === undefined ? undefined : enabled ? null : ('caller' as const);
    const changed = await webhooks.change(at(c, c.req.valid('param').webhook), { ...fields, disabled });
    return c.json(webhookAnswer(changed), 200);
  });

  const remove = createRoute({
    method: 'delete',
    path: '/{webhook}',
    summary: 'Be told no more; what waits is not sent',
    request: { params: WebhookPath },
    responses: {
      204: none('It is gone, with its deliveries.'),
      default: fails('webhook_not_found', 'store_failed'),
    },
  });
  app.openapi(remove, async (c) => {
    await webhooks.delete(at(c, c.req.valid('param').webhook));
    return c.body(null, 204);
  });

  const rotate = createRoute({
    method: 'post',
    path: '/{webhook}/rotate',
    summary: 'A new secret; for 24 hours the old one signs beside it',
    request: { params: WebhookPath },
    responses: {
      200: json(WebhookWithSecret, 'The new secret, shown this once.'),
      default: fails('webhook_not_found', 'store_failed'),
    },
  });
  app.openapi(rotate, async (c) =>
    c.json(secretAnswer(await webhooks.rotate(at(c, c.req.valid('param').webhook))), 200),
  );

  const test = createRoute({
    method: 'post',
    path: '/{webhook}/test',
    summary: 'Send a message of type webhook.test, once',
    middleware: idempotent(tools),
    request: { params: WebhookPath },
    responses: {
      202: made(DeliveryAnswer, 'It is queued; read the delivery for how it went.'),
      default: fails('webhook_not_found', 'webhook_disabled', 'store_failed'),
    },
  });
  app.openapi(test, async (c) => {
    const { webhook } = c.req.valid('param');
    const delivery = await webhooks.test(at(c, webhook), `evt_${onceOf(c, tools).newId()}`);
    c.header('Location', `/v1/webhooks/${webhook}/deliveries/${delivery.event}`);
    return c.json(deliveryAnswer(delivery), 202);
  });

  const deliveries = createRoute({
    method: 'get',
    path: '/{webhook}/deliveries',
    summary: 'What was sent, what waits and what is dead, newest first, in pages',
    request: { params: WebhookPath, query: DeliveriesQuery },
    responses: { 200: json(DeliveryPage, 'A page.'), default: fails('webhook_not_found', 'store_failed') },
  });
  app.openapi(deliveries, async (c) => {
    const page = await webhooks.deliveries(at(c, c.req.valid('param').webhook), c.req.valid('query'));
    return c.json({ deliveries: page.items.map(deliveryAnswer), next_cursor: page.cursor }, 200);
  });

  const delivery = createRoute({
    method: 'get',
    path: '/{webhook}/deliveries/{delivery}',
    summary: 'How one delivery went',
    request: { params: DeliveryPath },
    responses: {
      200: json(DeliveryAnswer, 'The delivery.'),
      default: fails('webhook_not_found', 'delivery_not_found', 'store_failed'),
    },
  });
  app.openapi(delivery, async (c) => {
    const { webhook, delivery } = c.req.valid('param');
    return c.json(deliveryAnswer(await webhooks.delivery({ ...at(c, webhook), event: delivery })), 200);
  });

  const redeliver = createRoute({
    method: 'post',
    path: '/{webhook}/deliveries/{delivery}/redeliver',
    summary: 'The same message once more, under the same webhook-id',
    request: { params: DeliveryPath },
    responses: {
      202: json(DeliveryAnswer, 'It is queued.'),
      default: fails('webhook_not_found', 'delivery_not_found', 'webhook_disabled', 'store_failed'),
    },
  });
  app.openapi(redeliver, async (c) => {
    const { webhook, delivery } = c.req.valid('param');
    return c.json(deliveryAnswer(await webhooks.redeliver({ ...at(c, webhook), event: delivery })), 202);
  });

  return app;
}

const WebhookList = z.object({ webhooks: z.array(WebhookAnswer) });

const DeliveryPage = z.object({ deliveries: z.array(DeliveryAnswer), next_cursor: NextCursor });
