// The 1:N threshold for the gallery as it is now: asked for as a distance, a false match rate, or the rate of false alarms.
import { Fault } from '../fault.ts';
import type { Calibration } from '../manifest.ts';
import type { GallerySize } from './gallery-calibration.ts';
import { chancesIn, type GalleryCurves, shippedCurves } from './gallery-curves.ts';
import { distanceAt, rateAt } from './rate-curve.ts';
import { leastReason, type Threshold, type ThresholdRequest, thresholdOn } from './verify.ts';

/** `fpir`: the share of faces of people who are not in the gallery that may be given a name. At most one of the three. */
export type GalleryThresholdRequest = ThresholdRequest & { readonly fpir?: number };

/** `fpir` is what the curves expect at the threshold of a gallery of this size. */
export type GalleryThreshold = Omit<Threshold, 'basis'> & {
  readonly fpir: number;
  readonly basis: Threshold['basis'] | 'fpir';
};

/**
 * `size`: the present one, of a face or more.
 * @throws Fault threshold_unsupported where the curve cannot tell so small a rate, with the smallest that it can.
 */
export function galleryThreshold(
  calibration: Calibration,
  asked: GalleryThresholdRequest,
  size: GallerySize,
  { fmr: curve, alarms }: GalleryCurves = shippedCurves(calibration),
): GalleryThreshold {
  const times = chancesIn(calibration, size) / alarms.chances;
  if (asked.fpir === undefined) {
    const found = thresholdOn(curve, asked, calibration.recognize.threshold);
    return { ...found, fpir: anyOf(rateAt(alarms, found.threshold), times) };
  }
  const wanted = oneOf(asked.fpir, times);
  if (wanted < alarms.least) throw unsupported(alarms, asked.fpir, wanted, times, size);
  const rate = Math.min(wanted, alarms.points[alarms.points.length - 1].rate);
  const threshold = distanceAt(alarms, rate);
  return { threshold, fmr: rateAt(curve, threshold), fpir: anyOf(rate, times), basis: 'fpir' };
}

function unsupported(
  { of, trials, least }: GalleryCurves['alarms'],
  fpir: number,
  wanted: number,
  times: number,
  size: GallerySize,
): Fault {
  const { unit, counted } = sampled[of];
  const leastFpir = anyOf(least, times);
  return new Fault(
    'threshold_unsupported',
    `An fpir of ${fpir} among ${size.subjects} subjects with ${size.faces} faces is an ${of} of ${wanted.toPrecision(3)}${of === 'fpir' ? ' as measured' : ''}, below what the calibration can support: ${trials} ${unit}, ${leastReason(of, trials, least)}, which here is an fpir of ${leastFpir.toPrecision(3)}.`,
    { fpir, ...size, ...(of === 'fmr' ? { fmr: wanted } : {}), least, leastFpir, [counted]: trials },
  );
}

/** What the trials of a curve are, in words and as a fact. */
const sampled = {
  fmr: { unit: 'impostor pairs', counted: 'impostorPairs' },
  fpir: { unit: 'people looked for', counted: 'people' },
} as const;

/** FPIR = 1 - (1 - FMR)^n, without the cancellation at small rates. */
function anyOf(fmr: number, chances: number): number {
  return -Math.expm1(chances * Math.log1p(-fmr));
}

/** The FMR of one comparison at which n of them come to `fpir`. */
function oneOf(fpir: number, chances: number): number {
  return -Math.expm1(Math.log1p(-fpir) / chances);
}
