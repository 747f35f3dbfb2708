// Operators that work element by element, with NumPy broadcasting.
import type { ElementType } from '../tensor.ts';
import {
  broadcast,
  type Call,
  input,
  int,
  type Operator,
  refuse,
  sameType,
  show,
  stretches,
} from './operator.ts';

const FLOAT: readonly ElementType[] = ['float32'];
const SIGNED: readonly ElementType[] = ['float32', 'int32', 'int64'];
const NUMBER: readonly ElementType[] = ['float32', 'int32', 'int64', 'uint8'];
const BOOL: readonly ElementType[] = ['bool'];

export const ELEMENTWISE = {
  Relu: unary(SIGNED),
  LeakyRelu: { ...unary(FLOAT), attributes: { alpha: { kind: 'float', default: 0.01 } } },
  Sigmoid: unary(FLOAT),
  Tanh: unary(FLOAT),
  Softplus: unary(FLOAT),
  Neg: unary(SIGNED),
  Abs: unary(NUMBER),
  Sign: unary(NUMBER),
  Sqrt: unary(FLOAT),
  Exp: unary(FLOAT),
  Log: unary(FLOAT),
  Floor: unary(FLOAT),
  Ceil: unary(FLOAT),
  Reciprocal: unary(FLOAT),
  Not: unary(BOOL),
  Identity: unary(),
  Softmax: { ...unary(FLOAT), attributes: { axis: { kind: 'int', default: -1 } }, infer: softmax },
  LogSoftmax: { ...unary(FLOAT), attributes: { axis: { kind: 'int', default: -1 } }, infer: softmax },
  Cast: { ...unary(), attributes: { to: { kind: 'int', required: true } }, infer: cast },

  Add: binary(NUMBER),
  Sub: binary(NUMBER),
  Mul: binary(NUMBER),
  Div: binary(NUMBER),
  Pow: binary(SIGNED),
  Max: variadic(NUMBER),
  Min: variadic(NUMBER),
  Sum: variadic(FLOAT),
  Greater: compare(NUMBER),
  GreaterOrEqual: compare(NUMBER),
  Less: compare(NUMBER),
  LessOrEqual: compare(NUMBER),
  Equal: compare([...NUMBER, 'bool']),
  And: compare(BOOL),
  Or: compare(BOOL),

  /** The slope stretches to the input, never the other way. */
  PRelu: { inputs: [2, 2], attributes: {}, infer: stretched('slope'), learned: true },
  Where: { inputs: [3, 3], attributes: {}, infer: where },
  Clip: { inputs: [1, 3], attributes: {}, infer: clip },
} satisfies Record<string, Operator>;

/** ONNX's TensorProto.DataType of the types used here. */
export const DATA_TYPES: Readonly<Record<ElementType, number>> = {
  float32: 1,
  uint8: 2,
  int32: 6,
  int64: 7,
  bool: 9,
};

export function elementTypeOf(dataType: number): ElementType | undefined {
  return (Object.keys(DATA_TYPES) as ElementType[]).find((type) => DATA_TYPES[type] === dataType);
}

function unary(allowed?: readonly ElementType[]) {
  return {
    inputs: [1, 1],
    attributes: {} as Operator['attributes'],
    infer: (call: Call) => [{ type: sameType(call, allowed), dims: input(call, 0).dims }],
  } satisfies Operator;
}

function binary(allowed: readonly ElementType[]): Operator {
  return {
    inputs: [2, 2],
    attributes: {},
    infer: (call) => [{ type: sameType(call, allowed), dims: together(call) }],
  };
}

function variadic(allowed: readonly ElementType[]): Operator {
  return { ...binary(allowed), inputs: [1, Number.POSITIVE_INFINITY] };
}

function compare(allowed: readonly ElementType[]): Operator {
  return {
    inputs: [2, 2],
    attributes: {},
    infer(call) {
      sameType(call, allowed);
      return [{ type: 'bool', dims: together(call) }];
    },
  };
}

function together(call: Call) {
  return broadcast(call.operator, ...call.inputs.map((_, index) => input(call, index).dims));
}

function stretched(what: string): Operator['infer'] {
  return (call) => {
    const [x, other] = [input(call, 0), input(call, 1)];
    if (!stretches(other.dims, x.dims)) {
      refuse(call.operator, `${what} ${show(other.dims)} does not stretch to ${show(x.dims)}`, {
        dims: other.dims,
      });
    }
    return [{ type: sameType(call, FLOAT), dims: x.dims }];
  };
}

function softmax(call: Call) {
  const { dims } = input(call, 0);
  const axis = int(call, 'axis');
  if (axis < -dims.length || axis >= dims.length)
    refuse(call.operator, `axis ${axis} of ${show(dims)}`, { axis, dims });
  return [{ type: sameType(call, FLOAT), dims }];
}

function cast(call: Call) {
  const to = int(call, 'to');
  const type = elementTypeOf(to);
  if (!type) refuse('Cast', `data type ${to} is not supported`, { to });
  return [{ type, dims: input(call, 0).dims }];
}

function where(call: Call) {
  const condition = input(call, 0);
  if (condition.type !== 'bool')
    refuse('Where', `${condition.type} condition, wants bool`, { type: condition.type });
  return [{ type: sameType(call, undefined, 1), dims: together(call) }];
}

function clip(call: Call) {
  for (const bound of call.inputs.slice(1)) {
    if (bound && bound.dims.length > 0)
      refuse('Clip', `a bound of shape ${show(bound.dims)}, wants a scalar`, { dims: bound.dims });
  }
  return [{ type: sameType(call, NUMBER), dims: input(call, 0).dims }];
}
