// Webhooks in memory with a clock that the test moves; every URL is taken as it is.
import { createWebhooks, type WebhookTools } from '../../functions/core/webhooks/webhooks.ts';
import { createMemoryWebhookStore } from '../../functions/platform/webhooks-memory.ts';

export function fakeWebhooks(change: Partial<WebhookTools> = {}) {
  let secrets = 0;
  const tools: WebhookTools = {
    store: createMemoryWebhookStore(),
    now: () => Date.UTC(2026, 0, 1),
    randomBytes: (length) => {
      secrets++;
      return Uint8Array.from({ length }, (_, i) => i + secrets);
    },
    target: (url) => url,
    wake: () => {},
    ...change,
  };
  return { webhooks: createWebhooks(tools), store: tools.store };
}
