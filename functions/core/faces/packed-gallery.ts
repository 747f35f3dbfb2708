// A gallery packed for scoring: blocks of template rows, and whose each row is. Old versions stay valid.
import { Fault } from '../fault.ts';
import { normOfSum } from './fuse.ts';
import type { Changes, Template } from './store.ts';

/** 8192 x 128 floats are 4 MiB: large enough that a block's overhead does not count, small enough for an isolate's heap. */
export const BLOCK_ROWS = 8192;

/** Blocks double from here, so that a small gallery is a small block. */
const LEAST_ROWS = 256;

/** Rows of forgotten faces are dropped by packing anew once they are this share of all. */
const MOST_DEAD = 0.25;

/**
 * A version of a gallery, never changed once made. The next version shares its blocks and appends behind `rows`, or
 * copies; so a search may go on with the version it began with.
 */
export type Packed = {
  readonly version: number;
  readonly approximate: boolean;
  /** 0 when nothing was ever enrolled. */
  readonly dimensions: number;
  /** [capacity, dimensions] each; all but the last are full. */
  readonly blocks: readonly Float32Array[];
  /** Rows in use, over all blocks, dead ones too. */
  readonly rows: number;
  /** By row: the index of its subject, -1 when the face was forgotten. */
  readonly subjectOf: Int32Array;
  /** By subject index: length of the sum of its templates, and their number. */
  readonly norms: Float64Array;
  readonly counts: Int32Array;
  /** Living faces, and subjects who have one. */
  readonly faces: number;
  readonly subjects: number;
  /** By row and by subject index. Grow only, and are shared by all versions, as the maps are, which only `advance` reads. */
  readonly faceIds: string[];
  readonly subjectIds: string[];
  readonly rowByFace: Map<string, number>;
  readonly indexBySubject: Map<string, number>;
};

export function emptyGallery(): Packed {
  return {
    version: -1,
    approximate: false,
    dimensions: 0,
    blocks: [],
    rows: 0,
    subjectOf: new Int32Array(0),
    norms: new Float64Array(0),
    counts: new Int32Array(0),
    faces: 0,
    subjects: 0,
    faceIds: [],
    subjectIds: [],
    rowByFace: new Map(),
    indexBySubject: new Map(),
  };
}

/** The version after these changes. Only the newest version may be advanced. @throws Fault embedding_invalid. */
export function advance(from: Packed, changes: Changes): Packed {
  const { version, approximate } = changes;
  const base = changes.reset ? emptyGallery() : from;
  if (changes.added.length === 0 && changes.removed.length === 0) return { ...base, version, approximate };
  checkDimensions(base.dimensions, changes.added);
  const next = apply(base, changes);
  return next.rows - next.faces > MOST_DEAD * next.rows ? repack(next) : next;
}

/** The vector of a row: a view, not a copy. */
export function rowOf({ blocks, dimensions }: Packed, row: number): Float32Array {
  const at = (row % BLOCK_ROWS) * dimensions;
  return blocks[Math.floor(row / BLOCK_ROWS)].subarray(at, at + dimensions);
}

/** Rows in use of a block. */
export function rowsIn({ rows }: Packed, block: number): number {
  return Math.min(BLOCK_ROWS, rows - block * BLOCK_ROWS);
}

/** Floats held. */
export function sizeOfPacked({ blocks }: Packed): number {
  return blocks.reduce((sum, block) => sum + block.length, 0);
}

/** Living rows of these subjects, in order of enrolment. */
export function rowsOf(
  { subjectOf, rows, subjectIds }: Packed,
  subjects: Iterable<number>,
): Map<number, number[]> {
  const found = new Map<number, number[]>();
  const wanted = new Uint8Array(subjectIds.length);
  for (const subject of subjects) {
    found.set(subject, []);
    wanted[subject] = 1;
  }
  for (let row = 0; row < rows; row++) {
    const subject = subjectOf[row];
    if (subject >= 0 && wanted[subject] === 1) found.get(subject)!.push(row);
  }
  return found;
}

function apply(base: Packed, { version, approximate, removed, added }: Changes): Packed {
  const { faceIds, subjectIds, rowByFace, indexBySubject } = base;
  const subjectOf = grown(Int32Array, base.subjectOf, base.rows, base.rows + added.length);
  const touched = new Set<number>();
  const forget = (face: string) => {
    const row = rowByFace.get(face);
    if (row === undefined) return;
    touched.add(subjectOf[row]);
    subjectOf[row] = -1;
    rowByFace.delete(face);
  };
  for (const face of removed) forget(face);
  for (const { face } of added) forget(face); // a store that repeats itself must not count a face twice

  const dimensions = base.dimensions || (added[0]?.vector.length ?? 0);
  const blocks = withRoom([...base.blocks], dimensions, base.rows + added.length);
  let { rows } = base;
  for (const { face, subject, vector } of added) {
    const index = indexBySubject.get(subject) ?? subjectIds.push(subject) - 1;
    indexBySubject.set(subject, index);
    blocks[Math.floor(rows / BLOCK_ROWS)].set(vector, (rows % BLOCK_ROWS) * dimensions);
    subjectOf[rows] = index;
    faceIds[rows] = face;
    rowByFace.set(face, rows++);
    touched.add(index);
  }
  const norms = grown(Float64Array, base.norms, base.norms.length, subjectIds.length);
  const counts = grown(Int32Array, base.counts, base.counts.length, subjectIds.length);
  const next = { ...base, version, approximate, dimensions, blocks, rows, subjectOf, norms, counts };
  let { faces, subjects } = base;
  for (const [subject, own] of rowsOf(next, touched)) {
    faces += own.length - counts[subject];
    subjects += Math.sign(own.length) - Math.sign(counts[subject]);
    counts[subject] = own.length;
    norms[subject] = own.length === 0 ? 0 : normOfSum(own.map((row) => rowOf(next, row)));
  }
  return { ...next, faces, subjects };
}

/** The living rows alone, in fresh blocks: forgotten templates are then gone from memory too. */
function repack(packed: Packed): Packed {
  const added: Template[] = [];
  for (let row = 0; row < packed.rows; row++) {
    const subject = packed.subjectOf[row];
    if (subject < 0) continue;
    added.push({
      face: packed.faceIds[row],
      subject: packed.subjectIds[subject],
      vector: rowOf(packed, row),
    });
  }
  const { version, approximate } = packed;
  return apply(emptyGallery(), { version, approximate, reset: true, added, removed: [] });
}

/** Adds blocks, or doubles the last one, until `rows` fit. Blocks of older versions are left as they are. */
function withRoom(blocks: Float32Array[], dimensions: number, rows: number): Float32Array[] {
  while (blocks.length * BLOCK_ROWS < rows || capacityOf(blocks, dimensions) < rows) {
    const last = blocks[blocks.length - 1];
    const full = last === undefined || last.length === BLOCK_ROWS * dimensions;
    const first = full ? blocks.length * BLOCK_ROWS : (blocks.length - 1) * BLOCK_ROWS;
    let capacity = full ? LEAST_ROWS : last.length / dimensions;
    while (capacity < BLOCK_ROWS && first + capacity < rows) capacity *= 2;
    const block = new Float32Array(capacity * dimensions);
    if (full) blocks.push(block);
    else {
      block.set(last);
      blocks[blocks.length - 1] = block;
    }
  }
  return blocks;
}

function capacityOf(blocks: readonly Float32Array[], dimensions: number): number {
  return blocks.reduce((sum, block) => sum + block.length / dimensions, 0);
}

function grown<A extends Int32Array | Float64Array>(
  make: new (length: number) => A,
  old: A,
  used: number,
  length: number,
): A {
  const array = new make(length);
  array.set(old.subarray(0, used));
  return array;
}

function checkDimensions(expected: number, added: readonly Template[]): void {
  const wanted = expected || added[0]?.vector.length;
  const wrong = added.find(({ vector }) => vector.length !== wanted);
  if (wrong) {
    const found = wrong.vector.length;
    throw new Fault(
      'embedding_invalid',
      `The gallery holds templates of ${wanted} and of ${found} dimensions.`,
      {
        dimensions: wanted,
        found,
      },
    );
  }
}
