// The gallery store on SQL through Kysely: a libsql file here, the same statements on PostgreSQL.
import type { Kysely, Selectable, Transaction } from 'kysely';
import {
  encoderMismatch,
  faceTaken,
  galleryChanged,
  galleryFull,
  galleryMadeAnew,
  galleryNotFound,
  queryDiffers,
  refuseSearch,
  searchMismatch,
} from '../core/faces/gallery-faults.ts';
import {
  type Changes,
  type Consent,
  type EnrolmentTally,
  type Gallery,
  type GalleryKey,
  type GalleryState,
  type GalleryStore,
  type NewFace,
  NO_ATTEMPTS,
  retainedUntil,
  type SearchPlace,
  type Subject,
  type Template,
  tallied,
} from '../core/faces/store.ts';
import { pageOf } from '../core/page.ts';
import { reportFailures } from '../core/report-failures.ts';
import { masterKeyMissing, type SubjectKey, type TenantKey, type Vault } from '../core/vault/envelope.ts';
import { addVectors, dimensionsOf, measureSubject, prepareVectors, vectorsNear } from './pgvector.ts';
import { randomId } from './random-id.ts';
import type { Tables } from './sql-tables.ts';
import { transactionsOn } from './sql-transactions.ts';
import { bytesOf, sealedKeyOf, sealSubject, tenantKeyIn } from './vault-sql.ts';

/** Removals kept for an index that is behind; one further behind reads everything again. */
const REMOVALS_KEPT = 10_000;

/** Whoever finds more whose time has come does not wait until it is told of all. */
const TOLD_MEANWHILE = 20;

/** Rows a statement takes or names: SQLite allows 32,766 parameters, PostgreSQL 65,535. */
const ROWS_PER_STATEMENT = 1_000;

/** 5 MB of templates. Many, since PostgreSQL sorts all that are left for every read while it has no statistics. */
const FACES_PER_READ = 10_000;

type Trx = Transaction<Tables>;
type GalleryRow = Selectable<Tables['galleries']>;

type Options = {
  readonly maxFacesPerGallery: number;
  /** Seals new templates; without it they are written in the clear, and sealed ones cannot be read. */
  readonly vault?: Vault;
  /** It is a PostgreSQL, where pgvector may be. */
  readonly postgres?: boolean;
  /** Called after something was forgotten: lets the medium lose what it still has of it. */
  readonly erase?: () => Promise<void>;
  /** Called after somebody was forgotten because the time had come, before whoever asked is answered; never fails. */
  readonly forgot?: () => Promise<void>;
  /** Milliseconds since the epoch: when a subject's time has come. */
  readonly now?: () => number;
};

/** Thrown within a transaction that finds somebody's time come: it is rolled back, and done again without them. */
class SubjectsDue extends Error {
  override readonly name = 'SubjectsDue';
  readonly at: GalleryKey;

  constructor(at: GalleryKey) {
    super(`in gallery ${at.gallery}`);
    this.at = at;
  }
}

/** The store owns `db`: close() destroys it. Ids sort by SQLite's BINARY and PostgreSQL's "C" collation. */
export function createSqlGalleryStore(db: Kysely<Tables>, options: Options): GalleryStore {
  const {
    maxFacesPerGallery,
    vault,
    postgres = false,
    erase = async () => {},
    forgot = async () => {},
    now: clock = Date.now,
  } = options;
  const transactions = transactionsOn(db);
  const writing = <T>(work: (trx: Trx) => Promise<T>) => withoutDue(() => transactions.writing(work));
  const reading = <T>(work: (trx: Trx) => Promise<T>) => withoutDue(() => transactions.reading(work));

  async function withoutDue<T>(work: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof SubjectsDue)) throw error;
        await forgetDue(error.at);
      }
    }
  }

  async function forgetDue(at: GalleryKey): Promise<number> {
    const forgotten = await transactions.writing((trx) => removeDue(trx, at, clock()));
    if (forgotten === 0) return 0;
    await erase();
    const telling = forgot();
    if (forgotten <= TOLD_MEANWHILE) await telling; // so that one who is enrolled anew is told of after it
    return forgotten;
  }

  /** @throws SubjectsDue; Fault gallery_not_found. */
  function undue(at: GalleryKey, row: GalleryRow | undefined): GalleryRow {
    if (!row) throw galleryNotFound(at.gallery);
    if (row.next_expiry !== null && Number(row.next_expiry) <= clock()) throw new SubjectsDue(at);
    return row;
  }

  const openGallery = async (db: Kysely<Tables>, at: GalleryKey) => undue(at, await findGallery(db, at));
  const lockGallery = async (trx: Trx, at: GalleryKey, changes: number) =>
    undue(at, await heldGallery(trx, at, changes));
  /** What is kept of the forgotten in the medium's own log goes too, as soon as the medium lets it. */
  const forgetting = async <T>(work: (trx: Trx) => Promise<T>) => {
    const done = await writing(work);
    if (done) await erase();
    return done;
  };

  const store: GalleryStore = {
    putGallery: (at, { name, encoder, search, retentionDays }, now) =>
      writing(async (trx) => {
        const born = await nextBirth(trx);
        const row = await findGallery(trx, at);
        refuseOther(at.gallery, row, { encoder, search }, postgres);
        if (row) {
          const set = {
            name: name === undefined ? row.name : name,
            retention_days: retentionDays === undefined ? row.retention_days : retentionDays,
          };
          const changed = { ...row, ...set };
          await trx.updateTable('galleries').set(set).where('born', '=', row.born).execute();
          return { gallery: galleryOf(changed), created: false };
        }
        if (search === 'pgvector') await prepareVectors(trx);
        const made: GalleryRow = {
          born,
          ...at,
          name: name ?? null,
          encoder,
          created_at: now,
          version: born,
          oldest: born,
          faces: 0,
          ...NO_ATTEMPTS,
          search: search ?? 'memory',
          retention_days: retentionDays ?? null,
          next_expiry: null,
        };
        await trx.insertInto('galleries').values(made).execute();
        await trx
          .updateTable('births')
          .set({ next: born + 1 })
          .execute();
        return { gallery: galleryOf(made), created: true };
      }),

    async getGallery(at) {
      const row = await findGallery(db, at);
      return row && galleryOf(row);
    },

    async listGalleries(tenant, { limit, cursor }) {
      const rows = await db
        .selectFrom('galleries')
        .selectAll()
        .where('tenant', '=', tenant)
        .$if(cursor !== undefined, (query) => query.where('gallery', '>', cursor!))
        .orderBy('gallery')
        .limit(limit + 1)
        .execute();
      return pageOf(rows.map(galleryOf), limit, ({ id }) => id);
    },

    deleteGallery: (at) =>
      forgetting(async (trx) => {
        const next = await nextBirth(trx);
        const row = await heldGallery(trx, at, 0); // or an enrolment under way would leave its faces behind
        if (!row) return false;
        for (const table of ['faces', 'subjects', 'removals', 'calibrations', 'galleries'] as const) {
          await trx.deleteFrom(table).where('born', '=', row.born).execute();
        }
        await trx
          .updateTable('births')
          .set({ next: Math.max(next, Number(row.version) + 1) })
          .execute();
        return true;
      }),

    listSubjects: (at, { limit, cursor }) =>
      reading(async (trx) => {
        const { born } = await openGallery(trx, at);
        const rows = await trx
          .selectFrom('subjects')
          .selectAll()
          .where('born', '=', born)
          .$if(cursor !== undefined, (query) => query.where('subject', '>', cursor!))
          .orderBy('subject')
          .limit(limit + 1)
          .execute();
        const items = await withFaces(trx, born, rows.slice(0, limit));
        return { items, cursor: rows.length > limit ? rows[limit - 1].subject : null };
      }),

    getSubject: (at, subject) =>
      reading(async (trx) => findSubject(trx, (await openGallery(trx, at)).born, subject)),

    renameSubject: (at, subject, name) =>
      writing(async (trx) => {
        const { born } = await openGallery(trx, at);
        await trx
          .updateTable('subjects')
          .set({ name })
          .where('born', '=', born)
          .where('subject', '=', subject)
          .execute();
        return findSubject(trx, born, subject);
      }),

    deleteSubject: (at, subject) =>
      forgetting(async (trx) => {
        const gallery = await lockGallery(trx, at, 1);
        const { numDeletedRows } = await trx
          .deleteFrom('subjects')
          .where('born', '=', gallery.born)
          .where('subject', '=', subject)
          .executeTakeFirst();
        if (Number(numDeletedRows) === 0) return undefined;
        const faces = await trx
          .selectFrom('faces')
          .select('face')
          .where('born', '=', gallery.born)
          .where('subject', '=', subject)
          .execute();
        await removeFaces(
          trx,
          gallery,
          faces.map(({ face }) => face),
        );
        return { faces: faces.length };
      }),

    enrol: (at, { subject, name, encoder, faces, attempt, consent, expiresAt }, now) =>
      writing(async (trx) => {
        const gallery = await lockGallery(trx, at, faces.length);
        if (gallery.encoder !== encoder) throw galleryChanged(at.gallery, gallery.encoder, encoder);
        const { born } = gallery;
        const added = await newOnes(trx, born, subject, faces);
        const held = Number(gallery.faces);
        if (held + added.length > maxFacesPerGallery) {
          throw galleryFull(at.gallery, held, added.length, maxFacesPerGallery);
        }
        const said = saidOf({ name, consent, expiresAt });
        const unsaid = {
          name: null,
          sealed_key: null,
          consent: null,
          expires_at: retainedUntil(now, gallery.retention_days),
          norm: null,
        };
        const row = { ...unsaid, ...said };
        await trx
          .insertInto('subjects')
          .values({ born, subject, created_at: now, ...row })
          .onConflict((conflict) => {
            const known = conflict.columns(['born', 'subject']);
            return Object.keys(said).length === 0 ? known.doNothing() : known.doUpdateSet(said);
          })
          .execute();
        const first = Number(gallery.version) - faces.length + 1;
        const write = await templateWriter(trx, vault, gallery, subject);
        const rows = [];
        for (const [i, { id, template, quality }] of added.entries()) {
          rows.push({
            born,
            face: id,
            subject,
            version: first + i,
            created_at: now,
            quality,
            template: await write(id, template),
          });
        }
        for (const chunk of chunks(rows)) await trx.insertInto('faces').values(chunk).execute();
        if (gallery.search === 'pgvector') await addVectors(trx, born, subject, added);
        await trx
          .updateTable('galleries')
          .set({
            faces: held + added.length,
            next_expiry: sooner(gallery.next_expiry, row.expires_at),
            ...(attempt && added.length > 0 ? tallied(tallyOf(gallery), attempt, false) : {}),
          })
          .where('born', '=', born)
          .execute();
        return (await findSubject(trx, born, subject))!;
      }),

    deleteFace: (at, subject, face) =>
      forgetting(async (trx) => {
        const gallery = await lockGallery(trx, at, 1);
        const row = await trx
          .selectFrom('faces')
          .select('face')
          .where('born', '=', gallery.born)
          .where('face', '=', face)
          .where('subject', '=', subject)
          .executeTakeFirst();
        if (!row) return false;
        await removeFaces(trx, gallery, [face]);
        if (gallery.search === 'pgvector') await measureSubject(trx, gallery.born, subject);
        return true;
      }),

    templates: (at, subject) =>
      reading(async (trx) => {
        const gallery = await openGallery(trx, at);
        if (!(await findSubject(trx, gallery.born, subject))) return undefined;
        const rows = await templatesIn(trx, gallery.born)
          .where('faces.subject', '=', subject)
          .orderBy('version')
          .execute();
        return readAll(trx, vault, gallery, rows);
      }),

    async changes(at, since) {
      const { version } = await withoutDue(() => openGallery(db, at));
      if (since === Number(version))
        return { version: since, reset: false, approximate: false, added: [], removed: [] };
      return reading(async (trx) => changesSince(trx, vault, await openGallery(trx, at), since));
    },

    async exact(at, faces) {
      const gallery = await withoutDue(() => openGallery(db, at));
      const found = new Map<string, Float32Array>();
      for (const chunk of chunks(faces)) {
        const rows = await templatesIn(db, gallery.born).where('face', 'in', chunk).execute();
        for (const { face, vector } of await readAll(db, vault, gallery, rows)) found.set(face, vector);
      }
      return found;
    },

    near: (at, queries, count) =>
      reading(async (trx) => {
        const gallery = await openGallery(trx, at);
        if (gallery.search === 'memory') return undefined;
        const dimensions = await dimensionsOf(trx, gallery.born);
        const other = queries.find(({ length }) => length !== (dimensions ?? length));
        if (other) throw queryDiffers(dimensions!, other.length);
        const near: Template[][] = [];
        for (const query of queries) near.push(await vectorsNear(trx, gallery.born, query, count));
        return { ...(await stateOf(trx, gallery)), near };
      }),

    async sweep() {
      const due = await db
        .selectFrom('galleries')
        .select(['tenant', 'gallery'])
        .where('next_expiry', '<=', clock())
        .execute();
      let forgotten = 0;
      for (const at of due) forgotten += await forgetDue(at);
      return forgotten;
    },

    async untold(limit) {
      const rows = await db.selectFrom('expired').selectAll().orderBy('at').limit(limit).execute();
      return rows.map((row) => ({ ...row, faces: Number(row.faces), at: Number(row.at) }));
    },

    async told(id) {
      await db.deleteFrom('expired').where('id', '=', id).execute();
    },

    state: (at) => reading(async (trx) => stateOf(trx, await openGallery(trx, at))),

    measures: (at) =>
      reading(async (trx) => {
        const gallery = await openGallery(trx, at);
        const row = await trx
          .selectFrom('calibrations')
          .select('record')
          .where('born', '=', gallery.born)
          .executeTakeFirst();
        return { tally: tallyOf(gallery), calibration: row ? JSON.parse(row.record) : null };
      }),

    countFailure: (at, attempt) =>
      writing(async (trx) => {
        const gallery = await lockGallery(trx, at, 0);
        await trx
          .updateTable('galleries')
          .set(tallied(tallyOf(gallery), attempt, true))
          .where('born', '=', gallery.born)
          .execute();
      }),

    putCalibration: (at, calibration) =>
      writing(async (trx) => {
        const { born, ...gallery } = await lockGallery(trx, at, 0);
        const { encoder, version } = calibration;
        if (gallery.encoder !== encoder) throw galleryChanged(at.gallery, gallery.encoder, encoder);
        if (version < born || version > Number(gallery.version)) throw galleryMadeAnew(at.gallery, version);
        const record = JSON.stringify(calibration);
        await trx
          .insertInto('calibrations')
          .values({ born, record })
          .onConflict((conflict) => conflict.column('born').doUpdateSet({ record }))
          .execute();
      }),

    close: () => db.destroy(),
  };
  return reportFailures(store, 'The database');
}

/** Reads the counter and holds its row until the end, so that births and deaths of galleries come one by one. */
async function nextBirth(trx: Trx): Promise<number> {
  const { next } = await trx
    .updateTable('births')
    .set(({ ref }) => ({ next: ref('next') }))
    .returning('next')
    .executeTakeFirstOrThrow();
  return Number(next);
}

function findGallery(db: Kysely<Tables>, { tenant, gallery }: GalleryKey): Promise<GalleryRow | undefined> {
  return db
    .selectFrom('galleries')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('gallery', '=', gallery)
    .executeTakeFirst();
}

async function stateOf(trx: Trx, { born, version, faces }: GalleryRow): Promise<GalleryState> {
  const { subjects } = await trx
    .selectFrom('faces')
    .select(({ fn }) => fn.count<number>('subject').distinct().as('subjects'))
    .where('born', '=', born)
    .executeTakeFirstOrThrow();
  return { version: Number(version), faces: Number(faces), subjects: Number(subjects) };
}

/** What was chosen when a gallery was made stays. @throws Fault encoder_mismatch, search_mismatch, search_unsupported. */
function refuseOther(
  gallery: string,
  row: GalleryRow | undefined,
  { encoder, search = row?.search }: { encoder: string; search?: SearchPlace },
  postgres: boolean,
): void {
  if (row && row.encoder !== encoder) throw encoderMismatch(gallery, row.encoder, encoder);
  if (!postgres) refuseSearch(gallery, search, row !== undefined);
  if (row && search && row.search !== search) throw searchMismatch(gallery, row.search, search);
}

/** Advances the version and, on PostgreSQL, holds the gallery's row until the end: writers of a gallery take turns. */
function heldGallery(
  trx: Trx,
  { tenant, gallery }: GalleryKey,
  changes: number,
): Promise<GalleryRow | undefined> {
  return trx
    .updateTable('galleries')
    .set(({ eb }) => ({ version: eb('version', '+', changes) }))
    .where('tenant', '=', tenant)
    .where('gallery', '=', gallery)
    .returningAll()
    .executeTakeFirst();
}

/** Forgets the subjects of a gallery whose time has come, and notes who is to be told of; how many they were. */
async function removeDue(trx: Trx, at: GalleryKey, now: number): Promise<number> {
  const gallery = await heldGallery(trx, at, 1);
  if (!gallery) return 0;
  const { born } = gallery;
  const due = await trx
    .selectFrom('subjects')
    .select('subject')
    .where('born', '=', born)
    .where('expires_at', '<=', now)
    .execute();
  const faces: string[] = [];
  for (const subjects of chunks(due.map(({ subject }) => subject))) {
    const theirs = await trx
      .selectFrom('faces')
      .select(['face', 'subject'])
      .where('born', '=', born)
      .where('subject', 'in', subjects)
      .execute();
    faces.push(...theirs.map(({ face }) => face));
    const counts = new Map<string, number>();
    for (const { subject } of theirs) counts.set(subject, (counts.get(subject) ?? 0) + 1);
    const place = { tenant: gallery.tenant, gallery: gallery.gallery, at: now };
    const expired = subjects.map((subject) => ({
      ...{ id: randomId(), ...place, subject },
      faces: counts.get(subject) ?? 0,
    }));
    await trx.insertInto('expired').values(expired).execute();
    await trx.deleteFrom('subjects').where('born', '=', born).where('subject', 'in', subjects).execute();
  }
  await removeFaces(trx, gallery, faces);
  const { next } = await trx
    .selectFrom('subjects')
    .select(({ fn }) => fn.min('expires_at').as('next'))
    .where('born', '=', born)
    .executeTakeFirstOrThrow();
  await trx
    .updateTable('galleries')
    .set({ next_expiry: next === null ? null : Number(next) })
    .where('born', '=', born)
    .execute();
  return due.length;
}

/** The columns of a subject that an enrolment says. */
function saidOf({
  name,
  consent,
  expiresAt,
}: {
  name?: string | null;
  consent?: Consent;
  expiresAt?: number;
}): Partial<Selectable<Tables['subjects']>> {
  return {
    ...(name === undefined ? {} : { name }),
    ...(consent === undefined ? {} : { consent: JSON.stringify(consent) }),
    ...(expiresAt === undefined ? {} : { expires_at: expiresAt }),
  };
}

function sooner(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.min(Number(a), b);
}

async function findSubject(db: Kysely<Tables>, born: number, subject: string): Promise<Subject | undefined> {
  const rows = await db
    .selectFrom('subjects')
    .selectAll()
    .where('born', '=', born)
    .where('subject', '=', subject)
    .execute();
  return (await withFaces(db, born, rows))[0];
}

async function withFaces(
  db: Kysely<Tables>,
  born: number,
  subjects: readonly Selectable<Tables['subjects']>[],
): Promise<Subject[]> {
  const found = subjects.map(({ subject, name, created_at, consent, expires_at }) => ({
    id: subject,
    name,
    createdAt: Number(created_at),
    consent: consent === null ? null : (JSON.parse(consent) as Consent),
    expiresAt: expires_at === null ? null : Number(expires_at),
    faces: [] as Subject['faces'][number][],
  }));
  const byId = new Map(found.map((subject) => [subject.id, subject]));
  for (const ids of chunks([...byId.keys()])) {
    const faces = await db
      .selectFrom('faces')
      .select(['face', 'subject', 'created_at', 'quality'])
      .where('born', '=', born)
      .where('subject', 'in', ids)
      .orderBy('version')
      .execute();
    for (const { face, subject, created_at, quality } of faces) {
      byId.get(subject)!.faces.push({ id: face, createdAt: Number(created_at), quality });
    }
  }
  return found;
}

/** The faces that are not yet there. @throws Fault request_invalid when one is there with another subject. */
async function newOnes(
  trx: Trx,
  born: number,
  subject: string,
  faces: readonly NewFace[],
): Promise<NewFace[]> {
  const wanted = new Map<string, NewFace>();
  for (const face of faces) if (!wanted.has(face.id)) wanted.set(face.id, face);
  for (const ids of chunks([...wanted.keys()])) {
    const known = await trx
      .selectFrom('faces')
      .select(['face', 'subject'])
      .where('born', '=', born)
      .where('face', 'in', ids)
      .execute();
    for (const row of known) {
      if (row.subject !== subject) throw faceTaken(row.face);
      wanted.delete(row.face);
    }
  }
  return [...wanted.values()];
}

async function removeFaces(
  trx: Trx,
  { born, faces: held, ...gallery }: GalleryRow,
  faces: readonly string[],
) {
  const version = Number(gallery.version);
  for (const ids of chunks(faces)) {
    await trx.deleteFrom('faces').where('born', '=', born).where('face', 'in', ids).execute();
    await trx
      .insertInto('removals')
      .values(ids.map((face) => ({ born, version, face })))
      .execute();
  }
  const oldest = Math.max(Number(gallery.oldest), version - REMOVALS_KEPT);
  await trx.deleteFrom('removals').where('born', '=', born).where('version', '<=', oldest).execute();
  await trx
    .updateTable('galleries')
    .set({ oldest, faces: Number(held) - faces.length })
    .where('born', '=', born)
    .execute();
}

async function changesSince(
  trx: Trx,
  vault: Vault | undefined,
  gallery: GalleryRow,
  since: number | undefined,
): Promise<Changes> {
  const { born, oldest } = gallery;
  const version = Number(gallery.version);
  const reset = since === undefined || since < Number(oldest) || since > version;
  const from = reset ? 0 : since;
  const removed = reset ? [] : await removalsSince(trx, born, from);
  const added = await facesSince(trx, vault, gallery, from);
  return { version, reset, approximate: false, added, removed };
}

async function removalsSince(trx: Trx, born: number, from: number): Promise<string[]> {
  const rows = await trx
    .selectFrom('removals')
    .select('face')
    .where('born', '=', born)
    .where('version', '>', from)
    .orderBy('version')
    .execute();
  return rows.map(({ face }) => face);
}

async function facesSince(
  trx: Trx,
  vault: Vault | undefined,
  gallery: GalleryRow,
  from: number,
): Promise<Template[]> {
  const found: Template[] = [];
  for (;;) {
    const rows = await templatesIn(trx, gallery.born)
      .select('version')
      .where('version', '>', from)
      .orderBy('version')
      .limit(FACES_PER_READ)
      .execute();
    found.push(...(await readAll(trx, vault, gallery, rows)));
    if (rows.length < FACES_PER_READ) return found;
    from = Number(rows[rows.length - 1].version);
  }
}

type TemplateRow = {
  face: string;
  subject: string;
  template: ArrayBuffer | Uint8Array;
  sealed_key: ArrayBuffer | Uint8Array | null;
};

/** Templates of a gallery, each with the key of its subject. */
function templatesIn(db: Kysely<Tables>, born: number) {
  return db
    .selectFrom('faces')
    .innerJoin('subjects', (join) =>
      join.onRef('subjects.born', '=', 'faces.born').onRef('subjects.subject', '=', 'faces.subject'),
    )
    .select(['face', 'faces.subject', 'template', 'sealed_key'])
    .where('faces.born', '=', born);
}

/** The vectors of these rows, opened where they are sealed. */
async function readAll(
  db: Kysely<Tables>,
  vault: Vault | undefined,
  { born, tenant, gallery, encoder }: GalleryRow,
  rows: readonly TemplateRow[],
): Promise<Template[]> {
  let tenantKey: TenantKey | undefined;
  /** A subject has one, and may have many faces. */
  const keys = new Map<string, SubjectKey>();
  const found: Template[] = [];
  for (const { face, subject, template, sealed_key } of rows) {
    let bytes = bytesOf(template);
    if (sealed_key !== null) {
      if (!vault) throw masterKeyMissing();
      tenantKey ??= await tenantKeyIn(db, vault, tenant);
      const place = { tenant, gallery, born: Number(born), subject };
      const key = keys.get(subject) ?? (await tenantKey.subjectKey(place, bytesOf(sealed_key)));
      keys.set(subject, key);
      bytes = await key.open({ face, encoder, form: 'float32' }, bytes);
    }
    found.push({ face, subject, vector: floats(bytes) });
  }
  return found;
}

/** How templates of this subject, who is in the table, are written. */
async function templateWriter(
  trx: Trx,
  vault: Vault | undefined,
  { born: number, tenant, gallery, encoder }: GalleryRow,
  subject: string,
): Promise<(face: string, vector: Float32Array) => Promise<Uint8Array>> {
  const born = Number(number);
  const bytes = ({ buffer, byteOffset, byteLength }: Float32Array) =>
    new Uint8Array(buffer, byteOffset, byteLength);
  if (vault) {
    const tenantKey = await tenantKeyIn(trx, vault, tenant);
    const key = await sealSubject(trx, tenantKey, { tenant, gallery, born, subject }, encoder);
    return (face, vector) => key.seal({ face, encoder, form: 'float32' }, bytes(vector));
  }
  if (await sealedKeyOf(trx, born, subject)) throw masterKeyMissing(); // else this subject's templates would be half in the clear
  return async (_face, vector) => bytes(vector);
}

function galleryOf({ gallery, name, encoder, search, created_at, retention_days }: GalleryRow): Gallery {
  const createdAt = Number(created_at);
  return { id: gallery, name, encoder, search, createdAt, retentionDays: retention_days };
}

function tallyOf({ attempts, failures, pictures, rejected }: GalleryRow): EnrolmentTally {
  return {
    attempts: Number(attempts),
    failures: Number(failures),
    pictures: Number(pictures),
    rejected: Number(rejected),
  };
}

/** Copied, since the bytes may lie anywhere inside a larger buffer. */
function floats(bytes: Uint8Array): Float32Array {
  return new Float32Array(new Uint8Array(bytes).buffer);
}

function* chunks<T>(all: readonly T[]): Generator<T[]> {
  for (let i = 0; i < all.length; i += ROWS_PER_STATEMENT) yield all.slice(i, i + ROWS_PER_STATEMENT);
}
