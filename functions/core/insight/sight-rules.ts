// What each operator does to what is seen of the input: one row each, so that a new operator without one does not compile.
import { callOf, type Graph, type Node } from '../graph/graph.ts';
import { type Call, type Dims, int, ints, numbersOf, text } from '../graph/operator.ts';
import type { OperatorName } from '../graph/ops.ts';
import { sliceIndices } from '../graph/ops-shape.ts';
import { gathered } from './reach.ts';
import { reshapedSight } from './reshaped.ts';
import {
  alike,
  joined,
  mapped,
  met,
  mixed,
  over,
  type Sight,
  taken,
  unitsAsOne,
  wholeField,
  withAxes,
} from './sight.ts';

/** One use of an operator. `sights` of its inputs; undefined where one is left out or does not depend on the input. */
type Use = {
  readonly call: Call;
  readonly sights: readonly (Sight | undefined)[];
  /** Shapes of its inputs ([] where one is left out) and outputs. */
  readonly from: readonly Dims[];
  readonly to: readonly Dims[];
};

/** Of each output; a single one holds for all of them. At least one of the inputs sees something. */
type Rule = (use: Use) => readonly Sight[];

/** What the outputs of a node see, given what its inputs do; [] when none depends on the input. */
export function sightsOf(graph: Graph, node: Node, inputs: readonly (Sight | undefined)[]): readonly Sight[] {
  if (inputs.every((sight) => sight === undefined)) return [];
  const dimsOf = (name: string) => graph.values.get(name)?.dims ?? [];
  const use = {
    call: callOf(graph, node),
    sights: inputs,
    from: node.inputs.map(dimsOf),
    to: node.outputs.map(dimsOf),
  };
  const found = RULES[node.operator](use);
  return node.outputs.map((_, i) => found[Math.min(i, found.length - 1)]);
}

const seen = ({ sights }: Use) => sights.filter((sight) => sight !== undefined);

/** Element by element, with NumPy broadcasting: shapes are aligned at the end. */
const elementwise: Rule = ({ sights, from, to: [dims] }) => {
  const aligned = sights.flatMap((sight, i) => {
    if (!sight) return [];
    const lead = dims.length - from[i].length;
    const stretched = (axis: number) => from[i][axis] === 1 && dims[axis + lead] !== 1;
    const still = mapped(sight, (reach) =>
      reach.axis !== undefined && stretched(reach.axis) ? { ...reach, axis: undefined, stride: 0 } : reach,
    );
    return [withAxes(still, (axis) => axis + lead)];
  });
  return [met(aligned, dims)];
};

/** What the second input says is not known before it runs, or this operator looks anywhere. */
const anywhere: Rule = (use) => [mixed(seen(use))];

/** The first input decides; the others are constants, or everything may matter. */
function ofFirst(rule: (sight: Sight, use: Use) => readonly Sight[]): Rule {
  return (use) => {
    const [first, ...others] = use.sights;
    return first && others.every((sight) => sight === undefined) ? rule(first, use) : anywhere(use);
  };
}

const alongAxis = ofFirst((sight, { call, from: [dims] }) => [
  over(sight, new Set([positive(int(call, 'axis'), dims.length)])),
]);

const reduction = ofFirst((sight, { call, from: [dims], to: [out] }) => {
  const axes = new Set(reducedAxes(call, dims));
  const kept = over(sight, axes);
  if (out.length === dims.length) return [kept];
  return [withAxes(kept, (axis) => (axes.has(axis) ? undefined : axis - before(axes, axis)))];
});

/** Each new position looks at a window of old ones, along every spatial axis. */
function windows(sight: Sight, { call, to: [dims] }: Use): Sight {
  const kernel = ints(call, 'kernel_shape')!;
  const [strides, pads] = [ints(call, 'strides')!, ints(call, 'pads')!];
  const dilations = ints(call, 'dilations') ?? kernel.map(() => 1);
  return mapped(sight, (reach) => {
    if (reach.axis === undefined) return reach;
    const i = reach.axis - 2;
    const taps = Array.from({ length: kernel[i] }, (_, tap) => tap * dilations[i] - pads[i]);
    const looks = (position: number) => taps.map((tap) => position * strides[i] + tap);
    return gathered(reach, dims[reach.axis], looks, strides[i]);
  });
}

/** Output channels see what the input channels of their group see. */
function grouped(sight: Sight, filters: number, groups: number): Sight {
  if (groups === 1 || sight.fields.length === 1) return unitsAsOne(sight);
  const each = sight.fields.length / groups;
  const ofGroup = Array.from({ length: groups }, (_, group) =>
    wholeField({ ...sight, fields: sight.fields.slice(group * each, (group + 1) * each) }),
  );
  const fields = Array.from({ length: filters }, (_, unit) => ofGroup[Math.floor((unit * groups) / filters)]);
  return { ...sight, fields };
}

const convolution = ofFirst((sight, use) => {
  if (sight.channelAxis !== 1) return [windows(unitsAsOne(alike(sight)), use)];
  return [windows(grouped(sight, use.to[0][1], int(use.call, 'group')), use)];
});

/** The position q is written by all p with q = p * stride - pad + tap * dilation. */
const transposedConvolution = ofFirst((sight, { call, to: [dims] }) => {
  const kernel = ints(call, 'kernel_shape')!;
  const [strides, pads, dilations] = ['strides', 'pads', 'dilations'].map((name) => ints(call, name)!);
  const units = sight.channelAxis === 1 ? grouped(sight, dims[1], int(call, 'group')) : alike(sight);
  return [
    mapped(units, (reach) => {
      if (reach.axis === undefined) return reach;
      const i = reach.axis - 2;
      const looks = (q: number) =>
        Array.from({ length: kernel[i] }, (_, tap) => (q + pads[i] - tap * dilations[i]) / strides[i]).filter(
          Number.isInteger,
        );
      return gathered(reach, dims[reach.axis], looks, 1 / strides[i]);
    }),
  ];
});

const gather = ofFirst((sight, { call, from: [dims, indices] }) => {
  const axis = positive(int(call, 'axis'), dims.length);
  const known = call.known[1];
  if (!known || indices.length > 1) return [mixed([sight])];
  const positions = numbersOf(known).map((index) => positive(index, dims[axis]));
  const cut = taken(sight, axis, dims[axis], positions, 1);
  if (indices.length === 1) return [cut];
  return [withAxes(cut, (other) => (other === axis ? undefined : other - Number(other > axis)))];
});

const slice = ofFirst((sight, { call, from: [dims] }) => {
  const list = (index: number) => call.known[index] && numbersOf(call.known[index]);
  const [starts, ends] = [list(1)!, list(2)!];
  const axes = list(3) ?? starts.map((_, axis) => axis);
  const cut = axes.reduce((cut, given, i) => {
    const axis = positive(given, dims.length);
    const step = list(4)?.[i] ?? 1;
    return taken(cut, axis, dims[axis], sliceIndices(dims[axis], starts[i], ends[i], step), step);
  }, sight);
  return [cut];
});

const pad = ofFirst((sight, { call, from: [dims] }) => {
  const pads = numbersOf(call.known[1]!);
  const fold = FOLDS[text(call, 'mode') as keyof typeof FOLDS];
  const padded = dims.reduce((out, size, axis) => {
    const [lead, count] = [pads[axis], size + pads[axis] + pads[dims.length + axis]];
    if (count === size && lead === 0) return out;
    const positions = Array.from({ length: count }, (_, i) => fold(i - lead, size));
    return taken(out, axis, size, positions, 1);
  }, sight);
  return [padded];
});

/** Which position stands at one that does not exist; itself where padding is a constant. */
const FOLDS = {
  constant: (at: number) => at,
  edge: (at: number, size: number) => Math.max(0, Math.min(size - 1, at)),
  reflect: (at: number, size: number) => (at < 0 ? -at : at >= size ? 2 * (size - 1) - at : at),
} as const;

const split: Rule = ofFirst((sight, { call, from: [dims], to }) => {
  const axis = positive(int(call, 'axis'), dims.length);
  let start = 0;
  return to.map((part) => {
    const begin = start;
    start += part[axis];
    const positions = Array.from({ length: part[axis] }, (_, i) => begin + i);
    return taken(sight, axis, dims[axis], positions, 1);
  });
});

const concat: Rule = ({ call, sights, from, to: [dims] }) => {
  const axis = positive(int(call, 'axis'), dims.length);
  return [
    joined(
      sights,
      from.map((part) => part[axis]),
      axis,
      dims,
    ),
  ];
};

/** Which positions each new one is mixed from, along every axis whose size changes. */
const resize = ofFirst((sight, { call, from: [dims], to: [out] }) => {
  const scales = call.known[2] && numbersOf(call.known[2]);
  const changed = mapped(sight, (reach) => {
    const axis = reach.axis;
    if (axis === undefined || dims[axis] === out[axis]) return reach;
    const scale = scales?.[axis] || out[axis] / dims[axis];
    const looks = (position: number) => sampled(call, position, scale, dims[axis], out[axis]);
    return gathered(reach, out[axis], looks, dims[axis] / out[axis]);
  });
  const { channelAxis } = changed;
  return [channelAxis !== undefined && dims[channelAxis] !== out[channelAxis] ? alike(changed) : changed];
});

/** ONNX's Resize: where a position lies on the axis before, and its neighbour or two, held within the axis. */
function sampled(call: Call, position: number, scale: number, size: number, count: number): number[] {
  const middle = (position + 0.5) / scale - 0.5;
  const places: Readonly<Record<string, number>> = {
    half_pixel: middle,
    pytorch_half_pixel: count > 1 ? middle : 0,
    asymmetric: position / scale,
    align_corners: count > 1 ? (position * (size - 1)) / (count - 1) : 0,
  };
  const inside = (at: number) => Math.max(0, Math.min(size - 1, at));
  const place = places[text(call, 'coordinate_transformation_mode')!];
  if (text(call, 'mode') === 'nearest') return [inside(ROUND[text(call, 'nearest_mode')!](place))];
  const held = inside(place);
  return [Math.floor(held), Math.ceil(held)];
}

const ROUND: Readonly<Record<string, (place: number) => number>> = {
  floor: Math.floor,
  ceil: Math.ceil,
  round_prefer_floor: (place) => Math.ceil(place - 0.5),
  round_prefer_ceil: (place) => Math.floor(place + 0.5),
};

const reshape = ofFirst((sight, { from: [dims], to: [out] }) => [reshapedSight(sight, dims, out)]);

/** Rows stay rows: everything along the inner axis is summed. */
const product: Rule = (use) => {
  const { sights, from, to } = use;
  const [rows, columns] = sights;
  if (!rows || columns || from[0].length !== to[0].length) return anywhere(use);
  return [over(rows, new Set([from[0].length - 1]))];
};

const gemm: Rule = (use) => {
  const [rows, ...others] = use.sights;
  if (!rows || others.some(Boolean) || int(use.call, 'transA') === 1) return anywhere(use);
  return [over(rows, new Set([1]))];
};

const RULES: Readonly<Record<OperatorName, Rule>> = {
  Relu: elementwise,
  LeakyRelu: elementwise,
  Sigmoid: elementwise,
  Tanh: elementwise,
  Softplus: elementwise,
  Neg: elementwise,
  Abs: elementwise,
  Sign: elementwise,
  Sqrt: elementwise,
  Exp: elementwise,
  Log: elementwise,
  Floor: elementwise,
  Ceil: elementwise,
  Reciprocal: elementwise,
  Not: elementwise,
  Identity: elementwise,
  Cast: elementwise,
  Add: elementwise,
  Sub: elementwise,
  Mul: elementwise,
  Div: elementwise,
  Pow: elementwise,
  Max: elementwise,
  Min: elementwise,
  Sum: elementwise,
  Greater: elementwise,
  GreaterOrEqual: elementwise,
  Less: elementwise,
  LessOrEqual: elementwise,
  Equal: elementwise,
  And: elementwise,
  Or: elementwise,
  PRelu: elementwise,
  Where: elementwise,
  Clip: elementwise,
  Softmax: alongAxis,
  LogSoftmax: alongAxis,
  TopK: alongAxis,
  ReduceSum: reduction,
  ReduceMean: reduction,
  ReduceMax: reduction,
  ReduceMin: reduction,
  ReduceL1: reduction,
  ReduceL2: reduction,
  ReduceSumSquare: reduction,
  ArgMax: reduction,
  MatMul: product,
  Gemm: gemm,
  Conv: convolution,
  ConvTranspose: transposedConvolution,
  MaxPool: ofFirst((sight, use) => [windows(sight, use)]),
  AveragePool: ofFirst((sight, use) => [windows(sight, use)]),
  GlobalAveragePool: ofFirst((sight, { from: [dims] }) => [
    over(sight, new Set(dims.map((_, axis) => axis).slice(2))),
  ]),
  BatchNormalization: ofFirst((sight) => [sight]),
  Concat: concat,
  Split: split,
  Slice: slice,
  Pad: pad,
  Reshape: reshape,
  Flatten: reshape,
  Squeeze: reshape,
  Unsqueeze: reshape,
  Transpose: ofFirst((sight, { call }) => {
    const perm = ints(call, 'perm')!;
    return [withAxes(sight, (axis) => perm.indexOf(axis))];
  }),
  Expand: elementwise,
  Gather: gather,
  GatherElements: anywhere,
  ScatterElements: anywhere,
  Resize: resize,
  // What these give depends on no element of what goes in; the walk never comes here for the first two.
  Constant: anywhere,
  ConstantOfShape: anywhere,
  Shape: anywhere,
};

function reducedAxes(call: Call, dims: Dims): readonly number[] {
  const all = dims.map((_, axis) => axis);
  if (call.operator === 'ArgMax') return [positive(int(call, 'axis'), dims.length)];
  const given = call.known[1] ? numbersOf(call.known[1]) : ints(call, 'axes');
  if (!given?.length) return call.attributes.noop_with_empty_axes === 1 ? [] : all;
  return given.map((axis) => positive(axis, dims.length));
}

function before(axes: ReadonlySet<number>, axis: number): number {
  return [...axes].filter((other) => other < axis).length;
}

function positive(at: number, size: number): number {
  return at < 0 ? at + size : at;
}
