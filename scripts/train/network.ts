// The Siamese ConvNet: one definition that training differentiates and the export freezes, for inputs of any rank.
import type { GraphBuilder, Value } from '../../functions/core/graph/graph.ts';
import type { Dims } from '../../functions/core/graph/operator.ts';
import { sizeOf } from '../../functions/core/tensor.ts';
import { gaussian } from '../evaluate/random.ts';
import { unitNorm } from '../export/unit-norm.ts';

export type NetworkShape = {
  readonly channels: number;
  /** Length, [height, width] or [depth, height, width]. */
  readonly spatial: Dims;
  /** Channels of each convolution; every one is followed by a pool that halves each side, and Relu. */
  readonly widths: readonly number[];
  /** Length of the embedding. */
  readonly dimensions: number;
};

/** What training and export ask of any network, whatever its rank. */
export type Network = {
  /** [channels, ...spatial] of one input. */
  readonly input: Dims;
  /** Length of the embedding. */
  readonly dimensions: number;
  /** What it learns, in the order in which one flat vector holds it. */
  readonly parameters: readonly Parameter[];
  /**
   * Embeddings [N, dimensions] of unit length of `x` [N, ...input], and their lengths before [N, 1]. `parameter` gives
   * the value behind a name: an input while training, a constant in the export.
   */
  append(builder: GraphBuilder, x: Value, parameter: (name: string) => Value): Embedded;
};

export type Embedded = { readonly embedding: Value; readonly norm: Value };

/** A learned tensor; biases start at 0, weights with deviation sqrt(2 / fanIn) (He et al. 2015). */
export type Parameter = {
  readonly name: string;
  readonly dims: Dims;
  /** Inputs of one output; 0 for a bias. */
  readonly fanIn: number;
};

export function convNet(shape: NetworkShape): Network {
  return {
    input: [shape.channels, ...shape.spatial],
    dimensions: shape.dimensions,
    parameters: parametersOf(shape),
    append: (builder, x, parameter) => append(builder, shape, x, parameter),
  };
}

function parametersOf({ channels, spatial, widths, dimensions }: NetworkShape): Parameter[] {
  const found: Parameter[] = [];
  const add = (name: string, dims: Dims) => {
    found.push({ name: `${name}_weight`, dims, fanIn: sizeOf(dims.slice(1)) });
    found.push({ name: `${name}_bias`, dims: [dims[0]], fanIn: 0 });
  };
  for (const [index, width] of widths.entries()) {
    const before = index === 0 ? channels : widths[index - 1];
    add(`conv${index + 1}`, [width, before, ...spatial.map(() => 3)]);
  }
  const sides = spatial.map((size) => widths.reduce((side) => pooled(side), size));
  add('dense', [dimensions, (widths.at(-1) ?? channels) * sizeOf(sides)]);
  return found;
}

/** One flat vector of all parameters, drawn anew. */
export function initialParameters(parameters: readonly Parameter[], random: () => number): Float32Array {
  const flat = new Float32Array(countOf(parameters));
  let at = 0;
  for (const { dims, fanIn } of parameters) {
    const end = at + sizeOf(dims);
    const deviation = fanIn === 0 ? 0 : Math.sqrt(2 / fanIn);
    while (at < end) flat[at++] = deviation * gaussian(random);
  }
  return flat;
}

export function countOf(parameters: readonly Parameter[]): number {
  return parameters.reduce((sum, { dims }) => sum + sizeOf(dims), 0);
}

function append(
  builder: GraphBuilder,
  shape: NetworkShape,
  x: Value,
  parameter: (name: string) => Value,
): Embedded {
  const axes = shape.spatial.map((_, axis) => axis);
  for (const index of shape.widths.keys()) {
    const name = `conv${index + 1}`;
    const pads = [...axes, ...axes].map(() => 1);
    const sum = builder.op('Conv', [x, parameter(`${name}_weight`), parameter(`${name}_bias`)], { pads });
    const halving = axes.filter((axis) => sum.dims[axis + 2] > 1);
    const kernel = axes.map((axis) => (halving.includes(axis) ? 2 : 1));
    // The pool before Relu: the values are the same, and Relu and its gradient have a quarter to do.
    const largest = builder.op('MaxPool', [sum], { kernel_shape: kernel, strides: kernel });
    x = builder.op('Relu', [largest]);
  }
  const flat = builder.op('Flatten', [x], { axis: 1 });
  return unitNorm(
    builder,
    builder.op('Gemm', [flat, parameter('dense_weight'), parameter('dense_bias')], { transB: 1 }),
  );
}

/** A side after a pool of two; one that cannot be halved stays. */
function pooled(side: number): number {
  return side > 1 ? Math.floor(side / 2) : 1;
}
