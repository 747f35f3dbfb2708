// What a gallery's Durable Object writes down: who lives, in which key, and what Workers KV has yet to be told.

import type { GalleryCalibration } from '../core/faces/gallery-calibration.ts';
import {
  encoderMismatch,
  faceTaken,
  galleryChanged,
  galleryFull,
  galleryMadeAnew,
  galleryNotFound,
} from '../core/faces/gallery-faults.ts';
import {
  type Attempt,
  type EnrolmentTally,
  type Gallery,
  type GalleryMeasures,
  type GalleryState,
  NO_ATTEMPTS,
  type Page,
  type PageRequest,
  type Subject,
  tallied,
} from '../core/faces/store.ts';

/** Removals kept for an index that is behind; one further behind reads everything again. */
const REMOVALS_KEPT = 10_000;

/** Faces in one answer of `changes`: an answer may have 32 MiB, a face takes at most 1 KB. */
export const FACES_AN_ANSWER = 20_000;

/** A face as it goes to KV: `int8` into the metadata, `float32` into the value; both base64. */
export type NewEntry = {
  readonly id: string;
  readonly quality: number;
  readonly key: string;
  readonly int8: string;
  readonly float32: string;
};

/** A living face: its templates are here as long as KV might not show them, else in KV under `key`. */
export type LiveFace = {
  readonly face: string;
  readonly subject: string;
  readonly key: string;
  readonly float32: string | null;
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
}: Pick<DurableObjectStorage, 'sql' | 'transactionSync'>) {
  let tables = false;

  const all = <T extends Rows>(query: string, ...values: unknown[]) =>
    sql.exec<T>(query, ...values).toArray();

  function find(): Row | undefined {
    tables ||= all(`SELECT 1 FROM sqlite_master WHERE name = 'doomed'`).length > 0;
    return tables ? all<Row>('SELECT * FROM gallery')[0] : undefined;
  }

  function open(gallery: string): Row {
    const row = find();
    if (!row) throw galleryNotFound(gallery);
    return row;
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

  function subjectsWithFaces(rows: { id: string; name: string | null; created_at: number }[]): Subject[] {
    const found = rows.map(({ id, name, created_at }) => ({
      id,
      name,
      createdAt: created_at,
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
    return subjectsWithFaces(all('SELECT id, name, created_at FROM subjects WHERE id = ?', subject))[0];
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
  function forgetFaces(row: Row, which: string, value: string): number {
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
        sql.exec(`INSERT OR IGNORE INTO settings VALUES ('secret', ?)`, secret);
        return { born: setting<number>('next_birth') ?? 1, secret: setting<string>('secret')! };
      });
    },

    put(
      id: string,
      wanted: { name?: string | null; encoder: string },
      now: number,
      birth: { born: number; prefix: string },
    ): { gallery: Gallery; created: boolean } | 'late' {
      return transactionSync(() => {
        const row = find();
        if (row && row.encoder !== wanted.encoder) throw encoderMismatch(id, row.encoder, wanted.encoder);
        if (row) {
          const name = wanted.name === undefined ? row.name : wanted.name;
          sql.exec('UPDATE gallery SET name = ?', name);
          return { gallery: galleryOf({ ...row, name }), created: false };
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
        };
        sql.exec('INSERT INTO gallery VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)', ...Object.values(made));
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

    /** Numbers no key of this object had before, to name new keys by. */
    reserve(gallery: string, keys: number): { born: number; prefix: string; secret: string; first: number } {
      return transactionSync(() => {
        const { born, prefix } = open(gallery);
        const first = setting<number>('next_key') ?? 0;
        set('next_key', first + keys);
        return { born, prefix, secret: setting<string>('secret')!, first };
      });
    },

    /** `born`: the gallery the keys were named for; undefined when it is another by now. */
    enrol(
      gallery: string,
      born: number,
      enrolment: {
        subject: string;
        name?: string | null;
        encoder: string;
        faces: readonly NewEntry[];
        attempt?: Attempt;
      },
      limit: number,
      now: number,
    ): Subject | undefined {
      return transactionSync(() => {
        const row = open(gallery);
        if (row.born !== born) return undefined;
        const { subject, name, encoder, attempt } = enrolment;
        if (row.encoder !== encoder) throw galleryChanged(gallery, row.encoder, encoder);
        const wanted = newOnes(subject, enrolment.faces);
        if (row.faces + wanted.size > limit) throw galleryFull(gallery, row.faces, wanted.size, limit);
        sql.exec('INSERT OR IGNORE INTO subjects VALUES (?, ?, ?)', subject, name ?? null, now);
        if (name !== undefined) sql.exec('UPDATE subjects SET name = ? WHERE id = ?', name, subject);
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

    subjects(gallery: string, { limit, cursor }: PageRequest): Page<Subject> {
      open(gallery);
      const rows = all<{ id: string; name: string | null; created_at: number }>(
        `SELECT id, name, created_at FROM subjects WHERE ${cursor === undefined ? '? IS NULL' : 'id > ?'} ORDER BY id LIMIT ?`,
        cursor ?? null,
        limit + 1,
      );
      const items = subjectsWithFaces(rows.slice(0, limit));
      return { items, cursor: rows.length > limit ? rows[limit - 1].id : null };
    },

    subject(gallery: string, subject: string): Subject | undefined {
      open(gallery);
      return subjectOf(subject);
    },

    renameSubject(gallery: string, subject: string, name: string | null): Subject | undefined {
      open(gallery);
      sql.exec('UPDATE subjects SET name = ? WHERE id = ?', name, subject);
      return subjectOf(subject);
    },

    deleteSubject(gallery: string, subject: string): { faces: number } | undefined {
      return transactionSync(() => {
        const row = open(gallery);
        if (all('DELETE FROM subjects WHERE id = ? RETURNING id', subject).length === 0) return undefined;
        return { faces: forgetFaces(row, 'subject = ?', subject) };
      });
    },

    deleteFace(gallery: string, subject: string, face: string): boolean {
      return transactionSync(() => {
        const row = open(gallery);
        const found = all('SELECT 1 FROM faces WHERE id = ? AND subject = ?', face, subject);
        return found.length > 0 && forgetFaces(row, 'id = ?', face) > 0;
      });
    },

    facesOf(gallery: string, subject: string): LiveFace[] | undefined {
      open(gallery);
      if (all('SELECT 1 FROM subjects WHERE id = ?', subject).length === 0) return undefined;
      return all<LiveFace>(`${LIVE} WHERE faces.subject = ? ORDER BY faces.version`, subject);
    },

    faces(gallery: string, ids: readonly string[]): LiveFace[] {
      open(gallery);
      return all<LiveFace>(`${LIVE} WHERE faces.id IN (SELECT value FROM json_each(?))`, JSON.stringify(ids));
    },

    /** `after`: the last version of the page before, whose `version` is then `since`. */
    changes(gallery: string, since: number | undefined, after: number | undefined): ChangesPage {
      const { version, oldest, prefix, faces } = open(gallery);
      const reset = since === undefined || since < oldest || since > version;
      const rows = all<{ version: number; id: string; subject: string; int8: string | null }>(
        `SELECT faces.version, faces.id, faces.subject, held.int8 FROM faces LEFT JOIN held USING (version)
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
        more: rows.length === FACES_AN_ANSWER,
        total: faces,
      };
    },

    keysOf(gallery: string, versions: readonly number[]): { version: number; key: string }[] {
      open(gallery);
      return all<{ version: number; key: string }>(
        'SELECT version, key FROM faces WHERE version IN (SELECT value FROM json_each(?))',
        JSON.stringify(versions),
      );
    },

    state(gallery: string): GalleryState {
      const { version, faces } = open(gallery);
      const [{ subjects }] = all<{ subjects: number }>(
        'SELECT count(DISTINCT subject) AS subjects FROM faces',
      );
      return { version, subjects, faces };
    },

    measures(gallery: string): GalleryMeasures {
      open(gallery);
      const held = setting<string>('calibration');
      return { tally: tally(), calibration: held === undefined ? null : JSON.parse(held) };
    },

    countFailure(gallery: string, attempt: Attempt): void {
      transactionSync(() => {
        open(gallery);
        count(attempt, true);
      });
    },

    putCalibration(gallery: string, calibration: GalleryCalibration): void {
      transactionSync(() => {
        const row = open(gallery);
        const { encoder, version } = calibration;
        if (row.encoder !== encoder) throw galleryChanged(gallery, row.encoder, encoder);
        if (version < row.born || version > row.version) throw galleryMadeAnew(gallery, version);
        set('calibration', JSON.stringify(calibration));
      });
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

const LIVE = `SELECT faces.id AS face, faces.subject, faces.key, held.float32 FROM faces LEFT JOIN held USING (version)`;

function galleryOf({ id, name, encoder, created_at }: Row): Gallery {
  return { id, name, encoder, createdAt: created_at };
}
