// Constant folding of what exporters compute shapes with: small vectors and scalars, never weights.
import { type ElementType, sizeOf, type Tensor } from '../tensor.ts';
import { type Call, int, numbersOf } from './operator.ts';
import { inferCall, type OperatorName } from './ops.ts';
import { elementTypeOf } from './ops-elementwise.ts';
import { shapeSlice, sliceIndices } from './ops-shape.ts';

/** Larger results stay operators. */
const MAX_ELEMENTS = 1024;

type Rule = (inputs: readonly (readonly number[])[], call: Call) => readonly number[];

/** The result of a call whose inputs are all known (`Shape` needs only the shape); undefined where it is not folded. */
export function fold(given: Call): Tensor | undefined {
  if (!Object.hasOwn(RULES, given.operator)) return undefined;
  const { attributes, outputs } = inferCall(given);
  const [{ type, dims }] = outputs;
  const small = given.inputs.every((value) => !value || value.dims.length <= 1);
  const known = given.inputs.every((value, index) => !value || given.known[index]);
  if (given.operator !== 'Shape' && !(known && small)) return undefined;
  if (dims.length > 1 || sizeOf(dims) > MAX_ELEMENTS) return undefined;
  const numbers = given.known.map((tensor) => (tensor ? numbersOf(tensor) : []));
  return tensorFrom(type, dims, RULES[given.operator as OperatorName]!(numbers, { ...given, attributes }));
}

/** A tensor of these numbers; a single one fills it. */
function tensorFrom(type: ElementType, dims: readonly number[], numbers: readonly number[]): Tensor {
  const filled =
    numbers.length === sizeOf(dims) ? numbers : Array.from({ length: sizeOf(dims) }, () => numbers[0]);
  return MAKE[type](dims, filled);
}

const MAKE: Readonly<Record<ElementType, (dims: readonly number[], numbers: readonly number[]) => Tensor>> = {
  float32: (dims, numbers) => ({ type: 'float32', dims, data: Float32Array.from(numbers) }),
  int64: (dims, numbers) => ({
    type: 'int64',
    dims,
    data: BigInt64Array.from(numbers, (value) => BigInt(Math.trunc(value))),
  }),
  int32: (dims, numbers) => ({ type: 'int32', dims, data: Int32Array.from(numbers) }),
  uint8: (dims, numbers) => ({ type: 'uint8', dims, data: Uint8Array.from(numbers) }),
  bool: (dims, numbers) => ({
    type: 'bool',
    dims,
    data: Uint8Array.from(numbers, (value) => (value === 0 ? 0 : 1)),
  }),
};

const same: Rule = ([x]) => x;

const RULES: Readonly<Partial<Record<OperatorName, Rule>>> = {
  Shape: (_, call) => shapeSlice(call),
  Identity: same,
  Squeeze: same,
  Unsqueeze: same,
  Reshape: same,
  Flatten: same,
  Cast: ([x], call) => (elementTypeOf(int(call, 'to')) === 'float32' ? x : x.map(Math.trunc)),
  Floor: ([x]) => x.map(Math.floor),
  Ceil: ([x]) => x.map(Math.ceil),
  Gather: ([x, indices]) => indices.map((index) => x[index < 0 ? index + x.length : index]),
  Concat: (parts) => parts.flat(),
  Slice: ([x, [start], [end], , [step] = [1]]) =>
    sliceIndices(x.length, start, end, step).map((index) => x[index]),
  ConstantOfShape: (_, call) => numbersOf(call.attributes.value as Tensor),
  Add: pairwise((a, b) => a + b),
  Sub: pairwise((a, b) => a - b),
  Mul: pairwise((a, b) => a * b),
  Div: pairwise((a, b, type) => (type === 'float32' ? a / b : Math.trunc(a / b))),
  Equal: pairwise((a, b) => Number(a === b)),
  Where: ([condition, a, b]) => stretch([condition, a, b]).map(([chosen, yes, no]) => (chosen ? yes : no)),
};

function pairwise(apply: (a: number, b: number, type?: ElementType) => number): Rule {
  return (inputs, call) => stretch(inputs).map(([a, b]) => apply(a, b, call.inputs[0]?.type));
}

/** Scalars and vectors of one element stretch to the longest; row by row. */
function stretch(lists: readonly (readonly number[])[]): number[][] {
  const length = Math.max(...lists.map((list) => list.length));
  return Array.from({ length }, (_, i) => lists.map((list) => (list.length === 1 ? list[0] : list[i])));
}
