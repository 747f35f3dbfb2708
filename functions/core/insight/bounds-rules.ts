// How each operator moves the bounds of units: one row each; an operator without a row tells none.
import { callOf, type Graph, type Node } from '../graph/graph.ts';
import { type Dims, int, numbersOf } from '../graph/operator.ts';
import type { OperatorName } from '../graph/ops.ts';
import { sizeOf, type Tensor } from '../tensor.ts';

/** An entry for each unit along axis 1 ([N, C, ...]). `fixed`: 1 where no input changes it. */
export type Bounds = {
  readonly least: Float64Array;
  readonly most: Float64Array;
  readonly fixed: Uint8Array;
};

/** Of one operation in float32, relative: half of the last bit. n sums in any order are within n times as much. */
const ROUNDING = 2 ** -24;

type Use = {
  readonly node: Node;
  readonly inputs: readonly (Bounds | undefined)[];
  readonly known: readonly (Tensor | undefined)[];
  readonly from: readonly Dims[];
  readonly to: Dims;
  readonly int: (name: string) => number;
};

type Rule = (use: Use) => Bounds | undefined;

export function useOf(graph: Graph, node: Node, found: ReadonlyMap<string, Bounds>): Use {
  const call = callOf(graph, node);
  return {
    node,
    inputs: node.inputs.map((name) => found.get(name)),
    known: call.known,
    from: node.inputs.map((name) => graph.values.get(name)?.dims ?? []),
    to: graph.values.get(node.outputs[0])!.dims,
    int: (name) => int(call, name),
  };
}

/** A curve that never falls: its ends go to the ends. */
function rising(apply: (x: number) => number): Rule {
  return ({ inputs: [x] }) => x && { least: x.least.map(apply), most: x.most.map(apply), fixed: x.fixed };
}

/** What stays at or below 0 is 0. */
const rectified: Rule = ({ inputs: [x] }) =>
  x && {
    least: x.least.map((low) => Math.max(low, 0)),
    most: x.most.map((high) => Math.max(high, 0)),
    fixed: x.fixed.map((fixed, unit) => (x.most[unit] <= 0 ? 1 : fixed)),
  };

/** No unit leaves its bounds by being chosen from. */
const within: Rule = ({ inputs: [x] }) => x;

/** Nor, but for rounding, by being averaged; windows that reach into padding that counts see zeros too. */
const averaged: Rule = ({ inputs: [x], node, from: [dims] }) => {
  const { pads = [], kernel_shape: kernel = dims.slice(2) } = node.attributes as Record<string, number[]>;
  const zeros = node.attributes.count_include_pad === 1 && pads.some((pad) => pad > 0);
  const share = (sizeOf(kernel) + 1) * ROUNDING;
  return x && widened(zeros ? withZero(x) : x, share);
};

function widened({ least, most, fixed }: Bounds, share: number): Bounds {
  return {
    least: least.map((low) => low - Math.abs(low) * share),
    most: most.map((high) => high + Math.abs(high) * share),
    fixed,
  };
}

function withZero({ least, most, fixed }: Bounds): Bounds {
  return { least: least.map((low) => Math.min(low, 0)), most: most.map((high) => Math.max(high, 0)), fixed };
}

/** Sums of products with constant weights, [units, products of each]: the i-th of a unit reads the unit `reads`. */
function weighted(
  x: Bounds,
  weights: Float64Array | Float32Array,
  units: number,
  reads: (unit: number, i: number) => number,
  bias: (unit: number) => number,
): Bounds {
  const each = weights.length / units;
  const [least, most] = [new Float64Array(units), new Float64Array(units)];
  const fixed = new Uint8Array(units).fill(1);
  for (let unit = 0; unit < units; unit++) {
    let [low, high, added] = [bias(unit), bias(unit), 0];
    for (let i = 0; i < each; i++) {
      const weight = weights[unit * each + i];
      if (weight === 0) continue;
      const from = reads(unit, i);
      const [a, b] = [weight * x.least[from], weight * x.most[from]];
      low += Math.min(a, b);
      high += Math.max(a, b);
      added += Math.max(Math.abs(a), Math.abs(b));
      fixed[unit] &= x.fixed[from];
    }
    const error = added === 0 ? 0 : (added + Math.abs(bias(unit))) * (each + 1) * ROUNDING;
    least[unit] = low - error;
    most[unit] = high + error;
  }
  return { least, most, fixed };
}

const convolution: Rule = ({ inputs: [x], known: [, w, b], node, int: number }) => {
  if (!x || w?.type !== 'float32' || (node.inputs[2] && b?.type !== 'float32')) return undefined;
  const [filters, perGroup] = w.dims;
  const taps = sizeOf(w.dims.slice(2));
  const ofGroup = filters / number('group');
  const padded = (node.attributes.pads as readonly number[]).some((pad) => pad > 0);
  return weighted(
    padded ? withZero(x) : x,
    w.data,
    filters,
    (filter, i) => Math.floor(filter / ofGroup) * perGroup + Math.floor(i / taps),
    (filter) => Number(b?.data[filter] ?? 0),
  );
};

/** Rows times constant columns, [N, K] x [K, units], or transposed as Gemm has them. */
const product: Rule = ({ node, inputs: [x], known: [, w, b], from, to }) => {
  const { alpha = 1, beta = 1, transA = 0, transB = 0 } = node.attributes as Record<string, number>;
  if (!x || w?.type !== 'float32' || w.dims.length !== 2 || from[0].length !== 2 || transA === 1)
    return undefined;
  if (node.inputs[2] && (b?.type !== 'float32' || b.data.length !== to[1])) return undefined;
  const [units, each] = [to[1], from[0][1]];
  const rows = Float64Array.from({ length: units * each }, (_, flat) => {
    const [unit, i] = [Math.floor(flat / each), flat % each];
    return alpha * w.data[transB ? flat : i * units + unit];
  });
  return weighted(
    x,
    rows,
    units,
    (_, i) => i,
    (unit) => beta * Number(b?.data[unit] ?? 0),
  );
};

/** The bounds of one side of an element-wise operator; a constant of one number a unit, or one for all, is a point. */
function side(use: Use, index: number): Bounds | undefined {
  const units = use.to[1];
  const x = use.inputs[index];
  const dims = use.from[index];
  if (x) return dims.length === use.to.length && x.least.length === units ? x : undefined;
  const tensor = use.known[index];
  if (tensor?.type !== 'float32') return undefined;
  const axis = dims.length - use.to.length + 1;
  const perUnit = dims[axis] === units && dims.every((size, i) => size === 1 || i === axis);
  if (!perUnit && tensor.data.length !== 1) return undefined;
  const point = Float64Array.from({ length: units }, (_, unit) => tensor.data[perUnit ? unit : 0]);
  return { least: point, most: point, fixed: new Uint8Array(units).fill(1) };
}

/** Straight in either side, so that the corners tell all. A product with a fixed 0 is fixed. */
function pairwise(apply: (a: number, b: number) => number, isProduct = false): Rule {
  return (use) => {
    const [a, b] = [side(use, 0), side(use, 1)];
    if (!a || !b) return undefined;
    const zero = ({ least, most, fixed }: Bounds, unit: number) =>
      isProduct && fixed[unit] === 1 && least[unit] === 0 && most[unit] === 0;
    const corners = Array.from(a.least.keys(), (unit) =>
      [a.least[unit], a.most[unit]].flatMap((x) => [apply(x, b.least[unit]), apply(x, b.most[unit])]),
    );
    const error = (values: readonly number[]) => 2 * Math.max(...values.map(Math.abs)) * ROUNDING;
    return {
      least: Float64Array.from(corners, (values) => Math.min(...values) - error(values)),
      most: Float64Array.from(corners, (values) => Math.max(...values) + error(values)),
      fixed: a.fixed.map((fixed, unit) => Number((fixed && b.fixed[unit]) || zero(a, unit) || zero(b, unit))),
    };
  };
}

const concat: Rule = ({ inputs, int: number, to }) => {
  const axis = number('axis');
  const parts = inputs.filter((x) => x !== undefined);
  if (parts.length < inputs.length || (axis < 0 ? axis + to.length : axis) !== 1) return undefined;
  return {
    least: Float64Array.from(parts.flatMap(({ least }) => Array.from(least))),
    most: Float64Array.from(parts.flatMap(({ most }) => Array.from(most))),
    fixed: Uint8Array.from(parts.flatMap(({ fixed }) => Array.from(fixed))),
  };
};

/** A constant beside what there was: new units are fixed, new positions may be lower or higher. */
const pad: Rule = ({ inputs: [x], node, known, to, from: [dims] }) => {
  if (!x || !known[1] || (node.inputs[2] && !known[2]) || node.attributes.mode !== 'constant')
    return undefined;
  const [pads, fill] = [numbersOf(known[1]), Number(known[2]?.data[0] ?? 0)];
  const around = pads.some((count, i) => i % dims.length > 1 && count > 0);
  const unitOf = (unit: number) => (unit >= pads[1] && unit < pads[1] + dims[1] ? unit - pads[1] : undefined);
  const each = Array.from({ length: to[1] }, (_, unit) => {
    const own = unitOf(unit);
    if (own === undefined) return [fill, fill, 1];
    const [low, high] = [x.least[own], x.most[own]];
    return around ? [Math.min(low, fill), Math.max(high, fill), x.fixed[own]] : [low, high, x.fixed[own]];
  });
  return {
    least: Float64Array.from(each, ([low]) => low),
    most: Float64Array.from(each, ([, high]) => high),
    fixed: Uint8Array.from(each, ([, , fixed]) => fixed),
  };
};

/** Units that stay one by one, or become as many in a row as each had positions. */
const flattened: Rule = ({ inputs: [x], from: [dims], to }) => {
  if (!x || to.length !== 2 || to[0] !== dims[0]) return undefined;
  const each = sizeOf(dims.slice(2));
  const unit = (_: unknown, i: number) => Math.floor(i / each);
  const units = Array.from({ length: to[1] }, unit);
  return {
    least: Float64Array.from(units, (i) => x.least[i]),
    most: Float64Array.from(units, (i) => x.most[i]),
    fixed: Uint8Array.from(units, (i) => x.fixed[i]),
  };
};

export const BOUNDS_RULES: Readonly<Partial<Record<OperatorName, Rule>>> = {
  Identity: within,
  Relu: rectified,
  Sigmoid: rising((x) => 1 / (1 + Math.exp(-x))),
  Tanh: rising(Math.tanh),
  MaxPool: within,
  AveragePool: averaged,
  GlobalAveragePool: averaged,
  Conv: convolution,
  Gemm: product,
  MatMul: product,
  Add: pairwise((a, b) => a + b),
  Sub: pairwise((a, b) => a - b),
  Mul: pairwise((a, b) => a * b, true),
  Concat: concat,
  Pad: pad,
  Flatten: flattened,
  Reshape: flattened,
};
