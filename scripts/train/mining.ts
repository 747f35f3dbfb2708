// Which triplets (anchor, positive, negative) of a batch count, and their loss, inside the graph: one run does a step.
import { mask } from '../../functions/core/graph/gradient-rule.ts';
import type { GraphBuilder, Value } from '../../functions/core/graph/graph.ts';

export type Mining = 'batch-all' | 'batch-hard' | 'semi-hard';

export type Mined = {
  /** The mean hinge |a-p|^2 - |a-n|^2 + margin (Schroff et al. 2015, equation 2), a scalar. */
  readonly loss: Value;
  /** How many triplets have a hinge above 0, a scalar. */
  readonly active: Value;
};

/** Beyond every distance and margin: what is not to be chosen. */
const FAR = 1e9;

/**
 * `distances` [N, N] are squared, between rows of which each `pictures` in a row are of one class, as `drawBatch`
 * gives them. batch-all is averaged over the active triplets only, as Hermans et al. 2017 advise, since otherwise the
 * many that are solved drown the rest; the others over all that they chose.
 */
export function appendMining(
  builder: GraphBuilder,
  mining: Mining,
  distances: Value,
  pictures: number,
  margin: number,
): Mined {
  return MINERS[mining](builder, blocksOf(builder, distances, pictures), builder.scalar(margin));
}

/** Distances by anchor, by positive of the anchor, and by negative; the masks are 1 where a pair is one. */
type Blocks = {
  /** [N, K, 1]: to the rows of the anchor's own class, the anchor itself among them. */
  readonly own: Value;
  readonly isPositive: Value;
  /** [N, 1, N]. */
  readonly all: Value;
  readonly isNegative: Value;
};

const MINERS: Readonly<Record<Mining, (builder: GraphBuilder, blocks: Blocks, margin: Value) => Mined>> = {
  'batch-all': batchAll,
  'batch-hard': batchHard,
  'semi-hard': semiHard,
};

/** Every triplet. */
function batchAll(b: GraphBuilder, { own, isPositive, all, isNegative }: Blocks, margin: Value): Mined {
  const hinges = hinge(b, own, all, margin);
  const isTriplet = b.op('And', [isPositive, isNegative]);
  const counted = mask(b, b.op('And', [isTriplet, b.op('Greater', [hinges, b.scalar(0)])]));
  const active = sum(b, counted);
  return { loss: mean(b, hinges, counted, b.op('Max', [active, b.scalar(1)])), active };
}

/** Hermans et al. 2017: for each anchor its furthest positive and its nearest negative. */
function batchHard(b: GraphBuilder, { own, isPositive, all, isNegative }: Blocks, margin: Value): Mined {
  const positives = b.op('Where', [isPositive, own, b.scalar(-FAR)]);
  const furthest = b.op('ReduceMax', [positives], { axes: [1], keepdims: 1 });
  const hinges = hinge(b, furthest, nearest(b, isNegative, all), margin);
  const counted = mask(b, b.op('Greater', [hinges, b.scalar(0)]));
  return { loss: mean(b, hinges, counted, b.scalar(all.dims[0])), active: sum(b, counted) };
}

/**
 * Schroff et al. 2015, equation 4: for every anchor and positive the nearest negative that is further than the
 * positive, |a-p|^2 < |a-n|^2, and inside the margin. A pair without one is left out.
 */
function semiHard(b: GraphBuilder, { own, isPositive, all, isNegative }: Blocks, margin: Value): Mined {
  const further = b.op('And', [isNegative, b.op('Greater', [all, own])]);
  const hinges = hinge(b, own, nearest(b, further, all), margin);
  const counted = mask(b, b.op('And', [isPositive, b.op('Greater', [hinges, b.scalar(0)])]));
  const active = sum(b, counted);
  return { loss: mean(b, hinges, counted, b.op('Max', [active, b.scalar(1)])), active };
}

/** [N, K or 1, 1]: the smallest along the last axis of those that `may` be chosen; FAR where none may. */
function nearest(b: GraphBuilder, may: Value, all: Value): Value {
  return b.op('ReduceMin', [b.op('Where', [may, all, b.scalar(FAR)])], { axes: [2], keepdims: 1 });
}

function hinge(b: GraphBuilder, positive: Value, negative: Value, margin: Value): Value {
  return b.op('Sub', [b.op('Add', [positive, margin]), negative]);
}

function mean(b: GraphBuilder, hinges: Value, counted: Value, count: Value): Value {
  return b.op('Div', [sum(b, b.op('Mul', [hinges, counted])), count]);
}

function sum(b: GraphBuilder, value: Value): Value {
  return b.op('ReduceSum', [value], { keepdims: 0 });
}

function blocksOf(b: GraphBuilder, distances: Value, pictures: number): Blocks {
  const [n] = distances.dims;
  const classOf = (row: number) => Math.floor(row / pictures);
  const rows = Array.from({ length: n }, (_, row) => row);
  const members = rows.flatMap((row) => rows.slice(0, pictures).map((k) => classOf(row) * pictures + k));
  const flags = (dims: readonly number[], of: readonly boolean[]) =>
    b.constant({ type: 'bool', dims, data: Uint8Array.from(of, Number) });
  const indices = { type: 'int64', dims: [n, pictures], data: BigInt64Array.from(members, BigInt) } as const;
  const own = b.op('GatherElements', [distances, b.constant(indices)], { axis: 1 });
  return {
    own: b.op('Unsqueeze', [own, b.ints([2])]),
    all: b.op('Unsqueeze', [distances, b.ints([1])]),
    isPositive: flags(
      [n, pictures, 1],
      members.map((member, i) => member !== Math.floor(i / pictures)),
    ),
    isNegative: flags(
      [n, 1, n],
      rows.flatMap((row) => rows.map((other) => classOf(other) !== classOf(row))),
    ),
  };
}
