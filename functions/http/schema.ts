// What requests may hold, in zod: ids, pictures, embeddings, thresholds, pages. Defaults and limits stand here.
import { z } from '@hono/zod-openapi';
import { Base64Error, decodeBase64 } from '../core/base64.ts';
import type { SideSource } from '../core/faces/compare.ts';
import type { GalleryThresholdRequest } from '../core/faces/gallery-threshold.ts';
import type { OnMultiple } from '../core/faces/pick.ts';
import type { EmbeddingSource, PictureSource, UnfetchedSource } from '../core/faces/probe.ts';
import { Fault } from '../core/fault.ts';

/** No control characters, and no half of a surrogate pair: everything else is the caller's, and is never normalised. */
const pattern = '^[^\\p{Cc}\\p{Cs}]*$';
const cleanText = new RegExp(pattern, 'u');
const cleanTextMessage = 'no control characters or unpaired surrogates';

/** At most 128 UTF-16 units, so at most 384 bytes of UTF-8. */
const Id = z.string().min(1).max(128).regex(cleanText, cleanTextMessage).openapi({
  pattern,
  description: "The caller's own id: 1 to 128 characters, percent-encoded in a path.",
  example: 'ada',
});

export const Name = z
  .string()
  .max(256)
  .regex(cleanText, cleanTextMessage)
  .nullable()
  .openapi({ pattern, description: 'For people to read; null for none.', example: 'Ada Lovelace' });

/** ISO 8601 with its zone; milliseconds since the epoch from here on. */
export const Time = z.iso
  .datetime({ offset: true, error: 'a time like 2026-01-31T12:00:00Z is wanted' })
  .transform((text) => Date.parse(text))
  .openapi({ type: 'string', format: 'date-time', example: '2027-01-31T12:00:00Z' });

const Reference = z.string().min(1).max(128).regex(cleanText, cleanTextMessage).openapi({ pattern });

export const ConsentFields = z
  .strictObject({
    given_at: Time,
    reference: Reference.optional().openapi({ description: 'Of the text agreed to, or of its record.' }),
    by: Reference.optional().openapi({ description: 'Who gave it, or took it down.' }),
  })
  .openapi('ConsentFields', {
    description: "That the subject agreed, as the caller recorded it: ids of the caller's, no prose.",
    example: { given_at: '2026-01-31T12:00:00Z', reference: 'terms-2026-01', by: 'reception' },
  });

export const Days = z.number().int().min(1).max(36_500);

export const Model = z
  .string()
  .min(1)
  .max(128)
  .openapi({ description: 'The id of an encoder, as /v1/models lists them.', example: 'mobilefacenet-128' });

export const Search = z.enum(['memory', 'pgvector']);

const string = 'string' as const;

const IMAGE = {
  type: string,
  description:
    'A JPEG, PNG, WebP or AVIF: base64 (RFC 4648, section 4), plain or as a data: URL. In multipart, a file part. Or its https URL, where the service fetches pictures.',
  anyOf: [
    { type: string, format: 'byte' },
    { type: string, format: 'uri', pattern: '^https?://', example: 'https://images.example/ada.jpg' },
  ],
};

/** A base64 string in JSON, bytes in multipart and of URLs; bytes from here on. */
export const Image = z
  .custom<string | Uint8Array>(isFile, 'a base64 string or a file is wanted')
  .transform(bytesOf)
  .openapi(IMAGE);

/** The same, or why it could not be fetched. */
const TriedImage = z
  .custom<string | Uint8Array | Fault>(
    (value) => isFile(value) || value instanceof Fault,
    'a base64 string or a file is wanted',
  )
  .transform((value, context) => (value instanceof Fault ? value : bytesOf(value, context)))
  .openapi(IMAGE);

function isFile(value: unknown): boolean {
  return typeof value === 'string' || value instanceof Uint8Array;
}

function bytesOf(value: string | Uint8Array, context: z.RefinementCtx): Uint8Array {
  if (typeof value !== 'string') return value;
  try {
    return decodeBase64(value);
  } catch (error) {
    if (!(error instanceof Base64Error)) throw error;
    context.addIssue({ code: 'custom', message: `not base64: ${error.message}`, input: undefined });
    return z.NEVER;
  }
}

/** A picture or a sound: base64 in JSON, a file in multipart. */
export const File = z.union([Image, z.strictObject({ image: Image }).transform(({ image }) => image)], {
  error: 'a file, or base64 in JSON, is wanted',
});

const Embedding = z
  .array(z.number())
  .min(1)
  .max(4096)
  .openapi({ description: 'A unit vector from /v1/embed.' });

const oneSource = { image: Image.optional(), embedding: Embedding.optional(), model: Model.optional() };
const oneSide = { ...oneSource, gallery: Id.optional(), subject: Id.optional() };

const oneTried = { ...oneSource, image: TriedImage.optional() };

/** `{ image }` or `{ embedding, model }`. */
const Source = z
  .strictObject(oneTried)
  .transform((fields, context) => triedOrEmbedding(fields, context))
  .openapi('Source', { description: 'Either image, or embedding and model.' });

/** `{ image }`, `{ embedding, model }` or `{ gallery, subject }`. The tenant of a subject is filled in by the route. */
export const Side = z
  .strictObject(oneSide)
  .transform(({ gallery, subject, ...fields }, context): SideFields => {
    if (gallery === undefined && subject === undefined) return pictureOrEmbedding(fields, context);
    if (gallery !== undefined && subject !== undefined && isEmpty(fields))
      return { kind: 'subject', gallery, subject };
    context.addIssue(
      isEmpty(fields)
        ? 'gallery and subject go together'
        : 'exactly one of image, embedding or subject is wanted',
    );
    return z.NEVER;
  })
  .openapi('Side', { description: 'Either image, or embedding and model, or gallery and subject.' });

export type SideFields =
  | PictureSource
  | EmbeddingSource
  | { kind: 'subject'; gallery: string; subject: string };

export function sideSource(fields: SideFields, tenant: string): SideSource {
  if (fields.kind !== 'subject') return fields;
  return { kind: 'subject', at: { tenant, gallery: fields.gallery }, subject: fields.subject };
}

/** An object whose own fields are one source, beside other options. */
export function withSource<S extends z.ZodRawShape>(shape: S) {
  return z.strictObject({ ...oneSource, ...shape }).transform((fields, context) => {
    const { own, rest } = apart<S, SourceFields>(fields);
    return { ...rest, source: pictureOrEmbedding(own, context) };
  });
}

/** What is enrolled: one source in the object's own fields, or a list of them in `faces`; they become `sources`. */
export function withSources<S extends z.ZodRawShape>(shape: S) {
  const faces = z.array(Source).min(1).optional();
  return z.strictObject({ ...oneTried, faces, ...shape }).transform((fields, context) => {
    const { faces: list, ...others } = fields as { faces?: z.output<typeof faces> };
    const { own, rest } = apart<S, TriedFields>(others);
    if (list && !isEmpty(own)) context.addIssue('faces excludes image, embedding and model beside it');
    return { ...rest, sources: list ?? [triedOrEmbedding(own, context)] };
  });
}

type Output<S extends z.ZodRawShape> = z.output<z.ZodObject<S>>;

function apart<S extends z.ZodRawShape, F extends TriedFields>(fields: object): { own: F; rest: Output<S> } {
  const { image, embedding, model, ...rest } = fields as F;
  return { own: { image, embedding, model } as F, rest: rest as Output<S> };
}

type SourceFields = { image?: Uint8Array; embedding?: number[]; model?: string };
type TriedFields = Omit<SourceFields, 'image'> & { image?: Uint8Array | Fault };
type Context = { addIssue(message: string): void };

function triedOrEmbedding(
  { image, ...fields }: TriedFields,
  context: Context,
): PictureSource | EmbeddingSource | UnfetchedSource {
  if (!(image instanceof Fault)) return pictureOrEmbedding({ image, ...fields }, context);
  pictureOrEmbedding({ image: new Uint8Array(), ...fields }, context);
  return { kind: 'unfetched', reason: image };
}

function pictureOrEmbedding(
  { image, embedding, model }: SourceFields,
  context: Context,
): PictureSource | EmbeddingSource {
  if (image !== undefined && embedding === undefined) {
    if (model === undefined) return { kind: 'picture', bytes: image };
    context.addIssue('model goes with an embedding: a picture is embedded by the encoder in use');
  } else if (image === undefined && embedding !== undefined) {
    if (model !== undefined) return { kind: 'embedding', values: embedding, model };
    context.addIssue('model is missing: an embedding says which encoder made it');
  } else {
    context.addIssue(
      image === undefined
        ? 'image is missing, or embedding and model'
        : 'image and embedding exclude each other',
    );
  }
  return z.NEVER;
}

function isEmpty(fields: object): boolean {
  return Object.values(fields).every((value) => value === undefined);
}

export const thresholdFields = {
  threshold: z.number().min(0).max(4).optional().openapi({
    description: 'Squared L2 distance up to which two faces are of one person. Excludes fmr.',
  }),
  fmr: z.number().gt(0).lt(1).optional().openapi({
    description:
      'The false match rate wanted; the threshold comes from the calibration of the encoder. Excludes threshold.',
    example: 0.001,
  }),
};

export const galleryThresholdFields = {
  ...thresholdFields,
  fpir: z.number().gt(0).lt(1).optional().openapi({
    description:
      'The false positive identification rate wanted: the share of strangers who are given a name. The threshold comes from the calibration of the encoder and from how many subjects the gallery has now. Excludes threshold and fmr.',
    example: 0.01,
  }),
};

/** Beside `fmr` and `fpir`. */
export const Curve = z.enum(['gallery', 'shipped']).optional().openapi({
  description:
    "By which curve rates are read: the gallery's own, as calibrate measured it, or the one that came with the encoder. Without it the gallery's own where there is one that is not stale.",
});

/** For .refine: one way of saying how strict. */
export function atMostOne({ threshold, fmr, fpir }: GalleryThresholdRequest): boolean {
  return [threshold, fmr, fpir].filter((each) => each !== undefined).length <= 1;
}

/** The default first. */
export function onMultiple<const T extends readonly [OnMultiple, ...OnMultiple[]]>(...allowed: T) {
  return z
    .enum(allowed)
    .default(allowed[0] as T[number] & z.util.NoUndefined<T[number]>)
    .openapi({ description: 'When a picture shows several faces.' });
}

export const PageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  cursor: z
    .string()
    .max(1024)
    .regex(cleanText, cleanTextMessage)
    .optional()
    .openapi({ pattern, description: 'next_cursor of the page before.' }),
});

/** A cursor here is the number of a record. */
export const AuditQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  cursor: z.coerce
    .number()
    .int()
    .min(0)
    .max(Number.MAX_SAFE_INTEGER)
    .optional()
    .openapi({ description: 'next_cursor of the page before, or the seq after which to begin.' }),
});

export const GalleryPath = z.object({ gallery: Id });
export const SubjectPath = z.object({ gallery: Id, subject: Id });
export const FacePath = z.object({ gallery: Id, subject: Id, face: Id });
