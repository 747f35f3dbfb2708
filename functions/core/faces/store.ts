// The gallery store's port: galleries hold subjects, subjects hold faces, a face is one template.
// functions/platform/store-memory.ts is the readable specification; test/platform/galleries.contract.ts is the law.
import type { GalleryCalibration, GallerySize } from './gallery-calibration.ts';

/**
 * Where a gallery lives. Ids are the caller's, any well-formed Unicode of 1 to 128 UTF-16 units without U+0000 (SQL text
 * cannot hold it); a tenant never sees another's. "Ordered by id" is by code point: compareIds in order.ts.
 */
export type GalleryKey = { readonly tenant: string; readonly gallery: string };

/**
 * Where a gallery is searched: by each process in its memory, or by PostgreSQL's pgvector, for which the vectors lie in the
 * database in the clear.
 */
export type SearchPlace = 'memory' | 'pgvector';

export type Gallery = {
  readonly id: string;
  readonly name: string | null;
  /** Id of the encoder whose templates it holds; fixed at creation. */
  readonly encoder: string;
  /** Fixed at creation. */
  readonly search: SearchPlace;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  /** Days that a new subject is kept when its enrolment does not say; null for ever. */
  readonly retentionDays: number | null;
};

/** That a subject agreed to be enrolled, as the caller recorded it. */
export type Consent = {
  /** Milliseconds since the epoch. */
  readonly givenAt: number;
  /** Of the text that was agreed to, or of its record: the caller's id. */
  readonly reference: string | null;
  /** Who gave it, or took it down: the caller's id. */
  readonly by: string | null;
};

export type Subject = {
  readonly id: string;
  readonly name: string | null;
  readonly createdAt: number;
  readonly consent: Consent | null;
  /** From this moment on the subject is forgotten; null for never. */
  readonly expiresAt: number | null;
  /** Newest last. */
  readonly faces: readonly FaceRecord[];
};

export type FaceRecord = { readonly id: string; readonly createdAt: number; readonly quality: number };

/** One enrolled picture: a unit vector of the gallery's encoder. */
export type NewFace = { readonly id: string; readonly template: Float32Array; readonly quality: number };

export type Template = { readonly face: string; readonly subject: string; readonly vector: Float32Array };

/** How enrolment went since the gallery was made: calls that brought a picture, and their pictures. */
export type EnrolmentTally = {
  readonly attempts: number;
  /** Attempts after which nothing was enrolled. */
  readonly failures: number;
  readonly pictures: number;
  /** Pictures with no face, or with several where one was to be. */
  readonly rejected: number;
};

/** What one attempt adds to the tally. */
export type Attempt = Pick<EnrolmentTally, 'pictures' | 'rejected'>;

/** What is known of a gallery's errors. */
export type GalleryMeasures = {
  readonly tally: EnrolmentTally;
  /** As it was put last; null when it never was. */
  readonly calibration: GalleryCalibration | null;
};

/** `version` as `changes` has it; subjects count when they have a face. */
export type GalleryState = GallerySize & { readonly version: number };

export type PageRequest = { readonly limit: number; readonly cursor?: string };
export type Page<T> = { readonly items: readonly T[]; readonly cursor: string | null };

/**
 * What happened to a gallery's templates since a version.
 * `reset`: the store no longer knows that version (or the gallery was made anew), so `added` is everything.
 * `approximate`: vectors are restored from int8; `exact` gives the float32 ones.
 * Apply `removed` first, then `added`: a face that was removed and enrolled again is in both. A name in `removed` may be
 * one the reader never had.
 */
export type Changes = {
  readonly version: number;
  readonly reset: boolean;
  readonly approximate: boolean;
  readonly added: readonly Template[];
  readonly removed: readonly string[];
};

/** A gallery at one moment, and of each query whom it may have to be compared with. */
export type Nearby = GalleryState & {
  /**
   * All templates, in order of enrolment, of the subjects that by float32 sums are the nearest, and of all who are as near but
   * for ROUNDING: whoever ranks them in double precision has the ranking of all.
   */
  readonly near: readonly (readonly Template[])[];
};

/** When a subject's time ends that begins now, of a gallery with so many days. */
export function retainedUntil(now: number, retentionDays: number | null): number | null {
  return retentionDays === null ? null : now + retentionDays * DAY_MS;
}

export const DAY_MS = 86_400_000;

/** One whom a store forgot by itself, kept until it has been told. */
export type Expired = {
  /** Unguessable; the ids of the record and of the event follow from it. */
  readonly id: string;
  readonly tenant: string;
  readonly gallery: string;
  readonly subject: string;
  readonly faces: number;
  /** When it was forgotten, milliseconds since the epoch. */
  readonly at: number;
};

/**
 * A store has a clock, and no answer shows a subject whose time has come by it: whatever a gallery is asked, it forgets
 * those first, as deleteSubject would, and keeps who it was until that is told (retention.ts). Every method either does all it says or nothing that is visible, and throws Fault store_failed when the medium fails;
 * calling again is then safe. Methods on a gallery that is not there throw Fault gallery_not_found.
 */
export type GalleryStore = {
  /**
   * Creates, or updates name and retention (undefined leaves them; retention is for those who come).
   * @throws Fault encoder_mismatch and search_mismatch when it exists with another; search_unsupported where a new one
   * cannot be searched so, and then nothing is made.
   */
  putGallery(
    at: GalleryKey,
    wanted: { name?: string | null; encoder: string; search?: SearchPlace; retentionDays?: number | null },
    now: number,
  ): Promise<{ gallery: Gallery; created: boolean }>;
  getGallery(at: GalleryKey): Promise<Gallery | undefined>;
  /** Ordered by id. */
  listGalleries(tenant: string, page: PageRequest): Promise<Page<Gallery>>;
  /** With all it holds, at once. False when it was not there. */
  deleteGallery(at: GalleryKey): Promise<boolean>;

  /** Ordered by id. */
  listSubjects(at: GalleryKey, page: PageRequest): Promise<Page<Subject>>;
  getSubject(at: GalleryKey, subject: string): Promise<Subject | undefined>;
  renameSubject(at: GalleryKey, subject: string, name: string | null): Promise<Subject | undefined>;
  /** Forgets every face of the subject: no later answer returns it. Undefined when it was not there. */
  deleteSubject(at: GalleryKey, subject: string): Promise<{ faces: number } | undefined>;

  /**
   * Adds faces, creating the subject when it is new. Of an existing subject `name`, `consent` and `expiresAt` stay as they
   * are when undefined; a new one is kept as long as the gallery says. All faces or none.
   * A face id that is already there with the same subject changes nothing, so a retry is safe; with another subject it is
   * refused (request_invalid). `attempt` is added to the tally, together with the faces, when one of them is new.
   * @throws Fault gallery_full with the numbers; gallery_changed with both ids when the gallery's encoder is not `encoder`.
   */
  enrol(
    at: GalleryKey,
    enrolment: {
      subject: string;
      name?: string | null;
      encoder: string;
      faces: readonly NewFace[];
      attempt?: Attempt;
      consent?: Consent;
      expiresAt?: number;
    },
    now: number,
  ): Promise<Subject>;
  /** False when there was no such face. The subject stays, even without faces. */
  deleteFace(at: GalleryKey, subject: string, face: string): Promise<boolean>;

  /** The subject's templates as enrolled (float32). Undefined when there is no such subject. */
  templates(at: GalleryKey, subject: string): Promise<readonly Template[] | undefined>;
  /** For the search index. `since` undefined: everything. Strongly consistent about removals on every adapter. */
  changes(at: GalleryKey, since: number | undefined): Promise<Changes>;
  /** The float32 templates of these faces, at most 100; those forgotten meanwhile are left out. */
  exact(at: GalleryKey, faces: readonly string[]): Promise<ReadonlyMap<string, Float32Array>>;

  /**
   * Who may be among the `count` nearest subjects of each query; undefined when the gallery is searched in memory. Absent
   * where all are. @throws Fault embedding_invalid when a query has not the gallery's dimensions.
   */
  near?(at: GalleryKey, queries: readonly Float32Array[], count: number): Promise<Nearby | undefined>;

  /** Forgets everybody whose time has come, asked for or not; how many they were. Stores that wake by themselves find none. */
  sweep(): Promise<number>;
  /** Those whose time came and of whom nobody has been told, longest ago first. Stores that tell by themselves have none. */
  untold(limit: number): Promise<readonly Expired[]>;
  /** It has been told of this one. */
  told(id: string): Promise<void>;

  state(at: GalleryKey): Promise<GalleryState>;
  measures(at: GalleryKey): Promise<GalleryMeasures>;
  /** Adds an attempt that enrolled nothing; a retry adds it again. */
  countFailure(at: GalleryKey, attempt: Attempt): Promise<void>;
  /**
   * Keeps it in place of the one before, until the gallery is deleted.
   * @throws Fault gallery_changed when the gallery has another encoder, or was made anew since that version.
   */
  putCalibration(at: GalleryKey, calibration: GalleryCalibration): Promise<void>;

  close(): Promise<void>;
};

export const NO_ATTEMPTS: EnrolmentTally = { attempts: 0, failures: 0, pictures: 0, rejected: 0 };

/** The tally after one more attempt. */
export function tallied(
  tally: EnrolmentTally,
  { pictures, rejected }: Attempt,
  failed: boolean,
): EnrolmentTally {
  return {
    attempts: tally.attempts + 1,
    failures: tally.failures + (failed ? 1 : 0),
    pictures: tally.pictures + pictures,
    rejected: tally.rejected + rejected,
  };
}
