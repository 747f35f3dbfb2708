// Gradients of what moves, cuts, joins and repeats: each is the same movement the other way. g is the gradient.
import { sizeOf } from '../tensor.ts';
import { resizeBack } from './gradient-resize.ts';
import {
  attribute,
  cut,
  dilated,
  elementwise,
  expanded,
  none,
  numbers,
  padded,
  type Rule,
  refuseOthers,
  reshaped,
  reversed,
  summed,
  transposed,
  type Use,
  whole,
  zeros,
} from './gradient-rule.ts';
import type { GraphBuilder, Value } from './graph.ts';
import { axisOf, type Dims, refuse } from './operator.ts';
import type { SHAPES } from './ops-shape.ts';
import { sliceIndices } from './ops-shape.ts';

const SAME_ELEMENTS = whole(({ builder: b, gradient, full, inputs }) => [
  isUniform(gradient, inputs[0]!) ? gradient : reshaped(b, full(), inputs[0]!.dims),
]);

export const SHAPE_RULES: Readonly<Record<keyof typeof SHAPES, Rule>> = {
  Concat: whole(concat),
  Split: whole((use) => [
    use.builder.op(
      'Concat',
      use.outputs.map((_, index) => use.full(index)),
      {
        axis: attribute<number>(use, 'axis'),
      },
    ),
  ]),
  Slice: whole(slice),
  Pad: whole(pad),
  Reshape: SAME_ELEMENTS,
  Flatten: SAME_ELEMENTS,
  Squeeze: SAME_ELEMENTS,
  Unsqueeze: SAME_ELEMENTS,
  Transpose: whole((use) => {
    const perm = attribute<readonly number[]>(use, 'perm');
    const back = perm.map((_, axis) => perm.indexOf(axis));
    return [
      isUniform(use.gradient, use.inputs[0]!) ? use.gradient : transposed(use.builder, use.full(), back),
    ];
  }),
  Expand: elementwise(({ gradient: g }) => [g]),
  Gather: whole(gather),
  GatherElements: whole((use) => [
    scattered(use.builder, use.inputs[0]!.dims, use.inputs[1]!, use.full(), attribute<number>(use, 'axis')),
  ]),
  ScatterElements: whole(scatter),
  Shape: none('a shape does not depend on what is in the tensor'),
  Constant: none('it has no inputs'),
  ConstantOfShape: none('its input is a shape'),
  Resize: whole((use) => {
    refuseOthers(use, 0);
    return [resizeBack(use)];
  }),
};

/** The same number all along, in dims that stretch to any input of that rank. */
function isUniform(gradient: Value, input: Value): boolean {
  return sizeOf(gradient.dims) === 1 && gradient.dims.length <= input.dims.length;
}

function concat(use: Use): (Value | undefined)[] {
  const { builder: b, inputs, needs, gradient } = use;
  const parts = inputs.map((value) => value!);
  if (isUniform(gradient, parts[0])) return parts.map(() => gradient);
  const axis = axisOf('Concat', attribute<number>(use, 'axis'), parts[0].dims.length);
  const sizes = parts.map(({ dims }) => dims[axis]);
  if (parts.length > 1 && parts.every((_, index) => needs(index)))
    return [...b.ops('Split', [use.full(), b.ints(sizes)], { axis }, parts.length)];
  const start = (index: number) => sizes.slice(0, index).reduce((sum, size) => sum + size, 0);
  return parts.map((_, index) =>
    needs(index) ? cut(b, use.full(), axis, start(index), sizes[index]) : undefined,
  );
}

/** Back to where the elements were taken, zeros elsewhere: turned round for negative steps, spread for long ones. */
function slice(use: Use): Value[] {
  const { builder: b, inputs, outputs } = use;
  const { dims } = inputs[0]!;
  const [starts, ends] = [numbers(use, 1)!, numbers(use, 2)!];
  const axes = (numbers(use, 3) ?? starts.map((_, axis) => axis)).map((axis) =>
    axisOf('Slice', axis, dims.length),
  );
  if (sizeOf(outputs[0].dims) === 0) return [zeros(b, dims)];
  const steps = numbers(use, 4) ?? starts.map(() => 1);
  const taken = dims.map((size, axis) => {
    const i = axes.indexOf(axis);
    const indices = i < 0 ? [0] : sliceIndices(size, starts[i], ends[i], steps[i]);
    return { first: Math.min(indices[0], indices.at(-1)!), step: i < 0 ? 1 : steps[i] };
  });
  const forward = reversed(
    b,
    use.full(),
    taken.flatMap(({ step }, axis) => (step < 0 ? [axis] : [])),
  );
  const spread = dilated(
    b,
    forward,
    taken.map(({ step }) => Math.abs(step)),
  );
  const before = taken.map(({ first }) => first);
  return [
    padded(
      b,
      spread,
      before,
      dims.map((size, axis) => size - spread.dims[axis] - before[axis]),
    ),
  ];
}

function pad(use: Use): (Value | undefined)[] {
  const { builder: b, inputs, needs } = use;
  const { dims } = inputs[0]!;
  const pads = numbers(use, 1)!;
  const [before, after] = [pads.slice(0, dims.length), pads.slice(dims.length)];
  const mode = attribute<string>(use, 'mode');
  if (mode !== 'constant') return [dims.reduce((g, _, axis) => foldedBack(use, g, axis), use.full())];
  const g = use.full();
  const inside = padded(
    b,
    g,
    before.map((size) => -size),
    after.map((size) => -size),
  );
  const every = (value: Value) =>
    summed(
      b,
      value,
      value.dims.map((_, axis) => axis),
      0,
    );
  return [inside, undefined, needs(2) ? b.op('Sub', [every(g), every(inside)]) : undefined];
}

/** Along one axis the padding's gradient added to the elements it repeats: mirrored, or all to the outermost. */
function foldedBack(use: Use, g: Value, axis: number): Value {
  const { builder: b, inputs } = use;
  const { dims } = inputs[0]!;
  const size = dims[axis];
  const pads = numbers(use, 1)!;
  const [before, after] = [pads[axis], pads[dims.length + axis]];
  const mode = attribute<string>(use, 'mode');
  if (before < 0 || after < 0) refuse('Pad', `no gradient for mode ${mode} with pads below 0`, { pads });
  const inner = cut(b, g, axis, before, size);
  const only = (value: number) => g.dims.map((_, index) => (index === axis ? value : 0));
  const folded = (start: number, length: number, at: number) => {
    const part = cut(b, g, axis, start, length);
    const moved = mode === 'reflect' ? reversed(b, part, [axis]) : summed(b, part, [axis], 1);
    return padded(b, moved, only(at), only(size - at - moved.dims[axis]));
  };
  // Mirrored: x[1..before] stand in front of x[0], x[size-1-after..size-2] behind x[size-1].
  const parts = [
    ...(before > 0 ? [folded(0, before, mode === 'reflect' ? 1 : 0)] : []),
    ...(after > 0 ? [folded(before + size, after, size - 1 - (mode === 'reflect' ? after : 0))] : []),
  ];
  return parts.reduce((sum, part) => b.op('Add', [sum, part]), inner);
}

/** Zeros of these dims, with the updates added where the indices say. */
function scattered(b: GraphBuilder, dims: Dims, indices: Value, updates: Value, axis: number): Value {
  return b.op('ScatterElements', [zeros(b, dims), indices, updates], { axis, reduction: 'add' });
}

function gather(use: Use): Value[] {
  const { builder: b, inputs } = use;
  const [data, indices] = [inputs[0]!, inputs[1]!];
  const axis = axisOf('Gather', attribute<number>(use, 'axis'), data.dims.length);
  const count = sizeOf(indices.dims);
  const dims = data.dims.map((size, index) => (index === axis ? count : size));
  const flat = reshaped(
    b,
    indices,
    dims.map((_, index) => (index === axis ? count : 1)),
  );
  return [scattered(b, data.dims, expanded(b, flat, dims), reshaped(b, use.full(), dims), axis)];
}

function scatter(use: Use): (Value | undefined)[] {
  const { builder: b, inputs } = use;
  const [indices, updates] = [inputs[1]!, inputs[2]!];
  const [axis, how] = [attribute<number>(use, 'axis'), attribute<string>(use, 'reduction')];
  if (how === 'mul') refuse('ScatterElements', 'no gradient for reduction mul', { reduction: how });
  const g = use.full();
  const toUpdates = b.op('GatherElements', [g, indices], { axis });
  if (how === 'add') return [g, undefined, toUpdates];
  return [b.op('ScatterElements', [g, indices, zeros(b, updates.dims)], { axis }), undefined, toUpdates];
}
