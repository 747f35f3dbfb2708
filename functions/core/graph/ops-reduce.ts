// Operators that sum, pick or multiply along axes.
import { sizeOf } from '../tensor.ts';
import {
  axisOf,
  broadcast,
  type Call,
  type Dims,
  input,
  int,
  ints,
  knownInts,
  type Operator,
  refuse,
  sameType,
  show,
  stretches,
} from './operator.ts';

const KEEP = { keepdims: { kind: 'int', default: 1 } } as const;

export const REDUCTIONS = {
  /** Axes are an input here and an attribute in its siblings: so opset 17 has it. */
  ReduceSum: {
    inputs: [1, 2],
    attributes: { ...KEEP, noop_with_empty_axes: { kind: 'int', default: 0 } },
    infer: (call) => {
      const given = call.inputs[1] ? knownInts(call, 1, 'axes') : [];
      return [
        reduced(call, given.length === 0 && int(call, 'noop_with_empty_axes') === 0 ? undefined : given),
      ];
    },
  },
  ReduceMean: byAttribute(),
  ReduceMax: byAttribute(),
  ReduceMin: byAttribute(),
  ReduceL1: byAttribute(),
  ReduceL2: byAttribute(),
  ReduceSumSquare: byAttribute(),
  ArgMax: {
    inputs: [1, 1],
    attributes: {
      ...KEEP,
      axis: { kind: 'int', default: 0 },
      select_last_index: { kind: 'int', default: 0 },
    },
    infer: (call) => [{ type: 'int64', dims: reduced(call, [int(call, 'axis')]).dims }],
  },
  /** Values and int64 indices of the K largest along an axis. */
  TopK: {
    inputs: [2, 2],
    outputs: 2,
    attributes: {
      axis: { kind: 'int', default: -1 },
      largest: { kind: 'int', default: 1 },
      sorted: { kind: 'int', default: 1 },
    },
    infer: topK,
  },
  MatMul: {
    inputs: [2, 2],
    attributes: {},
    infer: (call) => [
      { type: sameType(call, ['float32']), dims: product(input(call, 0).dims, input(call, 1).dims) },
    ],
    macs: (call, [y]) => sizeOf(y.dims) * input(call, 0).dims.at(-1)!,
    learned: true,
  },
  /** alpha * A' B' + beta * C. */
  Gemm: {
    inputs: [2, 3],
    attributes: {
      alpha: { kind: 'float', default: 1 },
      beta: { kind: 'float', default: 1 },
      transA: { kind: 'int', default: 0 },
      transB: { kind: 'int', default: 0 },
    },
    infer: gemm,
    macs: (call, [y]) => sizeOf(y.dims) * input(call, 0).dims[int(call, 'transA') ? 0 : 1],
    learned: true,
  },
} satisfies Record<string, Operator>;

function byAttribute(): Operator {
  return {
    inputs: [1, 1],
    attributes: { ...KEEP, axes: { kind: 'ints' } },
    infer: (call) => [reduced(call, ints(call, 'axes'))],
  };
}

function reduced(call: Call, axes: readonly number[] | undefined) {
  const { dims } = input(call, 0);
  const over = new Set(
    (axes ?? dims.map((_, axis) => axis)).map((axis) => axisOf(call.operator, axis, dims.length)),
  );
  const kept = dims.flatMap((size, axis) => (over.has(axis) ? (int(call, 'keepdims') ? [1] : []) : [size]));
  return { type: input(call, 0).type, dims: kept };
}

function topK(call: Call) {
  const { type, dims } = input(call, 0);
  const axis = axisOf('TopK', int(call, 'axis'), dims.length);
  const [k] = knownInts(call, 1, 'K');
  if (k < 1 || k > dims[axis])
    refuse('TopK', `K is ${k}, axis ${axis} has ${dims[axis]} elements`, { k, size: dims[axis] });
  const found = dims.map((size, index) => (index === axis ? k : size));
  return [
    { type, dims: found },
    { type: 'int64' as const, dims: found },
  ];
}

/** NumPy's matmul: leading axes broadcast, a vector is a row on the left and a column on the right. */
function product(a: Dims, b: Dims): Dims {
  if (a.length === 0 || b.length === 0)
    refuse('MatMul', `shapes ${show(a)} and ${show(b)}: scalars are not matrices`, { a, b });
  const [left, right] = [a.length === 1 ? [1, ...a] : a, b.length === 1 ? [...b, 1] : b];
  const [inner, wanted] = [left.at(-1)!, right.at(-2)!];
  if (inner !== wanted)
    refuse('MatMul', `shapes ${show(a)} and ${show(b)}: ${inner} columns, ${wanted} rows`, { a, b });
  const lead = broadcast('MatMul', left.slice(0, -2), right.slice(0, -2));
  return [...lead, ...(a.length === 1 ? [] : [left.at(-2)!]), ...(b.length === 1 ? [] : [right.at(-1)!])];
}

function gemm(call: Call) {
  const type = sameType(call, ['float32']);
  const [a, b, c] = [input(call, 0).dims, input(call, 1).dims, call.inputs[2]?.dims];
  if (a.length !== 2 || b.length !== 2)
    refuse('Gemm', `shapes ${show(a)} and ${show(b)}, wants two matrices`, { a, b });
  const [rows, inner] = int(call, 'transA') ? [a[1], a[0]] : [a[0], a[1]];
  const [wanted, columns] = int(call, 'transB') ? [b[1], b[0]] : [b[0], b[1]];
  if (inner !== wanted)
    refuse('Gemm', `shapes ${show(a)} and ${show(b)}: ${inner} inner elements, wants ${wanted}`, { a, b });
  const dims = [rows, columns];
  if (c && !stretches(c, dims)) refuse('Gemm', `C ${show(c)} does not stretch to ${show(dims)}`, { c, dims });
  return [{ type, dims }];
}
