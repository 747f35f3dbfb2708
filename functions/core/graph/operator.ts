// What the builder knows of an operator: its attributes, its output types and its cost, as data.
import { Fault } from '../fault.ts';
import type { ElementType, Tensor } from '../tensor.ts';

export type Dims = readonly number[];

/** An element type and a static shape: [] is a scalar. */
export type ValueType = { readonly type: ElementType; readonly dims: Dims };

/** Which of ONNX's attribute types it is, is the operator's to say: 1 may be an int or a float. */
export type Attribute = number | string | readonly number[] | Tensor;
export type Attributes = Readonly<Record<string, Attribute>>;
export type AttributeKind = 'int' | 'ints' | 'float' | 'string' | 'tensor';

/** `default` is ONNX's where that does not depend on shapes; `required` has none at all. */
export type AttributeSpec = {
  readonly kind: AttributeKind;
  readonly default?: Attribute;
  readonly required?: true;
};

/** One use of an operator: its name, what goes in (undefined: left out), what of it is known, and its attributes. */
export type Call = {
  readonly operator: string;
  readonly inputs: readonly (ValueType | undefined)[];
  /** The constant behind each input, where there is one. */
  readonly known: readonly (Tensor | undefined)[];
  readonly attributes: Attributes;
  /** How many outputs are asked for. */
  readonly outputs: number;
};

export type Operator = {
  /** Least and most inputs; most is Infinity for a variadic one. */
  readonly inputs: readonly [number, number];
  /** Most outputs; 1 when it does not say. */
  readonly outputs?: number;
  readonly attributes: Readonly<Record<string, AttributeSpec>>;
  /** Fills the defaults that depend on shapes, so that every node in a graph carries all its attributes. */
  readonly complete?: (call: Call) => Attributes;
  /** @throws Fault graph_invalid with the numbers. */
  readonly infer: (call: Call) => readonly ValueType[];
  /** Multiply-accumulates of one run; 0 when it does not say. */
  readonly macs?: (call: Call, outputs: readonly ValueType[]) => number;
  /** True when its constants are learned: they count as parameters. */
  readonly learned?: true;
};

/** @throws Fault graph_invalid: "Conv: 3 input channels, weights want 4". */
export function refuse(
  operator: string,
  message: string,
  facts: Readonly<Record<string, unknown>> = {},
): never {
  throw new Fault('graph_invalid', `${operator}: ${message}`, { operator, ...facts });
}

/** The i-th input. @throws Fault graph_invalid when it was left out. */
export function input(call: Call, index: number): ValueType {
  return call.inputs[index] ?? refuse(call.operator, `input ${index} is missing`, { input: index });
}

export function int(call: Call, name: string): number {
  return call.attributes[name] as number;
}

export function ints(call: Call, name: string): readonly number[] | undefined {
  return call.attributes[name] as readonly number[] | undefined;
}

export function text(call: Call, name: string): string | undefined {
  return call.attributes[name] as string | undefined;
}

/** The elements of an input that the output's shape depends on. @throws Fault graph_invalid when it is not a constant. */
export function knownInts(call: Call, index: number, what: string): readonly number[] {
  const tensor = call.known[index];
  if (!tensor) refuse(call.operator, `${what} must be a constant: shapes are static`, { input: index });
  return numbersOf(tensor);
}

/** int64 beyond 2^53 (ONNX's "to the end") becomes the nearest safe integer. */
export function numbersOf(tensor: Tensor): readonly number[] {
  return Array.from<number | bigint, number>(tensor.data, safe);
}

export function safe(value: number | bigint): number {
  const number = Number(value);
  if (typeof value === 'number') return number;
  return Math.max(Number.MIN_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, number));
}

/** A negative axis counts from the end. @throws Fault graph_invalid outside [-rank, rank). */
export function axisOf(operator: string, axis: number, rank: number): number {
  if (axis < -rank || axis >= rank) refuse(operator, `axis ${axis} of a rank ${rank} tensor`, { axis, rank });
  return axis < 0 ? axis + rank : axis;
}

/** NumPy's rule: shapes are aligned at the end and ones stretch. */
export function broadcast(operator: string, ...shapes: readonly Dims[]): Dims {
  const rank = Math.max(...shapes.map((dims) => dims.length));
  return Array.from({ length: rank }, (_, axis) => {
    const sizes = shapes.map((dims) => dims[axis - rank + dims.length] ?? 1);
    const size = sizes.find((value) => value !== 1) ?? 1;
    if (sizes.some((value) => value !== 1 && value !== size)) {
      refuse(operator, `shapes ${shapes.map(show).join(' and ')} do not broadcast`, { shapes });
    }
    return size;
  });
}

/** One-way broadcasting: whether `dims` stretches to `to`, which stays as it is. */
export function stretches(dims: Dims, to: Dims): boolean {
  const lead = to.length - dims.length;
  return lead >= 0 && dims.every((size, axis) => size === 1 || size === to[lead + axis]);
}

/** @throws Fault graph_invalid unless all given inputs have one type, and it is among `allowed`. */
export function sameType(call: Call, allowed?: readonly ElementType[], from = 0): ElementType {
  const types = call.inputs.slice(from).flatMap((value) => (value ? [value.type] : []));
  const [type] = types;
  if (types.some((other) => other !== type))
    refuse(call.operator, `inputs of types ${types.join(' and ')}`, { types });
  if (allowed && !allowed.includes(type))
    refuse(call.operator, `${type} input, wants ${allowed.join(' or ')}`, { type });
  return type;
}

export function show(dims: Dims): string {
  return `[${dims.join(',')}]`;
}
