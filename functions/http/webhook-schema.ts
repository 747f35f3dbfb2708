// What calls about webhooks hold.
import { z } from '@hono/zod-openapi';
import type { EventType } from '../core/events/event.ts';
import { Name as Description, PageQuery } from './schema.ts';

/** Forgetting a type does not compile. */
const TYPES: Readonly<Record<EventType, true>> = {
  'subject.enrolled': true,
  'subject.forgotten': true,
  'face.forgotten': true,
  'face.recognized': true,
  'gallery.deleted': true,
  'style.progress': true,
  'style.completed': true,
  'style.failed': true,
};

export const EventFilter = z.enum(['*', ...(Object.keys(TYPES) as EventType[])]);

const Events = z
  .array(EventFilter)
  .min(1)
  .max(100)
  .transform((events) => [...new Set(events)])
  .openapi({ description: 'The types to hear of; `*` is every type.', example: ['subject.enrolled'] });

const Url = z.string().min(1).max(2048).openapi({
  description: 'https, without a user name or password; what it resolves to is checked at every delivery.',
  example: 'https://example.com/hooks/likeness',
});

export const NewWebhookRequest = z.strictObject({
  url: Url,
  events: Events.default(['*']),
  description: Description.default(null),
});

export const WebhookRequest = z.strictObject({
  url: Url.optional(),
  events: Events.optional(),
  description: Description.optional(),
  enabled: z.boolean().optional().openapi({ description: 'Enabling goes on with what waits.' }),
});

const Id = z.string().min(1).max(128);
export const WebhookPath = z.object({ webhook: Id });
export const DeliveryPath = z.object({ webhook: Id, delivery: Id });

export const STATUSES = ['pending', 'delivered', 'dead'] as const;
export const DeliveriesQuery = PageQuery.extend({ status: z.enum(STATUSES).optional() });
