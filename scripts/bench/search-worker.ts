// Exact search at growing sizes: random unit vectors in the memory store, asked through the service's own index.
import { createGraphScorer } from '../../functions/core/faces/scorer-graph.ts';
import { createGallerySearch } from '../../functions/core/faces/search.ts';
import type { GalleryKey } from '../../functions/core/faces/store.ts';
import { squaredDistance } from '../../functions/core/faces/verify.ts';
import { seeded } from '../../functions/core/random.ts';
import { createNodeRuntime } from '../../functions/platform/ort-node.ts';
import { createMemoryGalleryStore } from '../../functions/platform/store-memory.ts';
import { LIMITS } from '../open-faces.ts';
import { cpuMs, median } from './measure.ts';
import { serve } from './process.ts';
import { unitVector } from './unit-vector.ts';

const QUERIES = 60;
const WARM_UP = 20;
const CANDIDATES = 10;
const ENCODER = 'random';

export type SearchRound = {
  readonly p50Ms: number;
  readonly p95Ms: number;
  /** CPU of the first search, which loads the gallery. */
  readonly loadMs: number;
  /** Share of the true nearest ten that were found, over all queries. */
  readonly recall: number;
  /** CPU of enrolling one more face and finding it. */
  readonly afterEnrolmentMs: number;
};

serve({
  search_1k: () => measure(1_000),
  search_10k: () => measure(10_000),
  search_100k: () => measure(100_000),
});

async function measure(size: number): Promise<SearchRound> {
  const random = seeded(size);
  const vectors = Array.from({ length: size }, () => unitVector(random));
  const at: GalleryKey = { tenant: 'bench', gallery: `${size}` };
  const galleries = createMemoryGalleryStore(LIMITS);
  await galleries.putGallery(at, { encoder: ENCODER }, 0);
  for (const [i, template] of vectors.entries()) await enrol(i, template);
  const search = createGallerySearch({ galleries, scorer: createGraphScorer(createNodeRuntime()) });
  const loadMs = await cpuMs(() => search.search(at, [unitVector(random)], CANDIDATES));
  for (let i = 0; i < WARM_UP; i++) await search.search(at, [unitVector(random)], CANDIDATES);

  const times: number[] = [];
  let found = 0;
  for (let i = 0; i < QUERIES; i++) {
    const query = unitVector(random);
    let subjects: string[] = [];
    times.push(
      await cpuMs(async () => {
        const [{ candidates }] = await search.search(at, [query], CANDIDATES);
        subjects = candidates.map(({ subject }) => subject);
      }),
    );
    const wanted = new Set(nearest(vectors, query));
    found += subjects.filter((subject) => wanted.has(subject)).length;
  }
  const newcomer = unitVector(random);
  const afterEnrolmentMs = await cpuMs(async () => {
    await enrol(size, newcomer);
    const [{ candidates }] = await search.search(at, [newcomer], 1);
    if (candidates[0].subject !== `${size}`)
      throw new Error(`The newest of ${size + 1} faces was not found.`);
  });
  const ascending = times.sort((a, b) => a - b);
  return {
    p50Ms: median(ascending),
    p95Ms: ascending[Math.floor(0.95 * QUERIES)],
    loadMs,
    recall: found / (QUERIES * CANDIDATES),
    afterEnrolmentMs,
  };

  function enrol(i: number, template: Float32Array) {
    return galleries.enrol(
      at,
      { subject: `${i}`, encoder: ENCODER, faces: [{ id: `${i}`, template, quality: 1 }] },
      0,
    );
  }
}

/** Brute force: every distance in double precision, sorted. */
function nearest(vectors: readonly Float32Array[], query: Float32Array): string[] {
  const distances = Float64Array.from(vectors, (vector) => squaredDistance(vector, query));
  const limit = distances.slice().sort()[CANDIDATES - 1];
  return [...distances.keys()].filter((i) => distances[i] <= limit).map(String);
}
