// Tenants are kept apart in KV and Durable Objects, as the Worker wires them.
import { env } from 'cloudflare:workers';
import { beforeEach, describe, vi } from 'vitest';
import { createObjectAuditStore } from '../../functions/platform/audit-object-worker.ts';
import type { GalleryEnv } from '../../functions/platform/gallery-object-worker.ts';
import { createObjectIdempotencyStore } from '../../functions/platform/idempotency-object-worker.ts';
import { createKvKeyStore } from '../../functions/platform/keys-kv-worker.ts';
import { createKvGalleryStore } from '../../functions/platform/store-kv-worker.ts';
import { createObjectStyleJobs } from '../../functions/platform/style-object-worker.ts';
import { createObjectWebhooks } from '../../functions/platform/webhook-tenant-worker.ts';
import { isolation } from '../routes/isolation.contract.ts';

/** What a delivery meets. */
beforeEach(() => {
  const sent = vi
    .spyOn(globalThis, 'fetch')
    .mockImplementation(async () => new Response(null, { status: 204 }));
  return () => sent.mockRestore();
});

describe('in KV and Durable Objects', () =>
  isolation(async () => {
    const webhooks = createObjectWebhooks(env);
    return {
      galleries: createKvGalleryStore(env as unknown as GalleryEnv, { maxFacesPerGallery: 50 }),
      styles: createObjectStyleJobs(env),
      keys: createKvKeyStore(env.TEST_KEYS, Date.now),
      events: webhooks,
      webhooks,
      audit: createObjectAuditStore(env),
      idempotency: createObjectIdempotencyStore(env),
    };
  }, 0));
