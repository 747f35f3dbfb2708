// The shapes of the answers, and how the core's records become them: snake_case, ISO 8601 times, rounded measures.
import { z } from '@hono/zod-openapi';
import type { Side } from '../core/faces/compare.ts';
import type { Face } from '../core/faces/face.ts';
import type { GalleryThreshold } from '../core/faces/gallery-threshold.ts';
import type { Seen } from '../core/faces/probe.ts';
import type { NamedCandidate } from '../core/faces/recognize.ts';
import type { Gallery, Subject } from '../core/faces/store.ts';
import type { Threshold } from '../core/faces/verify.ts';
import type { AtRest } from '../core/ports.ts';
import { orNull } from './contract.ts';
import { Search } from './schema.ts';

const Point = z.object({ x: z.number(), y: z.number() });

export const FaceAnswer = z
  .object({
    box: z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() }),
    points: z.object({
      left_eye: Point,
      right_eye: Point,
      nose: Point,
      left_mouth: Point,
      right_mouth: Point,
    }),
    score: z.number().openapi({ description: 'Of the detector, 0..1.' }),
    rotation: z.number().openapi({
      description: 'The clockwise turn in degrees that makes the face upright: 0, 90, 180 or 270.',
    }),
    quality: z.object({
      score: z.number().openapi({ description: '0 (useless) .. 1: the weakest of the measures.' }),
      eye_distance: z.number().openapi({ description: 'Pixels.' }),
      sharpness: z.number(),
      brightness: z.number(),
      yaw: z.number(),
      roll: z.number(),
      reasons: z.array(z.object({ code: z.string(), value: z.number(), limit: z.number() })),
    }),
  })
  .openapi('Face', {
    description:
      'Pixels of the picture after its EXIF orientation was applied; left and right as seen in the picture.',
  });

export const PictureAnswer = z
  .object({
    width: z.number(),
    height: z.number(),
    format: z.string(),
    orientation: z.number().openapi({ description: 'EXIF, 1..8; it has been applied.' }),
    faces: z.number().openapi({
      description: 'How many faces were found, before on_multiple; 0 where none was looked for.',
    }),
  })
  .openapi('Picture');

export const SideAnswer = z
  .object({
    kind: z.enum(['picture', 'embedding', 'subject']),
    face: orNull(FaceAnswer).openapi({
      description:
        'The face that was compared; null unless a picture was given, and where the encoder takes whole pictures.',
    }),
    picture: orNull(PictureAnswer),
    gallery: z.string().optional(),
    subject: z.string().optional(),
    templates: z.number().openapi({ description: 'How many embeddings stand behind this side.' }),
  })
  .openapi('ComparedSide');

export const CandidateAnswer = z
  .object({
    subject: z.object({ id: z.string(), name: z.string().nullable() }),
    distance: z.number().openapi({ description: "Squared L2, 0..4, fused over the subject's faces." }),
    probability: z.number().openapi({ description: 'That it is the same person, at a prior of 0.5.' }),
    nearest: z.object({ face: z.string(), distance: z.number() }),
    faces: z.number().openapi({ description: 'How many faces of the subject are enrolled.' }),
  })
  .openapi('Candidate');

/** Of a 1:N threshold. */
export const GalleryThresholdFields = z.object({
  threshold: z.number().openapi({ description: 'Squared L2; a nearest subject at most this far is known.' }),
  fmr: z.number().openapi({ description: 'False match rate at the threshold, of one comparison.' }),
  fpir: z.number().openapi({
    description:
      'False positive identification rate at the threshold, expected of as many subjects as the gallery has now.',
  }),
  basis: z
    .enum(['default', 'threshold', 'fmr', 'fpir'])
    .openapi({ description: 'Where the threshold comes from.' }),
});

export const AtRestAnswer = z.enum(['encrypted', 'clear', 'memory']);

export const GalleryAnswer = z
  .object({
    id: z.string(),
    name: z.string().nullable(),
    model: z.string(),
    search: Search.openapi({
      description:
        'Where recognize looks, chosen when the gallery is made: `memory`, each process reads the templates into its own; `pgvector`, in PostgreSQL, where the templates of this gallery lie in the clear, whether there is a master key or not.',
    }),
    templates_at_rest: AtRestAnswer.openapi({
      description:
        'How templates of this gallery are kept: as GET /v1/models says of all, but `clear` with `pgvector`.',
    }),
    created_at: z.string(),
    retention_days: z.number().nullable().openapi({
      description: 'How long new subjects are kept when their enrolment does not say; null: for ever.',
    }),
  })
  .openapi('Gallery');

const ConsentAnswer = z
  .object({ given_at: z.string(), reference: z.string().nullable(), by: z.string().nullable() })
  .openapi('Consent');

export const SubjectAnswer = z
  .object({
    id: z.string(),
    name: z.string().nullable(),
    created_at: z.string(),
    consent: orNull(ConsentAnswer),
    expires_at: z
      .string()
      .nullable()
      .openapi({ description: 'From then on nobody finds the subject, and it is deleted; null: never.' }),
    faces: z.array(z.object({ id: z.string(), created_at: z.string(), quality: z.number() })),
  })
  .openapi('Subject');

export const NextCursor = z
  .string()
  .nullable()
  .openapi({ description: 'Of the next page; null on the last.' });

export function faceAnswer({ box, points, score, rotation, quality }: Face): z.input<typeof FaceAnswer> {
  return {
    box: { x: round(box.x, 1), y: round(box.y, 1), width: round(box.width, 1), height: round(box.height, 1) },
    points: {
      left_eye: pointAnswer(points.leftEye),
      right_eye: pointAnswer(points.rightEye),
      nose: pointAnswer(points.nose),
      left_mouth: pointAnswer(points.leftMouth),
      right_mouth: pointAnswer(points.rightMouth),
    },
    score: round(score, 4),
    rotation,
    quality: {
      score: round(quality.score, 3),
      eye_distance: round(quality.eyeDistance, 1),
      sharpness: round(quality.sharpness, 1),
      brightness: round(quality.brightness, 1),
      yaw: round(quality.yaw, 1),
      roll: round(quality.roll, 1),
      reasons: quality.reasons.map(({ code, value, limit }) => ({ code, value: round(value, 2), limit })),
    },
  };
}

export function pictureAnswer({ faces, ...picture }: Seen): z.input<typeof PictureAnswer> {
  return { ...picture, faces: faces.length };
}

export function sideAnswer({ source, face, seen, templates }: Side): z.input<typeof SideAnswer> {
  return {
    kind: source.kind,
    face: face && faceAnswer(face),
    picture: seen && pictureAnswer(seen),
    ...(source.kind === 'subject' ? { gallery: source.at.gallery, subject: source.subject } : {}),
    templates,
  };
}

export function thresholdAnswer({ threshold, fmr, basis }: Threshold): Threshold {
  return { threshold: round(threshold, 6), fmr: rateAnswer(fmr), basis };
}

export function galleryThresholdAnswer({ threshold, fmr, fpir, basis }: GalleryThreshold): GalleryThreshold {
  return { threshold: round(threshold, 6), fmr: rateAnswer(fmr), fpir: rateAnswer(fpir), basis };
}

/** Four digits of a rate are more than any calibration knows. */
function rateAnswer(rate: number): number {
  return Number(rate.toPrecision(4));
}

export function candidateAnswer(candidate: NamedCandidate): z.input<typeof CandidateAnswer> {
  const { subject, name, distance, probability, nearest, faces } = candidate;
  return {
    subject: { id: subject, name },
    distance: round(distance, 6),
    probability: round(probability, 6),
    nearest: { face: nearest.face, distance: round(nearest.distance, 6) },
    faces,
  };
}

/** `atRest`: how the store keeps templates otherwise. */
export function galleryAnswer(gallery: Gallery, atRest: AtRest): z.input<typeof GalleryAnswer> {
  const { id, name, encoder, search, createdAt, retentionDays } = gallery;
  return {
    id,
    name,
    model: encoder,
    search,
    templates_at_rest: search === 'pgvector' ? 'clear' : atRest,
    created_at: timeAnswer(createdAt),
    retention_days: retentionDays,
  };
}

export function subjectAnswer(subject: Subject): z.input<typeof SubjectAnswer> {
  const { id, name, createdAt, consent, expiresAt, faces } = subject;
  return {
    id,
    name,
    created_at: timeAnswer(createdAt),
    consent: consent && {
      given_at: timeAnswer(consent.givenAt),
      reference: consent.reference,
      by: consent.by,
    },
    expires_at: expiresAt === null ? null : timeAnswer(expiresAt),
    faces: faces.map((face) => ({
      id: face.id,
      created_at: timeAnswer(face.createdAt),
      quality: round(face.quality, 3),
    })),
  };
}

/** Nine digits bring every float32 back exactly. */
export function embeddingAnswer(vector: Float32Array): number[] {
  return Array.from(vector, (value) => Number(value.toPrecision(9)));
}

export function round(value: number, digits: number): number {
  const scale = 10 ** digits;
  return Math.round(value * scale) / scale;
}

function pointAnswer({ x, y }: { x: number; y: number }): { x: number; y: number } {
  return { x: round(x, 1), y: round(y, 1) };
}

export function timeAnswer(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
