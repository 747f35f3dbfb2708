import { env } from 'cloudflare:workers';
import { describe } from 'vitest';
import type { GalleryEnv } from '../../functions/platform/gallery-object-worker.ts';
import { createKvGalleryStore } from '../../functions/platform/store-kv-worker.ts';
import { galleriesContract } from '../platform/galleries.contract.ts';

const bindings = env as unknown as GalleryEnv;

/** A tenant a store: the objects of one test are not another's. */
let stores = 0;

describe('galleries in Workers KV', () =>
  galleriesContract(async (options) => {
    const store = createKvGalleryStore(bindings, options);
    const suffix = `-${stores++}`;
    return Object.fromEntries(
      Object.entries(store).map(([name, method]) => [
        name,
        (at: unknown, ...rest: unknown[]) => {
          const own =
            typeof at === 'string'
              ? at + suffix
              : at && { ...at, tenant: (at as { tenant: string }).tenant + suffix };
          return (method as (...args: unknown[]) => unknown)(own, ...rest);
        },
      ]),
    ) as typeof store;
  }));
