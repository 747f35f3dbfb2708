// How often a gallery errs: measured on its own people, and kept for the thresholds that are asked of it.
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { calibrateGallery } from '../core/faces/calibrate-gallery.ts';
import { timed } from '../core/faces/stages.ts';
import type { FaceTools } from '../core/faces/tools.ts';
import { recordDone } from '../http/announce.ts';
import { GalleryThresholdFields, galleryThresholdAnswer } from '../http/answers.ts';
import { GalleryCalibrationAnswer, galleryCalibrationAnswer } from '../http/calibration-answers.ts';
import { body, json } from '../http/contract.ts';
import type { App, Env } from '../http/env.ts';
import { fails } from '../http/failures.ts';
import { GalleryPath, Model } from '../http/schema.ts';
import { readUpload } from '../http/upload.ts';

export function calibration(tools: FaceTools): App {
  const app = new OpenAPIHono<Env>();

  const route = createRoute({
    method: 'post',
    path: '/{gallery}/calibrate',
    summary: 'Measure the error rates of a gallery on itself, and keep them for its thresholds',
    request: {
      params: GalleryPath,
      body: body(app, 'CalibrateRequest', CalibrateRequest, 'json', { optional: true }),
    },
    responses: {
      200: json(CalibrateAnswer, 'What was measured; it takes the place of what was kept before.'),
      default: fails(
        'gallery_not_found',
        'gallery_empty',
        'gallery_changed',
        'threshold_unsupported',
        'store_failed',
      ),
    },
  });
  app.openapi(route, async (c) => {
    const at = { tenant: c.get('tenant'), gallery: c.req.valid('param').gallery };
    const { seed, ...asked } = await readUpload(c, CalibrateRequest, { optional: true });
    const { gallery, calibration, tally, thresholds } = await calibrateGallery(
      timed(c.get('stages'), tools),
      {
        at,
        seed,
        asked,
      },
    );
    await recordDone(c, tools, 'gallery.calibrated', { gallery: gallery.id });
    const shipped = tools.engines.entry(gallery.encoder).calibration;
    return c.json(
      {
        gallery: { id: gallery.id },
        model: gallery.encoder,
        ...galleryCalibrationAnswer(calibration, tally, shipped),
        thresholds: {
          ...(thresholds.fmr && { fmr: galleryThresholdAnswer(thresholds.fmr) }),
          ...(thresholds.fpir && { fpir: galleryThresholdAnswer(thresholds.fpir) }),
        },
      },
      200,
    );
  });

  return app;
}

const Wanted = z.number().gt(0).lt(1).optional();

const CalibrateRequest = z.strictObject({
  seed: z
    .number()
    .int()
    .min(0)
    .max(2 ** 32 - 1)
    .default(1)
    .openapi({ description: 'Of the people who are drawn from a large gallery, and of the intervals.' }),
  fmr: Wanted.openapi({ description: 'A false match rate that the gallery is to support.' }),
  fpir: Wanted.openapi({ description: 'A false positive identification rate that it is to support.' }),
});

const CalibrateAnswer = z.object({
  gallery: z.object({ id: z.string() }),
  model: Model,
  ...GalleryCalibrationAnswer.shape,
  thresholds: z
    .object({ fmr: GalleryThresholdFields, fpir: GalleryThresholdFields })
    .partial()
    .openapi({ description: 'Of the rates that were asked for.' }),
});
