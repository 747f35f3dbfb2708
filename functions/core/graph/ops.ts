// Every operator of opset 17 that a graph may hold: shape inference, attributes and cost, one row each.
import {
  type Attribute,
  type AttributeSpec,
  type Attributes,
  type Call,
  type Operator,
  refuse,
  show,
  type ValueType,
} from './operator.ts';
import { ELEMENTWISE } from './ops-elementwise.ts';
import { REDUCTIONS } from './ops-reduce.ts';
import { SHAPES } from './ops-shape.ts';
import { WINDOWS } from './ops-window.ts';

export const OPSET = 17;

const TABLE = { ...ELEMENTWISE, ...WINDOWS, ...REDUCTIONS, ...SHAPES };

export type OperatorName = keyof typeof TABLE;

export const OPERATORS: Readonly<Record<OperatorName, Operator>> = TABLE;

/** @throws Fault graph_invalid naming the operator. */
export function operatorOf(name: string): Operator {
  if (!Object.hasOwn(OPERATORS, name)) refuse(name, 'the operator is not supported');
  return OPERATORS[name as OperatorName];
}

/** The call with every attribute it can have, and the types of its outputs. @throws Fault graph_invalid. */
export function inferCall(call: Call): {
  attributes: Attributes;
  outputs: readonly ValueType[];
  macs: number;
} {
  const operator = operatorOf(call.operator);
  checkCounts(call, operator);
  const given = withDefaults(call, operator);
  const attributes = operator.complete ? operator.complete({ ...call, attributes: given }) : given;
  const completed = { ...call, attributes };
  const outputs = operator.infer(completed);
  return {
    attributes,
    outputs: outputs.slice(0, call.outputs),
    macs: operator.macs?.(completed, outputs) ?? 0,
  };
}

function checkCounts(call: Call, operator: Operator): void {
  const [least, most] = operator.inputs;
  const count = call.inputs.length;
  if (count < least || count > most) {
    refuse(call.operator, `${count} inputs, wants ${least === most ? least : `${least} to ${most}`}`, {
      inputs: count,
      least,
      most,
    });
  }
  if (call.outputs < 1 || call.outputs > (operator.outputs ?? 1)) {
    refuse(call.operator, `${call.outputs} outputs, has at most ${operator.outputs ?? 1}`, {
      outputs: call.outputs,
    });
  }
}

function withDefaults(call: Call, operator: Operator): Attributes {
  for (const [name, value] of Object.entries(call.attributes)) {
    const spec = Object.hasOwn(operator.attributes, name) ? operator.attributes[name] : undefined;
    if (!spec) refuse(call.operator, `attribute ${name} is not supported`, { attribute: name });
    if (!fits(spec, value))
      refuse(call.operator, `attribute ${name} is ${describe(value)}, wants ${spec.kind}`, {
        attribute: name,
        kind: spec.kind,
      });
  }
  const filled: Record<string, Attribute> = {};
  for (const [name, spec] of Object.entries(operator.attributes)) {
    const value = call.attributes[name] ?? spec.default;
    if (value !== undefined) filled[name] = value;
    else if (spec.required) refuse(call.operator, `attribute ${name} is missing`, { attribute: name });
  }
  return filled;
}

const FITS: Readonly<Record<AttributeSpec['kind'], (value: Attribute) => boolean>> = {
  int: (value) => Number.isInteger(value),
  float: (value) => typeof value === 'number',
  string: (value) => typeof value === 'string',
  ints: (value) => Array.isArray(value) && value.every(Number.isInteger),
  tensor: (value) => typeof value === 'object' && 'dims' in value,
};

function fits(spec: AttributeSpec, value: Attribute): boolean {
  return FITS[spec.kind](value);
}

function describe(value: Attribute): string {
  if (Array.isArray(value)) return show(value);
  return typeof value === 'object' ? 'a tensor' : JSON.stringify(value);
}
