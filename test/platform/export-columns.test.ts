import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { ExportAnswer } from '../../functions/http/export-answer.ts';
import { openSqlite } from '../../functions/platform/sqlite.ts';

/** Where the export has a column, or why it has it not. */
const COLUMNS: Readonly<Record<string, Readonly<Record<string, { at: string } | { not: string }>>>> = {
  galleries: {
    ...Object.fromEntries(
      ['version', 'oldest', 'faces', 'attempts', 'failures', 'pictures', 'rejected', 'next_expiry'].map(
        (name) => [name, { not: 'counts and moments of the whole gallery' }],
      ),
    ),
    born: { not: 'a number of this database, which stands for the gallery' },
    tenant: { not: 'who asks' },
    gallery: { at: 'gallery.id' },
    name: { at: 'gallery.name' },
    encoder: { at: 'subject.model' },
    created_at: { not: 'of the gallery, not of the subject' },
    search: { not: 'of the gallery; the vectors that it adds are the templates once more' },
    retention_days: { not: 'of the gallery; what follows for the subject is expires_at' },
  },
  calibrations: { born: { not: 'as above' }, record: { not: 'rates of the whole gallery, without an id' } },
  subjects: {
    born: { not: 'as above' },
    subject: { at: 'subject.id' },
    name: { at: 'subject.name' },
    created_at: { at: 'subject.created_at' },
    sealed_key: { not: 'what it seals is in the export, opened' },
    consent: { at: 'subject.consent' },
    expires_at: { at: 'subject.expires_at' },
    norm: { not: 'the length of the sum of the templates, which are in the export' },
  },
  faces: {
    born: { not: 'as above' },
    face: { at: 'subject.faces.id' },
    subject: { at: 'subject.id' },
    version: { not: 'the order of enrolment, in which faces are listed' },
    created_at: { at: 'subject.faces.created_at' },
    quality: { at: 'subject.faces.quality' },
    template: { at: 'subject.faces.embedding' },
  },
  expired: Object.fromEntries(
    ['id', 'tenant', 'gallery', 'subject', 'faces', 'at'].map((name) => [
      name,
      { not: 'of one who is gone, until that has been told' },
    ]),
  ),
  removals: {
    born: { not: 'as above' },
    version: { not: 'as above' },
    face: { not: 'a random id of a face that is gone, kept until every index has heard' },
  },
};

test('every column of a table that knows of subjects is in the export, or has its reason not to be', async () => {
  const db = await openSqlite(':memory:');
  const { rows } = await sql<{ name: string }>`SELECT name FROM sqlite_master WHERE type = 'table'`.execute(
    db,
  );
  let checked = 0;
  for (const { name: table } of rows) {
    const columns = await sql<{ name: string }>`SELECT name FROM pragma_table_info(${table})`.execute(db);
    const names = columns.rows.map(({ name }) => name);
    if (!names.some((name) => ['born', 'subject', 'face'].includes(name))) continue;
    expect(Object.keys(COLUMNS[table] ?? {}).sort(), table).toEqual(names.sort());
    checked++;
  }
  expect(checked).toBe(Object.keys(COLUMNS).length);
  await db.destroy();
});

test('what is said to be in the export is in its schema', () => {
  const places = Object.values(COLUMNS).flatMap((columns) =>
    Object.values(columns).flatMap((where) => ('at' in where ? [where.at] : [])),
  );
  for (const place of places) {
    // biome-ignore lint/suspicious/noExplicitAny: zod's own types are left behind on the way down
    let schema: any = ExportAnswer;
    for (const name of place.split('.')) {
      schema = (schema.element ?? schema).shape[name];
      expect(schema, place).toBeDefined();
    }
  }
});
