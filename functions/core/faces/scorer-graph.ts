// The scorer as a matrix product on ONNX Runtime. The block is an input, so enrolment rebuilds nothing.
import { buildScorer } from '../graph/scorer.ts';
import type { Runtime, Session } from '../ports.ts';
import { float32 } from '../tensor.ts';
import type { Scorer } from './scorer.ts';

/**
 * A session for every shape of block and number of queries, opened when first met: blocks double from 256 to 8192 rows
 * and at most 8 queries come at once, so they are few and hold no weights.
 * @throws Fault model_invalid, runtime_failed.
 */
export function createGraphScorer(runtime: Runtime): Scorer {
  const sessions = new Map<string, Promise<Session>>();

  function open(rows: number, dimensions: number, queries: number): Promise<Session> {
    const key = `${rows}x${dimensions}x${queries}`;
    const known = sessions.get(key);
    if (known) return known;
    const opening = runtime.open(buildScorer(rows, dimensions, queries));
    sessions.set(key, opening);
    opening.catch(() => sessions.delete(key)); // the next call tries again
    return opening;
  }

  return {
    async score(block, _rows, dimensions, queries) {
      const capacity = block.length / dimensions;
      const session = await open(capacity, dimensions, queries.length);
      const { scores } = await session.run({
        gallery: float32([capacity, dimensions], block),
        queries: float32([dimensions, queries.length], columns(queries, dimensions)),
      });
      return scores.data as Float32Array;
    },
  };
}

/** Queries side by side: [dimensions, queries]. */
function columns(queries: readonly Float32Array[], dimensions: number): Float32Array {
  if (queries.length === 1) return queries[0];
  const matrix = new Float32Array(dimensions * queries.length);
  for (const [q, query] of queries.entries()) {
    for (let i = 0; i < dimensions; i++) matrix[i * queries.length + q] = query[i];
  }
  return matrix;
}
