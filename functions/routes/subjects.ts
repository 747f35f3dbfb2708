// Who is in a gallery: enrol, list, read, rename, forget.
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { enrol } from '../core/faces/enrol.ts';
import { galleryAt } from '../core/faces/recognize.ts';
import { timed } from '../core/faces/stages.ts';
import type { FaceTools } from '../core/faces/tools.ts';
import { Fault } from '../core/fault.ts';
import type { Deps } from '../core/ports.ts';
import { announce, record, recordDone } from '../http/announce.ts';
import { FaceAnswer, faceAnswer, NextCursor, SubjectAnswer, subjectAnswer } from '../http/answers.ts';
import { body, json, none, orNull } from '../http/contract.ts';
import type { App, Env } from '../http/env.ts';
import { ExportAnswer, exportAnswer } from '../http/export-answer.ts';
import { faultAnswer } from '../http/facts.ts';
import { fails, MODEL_CODES } from '../http/failures.ts';
import { idempotent, onceOf } from '../http/idempotency.ts';
import {
  ConsentFields,
  Days,
  FacePath,
  GalleryPath,
  Name,
  onMultiple,
  PageQuery,
  SubjectPath,
  Time,
  withSources,
} from '../http/schema.ts';
import { readUpload } from '../http/upload.ts';

export function subjects(tools: FaceTools & Pick<Deps, 'idempotency'>): App {
  const app = new OpenAPIHono<Env>();

  const list = createRoute({
    method: 'get',
    path: '/{gallery}/subjects',
    summary: 'Subjects in pages',
    request: { params: GalleryPath, query: PageQuery },
    responses: { 200: json(SubjectPage, 'A page.'), default: fails('gallery_not_found', 'store_failed') },
  });
  app.openapi(list, async (c) => {
    const at = { tenant: c.get('tenant'), gallery: c.req.valid('param').gallery };
    const { items, cursor } = await tools.galleries.listSubjects(at, c.req.valid('query'));
    return c.json({ subjects: items.map(subjectAnswer), next_cursor: cursor }, 200);
  });

  const get = createRoute({
    method: 'get',
    path: '/{gallery}/subjects/{subject}',
    summary: 'Read a subject',
    request: { params: SubjectPath },
    responses: {
      200: json(SubjectAnswer, 'The subject and the ids of its faces.'),
      default: fails('gallery_not_found', 'subject_not_found', 'store_failed'),
    },
  });
  app.openapi(get, async (c) => {
    const { gallery, subject } = c.req.valid('param');
    const found = await tools.galleries.getSubject({ tenant: c.get('tenant'), gallery }, subject);
    if (!found) throw subjectNotFound(gallery, subject);
    return c.json(subjectAnswer(found), 200);
  });

  const rename = createRoute({
    method: 'patch',
    path: '/{gallery}/subjects/{subject}',
    summary: 'Rename a subject',
    request: { params: SubjectPath, body: body(app, 'SubjectRequest', SubjectRequest, 'json') },
    responses: {
      200: json(SubjectAnswer, 'The subject as it is now.'),
      default: fails('gallery_not_found', 'subject_not_found', 'store_failed'),
    },
  });
  app.openapi(rename, async (c) => {
    const { gallery, subject } = c.req.valid('param');
    const { name } = await readUpload(c, SubjectRequest);
    const renamed = await tools.galleries.renameSubject({ tenant: c.get('tenant'), gallery }, subject, name);
    if (!renamed) throw subjectNotFound(gallery, subject);
    await recordDone(c, tools, 'subject.renamed', { gallery, subject });
    return c.json(subjectAnswer(renamed), 200);
  });

  const forget = createRoute({
    method: 'delete',
    path: '/{gallery}/subjects/{subject}',
    summary: 'Forget a subject: no later answer shows it',
    request: { params: SubjectPath },
    responses: {
      200: json(ForgottenAnswer, 'How much was forgotten.'),
      default: fails('gallery_not_found', 'subject_not_found', 'store_failed'),
    },
  });
  app.openapi(forget, async (c) => {
    const { gallery, subject } = c.req.valid('param');
    const forgotten = await tools.galleries.deleteSubject({ tenant: c.get('tenant'), gallery }, subject);
    if (!forgotten) throw subjectNotFound(gallery, subject);
    await announce(c, tools, 'subject.forgotten', { gallery, subject, forgotten_faces: forgotten.faces });
    return c.json({ subject, forgotten_faces: forgotten.faces }, 200);
  });

  const all = createRoute({
    method: 'get',
    path: '/{gallery}/subjects/{subject}/export',
    summary: 'All that is held of a subject, templates too, and what is not held',
    request: { params: SubjectPath },
    responses: {
      200: json(ExportAnswer, 'To be handed to whom it is about.'),
      default: fails('gallery_not_found', 'subject_not_found', 'store_failed'),
    },
  });
  app.openapi(all, async (c) => {
    const { gallery, subject } = c.req.valid('param');
    const at = { tenant: c.get('tenant'), gallery };
    const held = await galleryAt(tools, at);
    const templates = await tools.galleries.templates(at, subject);
    const found = await tools.galleries.getSubject(at, subject);
    if (!found || !templates) throw subjectNotFound(gallery, subject);
    await record(c, tools, 'subject.exported', { gallery, subject });
    return c.json(exportAnswer(held, found, templates, tools.now()), 200);
  });

  const add = createRoute({
    method: 'post',
    path: '/{gallery}/subjects/{subject}/faces',
    summary: 'Enrol 1 to 20 pictures or embeddings; the subject is created when it is new',
    middleware: idempotent(tools),
    request: { params: SubjectPath, body: body(app, 'EnrolRequest', EnrolRequest, ['image*']) },
    responses: {
      201: json(EnrolAnswer, 'What was enrolled, and what was not and why.'),
      default: fails(
        'gallery_not_found',
        'gallery_full',
        'gallery_changed',
        'encoder_mismatch',
        'nothing_enrolled',
        'subject_not_found',
        'face_not_found',
        ...MODEL_CODES,
        'store_failed',
      ),
    },
  });
  app.openapi(add, async (c) => {
    const { gallery, subject } = c.req.valid('param');
    const { name, on_multiple, sources, consent, expires_at, ttl_days } = await readUpload(c, EnrolRequest, {
      unfetched: 'stay',
    });
    const at = { tenant: c.get('tenant'), gallery };
    const { newId, again } = onceOf(c, tools);
    const own = { ...timed(c.get('stages'), tools), randomId: newId };
    const done = await enrol(own, {
      at,
      subject,
      name,
      sources,
      onMultiple: on_multiple,
      again,
      consent: consent && {
        givenAt: consent.given_at,
        reference: consent.reference ?? null,
        by: consent.by ?? null,
      },
      expiresAt: expires_at,
      ttlDays: ttl_days,
    });
    await announce(c, own, 'subject.enrolled', {
      gallery,
      subject,
      faces: done.enrolled.map(({ id }) => id),
      model: done.gallery.encoder,
    });
    const enrolled = done.enrolled.map(({ index, id, face }) => ({
      index,
      id,
      face: face && faceAnswer(face),
    }));
    const answer = {
      model: done.gallery.encoder,
      subject: subjectAnswer(done.subject),
      enrolled,
      rejected: done.rejected.map(({ index, reason }) => ({ index, reason: faultAnswer(reason) })),
    };
    return c.json(answer, 201);
  });

  const forgetFace = createRoute({
    method: 'delete',
    path: '/{gallery}/subjects/{subject}/faces/{face}',
    summary: 'Forget one face; the subject stays',
    request: { params: FacePath },
    responses: {
      204: none('It is forgotten.'),
      default: fails('gallery_not_found', 'face_not_found', 'store_failed'),
    },
  });
  app.openapi(forgetFace, async (c) => {
    const { gallery, subject, face } = c.req.valid('param');
    if (!(await tools.galleries.deleteFace({ tenant: c.get('tenant'), gallery }, subject, face))) {
      throw new Fault('face_not_found', `Subject "${subject}" has no face "${face}".`, {
        gallery,
        subject,
        face,
      });
    }
    await announce(c, tools, 'face.forgotten', { gallery, subject, face });
    return c.body(null, 204);
  });

  return app;
}

function subjectNotFound(gallery: string, subject: string): Fault {
  return new Fault('subject_not_found', `Gallery "${gallery}" has no subject "${subject}".`, {
    gallery,
    subject,
  });
}

const SubjectRequest = z.strictObject({ name: Name });

const SubjectPage = z.object({ subjects: z.array(SubjectAnswer), next_cursor: NextCursor });

const ForgottenAnswer = z.object({ subject: z.string(), forgotten_faces: z.number() });

const EnrolRequest = withSources({
  name: Name.optional(),
  on_multiple: onMultiple('error', 'largest'),
  consent: ConsentFields.optional(),
  expires_at: Time.optional().openapi({
    description: 'From then on nobody finds the subject, and it is deleted. Excludes ttl_days.',
  }),
  ttl_days: Days.optional().openapi({
    description: 'The same, so many days from now. Without either an existing subject keeps what it has.',
    example: 30,
  }),
}).refine(({ expires_at, ttl_days }) => expires_at === undefined || ttl_days === undefined, {
  message: 'expires_at and ttl_days exclude each other',
  path: ['ttl_days'],
});

const EnrolAnswer = z.object({
  model: z.string(),
  subject: SubjectAnswer,
  enrolled: z.array(z.object({ index: z.number(), id: z.string(), face: orNull(FaceAnswer) })),
  rejected: z.array(
    z.object({ index: z.number(), reason: z.looseObject({ code: z.string(), detail: z.string() }) }),
  ),
});
