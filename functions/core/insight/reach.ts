// What positions see of the input, as tables: for each position of an axis the first and last pixel that matter to it.

/**
 * Along one axis of the input. Tables have an entry for each position of the value's own `axis`, or one for all of
 * them. All are pixels, both ends included.
 */
export type Reach = {
  /** The value's own axis along which what is seen moves; undefined: every position sees the same. */
  readonly axis: number | undefined;
  /** The pixels there are that matter; `last` below `first` where none does. */
  readonly first: Int32Array;
  readonly last: Int32Array;
  /** The same as if every layer went on beyond its edges: of one size everywhere, and partly outside of the input. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** Pixels from one position to the next; 0 where nothing moves, a fraction after some Resize. */
  readonly stride: number;
};

/** One `Reach` for each axis of the input. */
export type Field = readonly Reach[];

const NEVER = { first: 2 ** 31 - 1, last: -(2 ** 31) } as const;

/** Of what does not depend on the input. */
export const NOTHING: Reach = {
  axis: undefined,
  first: Int32Array.of(NEVER.first),
  last: Int32Array.of(NEVER.last),
  from: Int32Array.of(NEVER.first),
  to: Int32Array.of(NEVER.last),
  stride: 0,
};

/** The input itself: every position sees its own pixel. */
export function ownPixel(axis: number, size: number): Reach {
  const own = Int32Array.from({ length: size }, (_, position) => position);
  return { axis, first: own, last: own, from: own, to: own, stride: 1 };
}

/** Fields of things that are added, joined or compared position by position. */
export function union(fields: readonly Field[]): Field {
  const [one, ...others] = new Set(fields);
  if (others.length === 0) return one;
  return one.map((reach, i) => others.reduce((sum, other) => either(sum, other[i]), reach));
}

function either(a: Reach, b: Reach): Reach {
  if (a === b) return a;
  const apart = a.axis !== undefined && b.axis !== undefined && a.axis !== b.axis;
  if (apart) return either(everywhere(a), everywhere(b));
  return {
    axis: a.axis ?? b.axis,
    first: chosen(a.first, b.first, Math.min),
    last: chosen(a.last, b.last, Math.max),
    from: chosen(a.from, b.from, Math.min),
    to: chosen(a.to, b.to, Math.max),
    stride: Math.max(a.stride, b.stride),
  };
}

/** Entry by entry; a single one is that of every position. */
function chosen(a: Int32Array, b: Int32Array, choose: (x: number, y: number) => number): Int32Array {
  const out = new Int32Array(Math.max(a.length, b.length));
  for (let i = 0; i < out.length; i++) out[i] = choose(a[a.length === 1 ? 0 : i], b[b.length === 1 ? 0 : i]);
  return out;
}

/** What all positions together see: a sum or a choice over the whole axis. */
export function everywhere(reach: Reach): Reach {
  if (reach.axis === undefined) return reach;
  const [first] = [reach.first.reduce((a, b) => Math.min(a, b), NEVER.first)];
  const last = reach.last.reduce((a, b) => Math.max(a, b), NEVER.last);
  const [low, high] = [Int32Array.of(first), Int32Array.of(last)];
  return { axis: undefined, first: low, last: high, from: low, to: high, stride: 0 };
}

/** The same positions under another axis of the value. */
export function moved(reach: Reach, axis: number): Reach {
  return reach.axis === axis ? reach : { ...reach, axis };
}

/**
 * New positions, each of which looks at some of the old ones. Old positions that do not exist are padding: nothing is
 * there that matters, but the window goes on. `step`: old positions from one new one to the next.
 */
export function gathered(
  reach: Reach,
  count: number,
  looks: (position: number) => readonly number[],
  step: number,
): Reach {
  const { first, last, from, to, stride } = reach;
  const size = first.length;
  const beyond = (table: Int32Array, at: number) =>
    at < 0
      ? table[0] + Math.round(at * stride)
      : at < size
        ? table[at]
        : table[size - 1] + Math.round((at - size + 1) * stride);
  const out = {
    axis: reach.axis,
    first: new Int32Array(count).fill(NEVER.first),
    last: new Int32Array(count).fill(NEVER.last),
    from: new Int32Array(count).fill(NEVER.first),
    to: new Int32Array(count).fill(NEVER.last),
    stride: stride * step,
  };
  for (let position = 0; position < count; position++) {
    for (const at of looks(position)) {
      out.from[position] = Math.min(out.from[position], beyond(from, at));
      out.to[position] = Math.max(out.to[position], beyond(to, at));
      if (at < 0 || at >= size) continue;
      out.first[position] = Math.min(out.first[position], first[at]);
      out.last[position] = Math.max(out.last[position], last[at]);
    }
  }
  return out;
}

/** Tables of one axis, one after the other. */
export function chained(reaches: readonly Reach[], sizes: readonly number[], axis: number): Reach {
  const join = (key: 'first' | 'last' | 'from' | 'to') =>
    Int32Array.from(
      reaches.flatMap((reach, part) =>
        reach.axis === axis
          ? Array.from(reach[key])
          : Array.from({ length: sizes[part] }, () => everywhere(reach)[key][0]),
      ),
    );
  const same = reaches.every(({ stride }) => stride === reaches[0].stride);
  return {
    axis,
    first: join('first'),
    last: join('last'),
    from: join('from'),
    to: join('to'),
    stride: same ? reaches[0].stride : 0,
  };
}
