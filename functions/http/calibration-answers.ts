// What stands behind a threshold as JSON: the curve it was read from, and what a gallery was measured to be.
import { z } from '@hono/zod-openapi';
import { failureToEnrol } from '../core/faces/calibrate-gallery.ts';
import type { ChosenCurves, Staleness } from '../core/faces/curve-choice.ts';
import type { ErrorPoint, GalleryCalibration } from '../core/faces/gallery-calibration.ts';
import type { HeadCurve } from '../core/faces/judge.ts';
import type { EnrolmentTally } from '../core/faces/store.ts';
import type { Calibration } from '../core/manifest.ts';
import type { Estimate } from '../core/statistics/bootstrap.ts';
import { timeAnswer } from './answers.ts';
import { orNull } from './contract.ts';

const Rate = z
  .object({ rate: z.number(), low: z.number(), high: z.number() })
  .openapi('MeasuredRate', { description: 'With its 95 % interval.' });

const Stale = z.enum(['grown', 'shrunk', 'replaced']).nullable().openapi({
  description:
    'Why the curve no longer describes the gallery: it has more than twice the subjects, fewer than half, or as many changes since as it had faces. Null while it does.',
});

const Size = z.object({ subjects: z.number(), faces: z.number() });

const Point = z
  .object({
    distance: z.number(),
    fmr: Rate.openapi({ description: 'Of pairs of faces of two subjects, those within the distance.' }),
    fnmr: orNull(Rate).openapi({
      description: 'Of pairs of faces of one subject, those beyond it; null where no subject has two faces.',
    }),
    fpir: Rate.openapi({
      description: 'Of faces looked for among everybody else in the gallery, those given a name.',
    }),
    fnir: orNull(Rate).openapi({
      description:
        'Of faces whose subject has others, those whose subject is not the nearest or too far; null like fnmr.',
    }),
  })
  .openapi('ErrorPoint');

/** What the gallery was measured on, without the curve. */
const summary = {
  measured_at: z.string(),
  measured_on: Size.openapi({ description: 'The gallery as it was.' }),
  sample: Size.extend({ seed: z.number() }).openapi({
    description: 'Who was drawn from it; each was looked for in the whole gallery.',
  }),
  approximate: z.boolean().openapi({ description: 'Templates were restored from int8.' }),
  least: z
    .object({ fmr: z.number().nullable(), fpir: z.number().nullable() })
    .openapi({ description: 'The smallest rates that may be asked for, in the gallery as it was.' }),
  stale: Stale,
};

export const CalibrationSummary = z.object(summary).openapi('CalibrationSummary');

export const Enrolment = z
  .object({
    attempts: z.number().openapi({ description: 'Calls that brought a picture.' }),
    failures: z.number().openapi({ description: 'Those after which nothing was enrolled.' }),
    failure_rate: orNull(Rate).openapi({
      description: 'Failure to enrol, with the interval of Clopper and Pearson; null before the first.',
    }),
    pictures: z.number(),
    rejected: z.number(),
  })
  .openapi('Enrolment', { description: 'Since the gallery was made.' });

export const GalleryCalibrationAnswer = z
  .object({
    ...summary,
    enrolment: Enrolment,
    defaults: z
      .object({ verify: Point, recognize: Point })
      .openapi({ description: "The gallery's errors at the encoder's default thresholds." }),
    points: z.array(Point).openapi({ description: 'Ascending by distance.' }),
  })
  .openapi('GalleryCalibration');

/** What a curve that came with a model was measured on. */
const measuredOn = {
  measured_on: z.string().openapi({ description: 'The data.' }),
  impostor_pairs: z.number(),
  genuine_pairs: z.number(),
};

/** Of recognize. */
export const CurveAnswer = z
  .union([
    z.object({
      of: z.literal('shipped'),
      ...measuredOn,
      elsewhere: z.string().openapi({ description: 'How wrong it may be on other data.' }),
      own: z
        .object({ measured_at: z.string(), stale: Stale })
        .nullable()
        .openapi({ description: "The gallery's own, which was not taken; null where there is none." }),
    }),
    z.object({ of: z.literal('gallery'), ...summary }),
  ])
  .openapi('Curve', { description: 'What the threshold was read from, or its rates were.' });

/** Of verify, where a head may decide. */
export const VerifyCurveAnswer = z
  .union([CurveAnswer, z.object({ of: z.literal('head'), ...measuredOn })])
  .openapi('VerifyCurve');

export function summaryAnswer(
  { measuredAt, gallery, sample, approximate, least }: GalleryCalibration,
  stale: Staleness | null,
): z.input<typeof CalibrationSummary> {
  return { measured_at: timeAnswer(measuredAt), measured_on: gallery, sample, approximate, least, stale };
}

export function enrolmentAnswer(tally: EnrolmentTally): z.input<typeof Enrolment> {
  const { attempts, failures, pictures, rejected } = tally;
  return { attempts, failures, failure_rate: rateAnswer(failureToEnrol(tally)), pictures, rejected };
}

/** Just measured, so it is not stale. `shipped`: of the encoder, whose thresholds were measured too. */
export function galleryCalibrationAnswer(
  measured: GalleryCalibration,
  tally: EnrolmentTally,
  shipped: Calibration,
): z.input<typeof GalleryCalibrationAnswer> {
  const at = (threshold: number) => measured.points.find(({ distance }) => distance === threshold)!;
  return {
    ...summaryAnswer(measured, null),
    enrolment: enrolmentAnswer(tally),
    defaults: {
      verify: pointAnswer(at(shipped.verify.threshold)),
      recognize: pointAnswer(at(shipped.recognize.threshold)),
    },
    points: measured.points.map(pointAnswer),
  };
}

export function curveAnswer({ of, shipped, own }: ChosenCurves): z.input<typeof CurveAnswer> {
  if (of === 'gallery' && own) return { of, ...summaryAnswer(own.calibration, own.stale) };
  return {
    of: 'shipped',
    ...measuredOnAnswer(shipped),
    elsewhere: elsewhereAnswer(shipped),
    own: own && { measured_at: timeAnswer(own.calibration.measuredAt), stale: own.stale },
  };
}

export function verifyCurveAnswer(curve: ChosenCurves | HeadCurve): z.input<typeof VerifyCurveAnswer> {
  if (curve.of === 'head') return { of: 'head', ...measuredOnAnswer(curve.calibration) };
  return curveAnswer(curve);
}

function measuredOnAnswer({
  source,
  impostorPairs,
  genuinePairs,
}: Pick<Calibration, 'source' | 'impostorPairs' | 'genuinePairs'>) {
  return { measured_on: source, impostor_pairs: impostorPairs, genuine_pairs: genuinePairs };
}

function elsewhereAnswer({ elsewhere = [] }: Calibration): string {
  if (elsewhere.length > 0) return elsewhere.map(({ finding }) => finding).join(' ');
  return 'Not measured on other data: POST /v1/galleries/{gallery}/calibrate measures yours.';
}

function pointAnswer({ distance, fmr, fnmr, fpir, fnir }: ErrorPoint): z.input<typeof Point> {
  return { distance, fmr, fnmr, fpir, fnir };
}

function rateAnswer(estimate: Estimate | null): z.input<typeof Rate> | null {
  if (estimate === null) return null;
  const [rate, low, high] = [estimate.rate, estimate.low, estimate.high].map((value) =>
    Number(value.toPrecision(4)),
  );
  return { rate, low, high };
}
