// The state of an optimiser as one float32 value and back, to the bit.
import { Fault } from '../fault.ts';
import type { AdamState, GradientDescentState, LbfgsState, OptimiserState, SgdState } from './state.ts';

/**
 * Fields in the order they are packed. `numbers` and the elements of `lists` are kept as the two halves of a float64,
 * a list after its length; then `vectors` of as many floats as x; then `pairs`, `count` vectors each.
 */
type Layout<State> = {
  readonly numbers: readonly KeysOf<State, number>[];
  readonly lists: readonly KeysOf<State, Float64Array>[];
  readonly vectors: readonly KeysOf<State, Float32Array>[];
  readonly pairs: readonly KeysOf<State, Float32Array[]>[];
  /** Whether what was unpacked fits together. */
  valid(state: State): boolean;
};

type KeysOf<State, Value> = { [K in keyof State]: State[K] extends Value ? K : never }[keyof State];

const SHARED = ['iteration', 'loss', 'failures', 'stopped'] as const;

const gradientDescent: Layout<GradientDescentState> = {
  numbers: [...SHARED, 'step'],
  lists: ['recent'],
  vectors: ['x', 'gradient'],
  pairs: [],
  valid: () => true,
};

const adam: Layout<AdamState> = {
  numbers: [...SHARED, 'scale', 'firstLoss', 'power1', 'power2'],
  lists: [],
  vectors: ['x', 'm', 'v'],
  pairs: [],
  valid: () => true,
};

const sgd: Layout<SgdState> = {
  numbers: [...SHARED, 'scale', 'firstLoss'],
  lists: [],
  vectors: ['x', 'velocity'],
  pairs: [],
  valid: () => true,
};

const lbfgs: Layout<LbfgsState> = {
  numbers: [
    ...SHARED,
    ...(['history', 'count', 'slot', 'reach', 'step', 'trials', 'originLoss', 'originSlope'] as const),
    ...(['lowStep', 'lowLoss', 'lowSlope', 'highStep', 'highLoss', 'highSlope'] as const),
  ],
  lists: ['sy', 'yy', 'sg', 'yg'],
  vectors: ['x', 'gradient', 'direction', 'lowGradient'],
  pairs: ['steps', 'changes'],
  valid: ({ history, count, slot, sy, yy, sg, yg }) =>
    count <= history &&
    slot < history &&
    [sy, yy].every((table) => table.length === history ** 2) &&
    [sg, yg].every((list) => list.length === history),
};

/** In the order of their numbers in a packed state, which must not change. */
const LAYOUTS = [
  row('gradient-descent', gradientDescent),
  row('adam', adam),
  row('sgd', sgd),
  row('l-bfgs', lbfgs),
] as const;

/** 'LKO', and the version of the layouts; both are whole numbers that float32 has exactly. */
const MAGIC = 0x4c4b4f;
const VERSION = 2;
/** [magic, version, kind] as floats; then as little-endian uint32 [n, float64s, vectors]. */
const HEAD = 6;

/** All values of a state by name, for the walk over a layout. */
type Fields = Readonly<Record<string, number | Float64Array | Float32Array | readonly Float32Array[]>>;

/** One float32 value in pieces, which follow each other. */
export type Pieces = readonly Float32Array[];

/** As one value. */
export function onePiece(pieces: Pieces): Float32Array<ArrayBuffer> {
  const all = new Float32Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}

/** The vectors among the pieces are the state's own: they are to be read before it moves. Pairs that a restart dropped are left out. */
export function packState(state: OptimiserState): Pieces {
  const number = LAYOUTS.findIndex(({ kind }) => kind === state.kind);
  const layout = LAYOUTS[number].layout;
  const fields = state as unknown as Fields;
  const doubles = [
    ...layout.numbers.map((name) => fields[name] as number),
    ...layout.lists.flatMap((name) => {
      const list = fields[name] as Float64Array;
      return [list.length, ...list];
    }),
  ];
  const vectors = [
    ...layout.vectors.map((name) => fields[name] as Float32Array),
    ...layout.pairs.flatMap((name) => (fields[name] as Float32Array[]).slice(0, fields.count as number)),
  ];
  const head = new Float32Array(HEAD + 2 * doubles.length);
  head.set([MAGIC, VERSION, number]);
  const view = new DataView(head.buffer);
  [state.x.length, doubles.length, vectors.length].forEach((word, i) => {
    view.setUint32(12 + 4 * i, word, true);
  });
  doubles.forEach((value, i) => {
    view.setFloat64(4 * HEAD + 8 * i, value, true);
  });
  return [head, ...vectors];
}

/**
 * The state that was packed, from its pieces as one value. Its vectors are views of `packed`, which is used up.
 * @throws Fault state_invalid for another magic, version, kind or size.
 */
export function unpackState(packed: Float32Array): OptimiserState {
  if (packed.length < HEAD) throw invalid(`has ${packed.length} floats, its head alone ${HEAD}`);
  const [magic, version, number] = packed;
  if (magic !== MAGIC) throw invalid(`begins with ${magic}, wanted ${MAGIC}`, magic, MAGIC);
  if (version !== VERSION) throw invalid(`is of version ${version}, wanted ${VERSION}`, version, VERSION);
  const found = LAYOUTS[number];
  if (found === undefined) throw invalid(`is of kind ${number}, wanted 0 to ${LAYOUTS.length - 1}`, number);
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  const [n, doubles, vectors] = [0, 1, 2].map((i) => view.getUint32(12 + 4 * i, true));
  const expected = HEAD + 2 * doubles + n * vectors;
  if (packed.length !== expected) {
    throw invalid(`has ${packed.length} floats, wanted ${expected}`, packed.length, expected);
  }
  const { kind, layout } = found;
  const state = fieldsOf(layout, readerOf(view, n, doubles, vectors, packed));
  if (state === undefined || !layout.valid(state)) throw invalid(`of ${kind} does not fit together`);
  return { kind, ...state } as unknown as OptimiserState;
}

/** A layout by the names of its fields only, for the walk. */
function row<State extends OptimiserState>(kind: State['kind'], layout: Layout<State>) {
  return { kind, layout: layout as unknown as Layout<Fields> };
}

/** Undefined when there are more or fewer values than the layout has. */
function fieldsOf(layout: Layout<Fields>, reader: ReturnType<typeof readerOf>): Fields | undefined {
  const numbers = layout.numbers.map((name) => [name, reader.double()]);
  const lists = layout.lists.map((name) => [name, reader.list()]);
  const vectors = layout.vectors.map((name) => [name, reader.vector()]);
  const { count = 0 } = Object.fromEntries(numbers) as { count?: number };
  const pairs = layout.pairs.map((name) => [name, reader.vectors(count)]);
  return reader.atEnd() ? Object.fromEntries([...numbers, ...lists, ...vectors, ...pairs]) : undefined;
}

/** Values in their order; past the end a number is NaN and a vector empty, and `atEnd` says no. */
function readerOf(view: DataView, n: number, doubles: number, vectors: number, packed: Float32Array) {
  let atDouble = 0;
  let atVector = 0;
  const double = () => {
    const at = atDouble++;
    return at < doubles ? view.getFloat64(4 * HEAD + 8 * at, true) : Number.NaN;
  };
  const vector = () => {
    const at = HEAD + 2 * doubles + n * atVector++;
    return packed.subarray(at, at + n);
  };
  return {
    double,
    vector,
    /** A list after its length. */
    list() {
      const length = double();
      const fits = length >= 0 && atDouble + length <= doubles;
      return Float64Array.from({ length: fits ? length : 0 }, double);
    },
    vectors: (count: number) => Array.from({ length: Math.min(count, vectors) }, vector),
    atEnd: () => atDouble === doubles && atVector === vectors,
  };
}

function invalid(what: string, received?: unknown, expected?: unknown): Fault {
  return new Fault('state_invalid', `The state of an optimiser ${what}.`, { received, expected });
}
