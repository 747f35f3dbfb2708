// A gallery's own error rates: measured on its people, checked against what is asked of them, and kept with it.
import { Fault } from '../fault.ts';
import { clopperPearson } from '../statistics/binomial.ts';
import type { Estimate } from '../statistics/bootstrap.ts';
import type { GalleryCalibration } from './gallery-calibration.ts';
import { measuredCurves } from './gallery-curves.ts';
import { galleryEmpty } from './gallery-faults.ts';
import { type GalleryThreshold, galleryThreshold } from './gallery-threshold.ts';
import { drawSample, LEAST_PEOPLE, measureGallery } from './measure-gallery.ts';
import { galleryAt } from './recognize.ts';
import type { EnrolmentTally, Gallery, GalleryKey } from './store.ts';
import type { FaceTools } from './tools.ts';

export type CalibrateRequest = {
  readonly at: GalleryKey;
  /** Of the people who are drawn, and of the intervals. */
  readonly seed: number;
  /** Rates that the gallery is to support. */
  readonly asked: { readonly fmr?: number; readonly fpir?: number };
};

export type CalibratedGallery = {
  readonly gallery: Gallery;
  readonly calibration: GalleryCalibration;
  readonly tally: EnrolmentTally;
  /** The thresholds of the rates that were asked for, in the gallery as it was measured. */
  readonly thresholds: { readonly fmr?: GalleryThreshold; readonly fpir?: GalleryThreshold };
};

/**
 * Nothing is kept unless every rate that was asked for is supported. Calling again measures again, and replaces.
 * @throws Fault gallery_not_found, gallery_empty, threshold_unsupported, gallery_changed when it was made anew meanwhile.
 */
export async function calibrateGallery(
  tools: FaceTools,
  { at, seed, asked }: CalibrateRequest,
): Promise<CalibratedGallery> {
  const gallery = await galleryAt(tools, at);
  const { id: encoder, calibration: shipped } = tools.engines.entry(gallery.encoder);
  const snapshot = await tools.search.snapshot(at);
  if (snapshot.people.length === 0) throw galleryEmpty(at.gallery);
  const drawing = { seed, maxComparisons: tools.limits.maxCalibrationComparisons };
  const sample = drawSample(snapshot, drawing);
  if (sample.people.length < LEAST_PEOPLE) throw tooFew(snapshot.people.length, sample.people.length);
  const measured = await measureGallery(snapshot, sample, {
    ...drawing,
    thresholds: [shipped.verify.threshold, shipped.recognize.threshold],
    breathe: tools.breathe,
  });
  const curves = measuredCurves(shipped, measured);
  if (curves === null) throw allAlike(measured.gallery.subjects);
  const thresholdOf = (rate: CalibrateRequest['asked']) =>
    galleryThreshold(shipped, rate, measured.gallery, curves);
  const thresholds = {
    ...(asked.fmr !== undefined && { fmr: thresholdOf({ fmr: asked.fmr }) }),
    ...(asked.fpir !== undefined && { fpir: thresholdOf({ fpir: asked.fpir }) }),
  };
  const calibration: GalleryCalibration = { encoder, measuredAt: tools.now(), ...measured };
  await tools.galleries.putCalibration(at, calibration);
  const { tally } = await tools.galleries.measures(at);
  return { gallery, calibration, tally, thresholds };
}

/** Of attempts, as if they were independent; null before the first. */
export function failureToEnrol({ attempts, failures }: EnrolmentTally): Estimate | null {
  if (attempts === 0) return null;
  return { rate: failures / attempts, ...clopperPearson(failures, attempts) };
}

function tooFew(subjects: number, drawn: number): Fault {
  return new Fault(
    'threshold_unsupported',
    `${subjects} subjects have a face, of whom ${drawn} can be compared; ${LEAST_PEOPLE} are needed, so that any rate is 3 over their pairs or more: then an fmr of 0.2 and an fpir of 0.5 can be told.`,
    { subjects, drawn, needed: LEAST_PEOPLE },
  );
}

function allAlike(subjects: number): Fault {
  return new Fault(
    'threshold_unsupported',
    `The faces of too many of the ${subjects} subjects are the same: no distance leaves a rate of false matches or alarms that could be asked for.`,
    { subjects },
  );
}
