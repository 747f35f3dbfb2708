// A graph computed in double precision by plain loops: what gradients are checked against.
import type { Graph, Node } from '../../../functions/core/graph/graph.ts';
import { type Dims, numbersOf } from '../../../functions/core/graph/operator.ts';
import type { OperatorName } from '../../../functions/core/graph/ops.ts';
import { sliceIndices } from '../../../functions/core/graph/ops-shape.ts';
import { sizeOf, type Tensor } from '../../../functions/core/tensor.ts';

/** Row-major; truth values are 1 and 0. */
export type Doubles = { readonly dims: Dims; readonly data: Float64Array };

type Run = {
  readonly inputs: readonly (Doubles | undefined)[];
  readonly node: Node;
  /** The dims each output must have. */
  readonly dims: readonly Dims[];
  number(name: string): number;
  list(name: string): readonly number[];
  /** The elements of an input that is a list of integers. */
  numbers(index: number): readonly number[] | undefined;
};
type Compute = (run: Run) => readonly Float64Array[];

const converted = new WeakMap<Tensor, Doubles>();

/** Converted once, because a difference quotient evaluates the same constants again and again: not to be written to. */
export function doublesOf(tensor: Tensor): Doubles {
  const made = converted.get(tensor) ?? { dims: tensor.dims, data: Float64Array.from(numbersOf(tensor)) };
  converted.set(tensor, made);
  return made;
}

/** Every value of the graph by name. */
export function evaluate(
  graph: Graph,
  feeds: Readonly<Record<string, Doubles>>,
): ReadonlyMap<string, Doubles> {
  const values = new Map<string, Doubles>();
  for (const [name, tensor] of graph.constants) values.set(name, doublesOf(tensor));
  for (const [name, doubles] of Object.entries(feeds)) values.set(name, doubles);
  for (const node of graph.nodes) {
    const dims = node.outputs.map((name) => graph.values.get(name)!.dims);
    const inputs = node.inputs.map((name) => (name === '' ? undefined : values.get(name)!));
    const results = COMPUTE[node.operator]({
      inputs,
      node,
      dims,
      number: (name) => node.attributes[name] as number,
      list: (name) => node.attributes[name] as readonly number[],
      numbers: (index) => inputs[index] && Array.from(inputs[index].data),
    });
    for (const [index, name] of node.outputs.entries()) {
      if (results[index].length !== sizeOf(dims[index]))
        throw new Error(`${node.operator}: ${results[index].length} elements for [${dims[index]}]`);
      values.set(name, { dims: dims[index], data: results[index] });
    }
  }
  return values;
}

/** The element of `x` that stands at an index of something it was broadcast to. */
function at(x: Doubles, index: readonly number[]): number {
  const offset = index.length - x.dims.length;
  let flat = 0;
  for (const [axis, size] of x.dims.entries()) flat = flat * size + (size === 1 ? 0 : index[offset + axis]);
  return x.data[flat];
}

/** One element an index, in order. */
function each(dims: Dims, compute: (index: readonly number[], flat: number) => number): Float64Array {
  const result = new Float64Array(sizeOf(dims));
  const index = dims.map(() => 0);
  for (let flat = 0; flat < result.length; flat++) {
    result[flat] = compute(index, flat);
    for (let axis = dims.length - 1; axis >= 0; axis--) {
      index[axis]++;
      if (index[axis] < dims[axis]) break;
      index[axis] = 0;
    }
  }
  return result;
}

function unary(apply: (x: number, run: Run) => number): Compute {
  return (run) => [run.inputs[0]!.data.map((x) => apply(x, run))];
}

/** Any number of inputs, broadcast and taken together. */
function together(apply: (...values: number[]) => number): Compute {
  return ({ inputs, dims: [dims] }) =>
    inputs.every((x) => `${x!.dims}` === `${dims}`)
      ? [inputs[0]!.data.map((_, i) => apply(...inputs.map((x) => x!.data[i])))]
      : [each(dims, (index) => apply(...inputs.map((x) => at(x!, index))))];
}

const same: Compute = ({ inputs }) => [inputs[0]!.data];

const positive = (axis: number, rank: number) => (axis < 0 ? axis + rank : axis);
const replaced = (index: readonly number[], axis: number, value: number) =>
  index.map((old, i) => (i === axis ? value : old));

/** What lies along the reduced axes of each output element. */
function reduction(apply: (values: readonly number[]) => number): Compute {
  return ({ inputs, node, numbers, dims: [dims] }) => {
    const x = inputs[0]!;
    const given = (inputs.length > 1 ? numbers(1) : node.attributes.axes) as number[] | undefined;
    const nothing = given?.length === 0 && node.attributes.noop_with_empty_axes === 1;
    const all = !given || (given.length === 0 && !nothing);
    const over = x.dims.map(
      (_, axis) => all || given.some((other) => positive(other, x.dims.length) === axis),
    );
    const kept = x.dims.map((size, axis) => (over[axis] ? 1 : size));
    const groups: number[][] = Array.from({ length: sizeOf(dims) }, () => []);
    each(x.dims, (index, flat) => {
      let group = 0;
      for (const [axis, size] of kept.entries()) group = group * size + (over[axis] ? 0 : index[axis]);
      groups[group].push(x.data[flat]);
      return 0;
    });
    return [Float64Array.from(groups, apply)];
  };
}

const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

function softmax(last: (exponential: number, sum: number) => number): Compute {
  return ({ inputs, number, dims: [dims] }) => {
    const x = inputs[0]!;
    const axis = positive(number('axis'), dims.length);
    const along = (index: readonly number[]) =>
      Array.from({ length: dims[axis] }, (_, i) => Math.exp(at(x, replaced(index, axis, i))));
    return [each(dims, (index) => last(Math.exp(at(x, index)), total(along(index))))];
  };
}

function matMul({ inputs, dims: [dims] }: Run): Float64Array[] {
  const [x, y] = [inputs[0]!, inputs[1]!];
  const a = x.dims.length === 1 ? { ...x, dims: [1, ...x.dims] } : x;
  const b = y.dims.length === 1 ? { ...y, dims: [...y.dims, 1] } : y;
  const full = [
    ...dims.slice(0, dims.length - Number(x.dims.length > 1) - Number(y.dims.length > 1)),
    a.dims.at(-2)!,
    b.dims.at(-1)!,
  ];
  const inner = a.dims.at(-1)!;
  return [
    each(full, (index) => {
      const [lead, row, column] = [index.slice(0, -2), index.at(-2)!, index.at(-1)!];
      let sum = 0;
      for (let i = 0; i < inner; i++) sum += at(a, [...lead, row, i]) * at(b, [...lead, i, column]);
      return sum;
    }),
  ];
}

function gemm({ inputs, number, dims: [dims] }: Run): Float64Array[] {
  const [a, b, c] = inputs;
  const inner = a!.dims[number('transA') ? 0 : 1];
  return [
    each(dims, ([row, column]) => {
      let sum = 0;
      for (let i = 0; i < inner; i++)
        sum +=
          at(a!, number('transA') ? [i, row] : [row, i]) *
          at(b!, number('transB') ? [column, i] : [i, column]);
      return number('alpha') * sum + (c ? number('beta') * at(c, [row, column]) : 0);
    }),
  ];
}

/** For each position of a window: the flat input element and kernel element that meet; nothing in the padding. */
type Meetings = readonly (readonly (readonly [place: number, tap: number])[])[];

/** The same for every evaluation of a node, and what takes longest to find. */
const known = new WeakMap<Node, Meetings>();

function meetings(run: Run, spatial: Dims, windows: Dims): Meetings {
  const found = known.get(run.node) ?? findMeetings(run, spatial, windows);
  known.set(run.node, found);
  return found;
}

function findMeetings(run: Run, spatial: Dims, windows: Dims): Meetings {
  const [kernel, strides, pads] = [run.list('kernel_shape'), run.list('strides'), run.list('pads')];
  const dilations = run.list('dilations') ?? kernel.map(() => 1);
  const found: [number, number][][] = [];
  each(windows, (window) => {
    const pairs: [number, number][] = [];
    each(kernel, (tap, k) => {
      const where = tap.map((offset, i) => window[i] * strides[i] - pads[i] + offset * dilations[i]);
      if (where.every((place, i) => place >= 0 && place < spatial[i]))
        pairs.push([where.reduce((flat, place, i) => flat * spatial[i] + place, 0), k]);
      return 0;
    });
    found.push(pairs);
    return 0;
  });
  return found;
}

/** Conv, and with the small tensor as the input ConvTranspose: each product x w is added where it belongs. */
function convolution(transpose: boolean): Compute {
  return (run) => {
    const [x, w, bias] = run.inputs;
    const [dims] = run.dims;
    const [small, large] = transpose ? [x!.dims, dims] : [dims, x!.dims];
    const [smallSize, largeSize, taps] = [small, large, w!.dims].map((dims_) => sizeOf(dims_.slice(2)));
    const [filters, perGroup] = w!.dims;
    const positions = meetings(run, large.slice(2), small.slice(2));
    const result = new Float64Array(sizeOf(dims));
    each([small[0], filters, perGroup], ([n, m, c]) => {
      const channel = Math.floor(m / (filters / run.number('group'))) * perGroup + c;
      const [inSmall, inLarge] = [(n * small[1] + m) * smallSize, (n * large[1] + channel) * largeSize];
      const weights = w!.data.subarray((m * perGroup + c) * taps, (m * perGroup + c + 1) * taps);
      for (let position = 0; position < positions.length; position++)
        for (const [place, tap] of positions[position]) {
          if (transpose) result[inLarge + place] += x!.data[inSmall + position] * weights[tap];
          else result[inSmall + position] += x!.data[inLarge + place] * weights[tap];
        }
      return 0;
    });
    return [bias ? each(dims, ([, c], flat) => result[flat] + bias.data[c]) : result];
  };
}

function maxPool(run: Run): Float64Array[] {
  const x = run.inputs[0]!;
  const [dims] = run.dims;
  const size = sizeOf(x.dims.slice(2));
  const positions = meetings(run, x.dims.slice(2), dims.slice(2));
  const indices = Float64Array.from({ length: sizeOf(dims) }, (_, flat) => {
    const start = Math.floor(flat / positions.length) * size;
    return positions[flat % positions.length]
      .map(([place]) => start + place)
      .reduce((best, place) => (x.data[place] > x.data[best] ? place : best));
  });
  return [indices.map((place) => x.data[place]), indices];
}

function averagePool(run: Run): Float64Array[] {
  const x = run.inputs[0]!;
  const [dims] = run.dims;
  const [kernel, strides, pads] = [run.list('kernel_shape'), run.list('strides'), run.list('pads')];
  const [spatial, rank] = [x.dims.slice(2), kernel.length];
  const size = sizeOf(spatial);
  const positions = meetings(run, spatial, dims.slice(2));
  /** What the sum is divided by where padding counts: the part of the window within the padded input. */
  const padded = each(dims.slice(2), (window) =>
    kernel.reduce((count, length, i) => {
      const start = window[i] * strides[i] - pads[i];
      return count * (Math.min(start + length, spatial[i] + pads[rank + i]) - start);
    }, 1),
  );
  return [
    Float64Array.from({ length: sizeOf(dims) }, (_, flat) => {
      const position = flat % positions.length;
      const start = Math.floor(flat / positions.length) * size;
      let sum = 0;
      for (const [place] of positions[position]) sum += x.data[start + place];
      return sum / (run.number('count_include_pad') ? padded[position] : positions[position].length);
    }),
  ];
}

function pad({ inputs, numbers, node, dims: [dims] }: Run): Float64Array[] {
  const [x, , fill] = inputs;
  const pads = numbers(1)!;
  const fold: Record<string, (place: number, size: number) => number> = {
    constant: (place) => place,
    edge: (place, size) => Math.max(0, Math.min(size - 1, place)),
    reflect: (place, size) => (place < 0 ? -place : place >= size ? 2 * (size - 1) - place : place),
  };
  return [
    each(dims, (index) => {
      const from = index.map((place, axis) =>
        fold[node.attributes.mode as string](place - pads[axis], x!.dims[axis]),
      );
      const inside = from.every((place, axis) => place >= 0 && place < x!.dims[axis]);
      return inside ? at(x!, from) : (fill?.data[0] ?? 0);
    }),
  ];
}

function slice({ inputs, numbers, dims: [dims] }: Run): Float64Array[] {
  const x = inputs[0]!;
  const [starts, ends] = [numbers(1)!, numbers(2)!];
  const axes = (numbers(3) ?? starts.map((_, i) => i)).map((axis) => positive(axis, x.dims.length));
  const steps = numbers(4) ?? starts.map(() => 1);
  const taken = x.dims.map((size, axis) => {
    const i = axes.indexOf(axis);
    return i < 0 ? undefined : sliceIndices(size, starts[i], ends[i], steps[i]);
  });
  return [
    each(dims, (index) =>
      at(
        x,
        index.map((place, axis) => taken[axis]?.[place] ?? place),
      ),
    ),
  ];
}

function concat({ inputs, number, dims: [dims] }: Run): Float64Array[] {
  const axis = positive(number('axis'), dims.length);
  return [
    each(dims, (index) => {
      let place = index[axis];
      for (const x of inputs) {
        if (place < x!.dims[axis]) return at(x!, replaced(index, axis, place));
        place -= x!.dims[axis];
      }
      return Number.NaN;
    }),
  ];
}

function split({ inputs, number, dims }: Run): Float64Array[] {
  const axis = positive(number('axis'), dims[0].length);
  return dims.map((part, i) => {
    const start = total(dims.slice(0, i).map((before) => before[axis]));
    return each(part, (index) => at(inputs[0]!, replaced(index, axis, start + index[axis])));
  });
}

function gather({ inputs, number, dims: [dims] }: Run): Float64Array[] {
  const [x, indices] = [inputs[0]!, inputs[1]!];
  const axis = positive(number('axis'), x.dims.length);
  const rank = indices.dims.length;
  return [
    each(dims, (index) => {
      const place = positive(at(indices, index.slice(axis, axis + rank)), x.dims[axis]);
      return at(x, [...index.slice(0, axis), place, ...index.slice(axis + rank)]);
    }),
  ];
}

function gatherElements({ inputs, number, dims: [dims] }: Run): Float64Array[] {
  const [x, indices] = [inputs[0]!, inputs[1]!];
  const axis = positive(number('axis'), dims.length);
  return [
    each(dims, (index, flat) => at(x, replaced(index, axis, positive(indices.data[flat], x.dims[axis])))),
  ];
}

function scatterElements({ inputs, number, node, dims: [dims] }: Run): Float64Array[] {
  const [x, indices, updates] = [inputs[0]!, inputs[1]!, inputs[2]!];
  const axis = positive(number('axis'), dims.length);
  const result = x.data.slice();
  each(indices.dims, (index, flat) => {
    const where = replaced(index, axis, positive(indices.data[flat], dims[axis]));
    const place = where.reduce((sum, each, i) => sum * dims[i] + each, 0);
    result[place] = (node.attributes.reduction === 'add' ? result[place] : 0) + updates.data[flat];
    return 0;
  });
  return [result];
}

/** Linear is the tent that hangs over its two neighbours; nearest rounds. In exact arithmetic. */
function resize({ inputs, numbers, node, dims: [dims] }: Run): Float64Array[] {
  const x = inputs[0]!;
  const mode = node.attributes.coordinate_transformation_mode as string;
  const nearest = node.attributes.nearest_mode as string;
  const original = (place: number, axis: number) => {
    const scale = numbers(2)?.[axis] ?? dims[axis] / x.dims[axis];
    const spread = dims[axis] > 1 ? (x.dims[axis] - 1) / (dims[axis] - 1) : 0;
    const where: Record<string, number> = {
      half_pixel: (place + 0.5) / scale - 0.5,
      pytorch_half_pixel: dims[axis] > 1 ? (place + 0.5) / scale - 0.5 : 0,
      asymmetric: place / scale,
      align_corners: place * spread,
    };
    return where[mode];
  };
  const round: Record<string, (place: number) => number> = {
    floor: Math.floor,
    ceil: Math.ceil,
    round_prefer_floor: (place) => Math.ceil(place - 0.5),
    round_prefer_ceil: (place) => Math.floor(place + 0.5),
  };
  const inside = (place: number, axis: number) => Math.max(0, Math.min(x.dims[axis] - 1, place));
  if (node.attributes.mode === 'nearest')
    return [
      each(dims, (index) =>
        at(
          x,
          index.map((place, axis) => inside(round[nearest](original(place, axis)), axis)),
        ),
      ),
    ];
  let current: Doubles = x;
  for (const axis of dims.keys()) {
    const before = current;
    const to = dims.map((size, other) => (other <= axis ? size : x.dims[other]));
    const data = each(to, (index) => {
      const place = inside(original(index[axis], axis), axis);
      const low = Math.floor(place);
      const high = inside(low + 1, axis);
      const [left, right] = [low, high].map((at_) => at(before, replaced(index, axis, at_)));
      return left + (right - left) * (place - low);
    });
    current = { dims: to, data };
  }
  return [current.data];
}

function topK({ inputs, number, dims: [dims] }: Run): Float64Array[] {
  const x = inputs[0]!;
  const axis = positive(number('axis'), dims.length);
  const sign = number('largest') ? -1 : 1;
  const indices = each(dims, (index) => {
    const along = Array.from({ length: x.dims[axis] }, (_, i) => at(x, replaced(index, axis, i)));
    const order = along.map((_, i) => i).sort((a, b) => sign * (along[a] - along[b]));
    return order[index[axis]];
  });
  return [each(dims, (index, flat) => at(x, replaced(index, axis, indices[flat]))), indices];
}

const TRUNCATES = [2, 6, 7];

const COMPUTE: Readonly<Record<OperatorName, Compute>> = {
  Relu: unary((x) => Math.max(x, 0)),
  LeakyRelu: unary((x, run) => (x < 0 ? run.number('alpha') * x : x)),
  Sigmoid: unary((x) => 1 / (1 + Math.exp(-x))),
  Tanh: unary(Math.tanh),
  Softplus: unary((x) => Math.log1p(Math.exp(x))),
  Neg: unary((x) => -x),
  Abs: unary(Math.abs),
  Sign: unary(Math.sign),
  Sqrt: unary(Math.sqrt),
  Exp: unary(Math.exp),
  Log: unary(Math.log),
  Floor: unary(Math.floor),
  Ceil: unary(Math.ceil),
  Reciprocal: unary((x) => 1 / x),
  Not: unary((x) => Number(x === 0)),
  Identity: same,
  Softmax: softmax((exponential, sum) => exponential / sum),
  LogSoftmax: softmax((exponential, sum) => Math.log(exponential / sum)),
  Cast: unary((x, run) => {
    const to = run.number('to');
    if (to === 9) return Number(x !== 0);
    return TRUNCATES.includes(to) ? Math.trunc(x) : x;
  }),
  Add: together((a, b) => a + b),
  Sub: together((a, b) => a - b),
  Mul: together((a, b) => a * b),
  Div: together((a, b) => a / b),
  Pow: together((a, b) => a ** b),
  Max: together(Math.max),
  Min: together(Math.min),
  Sum: together((...values) => total(values)),
  Greater: together((a, b) => Number(a > b)),
  GreaterOrEqual: together((a, b) => Number(a >= b)),
  Less: together((a, b) => Number(a < b)),
  LessOrEqual: together((a, b) => Number(a <= b)),
  Equal: together((a, b) => Number(a === b)),
  And: together((a, b) => Number(a !== 0 && b !== 0)),
  Or: together((a, b) => Number(a !== 0 || b !== 0)),
  PRelu: together((x, slope) => (x < 0 ? slope * x : x)),
  Where: together((condition, yes, no) => (condition ? yes : no)),
  Clip: ({ inputs: [x, least, most] }) => {
    const [low, high] = [
      least?.data[0] ?? Number.NEGATIVE_INFINITY,
      most?.data[0] ?? Number.POSITIVE_INFINITY,
    ];
    return [x!.data.map((value) => Math.min(high, Math.max(low, value)))];
  },
  ReduceSum: reduction(total),
  ReduceMean: reduction((values) => total(values) / values.length),
  ReduceMax: reduction((values) => Math.max(...values)),
  ReduceMin: reduction((values) => Math.min(...values)),
  ReduceL1: reduction((values) => total(values.map(Math.abs))),
  ReduceL2: reduction((values) => Math.hypot(...values)),
  ReduceSumSquare: reduction((values) => total(values.map((value) => value * value))),
  ArgMax: (run) => {
    const x = run.inputs[0]!;
    const axis = positive(run.number('axis'), x.dims.length);
    const kept = x.dims.map((size, other) => (other === axis ? 1 : size));
    return [
      each(kept, (index) => {
        const along = Array.from({ length: x.dims[axis] }, (_, i) => at(x, replaced(index, axis, i)));
        return along.indexOf(Math.max(...along));
      }),
    ];
  },
  TopK: topK,
  MatMul: matMul,
  Gemm: gemm,
  Concat: concat,
  Split: split,
  Slice: slice,
  Pad: pad,
  Reshape: same,
  Flatten: same,
  Squeeze: same,
  Unsqueeze: same,
  Transpose: ({ inputs, list, dims: [dims] }) => {
    const perm = list('perm');
    return [
      each(dims, (index) =>
        at(
          inputs[0]!,
          perm.map((_, axis) => index[perm.indexOf(axis)]),
        ),
      ),
    ];
  },
  Expand: ({ inputs, dims: [dims] }) => [each(dims, (index) => at(inputs[0]!, index))],
  Gather: gather,
  GatherElements: gatherElements,
  ScatterElements: scatterElements,
  Shape: ({ inputs }) => [Float64Array.from(inputs[0]!.dims)],
  Constant: ({ node }) => [doublesOf(node.attributes.value as Tensor).data],
  ConstantOfShape: ({ node, dims: [dims] }) => {
    const [value] = doublesOf(node.attributes.value as Tensor).data;
    return [new Float64Array(sizeOf(dims)).fill(value)];
  },
  Resize: resize,
  Conv: convolution(false),
  ConvTranspose: convolution(true),
  MaxPool: maxPool,
  AveragePool: averagePool,
  GlobalAveragePool: ({ inputs }) => {
    const x = inputs[0]!;
    const size = sizeOf(x.dims.slice(2));
    return [
      Float64Array.from(
        { length: x.data.length / size },
        (_, i) => total(Array.from(x.data.subarray(i * size, (i + 1) * size))) / size,
      ),
    ];
  },
  BatchNormalization: (run) => {
    const [x, scale, shift, mean, variance] = run.inputs.map((value) => value!.data);
    const factors = scale.map((value, c) => value / Math.sqrt(variance[c] + run.number('epsilon')));
    return [each(run.dims[0], ([, c], flat) => (x[flat] - mean[c]) * factors[c] + shift[c])];
  },
};
