// An event as it is sent: the JSON text that is signed, and which waiting messages it makes pointless.
import type { Event } from '../events/event.ts';
import type { Message } from './store.ts';

/** As Standard Webhooks recommends: type, timestamp, data. */
export function messageOf(tenant: string, event: Event): Message {
  const { id, type, createdAt, data } = event;
  const style = 'style' in data ? `style ${data.style}` : null;
  return {
    id,
    type,
    createdAt,
    body: bodyOf(tenant, event),
    topic: type === 'style.progress' ? style : null,
    supersedes: style, // whatever a job tells is later than its progress that still waits
  };
}

export function testMessage(tenant: string, endpoint: string, id: string, createdAt: number): Message {
  const type = 'webhook.test';
  const body = bodyOf(tenant, { id, type, createdAt, data: { webhook: endpoint } });
  return { id, type, createdAt, body, topic: null, supersedes: null };
}

function bodyOf(
  tenant: string,
  { id, type, createdAt, data }: Pick<Message, 'id' | 'type' | 'createdAt'> & { readonly data: object },
): string {
  return JSON.stringify({ id, type, timestamp: new Date(createdAt).toISOString(), tenant, data });
}
