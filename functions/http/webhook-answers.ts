// Webhooks and their deliveries as their owner sees them; a secret only in the answer to the call that made it.
import { z } from '@hono/zod-openapi';
import type { Secret } from '../core/webhooks/secrets.ts';
import type { Delivery } from '../core/webhooks/store.ts';
import type { Webhook, WithSecrets } from '../core/webhooks/webhooks.ts';
import { timeAnswer } from './answers.ts';
import { EventFilter, STATUSES } from './webhook-schema.ts';

export const WebhookAnswer = z
  .object({
    id: z.string(),
    url: z.string(),
    events: z.array(EventFilter),
    description: z.string().nullable(),
    created_at: z.string(),
    enabled: z.boolean(),
    disabled_because: z.enum(['caller', 'gone', 'failing']).nullable().openapi({
      description: '`gone`: it answered 410. `failing`: nothing got through for five days.',
    }),
    failing_since: z
      .string()
      .nullable()
      .openapi({ description: 'Since when every attempt has failed; null when the last one did not.' }),
    dropped: z
      .number()
      .openapi({ description: 'Events that were not queued because 10,000 waited already.' }),
  })
  .openapi('Webhook');

export const WebhookWithSecret = WebhookAnswer.extend({
  secret: z.string().openapi({
    description: 'Shown this once: `whsec_` and the base64 of 32 bytes.',
    example: 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD',
  }),
  old_secrets_until: z.string().nullable().openapi({
    description: 'Until then the secret before signs beside the new one; null when there is none.',
  }),
}).openapi('WebhookWithSecret');

export const DeliveryAnswer = z
  .object({
    id: z.string().openapi({ description: 'The event: what the receiver sees as webhook-id.' }),
    type: z.string(),
    status: z
      .enum(STATUSES)
      .openapi({ description: '`dead`: no attempt is left; it can be delivered again.' }),
    attempts: z.number(),
    created_at: z.string(),
    next_attempt_at: z.string().nullable(),
    last_attempt: z
      .object({
        at: z.string(),
        status_code: z.number().nullable(),
        error: z
          .enum([
            'timeout',
            'address_refused',
            'name_unresolved',
            'connection_failed',
            'tls_failed',
            'redirected',
            'secret_sealed',
            'status',
          ])
          .nullable(),
        duration_ms: z.number(),
      })
      .nullable(),
  })
  .openapi('WebhookDelivery');

export function webhookAnswer(webhook: Webhook): z.input<typeof WebhookAnswer> {
  const { id, url, events, description, createdAt, disabled, failingSince, dropped } = webhook;
  return {
    id,
    url,
    events: [...events],
    description,
    created_at: timeAnswer(createdAt),
    enabled: disabled === null,
    disabled_because: disabled,
    failing_since: failingSince === null ? null : timeAnswer(failingSince),
    dropped,
  };
}

export function secretAnswer({ webhook, secrets }: WithSecrets): z.input<typeof WebhookWithSecret> {
  const [fresh, ...old] = secrets;
  const until = Math.max(0, ...old.map((each: Secret) => each.until ?? 0));
  return {
    ...webhookAnswer(webhook),
    secret: fresh.key,
    old_secrets_until: old.length === 0 ? null : timeAnswer(until),
  };
}

export function deliveryAnswer(delivery: Delivery): z.input<typeof DeliveryAnswer> {
  const { event, type, status, attempts, createdAt, nextAt, last } = delivery;
  return {
    id: event,
    type,
    status,
    attempts,
    created_at: timeAnswer(createdAt),
    next_attempt_at: status === 'pending' ? timeAnswer(nextAt) : null,
    last_attempt: last && {
      at: timeAnswer(last.at),
      status_code: last.status,
      error: last.error,
      duration_ms: last.ms,
    },
  };
}
