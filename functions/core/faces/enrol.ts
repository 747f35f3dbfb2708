// One-shot and several-picture enrolment: what is accepted goes in at once, what is not is returned with its reason.
import { Fault, type FaultCode } from '../fault.ts';
import type { Face } from './face.ts';
import { type EmbeddingSource, type PictureSource, probe, type UnfetchedSource } from './probe.ts';
import { galleryAt } from './recognize.ts';
import {
  type Attempt,
  type Consent,
  DAY_MS,
  type Gallery,
  type GalleryKey,
  type NewFace,
  type Subject,
} from './store.ts';
import type { FaceTools } from './tools.ts';

export type EnrolRequest = {
  readonly at: GalleryKey;
  readonly subject: string;
  /** Undefined leaves the name an existing subject has. */
  readonly name?: string | null;
  readonly sources: readonly (PictureSource | EmbeddingSource | UnfetchedSource)[];
  readonly onMultiple: 'error' | 'largest';
  /** It was enrolled before, under the ids that are now given again: nothing is stored. */
  readonly again?: boolean;
  readonly consent?: Consent;
  /** When the subject's time ends, milliseconds since the epoch; or in how many days. Undefined leaves what there is. */
  readonly expiresAt?: number;
  readonly ttlDays?: number;
};

export type Enrolment = {
  readonly gallery: Gallery;
  readonly subject: Subject;
  readonly enrolled: readonly { readonly index: number; readonly id: string; readonly face: Face | null }[];
  readonly rejected: readonly Rejection[];
};

/** `index` counts the request's pictures from 0. */
export type Rejection = {
  readonly index: number;
  readonly reason: Fault;
};

/** What is wrong with one picture and leaves the others as good as they were. Every other fault ends the request. */
const rejections: ReadonlySet<FaultCode> = new Set<FaultCode>([
  'picture_empty',
  'picture_type_unsupported',
  'picture_too_large',
  'picture_broken',
  'picture_url_refused',
  'picture_unreachable',
  'no_face',
  'multiple_faces',
  'embedding_invalid',
]);

/** Rejections that say how faces are found; a file that is no picture, or an embedding, says nothing of that. */
const failuresToEnrol: ReadonlySet<FaultCode> = new Set<FaultCode>(['no_face', 'multiple_faces']);

/**
 * One store call adds every accepted face, so a request that ends early, here or at the caller, has enrolled nothing.
 * Ids that are there already stay as they are, so a request may be sent again where its ids are the same; under new ids
 * the same faces are enrolled a second time, and counted once more in the gallery's tally.
 * @throws Fault gallery_not_found, encoder_mismatch, gallery_full; nothing_enrolled with every rejection; `again` also
 * subject_not_found and face_not_found, when they were forgotten meanwhile.
 */
export async function enrol(tools: FaceTools, request: EnrolRequest): Promise<Enrolment> {
  const { at, subject, name, sources, onMultiple, consent } = request;
  const most = tools.limits.maxPicturesPerEnrolment;
  if (sources.length > most) {
    throw new Fault(
      'request_invalid',
      `${sources.length} pictures in one enrolment; at most ${most} are taken.`,
      {
        pictures: sources.length,
        limit: most,
      },
    );
  }
  const expiresAt = request.again ? undefined : endOf(request, tools.now());
  const gallery = await galleryAt(tools, at);
  // One for each, also of those that are rejected: a picture by URL may be there the next time that the request is sent.
  const ids = sources.map(() => tools.randomId());
  const accepted: { index: number; face: Face | null; record: NewFace }[] = [];
  const rejected: Rejection[] = [];
  for (const [index, source] of sources.entries()) {
    try {
      if (source.kind === 'unfetched') throw source.reason;
      const { probes } = await probe(tools, source, gallery.encoder, onMultiple);
      const [{ vector, face }] = probes;
      accepted.push({
        index,
        face,
        record: { id: ids[index], template: vector, quality: face?.quality.score ?? 1 },
      });
    } catch (error) {
      if (!(error instanceof Fault && rejections.has(error.code))) throw error;
      rejected.push({ index, reason: error });
    }
  }
  const attempt = attemptOf(sources, accepted, rejected);
  if (accepted.length === 0) {
    if (attempt) await tools.galleries.countFailure(at, attempt);
    throw new Fault(
      'nothing_enrolled',
      `None of ${sources.length} pictures could be enrolled; each has its reason.`,
      { rejected },
    );
  }
  const faces = accepted.map((each) => each.record);
  const stored = request.again
    ? await standing(tools, request)
    : await tools.galleries.enrol(
        at,
        { subject, name, encoder: gallery.encoder, faces, attempt, consent, expiresAt },
        tools.now(),
      );
  const held = new Set(stored.faces.map(({ id }) => id));
  const enrolled = accepted
    .filter(({ record }) => held.has(record.id)) // one of them may have been forgotten since
    .map(({ index, face, record }) => ({ index, id: record.id, face }));
  if (enrolled.length === 0)
    throw new Fault('face_not_found', `What was enrolled of "${subject}" has been forgotten since.`, {
      subject,
    });
  return { gallery, subject: stored, enrolled, rejected };
}

/** The subject of a request that is sent again. */
async function standing(
  { galleries }: Pick<FaceTools, 'galleries'>,
  { at, subject }: EnrolRequest,
): Promise<Subject> {
  const found = await galleries.getSubject(at, subject);
  if (!found)
    throw new Fault('subject_not_found', `Subject "${subject}" has been forgotten since.`, { subject });
  return found;
}

/** When the subject's time ends, where the request says so. @throws Fault request_invalid when that is over already. */
function endOf({ expiresAt, ttlDays }: EnrolRequest, now: number): number | undefined {
  if (expiresAt === undefined) return ttlDays === undefined ? undefined : now + ttlDays * DAY_MS;
  if (expiresAt > now) return expiresAt;
  const message = `is ${new Date(expiresAt).toISOString()}, which is over: it is ${new Date(now).toISOString()}`;
  throw new Fault('request_invalid', `expires_at ${message}.`, {
    errors: [{ in: 'body', pointer: '/expires_at', message }],
  });
}

/** What the gallery's tally is to count; undefined when no picture could be looked at. */
function attemptOf(
  sources: EnrolRequest['sources'],
  accepted: readonly { readonly index: number }[],
  rejections: readonly Rejection[],
): Attempt | undefined {
  const rejected = rejections.filter(({ reason }) => failuresToEnrol.has(reason.code)).length;
  const pictures = accepted.filter(({ index }) => sources[index].kind === 'picture').length + rejected;
  return pictures === 0 ? undefined : { pictures, rejected };
}
