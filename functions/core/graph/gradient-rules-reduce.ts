// Gradients of sums, picks and products along axes. g is the gradient, x an input, y the output.
import { sizeOf } from '../tensor.ts';
import {
  attribute,
  mask,
  none,
  numbers,
  type Rule,
  reshaped,
  summed,
  times,
  transposed,
  type Use,
  whole,
  zeros,
} from './gradient-rule.ts';
import type { GraphBuilder, Value } from './graph.ts';
import { axisOf, type Dims } from './operator.ts';
import type { REDUCTIONS } from './ops-reduce.ts';

/** The smallest normal float32: what the length of a zero vector is taken for, so that 0 / 0 does not occur. */
const TINY = 2 ** -126;

export const REDUCTION_RULES: Readonly<Record<keyof typeof REDUCTIONS, Rule>> = {
  ReduceSum: reduction(({ g }) => g),
  ReduceMean: reduction(({ b, g, x, kept }) => times(b, g, sizeOf(kept) / sizeOf(x.dims))),
  ReduceMax: reduction(chosen),
  ReduceMin: reduction(chosen),
  ReduceL1: reduction(({ b, g, x }) => times(b, g, b.op('Sign', [x]))),
  ReduceL2: reduction(({ b, g, x, y }) => times(b, b.op('Div', [g, b.op('Max', [y, b.scalar(TINY)])]), x)),
  ReduceSumSquare: reduction(({ b, g, x }) => times(b, times(b, g, 2), x)),
  ArgMax: none('indices have no gradient'),
  TopK: whole((use) => {
    const { builder: b, inputs, node } = use;
    const indices = b.also(node, 1);
    const axis = attribute<number>(use, 'axis');
    return [b.op('ScatterElements', [zeros(b, inputs[0]!.dims), indices, use.full()], { axis })];
  }),
  MatMul: whole(product),
  Gemm: whole(gemm),
};

type Reduction = {
  readonly b: GraphBuilder;
  readonly x: Value;
  /** Gradient and output with the reduced axes kept as 1, so that both stretch to x. */
  readonly g: Value;
  readonly y: Value;
  readonly kept: Dims;
};

function reduction(back: (use: Reduction) => Value): Rule {
  return whole((use) => {
    const { builder: b, inputs, outputs, gradient } = use;
    const [x, [y]] = [inputs[0]!, outputs];
    const kept = keptDims(use, x.dims);
    const g = sizeOf(gradient.dims) === 1 && gradient.dims.length <= kept.length ? gradient : use.full();
    const aligned = g === gradient && sizeOf(g.dims) === 1 ? g : reshaped(b, g, kept);
    return [back({ b, x, g: aligned, y: reshaped(b, y, kept), kept })];
  });
}

/** The dims of the output had `keepdims` been 1. */
function keptDims(use: Use, dims: Dims): Dims {
  const given = use.inputs.length > 1 ? numbers(use, 1) : (use.node.attributes.axes as Dims | undefined);
  const nothing = given?.length === 0 && attribute(use, 'noop_with_empty_axes') === 1;
  const all = given === undefined || (use.node.operator === 'ReduceSum' && given.length === 0);
  if (nothing) return dims;
  const over = given?.map((axis) => axisOf(use.node.operator, axis, dims.length));
  return dims.map((size, axis) => (all || over?.includes(axis) ? 1 : size));
}

/** ReduceMax and ReduceMin: to the element that was chosen, in equal parts where several are equal. */
function chosen({ b, g, x, y, kept }: Reduction): Value {
  const picked = mask(b, b.op('Equal', [x, y]));
  const over = kept.flatMap((size, axis) => (size === 1 && x.dims[axis] !== 1 ? [axis] : []));
  const part = over.length === 0 ? g : b.op('Div', [g, summed(b, picked, over, 1)]);
  return times(b, part, picked);
}

/**
 * Y = A B: dA = G B^T, dB = A^T G; leading axes that were broadcast are summed by the walk. A product of a matrix with
 * its own transpose, as Gram matrices are, takes one product: (G + G^T) A.
 */
function product(use: Use): (Value | undefined)[] {
  const { builder: b, inputs } = use;
  const [x, y] = [inputs[0]!, inputs[1]!];
  if (isTranspose(use, y, x)) return [b.op('MatMul', [both(b, use.full()), x]), undefined];
  if (isTranspose(use, x, y)) return [undefined, b.op('MatMul', [y, both(b, use.full())])];
  const left = x.dims.length === 1 ? reshaped(b, x, [1, ...x.dims]) : x;
  const right = y.dims.length === 1 ? reshaped(b, y, [...y.dims, 1]) : y;
  const rows = x.dims.length === 1 ? [1] : x.dims.slice(-2, -1);
  const columns = y.dims.length === 1 ? [1] : y.dims.slice(-1);
  const { dims } = use.outputs[0];
  const lead = dims.slice(0, dims.length - Number(x.dims.length > 1) - Number(y.dims.length > 1));
  const g = reshaped(b, use.full(), [...lead, ...rows, ...columns]);
  const [toX, toY] = [b.op('MatMul', [g, turned(b, right)]), b.op('MatMul', [turned(b, left), g])];
  return [
    x.dims.length === 1 ? reshaped(b, toX, [...toX.dims.slice(0, -2), ...x.dims]) : toX,
    y.dims.length === 1 ? reshaped(b, toY, [...toY.dims.slice(0, -2), ...y.dims]) : toY,
  ];
}

/** Whether `value` is computed as the transposed matrices of `of`. */
function isTranspose({ maker }: Use, value: Value, of: Value): boolean {
  const node = maker(value);
  const perm = node?.attributes.perm as readonly number[] | undefined;
  return node?.operator === 'Transpose' && node.inputs[0] === of.name && `${perm}` === `${swapped(of.dims)}`;
}

function swapped(dims: Dims): number[] {
  const axes = dims.map((_, axis) => axis);
  return [...axes.slice(0, -2), ...axes.slice(-2).reverse()];
}

function turned(b: GraphBuilder, value: Value): Value {
  return transposed(b, value, swapped(value.dims));
}

function both(b: GraphBuilder, g: Value): Value {
  return b.op('Add', [g, turned(b, g)]);
}

/** Y = alpha A' B' + beta C, where A' and B' may be transposed. */
function gemm(use: Use): (Value | undefined)[] {
  const { builder: b, inputs, needs } = use;
  const [x, y] = [inputs[0]!, inputs[1]!];
  const [transA, transB] = [attribute<number>(use, 'transA'), attribute<number>(use, 'transB')];
  const alpha = attribute<number>(use, 'alpha');
  const g = use.full();
  const toC = needs(2) ? times(b, g, attribute<number>(use, 'beta')) : undefined;
  if (x === y && transA !== transB) {
    const sum = b.op('Add', [g, turned(b, g)]);
    const pair = transA ? [x, sum] : [sum, x];
    return [b.op('Gemm', pair, { alpha }), undefined, toC];
  }
  const toX = transA
    ? b.op('Gemm', [y, g], { alpha, transA: transB, transB: 1 })
    : b.op('Gemm', [g, y], { alpha, transB: 1 - transB });
  const toY = transB
    ? b.op('Gemm', [g, x], { alpha, transA: 1, transB: transA })
    : b.op('Gemm', [x, g], { alpha, transA: 1 - transA });
  return [toX, toY, toC];
}
