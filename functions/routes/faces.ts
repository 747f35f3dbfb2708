// Faces without a gallery: detect, embed, verify. Nothing is stored.
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { compare } from '../core/faces/compare.ts';
import { pick } from '../core/faces/pick.ts';
import { probe, see } from '../core/faces/probe.ts';
import { timed } from '../core/faces/stages.ts';
import type { FaceTools } from '../core/faces/tools.ts';
import { record } from '../http/announce.ts';
import {
  embeddingAnswer,
  FaceAnswer,
  faceAnswer,
  PictureAnswer,
  pictureAnswer,
  round,
  SideAnswer,
  sideAnswer,
  thresholdAnswer,
} from '../http/answers.ts';
import { VerifyCurveAnswer, verifyCurveAnswer } from '../http/calibration-answers.ts';
import { body, json } from '../http/contract.ts';
import type { App, Env } from '../http/env.ts';
import { FACE_CODES, fails, MODEL_CODES } from '../http/failures.ts';
import {
  atMostOne,
  Curve,
  Image,
  Model,
  onMultiple,
  Side,
  sideSource,
  thresholdFields,
} from '../http/schema.ts';
import { readUpload } from '../http/upload.ts';

export function faces(tools: FaceTools): App {
  const app = new OpenAPIHono<Env>();

  const detect = createRoute({
    method: 'post',
    path: '/detect',
    summary: 'Find faces: box, five points, score, quality with reasons',
    request: { body: body(app, 'DetectRequest', DetectRequest, 'picture') },
    responses: {
      200: json(DetectAnswer, 'The faces, largest first; none is an answer too when all are asked for.'),
      default: fails(...FACE_CODES, ...MODEL_CODES),
    },
  });
  app.openapi(detect, async (c) => {
    const asked = await readUpload(c, DetectRequest, { unfetched: 'end' });
    const seen = await see(timed(c.get('stages'), tools), asked.image, tools.encoder);
    const wanted = asked.on_multiple === 'all' ? seen.faces : pick(seen.faces, asked.on_multiple, seen);
    return c.json({ picture: pictureAnswer(seen), faces: wanted.map(faceAnswer) }, 200);
  });

  const embed = createRoute({
    method: 'post',
    path: '/embed',
    summary: 'Faces as unit vectors, with the id of the encoder',
    request: { body: body(app, 'EmbedRequest', EmbedRequest, 'picture') },
    responses: {
      200: json(EmbedAnswer, 'One embedding a face, largest first.'),
      default: fails(...FACE_CODES, ...MODEL_CODES),
    },
  });
  app.openapi(embed, async (c) => {
    const asked = await readUpload(c, EmbedRequest, { unfetched: 'end' });
    const model = asked.model ?? tools.encoder;
    const { probes, seen } = await probe(
      timed(c.get('stages'), tools),
      { kind: 'picture', bytes: asked.image },
      model,
      asked.on_multiple,
    );
    const found = probes.map(({ vector, face }) => ({
      ...(face && faceAnswer(face)),
      embedding: embeddingAnswer(vector),
    }));
    return c.json({ model, picture: pictureAnswer(seen!), faces: found }, 200);
  });

  const verify = createRoute({
    method: 'post',
    path: '/verify',
    summary: 'Do two sides show the same person',
    request: { body: body(app, 'VerifyRequest', VerifyRequest, ['a', 'b']) },
    responses: {
      200: json(VerifyAnswer, 'The decision and what it rests on.'),
      default: fails(
        ...FACE_CODES,
        ...MODEL_CODES,
        'embedding_invalid',
        'encoder_mismatch',
        'head_missing',
        'threshold_unsupported',
        'calibration_missing',
        'gallery_not_found',
        'subject_not_found',
        'nothing_enrolled',
        'store_failed',
      ),
    },
  });
  app.openapi(verify, async (c) => {
    const { a, b, model, on_multiple, threshold, fmr, curve, method, head } = await readUpload(
      c,
      VerifyRequest,
      { unfetched: 'end' },
    );
    const tenant = c.get('tenant');
    const found = await compare(timed(c.get('stages'), tools), {
      a: sideSource(a, tenant),
      b: sideSource(b, tenant),
      model,
      onMultiple: on_multiple,
      asked: { threshold, fmr },
      curve,
      method,
      head,
    });
    const subjects = [a, b].flatMap((side) =>
      side.kind === 'subject' ? [{ gallery: side.gallery, subject: side.subject }] : [],
    );
    if (subjects.length > 0) await record(c, tools, 'subject.compared', { subjects, same: found.same });
    return c.json(
      {
        same: found.same,
        distance: round(found.distance, 6),
        ...thresholdAnswer(found.threshold),
        curve: verifyCurveAnswer(found.curve),
        probability: round(found.probability, 6),
        prior: 0.5,
        method,
        head: found.head,
        model: found.model,
        comparisons: found.comparisons,
        a: sideAnswer(found.a),
        b: sideAnswer(found.b),
      },
      200,
    );
  });

  return app;
}

const DetectRequest = z.strictObject({ image: Image, on_multiple: onMultiple('all', 'largest', 'error') });

const DetectAnswer = z.object({ picture: PictureAnswer, faces: z.array(FaceAnswer) });

const EmbedRequest = z.strictObject({
  image: Image,
  model: Model.optional(),
  on_multiple: onMultiple('all', 'largest', 'error'),
});

const EmbedAnswer = z.object({
  model: Model,
  picture: PictureAnswer,
  faces: z
    .array(
      z.union([
        FaceAnswer.extend({ embedding: z.array(z.number()) }),
        z.object({ embedding: z.array(z.number()) }),
      ]),
    )
    .openapi({ description: 'An encoder of whole pictures gives one embedding, which is of no face.' }),
});

const VerifyRequest = z
  .strictObject({
    a: Side,
    b: Side,
    model: Model.optional(),
    on_multiple: onMultiple('largest', 'error', 'all').openapi({
      description:
        'When a picture shows several faces; all: the closest pair decides, and `comparisons` says of how many.',
    }),
    ...thresholdFields,
    curve: Curve,
    method: z.enum(['distance', 'logistic']).default('distance').openapi({
      description:
        'distance: the distance decides. logistic: a head decides, and a threshold is the least probability, 0..1.',
    }),
    head: z.string().min(1).max(128).optional().openapi({
      description:
        "With logistic, the id of a head, as /v1/models lists them; the encoder's first where none is named.",
      example: 'mobilefacenet-128-abs-difference',
    }),
  })
  .refine(atMostOne, { message: 'threshold and fmr exclude each other', path: ['fmr'] })
  .refine(({ method, threshold = 0 }) => method === 'distance' || threshold <= 1, {
    message: 'under logistic a threshold is the least probability, 0..1',
    path: ['threshold'],
  })
  .refine(({ method, curve }) => method === 'distance' || curve !== 'gallery', {
    message: "a gallery's curve is of distances; a head has its own",
    path: ['curve'],
  })
  .refine(({ method, head }) => method === 'logistic' || head === undefined, {
    message: 'a head goes with the method logistic',
    path: ['head'],
  });

const VerifyAnswer = z.object({
  same: z.boolean(),
  distance: z.number().openapi({ description: 'Squared L2 of unit vectors, 0 (same) .. 4.' }),
  threshold: z
    .number()
    .openapi({ description: 'The largest distance, or under logistic the least probability.' }),
  fmr: z.number().openapi({
    description: 'False match rate at the threshold, as the calibration says, of one comparison.',
  }),
  basis: z.enum(['default', 'threshold', 'fmr']).openapi({ description: 'Where the threshold comes from.' }),
  curve: VerifyCurveAnswer,
  probability: z.number().openapi({ description: 'That it is the same person, at the prior.' }),
  prior: z.number().openapi({
    description:
      'How many of the pairs that are asked about show one person; probability / (1 - probability) times prior / (1 - prior) for another.',
  }),
  method: z.enum(['distance', 'logistic']),
  head: z.string().nullable().openapi({ description: 'The head that decided; null under distance.' }),
  model: Model,
  comparisons: z.number(),
  a: SideAnswer,
  b: SideAnswer,
});
