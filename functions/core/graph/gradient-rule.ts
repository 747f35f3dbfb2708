// What a gradient rule is, and the few steps that rules are written with.
import type { GraphBuilder, Node, Value } from './graph.ts';
import { type Attribute, type Dims, numbersOf, refuse, show } from './operator.ts';

/** One node on the way back, as its rule sees it. */
export type Use = {
  readonly builder: GraphBuilder;
  readonly node: Node;
  readonly inputs: readonly (Value | undefined)[];
  readonly outputs: readonly Value[];
  /** The gradient with respect to the first output; its dims may be fewer or 1 where it is the same all along. */
  readonly gradient: Value;
  /** The gradient with respect to an output (the first), in that output's own dims. */
  full(output?: number): Value;
  /** Whether anything asks for the gradient with respect to this input. */
  needs(input: number): boolean;
  /** The node that computes this value, when all that is asked of the value's gradient is to be passed on by it. */
  maker(value: Value): Node | undefined;
};

/** Gradients with respect to each input; undefined where nothing flows. What nobody asked for is dropped afterwards. */
type Back = (use: Use) => readonly (Value | undefined)[];

/**
 * `elementwise`: the gradients have, or stretch to, the output's dims; the walk sums over what was broadcast.
 * `whole`: they have, or stretch to, the input's dims (more leading axes, or an axis that is 1 there, are summed).
 * `none`: nothing flows back, for this reason.
 */
export type Rule =
  | { readonly kind: 'elementwise' | 'whole'; readonly back: Back }
  | { readonly kind: 'none'; readonly reason: string };

export function elementwise(back: Back): Rule {
  return { kind: 'elementwise', back };
}

export function whole(back: Back): Rule {
  return { kind: 'whole', back };
}

export function none(reason: string): Rule {
  return { kind: 'none', reason };
}

/** For inputs whose gradient a rule does not give. @throws Fault graph_invalid naming the input that is needed. */
export function refuseOthers({ node, inputs, needs }: Use, ...given: readonly number[]): void {
  for (const [index, value] of inputs.entries()) {
    if (value && !given.includes(index) && needs(index))
      refuse(node.operator, `no gradient with respect to input ${index} (${value.name})`, { input: index });
  }
}

/** a * b; multiplying by a known 1 makes no node, and two known scalars make one. */
export function times(b: GraphBuilder, a: Value, by: Value | number): Value {
  const other = typeof by === 'number' ? b.scalar(by) : by;
  const [left, right] = [scalarOf(b, a), scalarOf(b, other)];
  if (left === 1) return other;
  if (right === 1) return a;
  if (left !== undefined && right !== undefined) return b.scalar(Math.fround(left * right));
  return b.op('Mul', [a, other]);
}

function scalarOf(b: GraphBuilder, value: Value): number | undefined {
  const tensor = value.dims.length === 0 ? b.known(value) : undefined;
  return tensor && numbersOf(tensor)[0];
}

/** The condition as 1 and 0: a factor that lets a gradient through. */
export function mask(b: GraphBuilder, condition: Value): Value {
  return b.op('Cast', [condition], { to: 1 });
}

export function reshaped(b: GraphBuilder, value: Value, dims: Dims): Value {
  return show(value.dims) === show(dims) ? value : b.op('Reshape', [value, b.ints(dims)]);
}

export function transposed(b: GraphBuilder, value: Value, perm: readonly number[]): Value {
  return perm.every((axis, index) => axis === index) ? value : b.op('Transpose', [value], { perm });
}

export function expanded(b: GraphBuilder, value: Value, dims: Dims): Value {
  return show(value.dims) === show(dims) ? value : b.op('Expand', [value, b.ints(dims)]);
}

export function zeros(b: GraphBuilder, dims: Dims): Value {
  return b.op('ConstantOfShape', [b.ints(dims)]);
}

export function summed(b: GraphBuilder, value: Value, axes: readonly number[], keepdims: 0 | 1): Value {
  return axes.length === 0 ? value : b.op('ReduceSum', [value, b.ints(axes)], { keepdims });
}

/** Along each axis `before` and `after` more zeros, or that many elements fewer where negative. */
export function padded(b: GraphBuilder, value: Value, before: Dims, after: Dims): Value {
  return [...before, ...after].every((size) => size === 0)
    ? value
    : b.op('Pad', [value, b.ints([...before, ...after])]);
}

/** `size` elements from `start` along one axis. */
export function cut(b: GraphBuilder, value: Value, axis: number, start: number, size: number): Value {
  if (start === 0 && size === value.dims[axis]) return value;
  return b.op('Slice', [value, b.ints([start]), b.ints([start + size]), b.ints([axis])]);
}

export function reversed(b: GraphBuilder, value: Value, axes: readonly number[]): Value {
  const turned = axes.filter((axis) => value.dims[axis] > 1);
  if (turned.length === 0) return value;
  const each = (number: number) => b.ints(turned.map(() => number));
  return b.op('Slice', [value, each(-1), each(Number.MIN_SAFE_INTEGER), b.ints(turned), each(-1)]);
}

/** Each element followed by `steps - 1` zeros along every axis: [.., n, ..] becomes [.., n * steps, ..]. */
export function dilated(b: GraphBuilder, value: Value, steps: Dims): Value {
  if (steps.every((step) => step === 1)) return value;
  const split = (axis: number, whenSplit: Dims, whenNot: Dims) => (steps[axis] > 1 ? whenSplit : whenNot);
  const apart = value.dims.flatMap((size, axis) => split(axis, [size, 1], [size]));
  const after = value.dims.flatMap((_, axis) => split(axis, [0, steps[axis] - 1], [0]));
  const spread = padded(
    b,
    reshaped(b, value, apart),
    after.map(() => 0),
    after,
  );
  return reshaped(
    b,
    spread,
    value.dims.map((size, axis) => size * steps[axis]),
  );
}

export function attribute<T extends Attribute>({ node }: Use, name: string): T {
  return node.attributes[name] as T;
}

/** The numbers of an input that shapes depend on. */
export function numbers({ builder, inputs }: Use, index: number): readonly number[] | undefined {
  const value = inputs[index];
  const tensor = value && builder.known(value);
  return tensor && numbersOf(tensor);
}
