// `bench store`: a gallery on PostgreSQL beside the same one in a file: to fill it, to load it, to search it once loaded.
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { createGraphScorer } from '../../functions/core/faces/scorer-graph.ts';
import { createGallerySearch, type GallerySearch } from '../../functions/core/faces/search.ts';
import type { GalleryStore } from '../../functions/core/faces/store.ts';
import { seeded } from '../../functions/core/random.ts';
import { createNodeRuntime } from '../../functions/platform/ort-node.ts';
import { openDatabase } from '../../functions/platform/sql-database.ts';
import { createSqlGalleryStore } from '../../functions/platform/store-sql.ts';
import { LIMITS } from '../open-faces.ts';
import { startProgress } from '../progress.ts';
import { cpuMs, median } from './measure.ts';
import { unitVector } from './unit-vector.ts';

export type StoreBenchOptions = {
  readonly database: string;
  readonly faces: number;
  readonly queries: number;
  readonly loads: number;
};

const ENCODER = 'random';
const CANDIDATES = 10;
const WARM_UP = 10;

/** As many as one call enrols: a subject a call. */
const FACES_A_SUBJECT = 20;

type Contestant = {
  readonly name: 'file' | 'postgres';
  readonly store: GalleryStore;
  /** What the faces take on disk, with their indexes. */
  readonly bytes: () => Promise<number>;
  readonly fillMs: number[];
  readonly loadMs: number[];
  readonly loadCpuMs: number[];
  readonly searchMs: number[];
  search: GallerySearch;
};

/** Times are of the wall, since a question to a server is waited for and not computed. @throws SettingsError. */
export async function benchStore(options: StoreBenchOptions): Promise<Record<string, unknown>> {
  const folder = await mkdtemp(join(tmpdir(), 'likeness-bench-'));
  const at = { tenant: 'bench', gallery: `bench-${crypto.randomUUID()}` };
  const contestants = [
    await contestant('file', join(folder, 'likeness.db')),
    await contestant('postgres', options.database),
  ];
  const subjects = Math.ceil(options.faces / FACES_A_SUBJECT);
  const progress = startProgress('Enrolled', subjects);
  try {
    const random = seeded(options.faces);
    for (const { store } of contestants) await store.putGallery(at, { encoder: ENCODER }, 0);
    for (let subject = 0; subject < subjects; subject++) {
      const first = subject * FACES_A_SUBJECT;
      const faces = Array.from({ length: Math.min(FACES_A_SUBJECT, options.faces - first) }, (_, i) => ({
        id: `${first + i}`,
        template: unitVector(random),
        quality: 1,
      }));
      for (const { store, fillMs } of contestants)
        fillMs.push(
          await wallMs(() => store.enrol(at, { subject: `${subject}`, encoder: ENCODER, faces }, 0)),
        );
      progress.tick();
    }
    const bytes = await Promise.all(contestants.map(async ({ bytes }) => (await bytes()) / options.faces));
    for (let load = 0; load < options.loads; load++)
      for (const one of contestants) {
        one.search = searchOf(one.store);
        const work = () => one.search.search(at, [unitVector(random)], CANDIDATES);
        one.loadCpuMs.push(await cpuMs(async () => one.loadMs.push(await wallMs(work))));
      }
    for (let query = -WARM_UP; query < options.queries; query++) {
      const vector = unitVector(random);
      for (const { search, searchMs } of contestants) {
        const took = await wallMs(() => search.search(at, [vector], CANDIDATES));
        if (query >= 0) searchMs.push(took);
      }
    }
    const [file, postgres] = contestants.map(({ searchMs }) => median(searchMs));
    return {
      faces: options.faces,
      subjects,
      ...Object.fromEntries(contestants.flatMap(figuresOf)),
      search_p50_ratio: postgres / file,
      file_bytes_a_face: bytes[0],
      postgres_bytes_a_face: bytes[1],
    };
  } finally {
    progress.stop();
    for (const { store } of contestants) {
      await store.deleteGallery(at);
      await store.close();
    }
    await rm(folder, { recursive: true });
  }
}

async function contestant(name: Contestant['name'], database: string): Promise<Contestant> {
  const { db, erase } = await openDatabase(database);
  const store = createSqlGalleryStore(db, LIMITS);
  const bytes = async () => {
    if (name === 'file') {
      await erase(); // what is in the log goes into the file
      return (await stat(database)).size;
    }
    const { rows } = await sql<{ size: string }>`SELECT pg_total_relation_size('faces') AS size`.execute(db);
    return Number(rows[0].size);
  };
  return { name, store, bytes, search: searchOf(store), fillMs: [], loadMs: [], loadCpuMs: [], searchMs: [] };
}

function searchOf(galleries: GalleryStore): GallerySearch {
  return createGallerySearch({ galleries, scorer: createGraphScorer(createNodeRuntime()) });
}

function figuresOf({ name, fillMs, loadMs, loadCpuMs, searchMs }: Contestant): [string, number][] {
  return [
    [`${name}_enrol_p50_ms`, median(fillMs)],
    [`${name}_load_ms`, median(loadMs)],
    [`${name}_load_cpu_ms`, median(loadCpuMs)],
    [`${name}_search_p50_ms`, median(searchMs)],
    [`${name}_search_p95_ms`, [...searchMs].sort((a, b) => a - b)[Math.floor(0.95 * searchMs.length)]],
  ];
}

async function wallMs(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
