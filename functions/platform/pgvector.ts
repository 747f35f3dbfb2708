// The vectors of galleries that chose pgvector: a table of their own on PostgreSQL, in the clear, and the search in it.
import { type Kysely, type SqlBool, sql } from 'kysely';
import { ROUNDING } from '../core/faces/candidate.ts';
import { searchUnsupported } from '../core/faces/gallery-faults.ts';
import type { NewFace, Template } from '../core/faces/store.ts';
import type { Tables } from './sql-tables.ts';

type Db = Kysely<Tables>;

/** Subjects a statement names, and vectors it takes: 1.4 KB of text each. */
const ROWS_PER_STATEMENT = 1_000;

/**
 * Makes the table when it is not there; galleries are made one at a time, so that two never make it at once. A vector goes
 * with its face, whoever deletes that. `vector` without a number holds those of any encoder.
 * @throws Fault search_unsupported when the database has no pgvector; nothing was changed then.
 */
export async function prepareVectors(trx: Db): Promise<void> {
  const { rows } = await sql<{ type: SqlBool; made: SqlBool }>`
    select to_regtype('vector') is not null as type, to_regclass('face_vectors') is not null as made
  `.execute(trx);
  const [{ type, made }] = rows;
  if (!type) {
    throw searchUnsupported(
      'pgvector',
      'this PostgreSQL has no type "vector" on its search_path. Install pgvector, run CREATE EXTENSION vector in the database, and ask again.',
    );
  }
  if (made) return;
  await sql`
    create table face_vectors (
      born bigint not null,
      face text collate "C" not null,
      subject text collate "C" not null,
      embedding vector not null,
      primary key (born, face),
      foreign key (born, face) references faces (born, face) on delete cascade
    )
  `.execute(trx);
  await sql`create index face_vectors_by_subject on face_vectors (born, subject)`.execute(trx);
}

/** Of faces of one subject, who are in their tables. */
export async function addVectors(
  trx: Db,
  born: number,
  subject: string,
  faces: readonly NewFace[],
): Promise<void> {
  for (let i = 0; i < faces.length; i += ROWS_PER_STATEMENT) {
    const rows = faces.slice(i, i + ROWS_PER_STATEMENT).map(({ id, template }) => ({
      born,
      face: id,
      subject,
      embedding: sql<string>`${textOf(template)}::vector`,
    }));
    await trx.insertInto('face_vectors').values(rows).execute();
  }
  await measureSubject(trx, born, subject);
}

/** Keeps the length of the sum of a subject's templates, which the distance of several faces wants; null without faces. */
export async function measureSubject(trx: Db, born: number, subject: string): Promise<void> {
  // avg sums in double precision, and sum does not.
  await sql`
    update subjects set norm = (
      select vector_norm(avg(embedding)) * count(*) from face_vectors where born = ${born} and subject = ${subject}
    ) where born = ${born} and subject = ${subject}
  `.execute(trx);
}

/** Length of the gallery's vectors; undefined while it has none. */
export async function dimensionsOf(trx: Db, born: number): Promise<number | undefined> {
  const { rows } = await sql<{ dimensions: number }>`
    select vector_dims(embedding) as dimensions from face_vectors where born = ${born} limit 1
  `.execute(trx);
  return rows[0]?.dimensions;
}

/**
 * The templates of the subjects that may be the `count` nearest, as Nearby has them. The distance is that of
 * core/faces/fuse.ts: <#> is the dot product in float32, negated, and every vector is read.
 */
export async function vectorsNear(
  trx: Db,
  born: number,
  query: Float32Array,
  count: number,
): Promise<Template[]> {
  const { rows } = await sql<{ subject: string }>`
    with scored as (
      select subject, -(embedding <#> ${textOf(query)}::vector) as cosine from face_vectors where born = ${born}
    ), people as (
      select subject, count(*) as faces, max(cosine) as best, sum(cosine) as sum from scored group by subject
    ), sides as (
      select people.subject, faces,
        least(4, greatest(0, 2 - 2 * best)) as nearest,
        least(4, greatest(0, 2 - 2 * case when norm > 0 then sum / norm else 0 end)) as centroid
      from people join subjects on subjects.born = ${born} and subjects.subject = people.subject
    ), fused as materialized (
      select subject, case when faces = 1 then nearest else (nearest + centroid) / 2 end as distance from sides
    )
    select subject from fused where distance <= ${ROUNDING}::float8 + (
      select max(distance) from (select distance from fused order by distance limit ${count}) as least
    )
  `.execute(trx);
  const found: Template[] = [];
  for (let i = 0; i < rows.length; i += ROWS_PER_STATEMENT) {
    const subjects = rows.slice(i, i + ROWS_PER_STATEMENT).map(({ subject }) => subject);
    const held = await trx
      .selectFrom('face_vectors as held')
      .innerJoin('faces', (join) =>
        join.onRef('faces.born', '=', 'held.born').onRef('faces.face', '=', 'held.face'),
      )
      .select(['held.face', 'held.subject', sql<string>`held.embedding::text`.as('vector')])
      .where('held.born', '=', born)
      .where('held.subject', 'in', subjects)
      .orderBy('faces.version')
      .execute();
    for (const { face, subject, vector } of held)
      found.push({ face, subject, vector: Float32Array.from(JSON.parse(vector) as number[]) });
  }
  return found;
}

/** As pgvector reads and writes it: as many digits as bring every float32 back. */
function textOf(vector: Float32Array): string {
  return `[${vector.join()}]`;
}
