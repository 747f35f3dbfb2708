// A gallery measured on itself and asked for rates: those of its strangers, and of pairs of people it never saw.
import { falseMatchRate, type Vectors } from '../../functions/core/faces/false-matches.ts';
import { fusedDistance } from '../../functions/core/faces/fuse.ts';
import { measuredCurves } from '../../functions/core/faces/gallery-curves.ts';
import { galleryThreshold } from '../../functions/core/faces/gallery-threshold.ts';
import { drawSample, measureGallery } from '../../functions/core/faces/measure-gallery.ts';
import { createGallerySearch } from '../../functions/core/faces/search.ts';
import type { GalleryKey } from '../../functions/core/faces/store.ts';
import type { Calibration } from '../../functions/core/manifest.ts';
import { seeded, shuffled } from '../../functions/core/random.ts';
import { bootstrap, ratio, type Statistic } from '../../functions/core/statistics/bootstrap.ts';
import { createMemoryGalleryStore } from '../../functions/platform/store-memory.ts';
import { LIMITS } from '../open-faces.ts';
import { type AskedRow, observedRow, supported } from './asked-row.ts';

const AT: GalleryKey = { tenant: 'evaluate', gallery: 'own' };

export type OwnCurve = {
  readonly subjects: number;
  readonly faces: number;
  readonly strangers: number;
  readonly least_fmr: number | null;
  readonly least_fpir: number | null;
  readonly fmr: readonly AskedRow[];
  readonly fpir: readonly AskedRow[];
};

/** `subjects` of the people, drawn by `seed`, are enrolled with up to `enrol` pictures; the others are strangers. */
export async function ownCurve(
  people: readonly Vectors[],
  calibration: Calibration,
  options: {
    subjects: number;
    enrol: number;
    seed: number;
    fmrs: readonly number[];
    fpirs: readonly number[];
  },
): Promise<OwnCurve> {
  const { subjects, enrol, seed } = options;
  const order = shuffled(people, seeded(seed));
  const enrolled = order.slice(0, subjects).map((vectors) => vectors.slice(0, enrol));
  const strangers = order.slice(subjects);
  const galleries = createMemoryGalleryStore(LIMITS);
  await galleries.putGallery(AT, { encoder: 'own' }, 0);
  for (const [i, vectors] of enrolled.entries()) {
    const faces = vectors.map((template, j) => ({ id: `${i}/${j}`, template, quality: 1 }));
    await galleries.enrol(AT, { subject: `${i}`, encoder: 'own', faces }, 0);
  }
  const snapshot = await createGallerySearch({ galleries }).snapshot(AT);
  const drawing = { seed, maxComparisons: LIMITS.maxCalibrationComparisons };
  const measured = await measureGallery(snapshot, drawSample(snapshot, drawing), {
    ...drawing,
    thresholds: [],
    breathe: async () => {},
  });
  await galleries.close();

  const curves = measuredCurves(calibration, measured);
  const size = measured.gallery;
  const rowsOf = (
    name: 'fmr' | 'fpir',
    rates: readonly number[],
    statisticAt: (threshold: number) => Statistic,
  ): AskedRow[] =>
    rates.map((asked) => {
      const ask = () => galleryThreshold(calibration, { [name]: asked }, size, curves!).threshold;
      const threshold = curves && supported(ask);
      if (threshold === null) return observedRow(asked, null, null);
      // The point at or above: what the gallery says of a rate that is at least this.
      const point = measured.points.find(({ distance }) => distance >= threshold)?.[name];
      const promised = point && {
        low: (point.low * asked) / point.rate,
        high: Math.min(1, (point.high * asked) / point.rate),
      };
      return observedRow(
        asked,
        threshold,
        bootstrap(strangers.length, statisticAt(threshold), seed),
        promised,
      );
    });
  const nearest = strangers.map((vectors) =>
    vectors.map((vector) => Math.min(...enrolled.map((templates) => fusedDistance([vector], templates)))),
  );
  const trials = nearest.map((distances) => distances.length);
  return {
    ...size,
    strangers: strangers.length,
    least_fmr: measured.least.fmr,
    least_fpir: measured.least.fpir,
    fmr: rowsOf('fmr', options.fmrs, (threshold) => falseMatchRate(strangers, threshold)),
    fpir: rowsOf('fpir', options.fpirs, (threshold) =>
      ratio(
        nearest.map((distances) => distances.filter((distance) => distance <= threshold).length),
        trials,
      ),
    ),
  };
}
