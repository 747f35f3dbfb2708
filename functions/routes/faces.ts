// Faces without a gallery: detect, embed, verify. Nothing is stored.
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { compare } from '../core/faces/compare.ts';
import { pick } from '../core/faces/pick.ts';
import { probe, see } from '../core/faces/probe.ts';
import type { FaceTools } from '../core/faces/tools.ts';
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
import { body, failure, json } from '../http/contract.ts';
import type { App, Env } from '../http/env.ts';
import { atMostOne, Image, Model, onMultiple, Side, sideSource, thresholdFields } from '../http/schema.ts';
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
      default: failure,
    },
  });
  app.openapi(detect, async (c) => {
    const asked = await readUpload(c, DetectRequest);
    const seen = await see(tools, asked.image, tools.encoder);
    const wanted = asked.on_multiple === 'all' ? seen.faces : pick(seen.faces, asked.on_multiple, seen);
    return c.json({ picture: pictureAnswer(seen), faces: wanted.map(faceAnswer) }, 200);
  });

  const embed = createRoute({
    method: 'post',
    path: '/embed',
    summary: 'Faces as unit vectors, with the id of the encoder',
    request: { body: body(app, 'EmbedRequest', EmbedRequest, 'picture') },
    responses: { 200: json(EmbedAnswer, 'One embedding a face, largest first.'), default: failure },
  });
  app.openapi(embed, async (c) => {
    const asked = await readUpload(c, EmbedRequest);
    const model = asked.model ?? tools.encoder;
    const { probes, seen } = await probe(
      tools,
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
    request: { body: body(app, 'VerifyRequest', VerifyRequest, 'picture') },
    responses: { 200: json(VerifyAnswer, 'The decision and what it rests on.'), default: failure },
  });
  app.openapi(verify, async (c) => {
    const { a, b, model, on_multiple, threshold, fmr } = await readUpload(c, VerifyRequest);
    const tenant = c.get('tenant');
    const found = await compare(tools, {
      a: sideSource(a, tenant),
      b: sideSource(b, tenant),
      model,
      onMultiple: on_multiple,
      asked: { threshold, fmr },
    });
    return c.json(
      {
        same: found.same,
        distance: round(found.distance, 6),
        ...thresholdAnswer(found.threshold),
        probability: round(found.probability, 6),
        prior: 0.5,
        method: 'distance' as const,
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
    method: z
      .string()
      .refine((method) => method === 'distance', 'only the method distance is available; logistic is not yet')
      .default('distance')
      .openapi({ enum: ['distance'] }),
  })
  .refine(atMostOne, { message: 'threshold and fmr exclude each other', path: ['fmr'] });

const VerifyAnswer = z.object({
  same: z.boolean(),
  distance: z.number().openapi({ description: 'Squared L2 of unit vectors, 0 (same) .. 4.' }),
  threshold: z.number(),
  fmr: z.number().openapi({
    description: 'False match rate at the threshold, as the calibration says, of one comparison.',
  }),
  basis: z.enum(['default', 'threshold', 'fmr']).openapi({ description: 'Where the threshold comes from.' }),
  probability: z.number().openapi({ description: 'That it is the same person, at the prior.' }),
  prior: z.number(),
  method: z.enum(['distance']),
  model: Model,
  comparisons: z.number(),
  a: SideAnswer,
  b: SideAnswer,
});
