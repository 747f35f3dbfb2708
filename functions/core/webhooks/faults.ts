// What is wrong with a call about webhooks.
import { Fault } from '../fault.ts';
import type { DeliveryKey, EndpointKey } from './store.ts';

export function webhookNotFound({ endpoint }: EndpointKey): Fault {
  const webhook = endpoint;
  return new Fault('webhook_not_found', `There is no webhook ${JSON.stringify(webhook)}.`, { webhook });
}

export function deliveryNotFound({ endpoint, event }: DeliveryKey): Fault {
  return new Fault(
    'delivery_not_found',
    `Webhook ${JSON.stringify(endpoint)} has no delivery ${JSON.stringify(event)}; those that have ended are kept for a while only.`,
    { webhook: endpoint, delivery: event },
  );
}

export function webhooksFull(limit: number): Fault {
  return new Fault('webhooks_full', `There are ${limit} webhooks already, which is the most.`, { limit });
}

export function webhookDisabled({ endpoint }: EndpointKey, reason: string): Fault {
  return new Fault(
    'webhook_disabled',
    `Webhook ${JSON.stringify(endpoint)} is disabled (${reason}): nothing is sent until it is enabled.`,
    { webhook: endpoint, reason },
  );
}

export function urlRefused(why: string): Fault {
  return new Fault('webhook_url_refused', `The URL is refused: ${why}.`, { reason: why });
}
