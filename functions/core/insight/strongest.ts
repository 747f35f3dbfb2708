// Where in its map a unit responds most: a few positions whose fields do not lie on top of each other.

import type { Field } from './reach.ts';
import { type Span, spansAt } from './receptive-field.ts';

export type Place = {
  readonly value: number;
  /** Position in the map. */
  readonly x: number;
  readonly y: number;
  /** What it sees: pixels of the input, rows then columns. */
  readonly spans: readonly Span[];
};

/** Two patches of which one lies more than this much inside of the other are the same to look at. */
const MOST_SHARED = 0.5;

/**
 * At most `count` positions of a map of `width`, row by row, in the order of their values, the first of equal ones
 * first. Only values above 0 and below infinity excite. `rank`: axes of the layer's value; `input`: the input's height
 * and width.
 */
export function strongest(
  map: Float32Array,
  width: number,
  field: Field,
  {
    rank,
    input,
    count,
  }: { readonly rank: number; readonly input: readonly number[]; readonly count: number },
): readonly Place[] {
  const spansOf = (at: number) =>
    spansAt(field, rank === 2 ? [0, 0] : [0, 0, Math.floor(at / width), at % width], input);
  const found: Place[] = [];
  while (found.length < count) {
    let [best, value] = [-1, 0];
    for (let at = 0; at < map.length; at++) {
      if (!(map[at] > value) || map[at] === Number.POSITIVE_INFINITY) continue;
      if (found.length > 0 && found.some(({ spans }) => shared(spansOf(at), spans) > MOST_SHARED)) continue;
      [best, value] = [at, map[at]];
    }
    if (best === -1) break;
    found.push({ value: rounded(value), x: best % width, y: Math.floor(best / width), spans: spansOf(best) });
  }
  return found;
}

/** Nine digits bring every float32 back exactly, and keep their order. */
function rounded(value: number): number {
  return Number(value.toPrecision(9));
}

/** The share of the smaller box that lies in the other. */
function shared(a: readonly Span[], b: readonly Span[]): number {
  return a.reduce((share, { from, to }, axis) => {
    const other = b[axis];
    const both = Math.min(to, other.to) - Math.max(from, other.from) + 1;
    return share * Math.max(0, both / Math.min(to - from + 1, other.to - other.from + 1));
  }, 1);
}
