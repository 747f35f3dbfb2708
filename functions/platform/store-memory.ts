// The gallery store in memory: the readable specification of the port, and the store of tests and throw-away servers.
import {
  encoderMismatch,
  faceTaken,
  galleryChanged,
  galleryFull,
  galleryNotFound,
} from '../core/faces/gallery-faults.ts';
import { compareIds } from '../core/faces/order.ts';
import type {
  FaceRecord,
  Gallery,
  GalleryKey,
  GalleryStore,
  Page,
  PageRequest,
  Subject,
  Template,
} from '../core/faces/store.ts';

type Held = {
  name: string | null;
  readonly encoder: string;
  readonly createdAt: number;
  /** Counts changes; never falls, not even when the gallery is deleted and made anew. */
  version: number;
  /** The version it was born with: an older one belongs to a gallery of the same name that is gone. */
  readonly born: number;
  readonly subjects: Map<string, { name: string | null; readonly createdAt: number }>;
  /** In order of enrolment. */
  readonly faces: Map<
    string,
    FaceRecord & { readonly subject: string; readonly vector: Float32Array; readonly version: number }
  >;
  readonly removals: { readonly version: number; readonly face: string }[];
};

export function createMemoryGalleryStore({
  maxFacesPerGallery,
}: {
  maxFacesPerGallery: number;
}): GalleryStore {
  const tenants = new Map<string, Map<string, Held>>();
  let nextVersion = 1;

  const find = ({ tenant, gallery }: GalleryKey) => tenants.get(tenant)?.get(gallery);
  const open = (at: GalleryKey) => {
    const held = find(at);
    if (!held) throw galleryNotFound(at.gallery);
    return held;
  };
  const remove = (held: Held, face: string) => {
    held.faces.delete(face);
    held.removals.push({ version: ++held.version, face });
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
      const born = nextVersion++;
      const made: Held = {
        name: name ?? null,
        encoder,
        createdAt: now,
        version: born,
        born,
        subjects: new Map(),
        faces: new Map(),
        removals: [],
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
      nextVersion = Math.max(nextVersion, held.version + 1);
      return tenants.get(at.tenant)?.delete(at.gallery) ?? false;
    },

    async listSubjects(at, page) {
      const held = open(at);
      return pageOf(held.subjects, page, (id) => subjectOf(held, id));
    },

    async getSubject(at, subject) {
      const held = open(at);
      return held.subjects.has(subject) ? subjectOf(held, subject) : undefined;
    },

    async renameSubject(at, subject, name) {
      const held = open(at);
      const record = held.subjects.get(subject);
      if (!record) return undefined;
      record.name = name;
      return subjectOf(held, subject);
    },

    async deleteSubject(at, subject) {
      const held = open(at);
      if (!held.subjects.delete(subject)) return undefined;
      const faces = facesOf(held, subject);
      for (const { id } of faces) remove(held, id);
      return { faces: faces.length };
    },

    async enrol(at, { subject, name, encoder, faces }, now) {
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
      const record = held.subjects.get(subject);
      if (!record) held.subjects.set(subject, { name: name ?? null, createdAt: now });
      else if (name !== undefined) record.name = name;
      for (const { id, template, quality } of added.values()) {
        const version = ++held.version;
        held.faces.set(id, { id, subject, createdAt: now, quality, vector: template.slice(), version });
      }
      return subjectOf(held, subject);
    },

    async deleteFace(at, subject, face) {
      const held = open(at);
      if (held.faces.get(face)?.subject !== subject) return false;
      remove(held, face);
      return true;
    },

    async templates(at, subject) {
      const held = open(at);
      return held.subjects.has(subject) ? facesOf(held, subject).map(templateOf) : undefined;
    },

    async changes(at, since) {
      const { version, born, faces, removals } = open(at);
      const reset = since === undefined || since < born || since > version;
      const from = reset ? 0 : since;
      return {
        version,
        reset,
        approximate: false,
        added: [...faces.values()].filter((face) => face.version > from).map(templateOf),
        removed: reset ? [] : removals.filter((removal) => removal.version > from).map(({ face }) => face),
      };
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

    async close() {},
  };
}

function galleryOf(id: string, { name, encoder, createdAt }: Held): Gallery {
  return { id, name, encoder, createdAt };
}

function facesOf({ faces }: Held, subject: string) {
  return [...faces.values()].filter((face) => face.subject === subject);
}

function subjectOf(held: Held, id: string): Subject {
  const { name, createdAt } = held.subjects.get(id)!;
  const faces = facesOf(held, id).map(({ id, createdAt, quality }) => ({ id, createdAt, quality }));
  return { id, name, createdAt, faces };
}

function templateOf({
  id,
  subject,
  vector,
}: {
  id: string;
  subject: string;
  vector: Float32Array;
}): Template {
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
