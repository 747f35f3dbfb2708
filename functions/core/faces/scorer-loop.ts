// The scorer in plain TypeScript: one pass over the block for each query, four sums at a time.
import type { Scorer } from './scorer.ts';

export function createLoopScorer(): Scorer {
  return {
    async score(block, rows, dimensions, queries) {
      const scores = new Float32Array(rows * queries.length);
      for (const [i, query] of queries.entries())
        fill(scores, i, queries.length, block, rows, dimensions, query);
      return scores;
    },
  };
}

function fill(
  scores: Float32Array,
  offset: number,
  stride: number,
  block: Float32Array,
  rows: number,
  dimensions: number,
  query: Float32Array,
): void {
  const unrolled = dimensions - (dimensions % 4);
  for (let row = 0, at = 0; row < rows; row++) {
    // Four sums do not wait for each other; one would be bound by the latency of the addition.
    let [a, b, c, d] = [0, 0, 0, 0];
    let i = 0;
    for (; i < unrolled; i += 4, at += 4) {
      a += block[at] * query[i];
      b += block[at + 1] * query[i + 1];
      c += block[at + 2] * query[i + 2];
      d += block[at + 3] * query[i + 3];
    }
    for (; i < dimensions; i++, at++) a += block[at] * query[i];
    scores[row * stride + offset] = a + b + (c + d);
  }
}
