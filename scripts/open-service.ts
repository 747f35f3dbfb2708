// The whole service in this process, as Node runs it, on stores that end with it.
import { createApp } from '../functions/app.ts';
import { UNHEARD } from '../functions/core/events/event.ts';
import { createMemoryAuditStore } from '../functions/platform/audit-memory.ts';
import { createMemoryIdempotencyStore } from '../functions/platform/idempotency-memory.ts';
import { createNodeImages } from '../functions/platform/images-node.ts';
import { createMemoryJobStore } from '../functions/platform/jobs-memory.ts';
import { createNodeModels } from '../functions/platform/models-node.ts';
import { createNodeRuntime } from '../functions/platform/ort-node.ts';
import { createMemoryGalleryStore } from '../functions/platform/store-memory.ts';
import { createNodeStyles } from '../functions/platform/styles-node.ts';
import { createMemoryWebhookStore } from '../functions/platform/webhooks-memory.ts';
import { createNodeWebhooks } from '../functions/platform/webhooks-node.ts';
import { SHIPPED_MODELS } from './open-faces.ts';

type App = ReturnType<typeof createApp>;
type All = Parameters<typeof createApp>[0];
/** What the app needs that does not come by itself. */
type Running = Pick<All, 'runtime' | 'models' | 'images' | 'limits' | 'encoder'> & Partial<All>;

const LIMITS = {
  maxBodyBytes: 20 * 2 ** 20,
  maxPixels: 40_000_000,
  maxFacesPerPicture: 100,
  maxPicturesPerEnrolment: 20,
  maxFacesPerGallery: 200_000,
  maxCalibrationComparisons: 200_000_000,
};

/** `change` takes the place of what it runs on otherwise. */
export async function openService(change: Partial<All> = {}): Promise<App> {
  return serviceOn({
    runtime: createNodeRuntime(),
    models: await createNodeModels(SHIPPED_MODELS),
    images: createNodeImages({ maxPixels: LIMITS.maxPixels }),
    limits: LIMITS,
    encoder: 'mobilefacenet-128',
    ...change,
  });
}

/** The app on these, and otherwise on stores that end with the process. */
export function serviceOn(running: Running): App {
  const { runtime, models } = running;
  return createApp({
    galleries: createMemoryGalleryStore(running.limits),
    styles: createNodeStyles({ runtime, models, store: createMemoryJobStore(), atOnce: 1 }).jobs,
    events: UNHEARD,
    atRest: 'memory',
    audit: createMemoryAuditStore(),
    webhooks: createNodeWebhooks({ store: createMemoryWebhookStore(), reach: 'public' }).webhooks,
    idempotency: createMemoryIdempotencyStore(),
    now: Date.now,
    randomId: () => crypto.randomUUID().replaceAll('-', ''),
    breathe: () => new Promise((resolve) => setImmediate(resolve)),
    ...running,
  });
}
