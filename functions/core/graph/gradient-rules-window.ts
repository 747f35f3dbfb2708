// Gradients of convolutions and pools, the same in one, two and three dimensions. g is the gradient, [N, C, ...spatial].
import { float32, sizeOf } from '../tensor.ts';
import {
  attribute,
  cut,
  mask,
  padded,
  type Rule,
  reshaped,
  reversed,
  summed,
  times,
  transposed,
  type Use,
  whole,
  zeros,
} from './gradient-rule.ts';
import type { GraphBuilder, Value } from './graph.ts';
import type { Dims } from './operator.ts';
import type { WINDOWS } from './ops-window.ts';

export const WINDOW_RULES: Readonly<Record<keyof typeof WINDOWS, Rule>> = {
  Conv: whole((use) => {
    const { inputs, builder: b, needs } = use;
    const [x, w] = [inputs[0]!, inputs[1]!];
    const g = use.full();
    return [
      needs(0) ? towardsInput(b, g, w, windowOf(use), x.dims) : undefined,
      needs(1) ? towardsWeights(b, x, g, windowOf(use), w.dims) : undefined,
      towardsBias(b, g),
    ];
  }),
  // It is Conv's gradient: its own gradients are Conv, and Conv's towards the weights with the roles exchanged.
  ConvTranspose: whole((use) => {
    const { inputs, builder: b, needs } = use;
    const [x, w] = [inputs[0]!, inputs[1]!];
    const g = use.full();
    const window = windowOf(use);
    return [
      needs(0) ? cropped(b, b.op('Conv', [g, w], convolution(window)), x.dims) : undefined,
      needs(1) ? towardsWeights(b, g, x, window, w.dims) : undefined,
      towardsBias(b, g),
    ];
  }),
  MaxPool: whole((use) => [maxPool(use)]),
  AveragePool: whole((use) => [averagePool(use)]),
  GlobalAveragePool: whole(({ builder: b, gradient, full, inputs }) => {
    const g = sizeOf(gradient.dims) === 1 ? gradient : full();
    return [times(b, g, 1 / sizeOf(inputs[0]!.dims.slice(2)))];
  }),
  BatchNormalization: whole(batchNormalization),
};

/** A convolution's attributes; `kernel`, `strides` and `dilations` an entry a spatial axis, `pads` begins then ends. */
type Window = {
  readonly kernel: Dims;
  readonly strides: Dims;
  readonly dilations: Dims;
  readonly pads: Dims;
  readonly group: number;
};

function windowOf(use: Use): Window {
  return {
    kernel: attribute<Dims>(use, 'kernel_shape'),
    strides: attribute<Dims>(use, 'strides'),
    dilations: attribute<Dims>(use, 'dilations'),
    pads: attribute<Dims>(use, 'pads'),
    group: attribute<number>(use, 'group'),
  };
}

function convolution({ strides, dilations, pads, group }: Omit<Window, 'kernel'>) {
  return { strides, dilations, pads, group };
}

/**
 * Stride 1: a convolution with the flipped, transposed weights, which a runtime computes once when it loads constants;
 * it takes four fifths of ConvTranspose's time. Larger strides: ConvTranspose with the weights as they are.
 */
function towardsInput(b: GraphBuilder, g: Value, w: Value, window: Window, dims: Dims): Value {
  const { kernel, strides, dilations, pads, group } = window;
  const rank = kernel.length;
  const spatial = dims.slice(2);
  const reach = kernel.map((size, i) => dilations[i] * (size - 1));
  if (strides.some((stride) => stride > 1)) {
    // How far the last window reaches beyond the input, which pads cut off, or stays behind it.
    const beyond = spatial.map((size, i) => (g.dims[2 + i] - 1) * strides[i] + reach[i] + 1 - pads[i] - size);
    return b.op('ConvTranspose', [g, w], {
      ...convolution(window),
      pads: [...pads.slice(0, rank), ...beyond.map((size) => Math.max(0, size))],
      output_padding: beyond.map((size) => Math.max(0, -size)),
    });
  }
  // A pad wider than the kernel reaches makes outputs that saw padding only: those are cut off.
  const wanted = [...reach, ...reach].map((size, i) => size - pads[i]);
  const kept = spatial.reduce((rest, _, i) => {
    const [before, after] = [Math.max(0, -wanted[i]), Math.max(0, -wanted[rank + i])];
    return cut(b, rest, 2 + i, before, g.dims[2 + i] - before - after);
  }, g);
  return b.op('Conv', [kept, flipped(b, w, group)], {
    ...convolution({ strides, dilations, pads: wanted.map((size) => Math.max(0, size)), group }),
  });
}

/** [M, C/group, ...kernel] to [C, M/group, ...kernel], the kernel turned round. */
function flipped(b: GraphBuilder, w: Value, group: number): Value {
  const [filters, channels, ...kernel] = w.dims;
  const axes = kernel.map((_, i) => 2 + i);
  const grouped = reshaped(b, w, [group, filters / group, channels, ...kernel]);
  const exchanged =
    group === 1
      ? transposed(b, w, [1, 0, ...axes])
      : reshaped(b, transposed(b, grouped, [0, 2, 1, ...axes.map((axis) => axis + 1)]), [
          group * channels,
          filters / group,
          ...kernel,
        ]);
  return reversed(b, exchanged, axes);
}

/**
 * dW as a convolution of x by g, in which batch and channels, strides and dilations have changed places. In one group
 * the channels of x lie innermost, so that a runtime gathers runs of C numbers for one large product, in a third to a
 * half of the time of C small ones: [1, N, ..., W C] by [M, N, ...], dilated by C. Else [C/group, group N, ...] by
 * [M, N, ...] in as many groups. For x [N, C, ...], g [N, M, ...], dims [M, C/group, ...].
 */
function towardsWeights(b: GraphBuilder, x: Value, g: Value, window: Window, dims: Dims): Value {
  const { strides, dilations, pads, group } = window;
  const [batch, channels, ...spatial] = x.dims;
  const axes = spatial.map((_, i) => 2 + i);
  const filters = transposed(b, g, [1, 0, ...axes]);
  if (group === 1 && dilations.at(-1) === 1) {
    const rows = transposed(b, x, [0, ...axes, 1]);
    const widened = (sizes: Dims) => [...sizes.slice(0, -1), sizes[sizes.length - 1] * channels];
    const half = spatial.length;
    const product = b.op('Conv', [reshaped(b, rows, [1, batch, ...widened(spatial)]), filters], {
      strides: dilations,
      dilations: widened(strides),
      pads: [...widened(pads.slice(0, half)), ...widened(pads.slice(half))],
    });
    const [, m, ...wide] = product.dims;
    const sizes = [...wide.slice(0, -1), wide[half - 1] / channels];
    const last = reshaped(b, product, [m, ...sizes, channels]);
    return cropped(b, transposed(b, last, [0, half + 1, ...axes.map((axis) => axis - 1)]), dims);
  }
  const shifted = axes.map((axis) => axis + 1);
  const split = reshaped(b, x, [batch, group, channels / group, ...spatial]);
  const left =
    group === 1
      ? transposed(b, x, [1, 0, ...axes])
      : reshaped(b, transposed(b, split, [2, 1, 0, ...shifted]), [
          channels / group,
          group * batch,
          ...spatial,
        ]);
  const product = b.op('Conv', [left, filters], {
    ...convolution({ strides: dilations, dilations: strides, pads, group }),
  });
  return cropped(b, transposed(b, product, [1, 0, ...axes]), dims);
}

/** Without what lies beyond these dims at the end of the spatial axes. */
function cropped(b: GraphBuilder, value: Value, dims: Dims): Value {
  return dims.slice(2).reduce((rest, size, i) => cut(b, rest, 2 + i, 0, size), value);
}

function towardsBias(b: GraphBuilder, g: Value): Value {
  return summed(b, g, [0, ...g.dims.slice(2).map((_, i) => 2 + i)], 0);
}

/**
 * Where windows touch and do not overlap: to the elements that equal the maximum of their window, in equal parts where
 * several do. Pool and gradient take 0.7 to 0.8 of the time that they take with indices. Else by the indices, as
 * MaxUnpool cannot: windows may overlap.
 */
function maxPool(use: Use): Value {
  const { builder: b, inputs, outputs, node } = use;
  const [x, y] = [inputs[0]!, outputs[0]];
  const kernel = attribute<Dims>(use, 'kernel_shape');
  const covered = kernel.map((size, i) => size * y.dims[2 + i]);
  if (isApart(use, kernel) && covered.every((size, i) => size <= x.dims[2 + i])) {
    const seen = covered.reduce((rest, size, i) => cut(b, rest, 2 + i, 0, size), x);
    const largest = mask(b, b.op('Equal', [seen, repeated(b, y, kernel)]));
    const share = b.op('AveragePool', [largest], { kernel_shape: kernel, strides: kernel });
    const part = b.op('Div', [times(b, use.full(), 1 / sizeOf(kernel)), share]);
    const beyond = covered.map((size, i) => x.dims[2 + i] - size);
    const none = x.dims.map(() => 0);
    return padded(b, b.op('Mul', [repeated(b, part, kernel), largest]), none, [0, 0, ...beyond]);
  }
  const [size, count] = [sizeOf(x.dims), sizeOf(y.dims)];
  const indices = reshaped(b, b.also(node, 1), [count]);
  const updates = reshaped(b, use.full(), [count]);
  const flat = b.op('ScatterElements', [zeros(b, [size]), indices, updates], { reduction: 'add' });
  return reshaped(b, flat, x.dims);
}

/** Whether every window begins where the one before it ends, and sees no padding. */
function isApart(use: Use, kernel: Dims): boolean {
  const strides = attribute<Dims>(use, 'strides');
  const dilations = (use.node.attributes.dilations as Dims | undefined) ?? [];
  return (
    kernel.every((size, i) => size === strides[i]) &&
    dilations.every((dilation) => dilation === 1) &&
    attribute<Dims>(use, 'pads').every((pad) => pad === 0)
  );
}

/** Each element so many times along each spatial axis. Resize takes a tenth of Expand's time. */
function repeated(b: GraphBuilder, value: Value, counts: Dims): Value {
  const scales = b.constant(float32([value.dims.length], Float32Array.of(1, 1, ...counts)));
  return b.op('Resize', [value, undefined, scales], {
    mode: 'nearest',
    coordinate_transformation_mode: 'asymmetric',
    nearest_mode: 'floor',
  });
}

/**
 * Averaging is its own transpose: at stride 1 an average of the gradient; where windows touch and do not overlap each
 * element repeated; else a ConvTranspose with equal weights.
 */
function averagePool(use: Use): Value {
  const { builder: b, inputs } = use;
  const { dims } = inputs[0]!;
  const [kernel, strides] = [attribute<Dims>(use, 'kernel_shape'), attribute<Dims>(use, 'strides')];
  const pads = attribute<Dims>(use, 'pads');
  const share = 1 / sizeOf(kernel);
  const g = counted(use);
  if (isApart(use, kernel) && kernel.every((size, i) => dims[2 + i] % size === 0))
    return repeated(b, times(b, g, share), kernel);
  const wanted = [...kernel, ...kernel].map((size, i) => size - 1 - pads[i]);
  if (strides.every((stride) => stride === 1)) {
    return b.op('AveragePool', [g], { kernel_shape: kernel, pads: wanted, count_include_pad: 1 });
  }
  const weights = float32([dims[1], 1, ...kernel], new Float32Array(dims[1] * sizeOf(kernel)).fill(share));
  const window = { kernel, strides, dilations: kernel.map(() => 1), pads, group: dims[1] };
  return towardsInput(b, g, b.constant(weights), window, dims);
}

/** The gradient where each window counts as a full kernel, though it was divided by what it saw of the input. */
function counted(use: Use): Value {
  const { builder: b, inputs, outputs } = use;
  const [kernel, strides] = [attribute<Dims>(use, 'kernel_shape'), attribute<Dims>(use, 'strides')];
  const pads = attribute<Dims>(use, 'pads');
  const [rank, spatial, windows] = [kernel.length, inputs[0]!.dims.slice(2), outputs[0].dims.slice(2)];
  const withPads = attribute<number>(use, 'count_include_pad') === 1;
  const counts = windows.map((count, i) =>
    Array.from({ length: count }, (_, at) => {
      const start = at * strides[i] - pads[i];
      const [least, most] = withPads ? [-pads[i], spatial[i] + pads[rank + i]] : [0, spatial[i]];
      return kernel[i] / (Math.min(start + kernel[i], most) - Math.max(start, least));
    }),
  );
  if (counts.flat().every((factor) => factor === 1)) return use.full();
  const factors = counts.reduce<readonly number[]>(
    (product, along) => product.flatMap((left) => along.map((right) => left * right)),
    [1],
  );
  return times(b, use.full(), b.constant(float32([1, 1, ...windows], Float32Array.from(factors))));
}

/** y = scale (x - mean) / sqrt(var + epsilon) + B, all but x a value a channel. */
function batchNormalization(use: Use): Value[] {
  const { builder: b, inputs } = use;
  const [x, scale, , mean, variance] = inputs.map((value) => value!);
  const g = use.full();
  const wide = (value: Value) => reshaped(b, value, [value.dims[0], ...x.dims.slice(2).map(() => 1)]);
  const epsilon = b.scalar(attribute<number>(use, 'epsilon'));
  const deviation = b.op('Sqrt', [b.op('Add', [variance, epsilon])]);
  const factor = b.op('Div', [scale, deviation]);
  const total = towardsBias(b, g);
  const centred = towardsBias(b, times(b, g, b.op('Sub', [x, wide(mean)])));
  const toScale = b.op('Div', [centred, deviation]);
  const toVariance = b.op('Mul', [times(b, toScale, -0.5), b.op('Div', [factor, deviation])]);
  return [times(b, g, wide(factor)), toScale, total, b.op('Neg', [times(b, total, factor)]), toVariance];
}
