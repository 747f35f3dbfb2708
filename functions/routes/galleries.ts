// Galleries: create, list, read, delete.
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { staleness } from '../core/faces/curve-choice.ts';
import { galleryNotFound } from '../core/faces/gallery-faults.ts';
import { galleryAt } from '../core/faces/recognize.ts';
import type { FaceTools } from '../core/faces/tools.ts';
import type { Deps } from '../core/ports.ts';
import { announce } from '../http/announce.ts';
import { GalleryAnswer, galleryAnswer, NextCursor } from '../http/answers.ts';
import {
  CalibrationSummary,
  Enrolment,
  enrolmentAnswer,
  summaryAnswer,
} from '../http/calibration-answers.ts';
import { body, json, none, orNull } from '../http/contract.ts';
import type { App, Env } from '../http/env.ts';
import { fails } from '../http/failures.ts';
import { Days, GalleryPath, Model, Name, PageQuery, Search } from '../http/schema.ts';
import { readUpload } from '../http/upload.ts';

export function galleries(tools: FaceTools & Pick<Deps, 'atRest'>): App {
  const { atRest } = tools;
  const app = new OpenAPIHono<Env>();

  const list = createRoute({
    method: 'get',
    path: '/',
    summary: 'Galleries, ordered by id, in pages',
    request: { query: PageQuery },
    responses: { 200: json(GalleryPage, 'A page.'), default: fails('store_failed') },
  });
  app.openapi(list, async (c) => {
    const { items, cursor } = await tools.galleries.listGalleries(c.get('tenant'), c.req.valid('query'));
    return c.json({ galleries: items.map((each) => galleryAnswer(each, atRest)), next_cursor: cursor }, 200);
  });

  const put = createRoute({
    method: 'put',
    path: '/{gallery}',
    summary: 'Create a gallery, or change its name or retention',
    request: {
      params: GalleryPath,
      body: body(app, 'GalleryRequest', GalleryRequest, 'json', { optional: true }),
    },
    responses: {
      200: json(GalleryAnswer, 'It was there.'),
      201: json(GalleryAnswer, 'It is new.'),
      default: fails('encoder_mismatch', 'search_mismatch', 'search_unsupported', 'store_failed'),
    },
  });
  app.openapi(put, async (c) => {
    const at = { tenant: c.get('tenant'), gallery: c.req.valid('param').gallery };
    const { name, model, search, retention_days } = await readUpload(c, GalleryRequest, { optional: true });
    const encoder = model ?? (await tools.galleries.getGallery(at))?.encoder ?? tools.encoder;
    const { id } = tools.engines.entry(encoder);
    const wanted = { name, encoder: id, search, retentionDays: retention_days };
    const { gallery, created } = await tools.galleries.putGallery(at, wanted, tools.now());
    return c.json(galleryAnswer(gallery, atRest), created ? 201 : 200);
  });

  const get = createRoute({
    method: 'get',
    path: '/{gallery}',
    summary: 'Read a gallery',
    request: { params: GalleryPath },
    responses: {
      200: json(GalleryDetails, 'The gallery.'),
      default: fails('gallery_not_found', 'store_failed'),
    },
  });
  app.openapi(get, async (c) => {
    const at = { tenant: c.get('tenant'), gallery: c.req.valid('param').gallery };
    const gallery = await galleryAt(tools, at);
    const [state, { tally, calibration }] = await Promise.all([
      tools.galleries.state(at),
      tools.galleries.measures(at),
    ]);
    return c.json(
      {
        ...galleryAnswer(gallery, atRest),
        subjects: state.subjects,
        faces: state.faces,
        enrolment: enrolmentAnswer(tally),
        calibration: calibration && summaryAnswer(calibration, staleness(calibration, state)),
      },
      200,
    );
  });

  const remove = createRoute({
    method: 'delete',
    path: '/{gallery}',
    summary: 'Delete a gallery and forget everybody in it',
    request: { params: GalleryPath },
    responses: { 204: none('It is gone.'), default: fails('gallery_not_found', 'store_failed') },
  });
  app.openapi(remove, async (c) => {
    const { gallery } = c.req.valid('param');
    if (!(await tools.galleries.deleteGallery({ tenant: c.get('tenant'), gallery })))
      throw galleryNotFound(gallery);
    await announce(c, tools, 'gallery.deleted', { gallery });
    return c.body(null, 204);
  });

  return app;
}

const GalleryRequest = z.strictObject({
  name: Name.optional(),
  model: Model.optional(),
  search: Search.optional().openapi({
    description:
      'Where a new gallery is to be searched, `memory` unless said. `pgvector` keeps its templates in the clear in PostgreSQL, which needs the extension. An existing gallery keeps what it has: another is refused.',
  }),
  retention_days: Days.nullable().optional().openapi({
    description:
      'How long subjects who are enrolled from now on are kept, when their enrolment does not say.',
    example: 365,
  }),
});

const GalleryDetails = GalleryAnswer.extend({
  subjects: z.number().openapi({ description: 'Those with a face.' }),
  faces: z.number(),
  enrolment: Enrolment,
  calibration: orNull(CalibrationSummary).openapi({ description: 'Null until calibrate was called.' }),
}).openapi('GalleryDetails');

const GalleryPage = z.object({ galleries: z.array(GalleryAnswer), next_cursor: NextCursor });
