// Operators that move, cut, join or make tensors without arithmetic.
import { type ElementType, sizeOf, type Tensor } from '../tensor.ts';
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
  text,
} from './operator.ts';

const AXIS_0 = { axis: { kind: 'int', default: 0 } } as const;

export const SHAPES = {
  Concat: {
    inputs: [1, Number.POSITIVE_INFINITY],
    attributes: { axis: { kind: 'int', required: true } },
    infer: concat,
  },
  Split: { inputs: [1, 2], outputs: Number.POSITIVE_INFINITY, attributes: AXIS_0, infer: split },
  Slice: { inputs: [3, 5], attributes: {}, infer: slice },
  Pad: { inputs: [2, 3], attributes: { mode: { kind: 'string', default: 'constant' } }, infer: pad },
  Reshape: { inputs: [2, 2], attributes: { allowzero: { kind: 'int', default: 0 } }, infer: reshape },
  Flatten: { inputs: [1, 1], attributes: { axis: { kind: 'int', default: 1 } }, infer: flatten },
  Squeeze: { inputs: [1, 2], attributes: {}, infer: squeeze },
  Unsqueeze: { inputs: [2, 2], attributes: {}, infer: unsqueeze },
  Transpose: {
    inputs: [1, 1],
    attributes: { perm: { kind: 'ints' } },
    complete: (call) => ({
      perm:
        ints(call, 'perm') ??
        input(call, 0)
          .dims.map((_, axis) => axis)
          .reverse(),
    }),
    infer: transpose,
  },
  Expand: {
    inputs: [2, 2],
    attributes: {},
    infer: (call) => [like(call, broadcast('Expand', input(call, 0).dims, knownInts(call, 1, 'shape')))],
  },
  Gather: { inputs: [2, 2], attributes: AXIS_0, infer: gather },
  /** Along the axis each element of `indices` says where its own is taken from: ScatterElements' counterpart. */
  GatherElements: { inputs: [2, 2], attributes: AXIS_0, infer: gatherElements },
  ScatterElements: {
    inputs: [3, 3],
    attributes: { ...AXIS_0, reduction: { kind: 'string', default: 'none' } },
    infer: scatter,
  },
  Shape: {
    inputs: [1, 1],
    attributes: { start: { kind: 'int', default: 0 }, end: { kind: 'int' } },
    infer: (call) => [{ type: 'int64', dims: [shapeSlice(call).length] }],
  },
  Constant: {
    inputs: [0, 0],
    attributes: { value: { kind: 'tensor', required: true } },
    infer: (call) => {
      const { type, dims } = call.attributes.value as Tensor;
      return [{ type, dims }];
    },
  },
  ConstantOfShape: {
    inputs: [1, 1],
    attributes: {
      value: { kind: 'tensor', default: { type: 'float32', dims: [1], data: new Float32Array(1) } },
    },
    infer: (call) => [{ type: (call.attributes.value as Tensor).type, dims: knownInts(call, 0, 'shape') }],
  },
  Resize: {
    inputs: [1, 4],
    attributes: {
      coordinate_transformation_mode: { kind: 'string', default: 'half_pixel' },
      mode: { kind: 'string', default: 'nearest' },
      nearest_mode: { kind: 'string', default: 'round_prefer_floor' },
    },
    infer: resize,
  },
} satisfies Record<string, Operator>;

/** What `Shape` answers: the input's dimensions from `start` to `end`. */
export function shapeSlice(call: Call): Dims {
  return input(call, 0).dims.slice(
    int(call, 'start'),
    call.attributes.end === undefined ? undefined : int(call, 'end'),
  );
}

/** The indices that `Slice` takes along an axis of `size` elements: Python's slice(start, end, step). */
export function sliceIndices(size: number, start: number, end: number, step: number): number[] {
  const from = clampIndex(start, size, step < 0);
  const to = clampIndex(end, size, step < 0);
  const count = Math.max(0, Math.ceil((to - from) / step));
  return Array.from({ length: count }, (_, i) => from + i * step);
}

function clampIndex(index: number, size: number, backwards: boolean): number {
  const positive = index < 0 ? index + size : index;
  return backwards ? Math.max(-1, Math.min(size - 1, positive)) : Math.max(0, Math.min(size, positive));
}

function like(call: Call, dims: Dims) {
  return { type: input(call, 0).type, dims };
}

function concat(call: Call) {
  const shapes = call.inputs.map((_, index) => input(call, index).dims);
  const axis = axisOf('Concat', int(call, 'axis'), shapes[0].length);
  const rest = (dims: Dims) => show(dims.map((size, index) => (index === axis ? 0 : size)));
  if (shapes.some((dims) => rest(dims) !== rest(shapes[0]))) {
    refuse('Concat', `shapes ${shapes.map(show).join(' and ')} along axis ${axis}`, { shapes, axis });
  }
  const total = shapes.reduce((sum, dims) => sum + dims[axis], 0);
  return [{ type: sameType(call), dims: shapes[0].map((size, index) => (index === axis ? total : size)) }];
}

function split(call: Call) {
  const { type, dims } = input(call, 0);
  const axis = axisOf('Split', int(call, 'axis'), dims.length);
  const even = dims[axis] / call.outputs;
  const sizes = call.inputs[1]
    ? knownInts(call, 1, 'split')
    : Array.from({ length: call.outputs }, () => even);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (sizes.length !== call.outputs || total !== dims[axis] || !sizes.every(Number.isInteger)) {
    refuse('Split', `${dims[axis]} elements into ${show(sizes)} for ${call.outputs} outputs`, {
      sizes,
      size: dims[axis],
      outputs: call.outputs,
    });
  }
  return sizes.map((part) => ({ type, dims: dims.map((size, index) => (index === axis ? part : size)) }));
}

function slice(call: Call) {
  const dims = [...input(call, 0).dims];
  const [starts, ends] = [knownInts(call, 1, 'starts'), knownInts(call, 2, 'ends')];
  const axes = call.inputs[3] ? knownInts(call, 3, 'axes') : starts.map((_, axis) => axis);
  const steps = call.inputs[4] ? knownInts(call, 4, 'steps') : starts.map(() => 1);
  if ([ends, axes, steps].some((list) => list.length !== starts.length) || steps.includes(0)) {
    refuse('Slice', `starts ${show(starts)}, ends ${show(ends)}, axes ${show(axes)}, steps ${show(steps)}`, {
      starts,
      ends,
      axes,
      steps,
    });
  }
  for (const [i, given] of axes.entries()) {
    const axis = axisOf('Slice', given, dims.length);
    dims[axis] = sliceIndices(dims[axis], starts[i], ends[i], steps[i]).length;
  }
  return [like(call, dims)];
}

function pad(call: Call) {
  const { dims } = input(call, 0);
  const pads = knownInts(call, 1, 'pads');
  const mode = text(call, 'mode')!;
  if (!['constant', 'reflect', 'edge'].includes(mode))
    refuse('Pad', `mode ${mode} is not supported`, { mode });
  if (pads.length !== 2 * dims.length)
    refuse('Pad', `pads ${show(pads)}, ${show(dims)} wants ${2 * dims.length}`, { pads, dims });
  const padded = dims.map((size, axis) => size + pads[axis] + pads[dims.length + axis]);
  if (padded.some((size) => size < 1))
    refuse('Pad', `${show(dims)} with pads ${show(pads)} is empty`, { pads, dims });
  return [like(call, padded)];
}

function reshape(call: Call) {
  const { dims } = input(call, 0);
  const asked = knownInts(call, 1, 'shape');
  const kept = asked.map((size, axis) => (size === 0 && int(call, 'allowzero') === 0 ? dims[axis] : size));
  const rest = sizeOf(kept.filter((size) => size !== -1));
  const found = kept.map((size) => (size === -1 ? sizeOf(dims) / rest : size));
  if (sizeOf(found) !== sizeOf(dims) || !found.every(Number.isInteger)) {
    refuse('Reshape', `${show(dims)} (${sizeOf(dims)} elements) to ${show(asked)}`, { dims, shape: asked });
  }
  return [like(call, found)];
}

function flatten(call: Call) {
  const { dims } = input(call, 0);
  const axis = int(call, 'axis');
  if (axis < -dims.length || axis > dims.length)
    refuse('Flatten', `axis ${axis} of ${show(dims)}`, { axis, dims });
  const at = axis < 0 ? axis + dims.length : axis;
  return [like(call, [sizeOf(dims.slice(0, at)), sizeOf(dims.slice(at))])];
}

function squeeze(call: Call) {
  const { dims } = input(call, 0);
  const axes = call.inputs[1]
    ? knownInts(call, 1, 'axes').map((axis) => axisOf('Squeeze', axis, dims.length))
    : dims.flatMap((size, axis) => (size === 1 ? [axis] : []));
  const wide = axes.find((axis) => dims[axis] !== 1);
  if (wide !== undefined)
    refuse('Squeeze', `axis ${wide} of ${show(dims)} is ${dims[wide]}, not 1`, { axis: wide, dims });
  return [
    like(
      call,
      dims.filter((_, axis) => !axes.includes(axis)),
    ),
  ];
}

function unsqueeze(call: Call) {
  const { dims } = input(call, 0);
  const given = knownInts(call, 1, 'axes');
  const rank = dims.length + given.length;
  const axes = given.map((axis) => axisOf('Unsqueeze', axis, rank));
  if (new Set(axes).size !== axes.length) refuse('Unsqueeze', `axes ${show(given)} repeat`, { axes: given });
  const rest = [...dims];
  return [
    like(
      call,
      Array.from({ length: rank }, (_, axis) => (axes.includes(axis) ? 1 : rest.shift()!)),
    ),
  ];
}

function transpose(call: Call) {
  const { dims } = input(call, 0);
  const perm = ints(call, 'perm')!;
  if (show([...perm].sort((a, b) => a - b)) !== show(dims.map((_, axis) => axis))) {
    refuse('Transpose', `perm ${show(perm)} of ${show(dims)}`, { perm, dims });
  }
  return [
    like(
      call,
      perm.map((axis) => dims[axis]),
    ),
  ];
}

function gather(call: Call) {
  const [data, indices] = [input(call, 0), input(call, 1)];
  wantIndices(call, indices.type);
  const axis = axisOf('Gather', int(call, 'axis'), data.dims.length);
  return [like(call, [...data.dims.slice(0, axis), ...indices.dims, ...data.dims.slice(axis + 1)])];
}

function gatherElements(call: Call) {
  const [data, indices] = [input(call, 0), input(call, 1)];
  wantIndices(call, indices.type);
  axisOf('GatherElements', int(call, 'axis'), data.dims.length);
  if (indices.dims.length !== data.dims.length)
    refuse('GatherElements', `data ${show(data.dims)}, indices ${show(indices.dims)}`);
  return [like(call, indices.dims)];
}

function scatter(call: Call) {
  const [data, indices, updates] = [input(call, 0), input(call, 1), input(call, 2)];
  wantIndices(call, indices.type);
  axisOf('ScatterElements', int(call, 'axis'), data.dims.length);
  const reduction = text(call, 'reduction')!;
  if (!['none', 'add', 'mul'].includes(reduction))
    refuse('ScatterElements', `reduction ${reduction} is not in opset 17`, { reduction });
  if (show(indices.dims) !== show(updates.dims) || indices.dims.length !== data.dims.length) {
    refuse(
      'ScatterElements',
      `data ${show(data.dims)}, indices ${show(indices.dims)}, updates ${show(updates.dims)}`,
    );
  }
  if (data.type !== updates.type) refuse('ScatterElements', `${updates.type} updates on ${data.type} data`);
  return [data];
}

function wantIndices(call: Call, type: ElementType): void {
  if (type !== 'int64' && type !== 'int32')
    refuse(call.operator, `${type} indices, wants int64 or int32`, { type });
}

/** Nearest and linear; the output's size from `scales` (floor of size x scale) or from `sizes`. */
function resize(call: Call) {
  const { dims } = input(call, 0);
  const mode = text(call, 'mode')!;
  if (mode !== 'nearest' && mode !== 'linear') refuse('Resize', `mode ${mode} is not supported`, { mode });
  const coordinates = text(call, 'coordinate_transformation_mode')!;
  if (coordinates === 'tf_crop_and_resize')
    refuse('Resize', `${coordinates} is not supported`, { coordinates });
  const sizes = call.inputs[3] ? knownInts(call, 3, 'sizes') : undefined;
  const found = sizes ?? knownInts(call, 2, 'scales').map((scale, axis) => Math.floor(dims[axis] * scale));
  if (found.length !== dims.length)
    refuse('Resize', `${found.length} sizes for ${show(dims)}`, { sizes: found, dims });
  return [like(call, found)];
}
