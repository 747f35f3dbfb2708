// The gallery store in memory: the readable specification of the port, and the store of tests and throw-away servers.
import {
  encoderMismatch,
  faceTaken,
  galleryChanged,
  galleryFull,
  galleryMadeAnew,
  galleryNotFound,
  refuseSearch,
} from '../core/faces/gallery-faults.ts';
import { compareIds } from '../core/faces/order.ts';
import {
  type Consent,
  type Expired,
  type FaceRecord,
  type Gallery,
  type GalleryKey,
  type GalleryMeasures,
  type GalleryStore,
  NO_ATTEMPTS,
  type Page,
  type PageRequest,
  retainedUntil,
  type Subject,
  type Template,
  tallied,
} from '../core/faces/store.ts';
import { randomId } from './random-id.ts';

type HeldFace = FaceRecord & {
  readonly subject: string;
  readonly vector: Float32Array;
  readonly version: number;
};

type HeldSubject = {
  name: string | null;
  readonly createdAt: number;
  consent: Consent | null;
  expiresAt: number | null;
  readonly faces: Map<string, HeldFace>;
};

type Held = {
  name: string | null;
  readonly encoder: string;
  readonly createdAt: number;
  /** Never used by a gallery before: an older version belongs to one of the same name that is gone. */
  readonly born: number;
  /** Every face added or removed, in order: the version is born + the number of changes. */
  readonly log: { readonly face: string; readonly removed: boolean }[];
  readonly subjects: Map<string, HeldSubject>;
  readonly faces: Map<string, HeldFace>;
  measures: GalleryMeasures;
  retentionDays: number | null;
  /** Nobody's time ends before this. */
  nextExpiry: number;
};

export function createMemoryGalleryStore({
  maxFacesPerGallery,
  now: clock = Date.now,
  forgot,
}: {
  maxFacesPerGallery: number;
  now?: () => number;
  /** As the SQL store's. */
  forgot?: () => Promise<void>;
}): GalleryStore {
  const tenants = new Map<string, Map<string, Held>>();
  const expired = new Map<string, Expired>();
  let nextBirth = 1;

  const find = ({ tenant, gallery }: GalleryKey) => tenants.get(tenant)?.get(gallery);
  const open = (at: GalleryKey) => {
    const held = find(at);
    if (!held) throw galleryNotFound(at.gallery);
    if (forgetIn(at, held) > 0) void forgot?.();
    return held;
  };
  const forgetIn = ({ tenant, gallery }: GalleryKey, held: Held) => {
    const now = clock();
    const due = forgetDue(held, now);
    for (const one of due) {
      const id = randomId();
      expired.set(id, { id, tenant, gallery, ...one, at: now });
    }
    return due.length;
  };

  return {
    async putGallery({ tenant, gallery: id }, { name, encoder, search, retentionDays }, now) {
      const galleries = tenants.get(tenant) ?? new Map<string, Held>();
      const held = galleries.get(id);
      if (held && held.encoder !== encoder) throw encoderMismatch(id, held.encoder, encoder);
      refuseSearch(id, search, held !== undefined);
      if (held) {
        if (name !== undefined) held.name = name;
        if (retentionDays !== undefined) held.retentionDays = retentionDays;
        return { gallery: galleryOf(id, held), created: false };
      }
      const born = nextBirth++;
      const made: Held = {
        name: name ?? null,
        encoder,
        createdAt: now,
        born,
        subjects: new Map(),
        faces: new Map(),
        log: [],
        measures: { tally: NO_ATTEMPTS, calibration: null },
        retentionDays: retentionDays ?? null,
        nextExpiry: Number.POSITIVE_INFINITY,
      };
      tenants.set(tenant, galleries.set(id, made));
      return { gallery: galleryOf(id, made), created: true };
    },

    async getGallery(at) {
      const held = find(at);
      return held && galleryOf(at.gallery, held);
    },

    async listGalleries(tenant, page) {
      const galleries = tenants.get(tenant) ?? new Map<string, Held>();
      return pageOf(galleries, page, galleryOf);
    },

    async deleteGallery(at) {
      const held = find(at);
      if (!held) return false;
      nextBirth = Math.max(nextBirth, versionOf(held) + 1);
      return tenants.get(at.tenant)?.delete(at.gallery) ?? false;
    },

    async listSubjects(at, page) {
      return pageOf(open(at).subjects, page, subjectOf);
    },

    async getSubject(at, subject) {
      const record = open(at).subjects.get(subject);
      return record && subjectOf(subject, record);
    },

    async renameSubject(at, subject, name) {
      const record = open(at).subjects.get(subject);
      if (!record) return undefined;
      record.name = name;
      return subjectOf(subject, record);
    },

    async deleteSubject(at, subject) {
      const held = open(at);
      const record = held.subjects.get(subject);
      if (!record) return undefined;
      forget(held, subject, record);
      return { faces: record.faces.size };
    },

    async enrol(at, { subject, name, encoder, faces, attempt, consent, expiresAt }, now) {
      const held = open(at);
      if (held.encoder !== encoder) throw galleryChanged(at.gallery, held.encoder, encoder);
      const added = new Map<string, (typeof faces)[number]>();
      for (const face of faces) {
        const known = held.faces.get(face.id);
        if (known && known.subject !== subject) throw faceTaken(face.id);
        if (!known && !added.has(face.id)) added.set(face.id, face);
      }
      if (held.faces.size + added.size > maxFacesPerGallery) {
        throw galleryFull(at.gallery, held.faces.size, added.size, maxFacesPerGallery);
      }
      const record = held.subjects.get(subject) ?? {
        name: null,
        createdAt: now,
        consent: null,
        expiresAt: retainedUntil(now, held.retentionDays),
        faces: new Map(),
      };
      change(record, { name, consent, expiresAt });
      held.nextExpiry = Math.min(held.nextExpiry, record.expiresAt ?? Number.POSITIVE_INFINITY);
      held.subjects.set(subject, record);
      for (const { id, template, quality } of added.values()) {
        held.log.push({ face: id, removed: false });
        const version = versionOf(held);
        const face = { id, subject, createdAt: now, quality, vector: template.slice(), version };
        held.faces.set(id, face);
        record.faces.set(id, face);
      }
      if (attempt && added.size > 0) {
        held.measures = { ...held.measures, tally: tallied(held.measures.tally, attempt, false) };
      }
      return subjectOf(subject, record);
    },

    async deleteFace(at, subject, face) {
      const held = open(at);
      if (!held.subjects.get(subject)?.faces.delete(face)) return false;
      held.faces.delete(face);
      held.log.push({ face, removed: true });
      return true;
    },

    async templates(at, subject) {
      const record = open(at).subjects.get(subject);
      return record && [...record.faces.values()].map(templateOf);
    },

    async changes(at, since) {
      const held = open(at);
      const version = versionOf(held);
      const reset = since === undefined || since < held.born || since > version;
      const from = reset ? held.born : since;
      const changed = held.log.slice(from - held.born);
      const added = changed
        .map(({ face }) => held.faces.get(face))
        .filter((face, i) => face?.version === from + i + 1)
        .map((face) => templateOf(face!));
      const removed = reset ? [] : changed.filter((change) => change.removed).map(({ face }) => face);
      return { version, reset, approximate: false, added, removed };
    },

    async exact(at, wanted) {
      const { faces } = open(at);
      const found = new Map<string, Float32Array>();
      for (const id of wanted) {
        const face = faces.get(id);
        if (face) found.set(id, face.vector.slice());
      }
      return found;
    },

    async sweep() {
      let forgotten = 0;
      for (const [tenant, galleries] of tenants)
        for (const [gallery, held] of galleries) forgotten += forgetIn({ tenant, gallery }, held);
      return forgotten;
    },

    async untold(limit) {
      return [...expired.values()].slice(0, limit);
    },

    async told(id) {
      expired.delete(id);
    },

    async state(at) {
      const held = open(at);
      const subjects = [...held.subjects.values()].filter(({ faces }) => faces.size > 0).length;
      return { version: versionOf(held), subjects, faces: held.faces.size };
    },

    async measures(at) {
      return structuredClone(open(at).measures);
    },

    async countFailure(at, attempt) {
      const held = open(at);
      held.measures = { ...held.measures, tally: tallied(held.measures.tally, attempt, true) };
    },

    async putCalibration(at, calibration) {
      const held = open(at);
      const { encoder, version } = calibration;
      if (held.encoder !== encoder) throw galleryChanged(at.gallery, held.encoder, encoder);
      if (version < held.born || version > versionOf(held)) throw galleryMadeAnew(at.gallery, version);
      held.measures = { ...held.measures, calibration: structuredClone(calibration) };
    },

    async close() {},
  };
}

/** What is undefined stays. */
function change(
  record: HeldSubject,
  { name, consent, expiresAt }: { name?: string | null; consent?: Consent; expiresAt?: number },
): void {
  if (name !== undefined) record.name = name;
  if (consent !== undefined) record.consent = { ...consent };
  if (expiresAt !== undefined) record.expiresAt = expiresAt;
}

function forget(held: Held, subject: string, { faces }: HeldSubject): void {
  for (const face of faces.keys()) {
    held.faces.delete(face);
    held.log.push({ face, removed: true });
  }
  held.subjects.delete(subject);
}

/** Who they were. */
function forgetDue(held: Held, now: number): { subject: string; faces: number }[] {
  if (now < held.nextExpiry) return [];
  const due: { subject: string; faces: number }[] = [];
  held.nextExpiry = Number.POSITIVE_INFINITY;
  for (const [id, record] of held.subjects) {
    const ends = record.expiresAt ?? Number.POSITIVE_INFINITY;
    if (ends <= now) {
      due.push({ subject: id, faces: record.faces.size });
      forget(held, id, record);
    } else held.nextExpiry = Math.min(held.nextExpiry, ends);
  }
  return due;
}

function versionOf({ born, log }: Held): number {
  return born + log.length;
}

function galleryOf(id: string, { name, encoder, createdAt, retentionDays }: Held): Gallery {
  return { id, name, encoder, search: 'memory', createdAt, retentionDays };
}

function subjectOf(id: string, { name, createdAt, consent, expiresAt, faces }: HeldSubject): Subject {
  return {
    id,
    name,
    createdAt,
    consent,
    expiresAt,
    faces: [...faces.values()].map(({ id, createdAt, quality }) => ({ id, createdAt, quality })),
  };
}

function templateOf({ id, subject, vector }: HeldFace): Template {
  return { face: id, subject, vector: vector.slice() };
}

/** The cursor is the last id of the page before, so a page is right whatever was added or deleted meanwhile. */
function pageOf<H, T>(
  from: ReadonlyMap<string, H>,
  { limit, cursor }: PageRequest,
  itemOf: (id: string, held: H) => T,
): Page<T> {
  const ids = [...from.keys()]
    .filter((id) => cursor === undefined || compareIds(id, cursor) > 0)
    .sort(compareIds);
  const items = ids.slice(0, limit).map((id) => itemOf(id, from.get(id)!));
  return { items, cursor: ids.length > limit ? ids[limit - 1] : null };
}
