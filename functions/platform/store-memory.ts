// The gallery store in memory: the readable specification of the port, and the store of tests and throw-away servers.
import {
  encoderMismatch,
  faceTaken,
  galleryChanged,
  galleryFull,
  galleryMadeAnew,
  galleryNotFound,
} from '../core/faces/gallery-faults.ts';
import { compareIds } from '../core/faces/order.ts';
import {
  type FaceRecord,
  type Gallery,
  type GalleryKey,
  type GalleryMeasures,
  type GalleryStore,
  NO_ATTEMPTS,
  type Page,
  type PageRequest,
  type Subject,
  type Template,
  tallied,
} from '../core/faces/store.ts';

type HeldFace = FaceRecord & {
  readonly subject: string;
  readonly vector: Float32Array;
  readonly version: number;
};

type HeldSubject = { name: string | null; readonly createdAt: number; readonly faces: Map<string, HeldFace> };

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
};

export function createMemoryGalleryStore({
  maxFacesPerGallery,
}: {
  maxFacesPerGallery: number;
}): GalleryStore {
  const tenants = new Map<string, Map<string, Held>>();
  let nextBirth = 1;

  const find = ({ tenant, gallery }: GalleryKey) => tenants.get(tenant)?.get(gallery);
  const open = (at: GalleryKey) => {
    const held = find(at);
    if (!held) throw galleryNotFound(at.gallery);
    return held;
  };

  return {
    async putGallery({ tenant, gallery: id }, { name, encoder }, now) {
      const galleries = tenants.get(tenant) ?? new Map<string, Held>();
      const held = galleries.get(id);
      if (held && held.encoder !== encoder) throw encoderMismatch(id, held.encoder, encoder);
      if (held) {
        if (name !== undefined) held.name = name;
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
      for (const face of record.faces.keys()) {
        held.faces.delete(face);
        held.log.push({ face, removed: true });
      }
      held.subjects.delete(subject);
      return { faces: record.faces.size };
    },

    async enrol(at, { subject, name, encoder, faces, attempt }, now) {
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
      const record = held.subjects.get(subject) ?? { name: name ?? null, createdAt: now, faces: new Map() };
      if (name !== undefined) record.name = name;
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

function versionOf({ born, log }: Held): number {
  return born + log.length;
}

function galleryOf(id: string, { name, encoder, createdAt }: Held): Gallery {
  return { id, name, encoder, createdAt };
}

function subjectOf(id: string, { name, createdAt, faces }: HeldSubject): Subject {
  return {
    id,
    name,
    createdAt,
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
