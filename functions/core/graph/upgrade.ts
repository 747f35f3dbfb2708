// What older opsets said as attributes, said as opset 17 does: one row an operator that changed.
import { sizeOf, type Tensor } from '../tensor.ts';
import type { GraphBuilder, Value } from './graph.ts';
import { type Attribute, type Attributes, axisOf, refuse, show } from './operator.ts';

/** An operator as a file uses it, its inputs already in the new graph. */
export type Use = {
  readonly operator: string;
  readonly inputs: readonly (Value | undefined)[];
  readonly attributes: Attributes;
};

type Rule = (use: Use, builder: GraphBuilder) => Use;
/** The rule is for files of an opset below `before`. */
type Upgrade = { readonly before: number; readonly rule: Rule };

/** @throws Fault graph_invalid for a form that has no equal in opset 17. */
export function upgrade(use: Use, opset: number, builder: GraphBuilder): Use {
  const upgrades = Object.hasOwn(UPGRADES, use.operator) ? UPGRADES[use.operator] : [];
  return upgrades
    .filter(({ before }) => opset < before)
    .reduce((current, { rule }) => rule(current, builder), use);
}

const ALWAYS = Number.POSITIVE_INFINITY;

const UPGRADES: Readonly<Record<string, readonly Upgrade[]>> = {
  Slice: [{ before: 10, rule: intsToInputs('starts', 'ends', 'axes') }],
  Squeeze: [{ before: 13, rule: intsToInputs('axes') }],
  Unsqueeze: [{ before: 13, rule: intsToInputs('axes') }],
  ReduceSum: [{ before: 13, rule: intsToInputs('axes') }],
  Split: [{ before: 13, rule: intsToInputs('split') }],
  TopK: [
    {
      before: 10,
      rule: (use, builder) =>
        intsToInputs('k')(
          { ...use, attributes: { ...use.attributes, k: [use.attributes.k as number] } },
          builder,
        ),
    },
  ],
  Clip: [{ before: 11, rule: scalarsToInputs('min', 'max') }],
  Pad: [
    {
      before: 11,
      rule: (use, builder) => scalarsToInputs('value')(intsToInputs('pads')(use, builder), builder),
    },
  ],
  Scatter: [{ before: 11, rule: (use) => ({ ...use, operator: 'ScatterElements' }) }],
  Softmax: [{ before: 13, rule: softmax }],
  LogSoftmax: [{ before: 13, rule: softmax }],
  Upsample: [{ before: 10, rule: resize }],
  Resize: [
    { before: 11, rule: resize },
    { before: ALWAYS, rule: plainResize },
  ],
  /** At inference it passes its input on; its mask has no meaning then. */
  Dropout: [
    { before: ALWAYS, rule: ({ inputs: [x] }) => ({ operator: 'Identity', inputs: [x], attributes: {} }) },
  ],
};

/** The tensor of a `Constant` node, in whichever attribute it is. @throws Fault graph_invalid for strings and sparse ones. */
export function constantOf(attributes: Attributes): Tensor {
  const [[name, value] = ['value', undefined]] = Object.entries(attributes) as [string, Attribute][];
  const read = Object.hasOwn(CONSTANTS, name) ? CONSTANTS[name] : undefined;
  if (!read || value === undefined)
    refuse('Constant', `attribute ${name} is not supported`, { attribute: name });
  return read(value);
}

const CONSTANTS: Readonly<Record<string, (value: Attribute) => Tensor>> = {
  value: (value) => value as Tensor,
  value_float: (value) => ({ type: 'float32', dims: [], data: Float32Array.of(value as number) }),
  value_floats: (value) => ({
    type: 'float32',
    dims: [(value as number[]).length],
    data: Float32Array.from(value as number[]),
  }),
  value_int: (value) => ({ type: 'int64', dims: [], data: BigInt64Array.of(BigInt(value as number)) }),
  value_ints: (value) => ({
    type: 'int64',
    dims: [(value as number[]).length],
    data: BigInt64Array.from(value as number[], BigInt),
  }),
};

/** Attributes of that name become inputs after the ones there are; those left out are left out. */
function intsToInputs(...names: readonly string[]): Rule {
  return (use, builder) => {
    const { kept, taken } = take(use.attributes, names);
    const inputs = taken.map((list) =>
      list === undefined ? undefined : builder.ints(list as readonly number[]),
    );
    return { ...use, inputs: trimmed([...use.inputs, ...inputs]), attributes: kept };
  };
}

function scalarsToInputs(...names: readonly string[]): Rule {
  return (use, builder) => {
    const { kept, taken } = take(use.attributes, names);
    const inputs = taken.map((value) => (value === undefined ? undefined : builder.scalar(value as number)));
    return { ...use, inputs: trimmed([...use.inputs, ...inputs]), attributes: kept };
  };
}

function take(
  attributes: Attributes,
  names: readonly string[],
): { kept: Attributes; taken: readonly (Attribute | undefined)[] } {
  const kept = Object.fromEntries(Object.entries(attributes).filter(([name]) => !names.includes(name)));
  return { kept, taken: names.map((name) => attributes[name]) };
}

function trimmed(inputs: readonly (Value | undefined)[]): readonly (Value | undefined)[] {
  return inputs.slice(0, inputs.findLastIndex((value) => value !== undefined) + 1);
}

/** Before opset 13 all axes from `axis` on were one: the same only where the others are ones. */
function softmax(use: Use): Use {
  const dims = use.inputs[0]?.dims ?? [];
  const axis = axisOf(use.operator, (use.attributes.axis as number | undefined) ?? 1, dims.length);
  if (sizeOf(dims.slice(axis + 1)) !== 1) {
    refuse(
      use.operator,
      `over all axes from ${axis} of ${show(dims)}, as before opset 13, is not supported`,
      {
        axis,
        dims,
      },
    );
  }
  return { ...use, attributes: { axis } };
}

/** Upsample and the first Resize: input, scales; coordinates were the output's divided by the scale. */
function resize({ inputs: [x, scales], attributes }: Use): Use {
  const asymmetric = { coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' };
  return { operator: 'Resize', inputs: [x, undefined, scales], attributes: { ...attributes, ...asymmetric } };
}

/** Empty tensors stand for inputs left out, and three attributes concern only the modes that are refused anyway. */
function plainResize({ operator, inputs, attributes }: Use, builder: GraphBuilder): Use {
  const given = inputs.map((value) => (value && builder.known(value)?.data.length === 0 ? undefined : value));
  return {
    operator,
    inputs: trimmed(given),
    attributes: take(attributes, ['cubic_coeff_a', 'exclude_outside', 'extrapolation_value']).kept,
  };
}
