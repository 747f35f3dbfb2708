import { describe, expect, test } from 'vitest';
import { createWorkerImages } from '../../functions/platform/images-worker.ts';
import { imagesContract } from '../platform/images.contract.ts';
import { fixture } from './fixtures.ts';

describe('images in workerd', () => {
  imagesContract({
    create: createWorkerImages,
    read: fixture,
    writes: ['jpeg', 'png', 'webp'],
    fuzzRuns: 60,
  });

  test('AVIF is read but not written, and says so', async () => {
    const dot = { width: 1, height: 1, data: new Uint8Array([1, 2, 3, 255]) };
    await expect(createWorkerImages({ maxPixels: 1000 }).encode(dot, 'avif')).rejects.toMatchObject({
      code: 'picture_type_unsupported',
      message: expect.stringContaining('AVIF'),
    });
  });
});
