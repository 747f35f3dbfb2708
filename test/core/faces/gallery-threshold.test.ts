import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { galleryThreshold } from '../../../functions/core/faces/gallery-threshold.ts';
import { recognizeThreshold } from '../../../functions/core/faces/verify.ts';
import type { Calibration, EncoderEntry, Manifest } from '../../../functions/core/manifest.ts';
import { CALIBRATION as PLAIN } from './made-up-calibration.ts';

const CORRECTED: Calibration = { ...PLAIN, gallery: { facesExponent: 0.5, command: 'made up' } };

const HUNDRED = { subjects: 100, faces: 150 };

const { models } = JSON.parse(await readFile('models/manifest.json', 'utf8')) as Manifest;
const shipped = models.filter((entry): entry is EncoderEntry => entry.kind === 'encoder');

test('among one subject without a correction the rate is that of one comparison', () => {
  const { threshold, fmr, fpir, basis } = galleryThreshold(PLAIN, { fpir: 1e-2 }, { subjects: 1, faces: 1 });
  expect([threshold, basis]).toEqual([expect.closeTo(1, 9), 'fpir']);
  expect([fmr, fpir]).toEqual([expect.closeTo(1e-2, 12), expect.closeTo(1e-2, 12)]);
});

test('among n subjects it is the rate at which n comparisons come to what was asked for', () => {
  for (const subjects of [2, 10, 70]) {
    const { threshold, fmr } = galleryThreshold(PLAIN, { fpir: 0.05 }, { subjects, faces: subjects });
    expect(1 - (1 - fmr) ** subjects).toBeCloseTo(0.05, 12);
    expect(threshold).toBe(recognizeThreshold(PLAIN, { fmr }).threshold);
  }
});

test('subjects with several faces are more comparisons, by the measured exponent', () => {
  const { fmr } = galleryThreshold(CORRECTED, { fpir: 0.05 }, { subjects: 3, faces: 12 });
  expect(1 - (1 - fmr) ** 6).toBeCloseTo(0.05, 12);
  const single = { subjects: 12, faces: 12 };
  expect(galleryThreshold(CORRECTED, { fpir: 0.05 }, single)).toEqual(
    galleryThreshold(PLAIN, { fpir: 0.05 }, single),
  );
});

test('every way of asking says the rate that the gallery makes of it', () => {
  for (const asked of [{}, { threshold: 0.9 }, { fmr: 0.002 }]) {
    const { fpir, ...rest } = galleryThreshold(PLAIN, asked, { subjects: 20, faces: 60 });
    expect(rest).toEqual(recognizeThreshold(PLAIN, asked));
    expect(fpir).toBeCloseTo(1 - (1 - rest.fmr) ** 20, 12);
  }
});

test('a rate below what the pairs support is refused with the numbers, and the least of them is not', () => {
  const refused = (() => {
    try {
      galleryThreshold(PLAIN, { fpir: 1e-3 }, HUNDRED);
    } catch (error) {
      return error as { code: string; message: string; facts: Record<string, number> };
    }
    throw new Error('it was not refused');
  })();
  expect(refused).toMatchObject({
    code: 'threshold_unsupported',
    message: expect.stringMatching(/100 subjects with 150 faces .*3\/30000 = 0\.000100.* 0\.00995/),
    facts: { fpir: 1e-3, ...HUNDRED, least: 1e-4, impostorPairs: 30_000 },
  });
  expect(refused.facts.fmr).toBeCloseTo(1.0005e-5, 8);
  const { leastFpir } = refused.facts;
  expect(galleryThreshold(PLAIN, { fpir: leastFpir * 1.001 }, HUNDRED).threshold).toBeCloseTo(0.5, 3);
  expect(() => galleryThreshold(PLAIN, { fpir: leastFpir * 0.999 }, HUNDRED)).toThrow('at least an fmr');
});

test("a rate beyond the curve's last point gets its last distance, and says what that comes to", () => {
  expect(galleryThreshold(PLAIN, { fpir: 0.9 }, { subjects: 1, faces: 1 })).toEqual({
    threshold: 1.5,
    fmr: 0.5,
    fpir: expect.closeTo(0.5, 12),
    basis: 'fpir',
  });
});

describe.each(shipped.map(({ id, calibration }) => [id, calibration] as const))('of %s', (_, calibration) => {
  test('a larger gallery never has a larger threshold', () => {
    let before = Number.POSITIVE_INFINITY;
    for (const subjects of [1, 2, 5, 10, 100, 1000]) {
      const { threshold, fpir } = galleryThreshold(
        calibration,
        { fpir: 0.1 },
        { subjects, faces: 3 * subjects },
      );
      expect(threshold).toBeLessThanOrEqual(before);
      expect(fpir).toBeCloseTo(0.1, 9);
      before = threshold;
    }
  });
});
