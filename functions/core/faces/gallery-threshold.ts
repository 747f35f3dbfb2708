// The 1:N threshold for the gallery as it is now: asked for as a distance, a false match rate, or the rate of false alarms.
import { Fault } from '../fault.ts';
import type { Calibration } from '../manifest.ts';
import { recognizeThreshold, type Threshold, type ThresholdRequest } from './verify.ts';

/** `fpir`: the share of faces of people who are not in the gallery that may be given a name. At most one of the three. */
export type GalleryThresholdRequest = ThresholdRequest & { readonly fpir?: number };

/** The present size of a gallery: `faces` of `subjects`, at least one each. */
export type GallerySize = { readonly subjects: number; readonly faces: number };

/** `fpir` is what the calibration expects at the threshold of a gallery of this size. */
export type GalleryThreshold = Omit<Threshold, 'basis'> & {
  readonly fpir: number;
  readonly basis: Threshold['basis'] | 'fpir';
};

/**
 * @throws Fault threshold_unsupported where the curve cannot tell so small a rate, with the smallest that it can.
 */
export function galleryThreshold(
  calibration: Calibration,
  asked: GalleryThresholdRequest,
  size: GallerySize,
): GalleryThreshold {
  const chances = chancesIn(calibration, size);
  if (asked.fpir === undefined) {
    const found = recognizeThreshold(calibration, asked);
    return { ...found, fpir: anyOf(found.fmr, chances) };
  }
  const { curve, impostorPairs } = calibration;
  const wanted = oneOf(asked.fpir, chances);
  const least = 3 / impostorPairs;
  if (wanted < least) {
    const leastFpir = anyOf(least, chances);
    throw new Fault(
      'threshold_unsupported',
      `An fpir of ${asked.fpir} among ${size.subjects} subjects with ${size.faces} faces is an fmr of ${wanted.toPrecision(3)}, below what the calibration can support: ${impostorPairs} impostor pairs, so at least an fmr of 3/${impostorPairs} = ${least.toPrecision(3)}, which here is an fpir of ${leastFpir.toPrecision(3)}.`,
      { fpir: asked.fpir, ...size, fmr: wanted, least, leastFpir, impostorPairs },
    );
  }
  const fmr = Math.min(wanted, curve[curve.length - 1].fmr);
  const { threshold } = recognizeThreshold(calibration, { fmr });
  return { threshold, fmr, fpir: anyOf(fmr, chances), basis: 'fpir' };
}

/**
 * How many comparisons of two faces a search amounts to: one a subject, and somewhat more where subjects have several
 * faces, of which the nearest counts half.
 */
function chancesIn({ gallery }: Calibration, { subjects, faces }: GallerySize): number {
  return subjects * (faces / subjects) ** (gallery?.facesExponent ?? 0);
}

/** FPIR = 1 - (1 - FMR)^n, without the cancellation at small rates. */
function anyOf(fmr: number, chances: number): number {
  return -Math.expm1(chances * Math.log1p(-fmr));
}

/** The FMR of one comparison at which n of them come to `fpir`. */
function oneOf(fpir: number, chances: number): number {
  return -Math.expm1(Math.log1p(-fpir) / chances);
}
