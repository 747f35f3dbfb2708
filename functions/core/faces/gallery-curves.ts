// What a threshold means for a gallery, by the curve that came with the encoder or by the gallery's own.
import type { Calibration } from '../manifest.ts';
import type { ErrorPoint, GalleryCalibration, GallerySize } from './gallery-calibration.ts';
import type { RateCurve } from './rate-curve.ts';
import { fmrCurve } from './verify.ts';

export type GalleryCurves = {
  /** Of two faces of different people. */
  readonly fmr: RateCurve;
  /** Of a stranger's face among as many chances of a false alarm. */
  readonly alarms: RateCurve & { readonly chances: number; readonly of: 'fmr' | 'fpir' };
};

/** A gallery of one face is one comparison, so the false match rate is its rate of false alarms. */
export function shippedCurves(calibration: Calibration): GalleryCurves {
  const fmr = fmrCurve(calibration);
  return { fmr, alarms: { chances: 1, of: 'fmr', ...fmr } };
}

/** Null where the gallery had too few people for any rate. */
export function measuredCurves(
  calibration: Calibration,
  { points, least, sample, gallery }: Pick<GalleryCalibration, 'points' | 'least' | 'sample' | 'gallery'>,
): GalleryCurves | null {
  if (least.fmr === null || least.fpir === null) return null;
  const pairs = (sample.subjects * (sample.subjects - 1)) / 2;
  // Everybody was looked for among the others: one subject less than the gallery had.
  const subjects = gallery.subjects - 1;
  const others = { subjects, faces: (gallery.faces * subjects) / gallery.subjects };
  return {
    fmr: { points: curveOf(points, ({ fmr }) => fmr.rate, least.fmr), trials: pairs, least: least.fmr },
    alarms: {
      points: curveOf(points, ({ fpir }) => fpir.rate, least.fpir),
      trials: sample.subjects,
      least: least.fpir,
      chances: chancesIn(calibration, others),
      of: 'fpir',
    },
  };
}

/**
 * How many comparisons of two faces a search amounts to: one a subject, and somewhat more where subjects have several
 * faces, of which the nearest counts half.
 */
export function chancesIn({ gallery }: Calibration, { subjects, faces }: GallerySize): number {
  return subjects * (faces / subjects) ** (gallery?.facesExponent ?? 0);
}

/** From the last point whose rate is at most the least: what lies below rests on too few events. */
function curveOf(points: readonly ErrorPoint[], rateOf: (point: ErrorPoint) => number, least: number) {
  const rates = points.map((point) => ({ distance: point.distance, rate: rateOf(point) }));
  const last = rates.findLastIndex(({ rate }) => rate > 0 && rate <= least);
  return rates.slice(Math.max(last, 0)).filter(({ rate }) => rate > 0);
}
