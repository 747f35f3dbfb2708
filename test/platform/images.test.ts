import { readFile } from 'node:fs/promises';
import { Jimp } from 'jimp';
import { describe, expect, test } from 'vitest';
import { createNodeImages } from '../../functions/platform/images-node.ts';
import { imagesContract } from './images.contract.ts';
import { avifClaiming } from './picture-files.ts';

describe('images on Node', () => {
  imagesContract({
    create: createNodeImages,
    read: async (path) => new Uint8Array(await readFile(path)),
    writes: ['jpeg', 'png', 'webp', 'avif'],
    fuzzRuns: 400,
  });

  test("jimp's own PNG decoder sees the same pixels", async () => {
    const images = createNodeImages({ maxPixels: 10_000 });
    for (const name of ['rgb8', 'palette', 'interlaced', 'grey8', 'rgb16']) {
      const bytes = await readFile(`test/fixtures/pictures/${name}.png`);
      const [{ picture }, theirs] = [await images.decode(bytes), await Jimp.fromBuffer(bytes)];
      expect(Buffer.from(picture.data).equals(Buffer.from(theirs.bitmap.data))).toBe(true);
    }
  });

  test('an AVIF whose data holds 64 megapixels and whose header says 100 takes no memory for them', async () => {
    const images = createNodeImages({ maxPixels: 40_000_000 });
    await images.decode(await readFile('test/fixtures/pictures/8bit.avif'));
    const bytes = await readFile('test/fixtures/pictures/8000x8000.avif');
    const before = process.resourceUsage().maxRSS;
    await expect(images.decode(avifClaiming(bytes, 10, 10))).rejects.toMatchObject({
      code: 'picture_broken',
    });
    expect((process.resourceUsage().maxRSS - before) / 1024).toBeLessThan(200); // MB; 950 without a cap on the heap
  });

  test('12 megapixels decode and are turned within the default limit', async () => {
    const images = createNodeImages({ maxPixels: 40_000_000 });
    const large = { width: 4000, height: 3000, data: new Uint8Array(48_000_000).fill(255) };
    const { picture } = await images.decode(await images.encode(large, 'jpeg'));
    expect(picture).toMatchObject({ width: 4000, height: 3000 });
  });
});
