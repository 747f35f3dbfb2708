// Who of a gallery is in the picture: known or unknown for every face.
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { EventData } from '../core/events/event.ts';
import { type Recognition, recognize } from '../core/faces/recognize.ts';
import { timed } from '../core/faces/stages.ts';
import type { FaceTools } from '../core/faces/tools.ts';
import { publish, record } from '../http/announce.ts';
import {
  CandidateAnswer,
  candidateAnswer,
  FaceAnswer,
  faceAnswer,
  GalleryThresholdFields,
  galleryThresholdAnswer,
  PictureAnswer,
  pictureAnswer,
  round,
} from '../http/answers.ts';
import { CurveAnswer, curveAnswer } from '../http/calibration-answers.ts';
import { body, json, orNull } from '../http/contract.ts';
import type { App, Env } from '../http/env.ts';
import { FACE_CODES, fails, MODEL_CODES } from '../http/failures.ts';
import {
  atMostOne,
  Curve,
  GalleryPath,
  galleryThresholdFields,
  Model,
  onMultiple,
  withSource,
} from '../http/schema.ts';
import { readUpload } from '../http/upload.ts';

export function recognition(tools: FaceTools): App {
  const app = new OpenAPIHono<Env>();

  const route = createRoute({
    method: 'post',
    path: '/{gallery}/recognize',
    summary: 'Who of the gallery is in the picture, or nobody',
    request: { params: GalleryPath, body: body(app, 'RecognizeRequest', RecognizeRequest, 'picture') },
    responses: {
      200: json(RecognizeAnswer, 'A decision for every face, largest first.'),
      default: fails(
        ...FACE_CODES,
        ...MODEL_CODES,
        'embedding_invalid',
        'encoder_mismatch',
        'threshold_unsupported',
        'calibration_missing',
        'gallery_not_found',
        'gallery_empty',
        'store_failed',
      ),
    },
  });
  app.openapi(route, async (c) => {
    const { source, on_multiple, max_candidates, threshold, fmr, fpir, curve } = await readUpload(
      c,
      RecognizeRequest,
      { unfetched: 'end' },
    );
    const found = await recognize(timed(c.get('stages'), tools), {
      at: { tenant: c.get('tenant'), gallery: c.req.valid('param').gallery },
      source,
      onMultiple: on_multiple,
      maxCandidates: max_candidates,
      asked: { threshold, fmr, fpir },
      curve,
    });
    const told = recognized(found);
    await record(c, tools, 'face.recognized', told);
    await publish(c, tools, 'face.recognized', told);
    return c.json(
      {
        gallery: { id: found.gallery.id, faces: found.faces, subjects: found.subjects },
        model: found.gallery.encoder,
        ...galleryThresholdAnswer(found.threshold),
        curve: curveAnswer(found.curve),
        picture: found.seen && pictureAnswer(found.seen),
        faces: found.found.map(({ face, known, candidates }) => ({
          decision: known ? ('known' as const) : ('unknown' as const),
          subject: known && { id: known.subject, name: known.name },
          face: face && faceAnswer(face),
          candidates: candidates.map(candidateAnswer),
        })),
      },
      200,
    );
  });

  return app;
}

/** Decisions as the answer has them, without names and without those who were near. */
function recognized({ gallery, threshold, found }: Recognition): EventData['face.recognized'] {
  const known = found.filter((each) => each.known !== null).length;
  return {
    gallery: gallery.id,
    model: gallery.encoder,
    threshold: round(threshold.threshold, 6),
    known,
    unknown: found.length - known,
    faces: found.map(({ known }) =>
      known
        ? { decision: 'known', subject: known.subject, distance: round(known.distance, 6) }
        : { decision: 'unknown', subject: null, distance: null },
    ),
  };
}

const RecognizeRequest = withSource({
  on_multiple: onMultiple('all', 'largest', 'error'),
  max_candidates: z.number().int().min(1).max(50).default(5),
  ...galleryThresholdFields,
  curve: Curve,
}).refine(atMostOne, { message: 'threshold, fmr and fpir exclude each other', path: ['fpir'] });

const RecognizeAnswer = z.object({
  gallery: z.object({ id: z.string(), faces: z.number(), subjects: z.number() }),
  model: Model,
  ...GalleryThresholdFields.shape,
  curve: CurveAnswer,
  picture: orNull(PictureAnswer),
  faces: z.array(
    z.object({
      decision: z.enum(['known', 'unknown']),
      subject: z.object({ id: z.string(), name: z.string().nullable() }).nullable(),
      face: orNull(FaceAnswer),
      candidates: z
        .array(CandidateAnswer)
        .openapi({ description: 'The nearest subjects, nearest first, beyond the threshold too.' }),
    }),
  ),
});
