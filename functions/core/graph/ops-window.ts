// Convolutions and pools in one, two or three dimensions: [N, C, ...spatial], as ONNX lays them out.
import { sizeOf } from '../tensor.ts';
import {
  type AttributeSpec,
  type Attributes,
  type Call,
  type Dims,
  input,
  int,
  ints,
  type Operator,
  refuse,
  sameType,
  show,
  text,
} from './operator.ts';

const INTS: AttributeSpec = { kind: 'ints' };
const WINDOW = { auto_pad: { kind: 'string' }, kernel_shape: INTS, pads: INTS, strides: INTS } as const;
const CONVOLUTION = { ...WINDOW, dilations: INTS, group: { kind: 'int', default: 1 } } as const;
const CEIL = { ceil_mode: { kind: 'int', default: 0 } } as const;

export const WINDOWS = {
  Conv: {
    inputs: [2, 3],
    attributes: CONVOLUTION,
    complete: (call) => completeWindow(call, input(call, 1).dims.slice(2)),
    infer: convolution,
    // One multiply-accumulate an output element and weight of its filter.
    macs: (call, [y]) => sizeOf(y.dims) * sizeOf(input(call, 1).dims.slice(1)),
    learned: true,
  },
  ConvTranspose: {
    inputs: [2, 3],
    attributes: { ...CONVOLUTION, output_padding: INTS },
    complete: completeTransposed,
    infer: transposed,
    macs: (call) => sizeOf(input(call, 0).dims) * sizeOf(input(call, 1).dims.slice(1)),
    learned: true,
  },
  /** Values, and when asked for the flat int64 index of each in the input tensor. */
  MaxPool: {
    inputs: [1, 1],
    outputs: 2,
    attributes: {
      ...WINDOW,
      ...CEIL,
      kernel_shape: { kind: 'ints', required: true },
      dilations: INTS,
      storage_order: { kind: 'int', default: 0 },
    },
    complete: (call) => completeWindow(call, ints(call, 'kernel_shape') ?? []),
    infer: (call) => {
      if (int(call, 'storage_order') !== 0) refuse('MaxPool', 'storage_order 1 is not supported');
      const dims = pooled(call);
      const values = { type: sameType(call, ['float32', 'uint8']), dims };
      return call.outputs > 1 ? [values, { type: 'int64' as const, dims }] : [values];
    },
  },
  AveragePool: {
    inputs: [1, 1],
    attributes: {
      ...WINDOW,
      ...CEIL,
      kernel_shape: { kind: 'ints', required: true },
      count_include_pad: { kind: 'int', default: 0 },
    },
    complete: (call) => withoutDilations(completeWindow(call, ints(call, 'kernel_shape') ?? [])),
    infer: (call) => [{ type: sameType(call, ['float32']), dims: pooled(call) }],
  },
  GlobalAveragePool: {
    inputs: [1, 1],
    attributes: {},
    infer: (call) => {
      const { dims } = input(call, 0);
      spatialRank(call, dims);
      return [{ type: sameType(call, ['float32']), dims: dims.map((size, axis) => (axis < 2 ? size : 1)) }];
    },
  },
  /** Inference only: scale * (x - mean) / sqrt(var + epsilon) + bias, a value a channel. */
  BatchNormalization: {
    inputs: [5, 5],
    attributes: {
      epsilon: { kind: 'float', default: 1e-5 },
      momentum: { kind: 'float', default: 0.9 },
      training_mode: { kind: 'int', default: 0 },
    },
    infer: batchNormalization,
    learned: true,
  },
} satisfies Record<string, Operator>;

function convolution(call: Call) {
  const type = sameType(call, ['float32']);
  const [x, w, b] = [input(call, 0).dims, input(call, 1).dims, call.inputs[2]?.dims];
  const group = int(call, 'group');
  checkWeights(call, x, w);
  if (x[1] !== w[1] * group) {
    refuse('Conv', `${x[1]} input channels, weights want ${w[1] * group}`, {
      channels: x[1],
      wanted: w[1] * group,
      group,
    });
  }
  if (w[0] % group !== 0)
    refuse('Conv', `${w[0]} filters do not split into ${group} groups`, { filters: w[0], group });
  checkBias(call, b, w[0]);
  return [{ type, dims: [x[0], w[0], ...windows(call, x.slice(2), false)] }];
}

function transposed(call: Call) {
  const type = sameType(call, ['float32']);
  const [x, w, b] = [input(call, 0).dims, input(call, 1).dims, call.inputs[2]?.dims];
  const [group, padding] = [int(call, 'group'), ints(call, 'output_padding')!];
  const { kernel, strides, dilations, pads, rank } = window(call);
  checkWeights(call, x, w);
  if (x[1] !== w[0])
    refuse('ConvTranspose', `${x[1]} input channels, weights want ${w[0]}`, { channels: x[1], wanted: w[0] });
  if (w[0] % group !== 0)
    refuse('ConvTranspose', `${w[0]} channels do not split into ${group} groups`, { group });
  checkBias(call, b, w[1] * group);
  const spatial = kernel.map(
    (size, i) =>
      (x[2 + i] - 1) * strides[i] + dilations[i] * (size - 1) + 1 + padding[i] - pads[i] - pads[rank + i],
  );
  if (spatial.some((size) => size < 1))
    refuse('ConvTranspose', `output ${show(spatial)} is empty`, { spatial });
  return [{ type, dims: [x[0], w[1] * group, ...spatial] }];
}

function pooled(call: Call): Dims {
  const { dims } = input(call, 0);
  const { kernel, pads, rank } = window(call);
  if (kernel.length !== spatialRank(call, dims)) {
    refuse(call.operator, `kernel ${show(kernel)} on input ${show(dims)}`, { kernel, dims });
  }
  if (kernel.some((size, i) => pads[i] >= size || pads[rank + i] >= size)) {
    refuse(call.operator, `pads ${show(pads)} reach the kernel ${show(kernel)}`, { pads, kernel });
  }
  return [dims[0], dims[1], ...windows(call, dims.slice(2), int(call, 'ceil_mode') === 1)];
}

/** How many windows fit along each spatial axis. */
function windows(call: Call, spatial: Dims, ceil: boolean): Dims {
  const { kernel, strides, dilations, pads, rank } = window(call);
  return spatial.map((size, i) => {
    const room = size + pads[i] + pads[rank + i] - dilations[i] * (kernel[i] - 1) - 1;
    if (room < 0)
      refuse(call.operator, `kernel ${show(kernel)} does not fit ${show(spatial)} with pads ${show(pads)}`, {
        kernel,
        spatial,
        pads,
      });
    const count = (ceil ? Math.ceil : Math.floor)(room / strides[i]) + 1;
    // A window that would start in the end padding sees nothing: it is left out, as ONNX Runtime does.
    return ceil && (count - 1) * strides[i] >= size + pads[i] ? count - 1 : count;
  });
}

function window(call: Call) {
  const kernel = ints(call, 'kernel_shape')!;
  const rank = kernel.length;
  const dilations = ints(call, 'dilations') ?? kernel.map(() => 1);
  const [strides, pads] = [ints(call, 'strides')!, ints(call, 'pads')!];
  if (strides.length !== rank || dilations.length !== rank || pads.length !== 2 * rank) {
    refuse(
      call.operator,
      `kernel ${show(kernel)} with strides ${show(strides)}, dilations ${show(dilations)}, pads ${show(pads)}`,
      { kernel, strides, dilations, pads },
    );
  }
  return { kernel, strides, dilations, pads, rank };
}

/** Fills strides, dilations and pads; `auto_pad` becomes the pads it stands for. */
function completeWindow(call: Call, weights: Dims): Attributes {
  const { auto_pad: _, ...attributes } = call.attributes;
  const kernel = ints(call, 'kernel_shape') ?? weights;
  if (weights.length > 0 && show(kernel) !== show(weights)) {
    refuse(call.operator, `kernel_shape ${show(kernel)}, weights have ${show(weights)}`, { kernel, weights });
  }
  const strides = ints(call, 'strides') ?? kernel.map(() => 1);
  const dilations = ints(call, 'dilations') ?? kernel.map(() => 1);
  const pads = ints(call, 'pads') ?? autoPads(call, kernel, strides, dilations);
  return { ...attributes, kernel_shape: kernel, strides, dilations, pads };
}

function autoPads(call: Call, kernel: Dims, strides: Dims, dilations: Dims): Dims {
  const mode = text(call, 'auto_pad') ?? 'NOTSET';
  if (mode === 'NOTSET' || mode === 'VALID') return [...kernel, ...kernel].map(() => 0);
  if (mode !== 'SAME_UPPER' && mode !== 'SAME_LOWER')
    refuse(call.operator, `auto_pad ${mode} is not supported`, { auto_pad: mode });
  const spatial = input(call, 0).dims.slice(2);
  const totals = kernel.map((size, i) => {
    const count = Math.ceil(spatial[i] / strides[i]);
    return Math.max(0, (count - 1) * strides[i] + dilations[i] * (size - 1) + 1 - spatial[i]);
  });
  const round = mode === 'SAME_UPPER' ? Math.floor : Math.ceil;
  const before = totals.map((total) => round(total / 2));
  return [...before, ...totals.map((total, i) => total - before[i])];
}

function completeTransposed(call: Call): Attributes {
  const mode = text(call, 'auto_pad') ?? 'NOTSET';
  if (mode !== 'NOTSET') refuse('ConvTranspose', `auto_pad ${mode} is not supported`, { auto_pad: mode });
  const attributes = completeWindow(call, input(call, 1).dims.slice(2));
  const kernel = attributes.kernel_shape as Dims;
  return { ...attributes, output_padding: ints(call, 'output_padding') ?? kernel.map(() => 0) };
}

function withoutDilations({ dilations: _, ...attributes }: Attributes): Attributes {
  return attributes;
}

function batchNormalization(call: Call) {
  const { dims } = input(call, 0);
  if (int(call, 'training_mode') !== 0) refuse('BatchNormalization', 'training_mode 1 is not supported');
  for (const [index, what] of ['scale', 'B', 'input_mean', 'input_var'].entries()) {
    const found = input(call, index + 1).dims;
    if (found.length !== 1 || found[0] !== dims[1]) {
      refuse('BatchNormalization', `${what} ${show(found)}, ${dims[1]} channels want [${dims[1]}]`, {
        found,
        channels: dims[1],
      });
    }
  }
  return [{ type: sameType(call, ['float32']), dims }];
}

function checkWeights(call: Call, x: Dims, w: Dims): void {
  spatialRank(call, x);
  if (x.length !== w.length)
    refuse(call.operator, `input ${show(x)} with weights ${show(w)}`, { input: x, weights: w });
}

function checkBias(call: Call, bias: Dims | undefined, channels: number): void {
  if (bias && (bias.length !== 1 || bias[0] !== channels)) {
    refuse(call.operator, `bias ${show(bias)}, ${channels} output channels want [${channels}]`, {
      bias,
      channels,
    });
  }
}

function spatialRank(call: Call, dims: Dims): number {
  if (dims.length < 3 || dims.length > 5) {
    refuse(call.operator, `input ${show(dims)}, wants one to three spatial axes after [N,C]`, { dims });
  }
  return dims.length - 2;
}
