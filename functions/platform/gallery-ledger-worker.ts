// What a gallery's Durable Object writes down: who lives, in which key, and what Workers KV has yet to be told.
import type { GalleryCalibration } from '../core/faces/gallery-calibration.ts';
import {
  encoderMismatch,
  faceTaken,
  galleryChanged,
  galleryFull,
  galleryMadeAnew,
  galleryNotFound,
  refuseSearch,
} from '../core/faces/gallery-faults.ts';
import {
  type Attempt,
  type Consent,
  type EnrolmentTally,
  type Expired,
  type Gallery,
  type GalleryMeasures,
  type GalleryState,
  NO_ATTEMPTS,
  type Page,
  type PageRequest,
  retainedUntil,
  type SearchPlace,
  type Subject,
  tallied,
} from '../core/faces/store.ts';
import type { SubjectPlace } from '../core/vault/envelope.ts';
import { randomId } from './random-id.ts';

/** Removals kept for an index that is behind; one further behind reads everything again. */
const REMOVALS_KEPT = 10_000;

/** Faces in one answer of `changes`: an answer may have 32 MiB, a face takes at most 1.2 KB. */
export const FACES_AN_ANSWER = 20_000;

/** The gallery that is meant, and the time by which nobody is shown whose own has come. */
export type Asked = { readonly tenant: string; readonly gallery: string; readonly now: number };

export type WantedGallery = {
  readonly name?: string | null;
  readonly encoder: string;
  readonly search?: SearchPlace;
  readonly retentionDays?: number | null;
};

/** A face as it goes to KV: `int8` into the metadata, `float32` into the value; both base64. */
export type NewEntry = {
  readonly id: string;
  readonly quality: number;
  readonly key: string;
  readonly int8: string;
  readonly float32: string;
};

/** Whose a template is, and the subject's key under the tenant's; null when it is in the clear. */
export type LiveKey = SubjectPlace & {
  readonly face: string;
  readonly encoder: string;
  readonly sealedKey: string | null;
};

/** A living face: its templates are here as long as KV might not show them, else in KV under `key`. */
export type LiveFace = {
  readonly face: string;
  readonly subject: string;
  readonly key: string;
  readonly float32: string | null;
  readonly born: number;
  readonly encoder: string;
  readonly sealedKey: string | null;
};

/** Columns of one page of changes, one element a face. `int8` is null when KV has it, under metadata `v` = version. */
export type ChangesPage = {
  readonly version: number;
  readonly reset: boolean;
  readonly removed: readonly string[];
  readonly versions: readonly number[];
  readonly faces: readonly string[];
  readonly subjects: readonly string[];
  readonly int8: readonly (string | null)[];
  readonly sealedKeys: readonly (string | null)[];
  readonly born: number;
  readonly encoder: string;
  /** More follow after the last version given. */
  readonly more: boolean;
  /** Where KV holds the gallery's keys, and how many faces it has. */
  readonly prefix: string;
  readonly total: number;
};

export type KvPut = {
  readonly version: number;
  readonly key: string;
  readonly int8: string;
  readonly float32: string;
};

const TABLES = `
  CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value);
  CREATE TABLE IF NOT EXISTS gallery (
    born INTEGER PRIMARY KEY, id TEXT NOT NULL, name TEXT, encoder TEXT NOT NULL, created_at INTEGER NOT NULL,
    version INTEGER NOT NULL, oldest INTEGER NOT NULL, prefix TEXT NOT NULL, faces INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS subjects (id TEXT PRIMARY KEY, name TEXT, created_at INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS faces (
    version INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, subject TEXT NOT NULL, created_at INTEGER NOT NULL,
    quality REAL NOT NULL, key TEXT NOT NULL);
  CREATE INDEX IF NOT EXISTS faces_by_subject ON faces (subject, version);
  CREATE TABLE IF NOT EXISTS held (
    version INTEGER PRIMARY KEY, int8 TEXT NOT NULL, float32 TEXT NOT NULL, put_at INTEGER);
  CREATE TABLE IF NOT EXISTS removals (version INTEGER NOT NULL, face TEXT NOT NULL, PRIMARY KEY (version, face));
  CREATE TABLE IF NOT EXISTS doomed (key TEXT PRIMARY KEY);`;

/** Subjects whose time came, until that is told; an older object is without it. */
const EXPIRED =
  'CREATE TABLE IF NOT EXISTS expired (id TEXT PRIMARY KEY, subject TEXT, faces INTEGER, at INTEGER, gallery TEXT)';

/** Of tables that are older. */
const ADDED: readonly (readonly [table: string, column: string])[] = [
  ['gallery', 'retention_days INTEGER'],
  ['gallery', 'next_expiry INTEGER'],
  ['subjects', 'consent TEXT'],
  ['subjects', 'expires_at INTEGER'],
  ['subjects', 'sealed_key TEXT'],
];

type Row = {
  born: number;
  id: string;
  name: string | null;
  encoder: string;
  created_at: number;
  version: number;
  oldest: number;
  prefix: string;
  faces: number;
  retention_days: number | null;
  next_expiry: number | null;
};

type SubjectRow = {
  id: string;
  name: string | null;
  created_at: number;
  /** A Consent as JSON. */
  consent: string | null;
  expires_at: number | null;
  /** The subject's key under the tenant's, base64. */
  sealed_key: string | null;
};

type Rows = Record<string, SqlStorageValue>;

export type GalleryLedger = ReturnType<typeof createGalleryLedger>;

/**
 * Everything is synchronous and each writing method is one transaction, so calls cannot mix. Tables are made at the
 * gallery's birth: asking for a gallery that never was leaves nothing behind.
 */
export function createGalleryLedger({
  sql,
  transactionSync,
  forgotDue,
}: Pick<DurableObjectStorage, 'sql' | 'transactionSync'> & { forgotDue(): void }) {
  let tables = false;

  const all = <T extends Rows>(query: string, ...values: unknown[]) =>
    sql.exec<T>(query, ...values).toArray();

  function find(): Row | undefined {
    if (!tables && all(`SELECT 1 FROM sqlite_master WHERE name = 'doomed'`).length > 0) {
      addColumns();
      tables = true;
    }
    return tables ? all<Row>('SELECT * FROM gallery')[0] : undefined;
  }

  /** What an object made before it was is without. */
  function addColumns(): void {
    sql.exec(EXPIRED);
    for (const [table, column] of ADDED) {
      const there = all('SELECT 1 FROM pragma_table_info(?) WHERE name = ?', table, column.split(' ')[0]);
      if (there.length === 0) sql.exec(`ALTER TABLE ${table} ADD COLUMN ${column}`);
    }
  }

  function open({ tenant, gallery, now }: Asked): Row {
    if (find()) learn(tenant);
    forgetDue(now);
    const row = find();
    if (!row) throw galleryNotFound(gallery);
    return row;
  }

  /** Whose time has come is forgotten before anything is answered. */
  function forgetDue(now: number): void {
    const row = find();
    if (!row || row.next_expiry === null || row.next_expiry > now) return;
    transactionSync(() => {
      const due = all<{ subject: string; faces: number }>(
        `SELECT id AS subject, (SELECT count(*) FROM faces WHERE subject = subjects.id) AS faces
         FROM subjects WHERE expires_at <= ?`,
        now,
      );
      for (const { subject, faces } of due)
        sql.exec('INSERT INTO expired VALUES (?, ?, ?, ?, ?)', randomId(), subject, faces, now, row.id);
      forgetFaces(row, 'subject IN (SELECT id FROM subjects WHERE expires_at <= ?)', now);
      sql.exec('DELETE FROM subjects WHERE expires_at <= ?', now);
      sql.exec('UPDATE gallery SET next_expiry = (SELECT min(expires_at) FROM subjects)');
    });
    forgotDue();
  }

  /** An object hears its tenant's name from its calls. One that forgot somebody before it had heard it can tell now. */
  function learn(tenant: string): void {
    if (setting('tenant') !== undefined) return;
    set('tenant', tenant);
    if (all('SELECT 1 FROM expired LIMIT 1').length > 0) forgotDue();
  }

  function setting<T extends SqlStorageValue>(name: string): T | undefined {
    return all<{ value: T }>('SELECT value FROM settings WHERE name = ?', name)[0]?.value;
  }

  function set(name: string, value: SqlStorageValue): void {
    sql.exec('INSERT OR REPLACE INTO settings VALUES (?, ?)', name, value);
  }

  function tally(): EnrolmentTally {
    const held = setting<string>('tally');
    return held === undefined ? NO_ATTEMPTS : JSON.parse(held);
  }

  function count(attempt: Attempt, failed: boolean): void {
    set('tally', JSON.stringify(tallied(tally(), attempt, failed)));
  }

  function subjectsWithFaces(rows: readonly SubjectRow[]): Subject[] {
    const found = rows.map(({ id, name, created_at, consent, expires_at }) => ({
      id,
      name,
      createdAt: created_at,
      consent: consent === null ? null : (JSON.parse(consent) as Consent),
      expiresAt: expires_at,
      faces: [] as Subject['faces'][number][],
    }));
    const byId = new Map(found.map((subject) => [subject.id, subject]));
    const faces = all<{ id: string; subject: string; created_at: number; quality: number }>(
      `SELECT id, subject, created_at, quality FROM faces
       WHERE subject IN (SELECT value FROM json_each(?)) ORDER BY version`,
      JSON.stringify([...byId.keys()]),
    );
    for (const { id, subject, created_at, quality } of faces) {
      byId.get(subject)?.faces.push({ id, createdAt: created_at, quality });
    }
    return found;
  }

  function subjectOf(subject: string): Subject | undefined {
    return subjectsWithFaces(all('SELECT * FROM subjects WHERE id = ?', subject))[0];
  }

  function sealedKeyOf(subject: string): string | null {
    const found = all<{ sealed_key: string | null }>('SELECT sealed_key FROM subjects WHERE id = ?', subject);
    return found[0]?.sealed_key ?? null;
  }

  /** What is undefined stays. */
  function say(
    subject: string,
    said: { name?: string | null; consent?: Consent; expiresAt?: number; sealedKey?: string },
  ): void {
    const columns = {
      name: said.name,
      consent: said.consent && JSON.stringify(said.consent),
      expires_at: said.expiresAt,
      sealed_key: said.sealedKey,
    };
    for (const [column, value] of Object.entries(columns)) {
      if (value !== undefined) sql.exec(`UPDATE subjects SET ${column} = ? WHERE id = ?`, value, subject);
    }
  }

  /** The faces that are not yet there. @throws Fault request_invalid when one is there with another subject. */
  function newOnes(subject: string, faces: readonly NewEntry[]): Map<string, NewEntry> {
    const wanted = new Map<string, NewEntry>();
    for (const face of faces) if (!wanted.has(face.id)) wanted.set(face.id, face);
    const known = all<{ id: string; subject: string }>(
      'SELECT id, subject FROM faces WHERE id IN (SELECT value FROM json_each(?))',
      JSON.stringify([...wanted.keys()]),
    );
    for (const face of known) {
      if (face.subject !== subject) throw faceTaken(face.id);
      wanted.delete(face.id);
    }
    return wanted;
  }

  /** From here on no answer returns these faces; KV is told by and by. `which` is a condition on `faces`. */
  function forgetFaces(row: Row, which: string, value: string | number): number {
    const version = row.version + 1;
    const removed = all(
      `INSERT INTO removals SELECT ?, id FROM faces WHERE ${which} RETURNING face`,
      version,
      value,
    );
    sql.exec(`INSERT OR IGNORE INTO doomed SELECT key FROM faces WHERE ${which}`, value);
    sql.exec(`DELETE FROM held WHERE version IN (SELECT version FROM faces WHERE ${which})`, value);
    sql.exec(`DELETE FROM faces WHERE ${which}`, value);
    const oldest = Math.max(row.oldest, version - REMOVALS_KEPT);
    sql.exec('DELETE FROM removals WHERE version <= ?', oldest);
    sql.exec(
      'UPDATE gallery SET version = ?, oldest = ?, faces = faces - ?',
      version,
      oldest,
      removed.length,
    );
    return removed.length;
  }

  return {
    find(): Gallery | undefined {
      const row = find();
      return row && galleryOf(row);
    },

    /** The number that the next gallery here is born with, and the secret of its key names, kept from the first call. */
    prepare(secret: string): { born: number; secret: string } {
      return transactionSync(() => {
        sql.exec(TABLES);
        addColumns();
        sql.exec(`INSERT OR IGNORE INTO settings VALUES ('secret', ?)`, secret);
        return { born: setting<number>('next_birth') ?? 1, secret: setting<string>('secret')! };
      });
    },

    put(
      id: string,
      wanted: WantedGallery,
      now: number,
      birth: { born: number; prefix: string },
    ): { gallery: Gallery; created: boolean } | 'late' {
      return transactionSync(() => {
        const row = find();
        if (row && row.encoder !== wanted.encoder) throw encoderMismatch(id, row.encoder, wanted.encoder);
        refuseSearch(id, wanted.search, row !== undefined);
        if (row) {
          const name = wanted.name === undefined ? row.name : wanted.name;
          const days = wanted.retentionDays === undefined ? row.retention_days : wanted.retentionDays;
          sql.exec('UPDATE gallery SET name = ?, retention_days = ?', name, days);
          return { gallery: galleryOf({ ...row, name, retention_days: days }), created: false };
        }
        if ((setting<number>('next_birth') ?? 1) !== birth.born) return 'late';
        const made: Row = {
          born: birth.born,
          id,
          name: wanted.name ?? null,
          encoder: wanted.encoder,
          created_at: now,
          version: birth.born,
          oldest: birth.born,
          prefix: birth.prefix,
          faces: 0,
          retention_days: wanted.retentionDays ?? null,
          next_expiry: null,
        };
        const names = Object.keys(made);
        sql.exec(
          `INSERT INTO gallery (${names.join()}) VALUES (${names.map(() => '?').join()})`,
          ...Object.values(made),
        );
        return { gallery: galleryOf(made), created: true };
      });
    },

    delete(): boolean {
      return transactionSync(() => {
        const row = find();
        if (!row) return false;
        set('next_birth', row.version + 1);
        sql.exec('INSERT OR IGNORE INTO doomed SELECT key FROM faces');
        for (const table of ['gallery', 'subjects', 'faces', 'held', 'removals'])
          sql.exec(`DELETE FROM ${table}`);
        sql.exec(`DELETE FROM settings WHERE name IN ('secret', 'tally', 'calibration')`);
        return true;
      });
    },

    /** Numbers no key of this object had before, to name new keys by; and the subject's own key. */
    reserve(
      asked: Asked,
      subject: string,
      keys: number,
    ): { born: number; prefix: string; secret: string; first: number; sealedKey: string | null } {
      return transactionSync(() => {
        const { born, prefix } = open(asked);
        const sealedKey = sealedKeyOf(subject);
        const first = setting<number>('next_key') ?? 0;
        set('next_key', first + keys);
        return { born, prefix, secret: setting<string>('secret')!, first, sealedKey };
      });
    },

    /**
     * `born`: the gallery the keys were named for; `sealedKey`: what the subject's was, and what it is to be. Undefined when
     * either is another by now.
     */
    enrol(
      asked: Asked,
      born: number,
      enrolment: {
        subject: string;
        name?: string | null;
        encoder: string;
        faces: readonly NewEntry[];
        attempt?: Attempt;
        consent?: Consent;
        expiresAt?: number;
        sealedKey: { readonly was: string | null; readonly is: string | null };
      },
      limit: number,
      now: number,
    ): Subject | undefined {
      return transactionSync(() => {
        const row = open(asked);
        const { was, is } = enrolment.sealedKey;
        if (row.born !== born || sealedKeyOf(enrolment.subject) !== was) return undefined;
        const { subject, name, encoder, attempt, consent, expiresAt } = enrolment;
        if (row.encoder !== encoder) throw galleryChanged(asked.gallery, row.encoder, encoder);
        const wanted = newOnes(subject, enrolment.faces);
        if (row.faces + wanted.size > limit) throw galleryFull(asked.gallery, row.faces, wanted.size, limit);
        const ends = expiresAt ?? retainedUntil(now, row.retention_days);
        sql.exec(
          'INSERT OR IGNORE INTO subjects (id, name, created_at, expires_at) VALUES (?, ?, ?, ?)',
          ...[subject, name ?? null, now, ends],
        );
        say(subject, { name, consent, expiresAt, sealedKey: is ?? undefined });
        sql.exec(
          'UPDATE gallery SET next_expiry = min(coalesce(next_expiry, ?1), coalesce(?1, next_expiry))',
          ends,
        );
        let { version } = row;
        for (const { id, quality, key, int8, float32 } of wanted.values()) {
          version++;
          sql.exec('INSERT INTO faces VALUES (?, ?, ?, ?, ?, ?)', version, id, subject, now, quality, key);
          sql.exec('INSERT INTO held VALUES (?, ?, ?, NULL)', version, int8, float32);
        }
        sql.exec('UPDATE gallery SET version = ?, faces = faces + ?', version, wanted.size);
        if (attempt && wanted.size > 0) count(attempt, false);
        return subjectOf(subject);
      });
    },

    subjects(asked: Asked, { limit, cursor }: PageRequest): Page<Subject> {
      open(asked);
      const rows = all<SubjectRow>(
        `SELECT * FROM subjects WHERE ${cursor === undefined ? '? IS NULL' : 'id > ?'} ORDER BY id LIMIT ?`,
        cursor ?? null,
        limit + 1,
      );
      const items = subjectsWithFaces(rows.slice(0, limit));
      return { items, cursor: rows.length > limit ? rows[limit - 1].id : null };
    },

    subject(asked: Asked, subject: string): Subject | undefined {
      open(asked);
      return subjectOf(subject);
    },

    renameSubject(asked: Asked, subject: string, name: string | null): Subject | undefined {
      open(asked);
      sql.exec('UPDATE subjects SET name = ? WHERE id = ?', name, subject);
      return subjectOf(subject);
    },

    deleteSubject(asked: Asked, subject: string): { faces: number } | undefined {
      return transactionSync(() => {
        const row = open(asked);
        if (all('DELETE FROM subjects WHERE id = ? RETURNING id', subject).length === 0) return undefined;
        return { faces: forgetFaces(row, 'subject = ?', subject) };
      });
    },

    deleteFace(asked: Asked, subject: string, face: string): boolean {
      return transactionSync(() => {
        const row = open(asked);
        const found = all('SELECT 1 FROM faces WHERE id = ? AND subject = ?', face, subject);
        return found.length > 0 && forgetFaces(row, 'id = ?', face) > 0;
      });
    },

    facesOf(asked: Asked, subject: string): LiveFace[] | undefined {
      open(asked);
      if (all('SELECT 1 FROM subjects WHERE id = ?', subject).length === 0) return undefined;
      return all<LiveFace>(`${LIVE} WHERE faces.subject = ? ORDER BY faces.version`, subject);
    },

    faces(asked: Asked, ids: readonly string[]): LiveFace[] {
      open(asked);
      return all<LiveFace>(`${LIVE} WHERE faces.id IN (SELECT value FROM json_each(?))`, JSON.stringify(ids));
    },

    /** `after`: the last version of the page before, whose `version` is then `since`. */
    changes(asked: Asked, since: number | undefined, after: number | undefined): ChangesPage {
      const { version, oldest, prefix, faces, born, encoder } = open(asked);
      const reset = since === undefined || since < oldest || since > version;
      const rows = all<{
        version: number;
        id: string;
        subject: string;
        int8: string | null;
        sealed_key: string | null;
      }>(
        `SELECT faces.version, faces.id, faces.subject, held.int8, subjects.sealed_key FROM faces
         LEFT JOIN held USING (version) LEFT JOIN subjects ON subjects.id = faces.subject
         WHERE faces.version > ? ORDER BY faces.version LIMIT ?`,
        reset ? 0 : (after ?? since),
        FACES_AN_ANSWER,
      );
      const removed = reset
        ? []
        : all<{ face: string }>('SELECT face FROM removals WHERE version > ? ORDER BY version', since);
      return {
        version,
        reset,
        prefix,
        removed: removed.map(({ face }) => face),
        versions: rows.map((row) => row.version),
        faces: rows.map((row) => row.id),
        subjects: rows.map((row) => row.subject),
        int8: rows.map((row) => row.int8),
        sealedKeys: rows.map((row) => row.sealed_key),
        born,
        encoder,
        more: rows.length === FACES_AN_ANSWER,
        total: faces,
      };
    },

    keysOf(asked: Asked, versions: readonly number[]): { version: number; key: string }[] {
      open(asked);
      return all<{ version: number; key: string }>(
        'SELECT version, key FROM faces WHERE version IN (SELECT value FROM json_each(?))',
        JSON.stringify(versions),
      );
    },

    state(asked: Asked): GalleryState {
      const { version, faces } = open(asked);
      const [{ subjects }] = all<{ subjects: number }>(
        'SELECT count(DISTINCT subject) AS subjects FROM faces',
      );
      return { version, subjects, faces };
    },

    measures(asked: Asked): GalleryMeasures {
      open(asked);
      const held = setting<string>('calibration');
      return { tally: tally(), calibration: held === undefined ? null : JSON.parse(held) };
    },

    countFailure(asked: Asked, attempt: Attempt): void {
      transactionSync(() => {
        open(asked);
        count(attempt, true);
      });
    },

    putCalibration(asked: Asked, calibration: GalleryCalibration): void {
      transactionSync(() => {
        const row = open(asked);
        const { encoder, version } = calibration;
        if (row.encoder !== encoder) throw galleryChanged(asked.gallery, row.encoder, encoder);
        if (version < row.born || version > row.version) throw galleryMadeAnew(asked.gallery, version);
        set('calibration', JSON.stringify(calibration));
      });
    },

    forgetDue,

    /** None as long as nobody has said whose they are. */
    untold(limit: number): Expired[] {
      if (!tables) find();
      const tenant = tables ? setting<string>('tenant') : undefined;
      if (tenant === undefined) return [];
      return all<Omit<Expired, 'tenant'>>('SELECT * FROM expired ORDER BY at LIMIT ?', limit).map((row) => ({
        ...row,
        tenant,
      }));
    },

    told(id: string): void {
      sql.exec('DELETE FROM expired WHERE id = ?', id);
    },

    nextExpiry(): number | undefined {
      return find()?.next_expiry ?? undefined;
    },

    /** What KV is to be told next, at most `limit` of each. */
    outbox(limit: number): { deletes: string[]; puts: KvPut[] } {
      if (!tables) find();
      if (!tables) return { deletes: [], puts: [] };
      return {
        deletes: all<{ key: string }>('SELECT key FROM doomed LIMIT ?', limit).map(({ key }) => key),
        puts: all<KvPut>(
          `SELECT version, key, int8, float32 FROM held JOIN faces USING (version)
           WHERE put_at IS NULL ORDER BY version LIMIT ?`,
          limit,
        ),
      };
    },

    wasDeleted(key: string): void {
      sql.exec('DELETE FROM doomed WHERE key = ?', key);
    },

    wasPut(version: number, now: number): void {
      sql.exec('UPDATE held SET put_at = ? WHERE version = ?', now, version);
    },

    /** Drops the templates put before `time`; the answer is when the oldest of the others was put. */
    settle(time: number): number | undefined {
      sql.exec('DELETE FROM held WHERE put_at <= ?', time);
      return all<{ next: number | null }>('SELECT min(put_at) AS next FROM held')[0].next ?? undefined;
    },
  };
}

const LIVE = `SELECT faces.id AS face, faces.subject, faces.key, held.float32, subjects.sealed_key AS sealedKey,
  gallery.born, gallery.encoder
  FROM gallery, faces LEFT JOIN held ON held.version = faces.version LEFT JOIN subjects ON subjects.id = faces.subject`;

function galleryOf({ id, name, encoder, created_at, retention_days }: Row): Gallery {
  return { id, name, encoder, search: 'memory', createdAt: created_at, retentionDays: retention_days };
}
