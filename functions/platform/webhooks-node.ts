// Webhooks in a Node process: its clock and chance, its connections, and the loop that delivers.

import type { Events } from '../core/events/event.ts';
import { errorFields, type Log } from '../core/log.ts';
import type { Loop } from '../core/loop.ts';
import type { Send } from '../core/webhooks/deliver.ts';
import { createDeliveries } from '../core/webhooks/deliveries.ts';
import { urlRefused } from '../core/webhooks/faults.ts';
import type { WebhookStore } from '../core/webhooks/store.ts';
import { createWebhooks, type Webhooks, type WebhookTools } from '../core/webhooks/webhooks.ts';
import { type Reach, readOutboundUrl } from './outbound-url.ts';
import { addressRule } from './public-address-node.ts';
import { createNodeSender } from './webhook-sender-node.ts';
import { signWebhook } from './webhook-signature.ts';

/** How often the store is looked at for what is due again, and for what another process queued. */
const LOOK_MS = 1_000;

export type NodeWebhooks = {
  /** Also where events are published. */
  readonly webhooks: Webhooks & Events;
  /** Begins to deliver. */
  start(): void;
  /** Ends after the attempts under way. */
  close(): Promise<void>;
};

export function createNodeWebhooks(deps: {
  readonly store: WebhookStore;
  readonly tenantKey?: WebhookTools['tenantKey'];
  readonly reach: Reach;
  readonly send?: Send;
  readonly now?: () => number;
  readonly log?: Log;
}): NodeWebhooks {
  const { store, tenantKey, reach, send = createNodeSender(reach), now = Date.now, log } = deps;
  let loop: Loop | undefined;
  const webhooks = createWebhooks({
    store,
    tenantKey,
    now,
    randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
    target(text) {
      const allowsAddress = addressRule(reach, text.trim().toLowerCase().startsWith('http:'));
      const read = readOutboundUrl(text, { reach, allowsAddress });
      if ('refused' in read) throw urlRefused(read.refused);
      return read.url;
    },
    wake: () => loop?.wake(),
  });
  return {
    webhooks,
    start() {
      loop ??= createDeliveries({
        store,
        tenantKey,
        send,
        sign: signWebhook,
        now,
        random: Math.random,
        later(work) {
          const timer = setTimeout(work, LOOK_MS).unref();
          return () => clearTimeout(timer);
        },
        report: (error) => log?.error(errorFields(error)),
      });
    },
    async close() {
      await loop?.stop();
      await store.close();
    },
  };
}
