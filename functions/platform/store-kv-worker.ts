// The gallery store on Workers KV, with a Durable Object a gallery that is asked before every answer.
import type { GalleryKey, GalleryStore, Template } from '../core/faces/store.ts';
import { Fault } from '../core/fault.ts';
import { reportFailures } from '../core/report-failures.ts';
import type { Asked, LiveFace } from './gallery-ledger-worker.ts';
import { type GalleryEnv, type GalleryRpc, galleryObject, tenantObject } from './gallery-object-worker.ts';
import { answered } from './rpc-worker.ts';
import { packFloat32, packInt8, unpackFloat32, unpackInt8 } from './template-codec.ts';
import { createTenantKeys, templateBytes } from './vault-worker.ts';

/** Keys that KV reads in one call, and lists in one page. */
const KEYS_A_READ = 100;
const KEYS_A_PAGE = 1_000;

/** A face that was forgotten between the object's answer and KV's is asked for again; a loss in KV stays one. */
const ATTEMPTS = 3;

/** Templates opened side by side. */
const FACES_AT_ONCE = 500;

/** What a key's metadata holds, 1024 bytes of JSON at most: the face's version in its gallery and its int8 template. */
type Metadata = { readonly v: number; readonly t: string };

type Options = {
  readonly maxFacesPerGallery: number;
  /** Milliseconds since the epoch: when a subject's time has come. */
  readonly now?: () => number;
};

/**
 * The object knows who lives; KV holds the bulk of the templates. One key a face: `<gallery>/<face>`, both keyed hashes,
 * so that neither a list of keys nor their metadata names anybody. When nothing changed, `changes` costs one call of the
 * object; a gallery is read by list pages of 1000 faces, once an isolate.
 */
export function createKvGalleryStore(env: GalleryEnv, options: Options): GalleryStore {
  const { maxFacesPerGallery, now: clock = Date.now } = options;
  const { GALLERIES } = env;
  const tenantKey = createTenantKeys(() => env);
  const asked = ({ tenant, gallery }: GalleryKey): Asked => ({ tenant, gallery, now: clock() });

  /** Float32 of living faces, from the object or, when settled, from KV. @throws Fault store_failed when KV has lost one. */
  async function float32Of(
    at: GalleryKey,
    find: () => Promise<readonly LiveFace[] | undefined>,
  ): Promise<Template[] | undefined> {
    let lost = 0;
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const faces = await find();
      if (!faces) return undefined;
      const settled = faces.filter(({ float32 }) => float32 === null).map(({ key }) => key);
      const values = new Map<string, string | null>();
      for (const keys of chunks(settled, KEYS_A_READ)) {
        for (const [key, value] of await GALLERIES.get(keys, 'text')) values.set(key, value);
      }
      const found: Template[] = [];
      for (const { key, float32, ...live } of faces) {
        const text = float32 ?? values.get(key);
        if (!text) continue;
        const bytes = await templateBytes(tenantKey, text, { ...at, ...live, form: 'float32' });
        found.push({ face: live.face, subject: live.subject, vector: unpackFloat32(bytes) });
      }
      lost = faces.length - found.length;
      if (lost === 0) return found;
    }
    throw templatesLost(lost);
  }

  async function listInt8(prefix: string, into: Map<number, string>): Promise<void> {
    let cursor: string | undefined;
    do {
      const page: KVNamespaceListResult<Metadata> = await GALLERIES.list({ prefix: `${prefix}/`, cursor });
      for (const { metadata } of page.keys) if (metadata) into.set(metadata.v, metadata.t);
      cursor = page.list_complete ? undefined : page.cursor;
    } while (cursor);
  }

  async function readInt8(
    at: GalleryKey,
    versions: readonly number[],
    into: Map<number, string>,
  ): Promise<void> {
    if (versions.length === 0) return;
    const keys = await answered(galleryObject(env, at).keysOf(asked(at), versions));
    for (const some of chunks(keys, KEYS_A_READ)) {
      const names = some.map(({ key }) => key);
      for (const entry of (await GALLERIES.getWithMetadata<Metadata>(names, 'text')).values()) {
        // A key that is not there is null, other than its type says.
        if (entry?.metadata) into.set(entry.metadata.v, entry.metadata.t);
      }
    }
  }

  /** The int8 of settled faces by version: by listing the gallery, or by key when that is fewer calls. */
  async function int8Of(
    at: GalleryKey,
    versions: readonly number[],
    { prefix, total }: { prefix: string; total: number },
  ) {
    const found = new Map<number, string>();
    const pages = Math.ceil(total / KEYS_A_PAGE);
    if (versions.length > 0 && pages <= Math.ceil(versions.length / KEYS_A_READ))
      await listInt8(prefix, found);
    const missing = versions.filter((version) => !found.has(version));
    await readInt8(at, missing, found);
    return found;
  }

  const store: GalleryStore = {
    putGallery: (at, wanted, now) => answered(tenantObject(env, at.tenant).putGallery(at, wanted, now)),
    getGallery: (at) => answered(galleryObject(env, at).get()),
    listGalleries: (tenant, page) => answered(tenantObject(env, tenant).listGalleries(tenant, page)),
    deleteGallery: (at) => answered(tenantObject(env, at.tenant).deleteGallery(at)),

    listSubjects: (at, page) => answered(galleryObject(env, at).subjects(asked(at), page)),
    getSubject: (at, subject) => answered(galleryObject(env, at).subject(asked(at), subject)),
    renameSubject: (at, subject, name) =>
      answered(galleryObject(env, at).renameSubject(asked(at), subject, name)),
    deleteSubject: (at, subject) => answered(galleryObject(env, at).deleteSubject(asked(at), subject)),

    enrol(at, enrolment, now) {
      const faces = enrolment.faces.map(({ id, quality, template }) => ({
        id,
        quality,
        int8: packInt8(template),
        float32: packFloat32(template),
      }));
      return answered(
        galleryObject(env, at).enrol(at, { ...enrolment, faces }, maxFacesPerGallery, now, clock()),
      );
    },

    deleteFace: (at, subject, face) => answered(galleryObject(env, at).deleteFace(asked(at), subject, face)),

    templates: (at, subject) =>
      float32Of(at, () => answered(galleryObject(env, at).facesOf(asked(at), subject))),

    async changes(at, since) {
      let lost = 0;
      for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
        const { version, reset, removed, faces, born, encoder, ...where } = await livingSince(
          galleryObject(env, at),
          asked(at),
          since,
        );
        const settled = [...faces.values()].filter(({ int8 }) => int8 === null).map((face) => face.version);
        const int8 = await int8Of(at, settled, where);
        const added: Template[] = [];
        for (const some of chunks([...faces], FACES_AT_ONCE)) {
          const opened = await Promise.all(
            some.map(async ([face, { subject, sealedKey, version: own, int8: held }]) => {
              const text = held ?? int8.get(own);
              if (!text) return [];
              const live = { ...at, born, encoder, face, subject, sealedKey, form: 'int8' as const };
              return [{ face, subject, vector: unpackInt8(await templateBytes(tenantKey, text, live)) }];
            }),
          );
          added.push(...opened.flat());
        }
        lost = faces.size - added.length;
        if (lost === 0) return { version, reset, approximate: true, added, removed };
      }
      throw templatesLost(lost);
    },

    async exact(at, faces) {
      const found = await float32Of(at, () => answered(galleryObject(env, at).faces(asked(at), faces)));
      return new Map(found?.map(({ face, vector }) => [face, vector]));
    },

    /** Every gallery's object wakes by itself when somebody's time has come. */
    sweep: async () => 0,
    untold: async () => [],
    told: async () => {},

    state: (at) => answered(galleryObject(env, at).state(asked(at))),
    measures: (at) => answered(galleryObject(env, at).measures(asked(at))),
    countFailure: (at, attempt) => answered(galleryObject(env, at).countFailure(asked(at), attempt)),
    putCalibration: (at, calibration) =>
      answered(galleryObject(env, at).putCalibration(asked(at), calibration)),

    async close() {},
  };
  return reportFailures(store, 'Workers KV');
}

type Living = {
  readonly subject: string;
  readonly version: number;
  readonly int8: string | null;
  readonly sealedKey: string | null;
};

/** The object's pages of changes as one. A page that says the story was lost starts it over. */
async function livingSince(object: GalleryRpc, moment: Asked, since: number | undefined) {
  let page = await answered(object.changes(moment, since, undefined));
  let reset = page.reset;
  let faces = new Map<string, Living>();
  const removed: string[] = [];
  for (;;) {
    for (const face of page.removed) {
      faces.delete(face);
      if (!reset) removed.push(face);
    }
    for (const [i, face] of page.faces.entries()) {
      faces.set(face, {
        subject: page.subjects[i],
        version: page.versions[i],
        int8: page.int8[i],
        sealedKey: page.sealedKeys[i],
      });
    }
    if (!page.more)
      return {
        version: page.version,
        reset,
        removed: reset ? [] : removed,
        faces,
        prefix: page.prefix,
        born: page.born,
        encoder: page.encoder,
        total: page.total,
      };
    page = await answered(object.changes(moment, page.version, page.versions[page.versions.length - 1]));
    if (page.reset) {
      reset = true;
      faces = new Map();
    }
  }
}

function templatesLost(faces: number): Fault {
  return new Fault(
    'store_failed',
    `Workers KV does not give the templates of ${faces} faces that were written long ago. Trying again is safe; should it last, delete these faces and enrol them again.`,
    { faces },
  );
}

function* chunks<T>(all: readonly T[], size: number): Generator<T[]> {
  for (let i = 0; i < all.length; i += size) yield all.slice(i, i + size);
}
