// The gradient of Resize: it is linear and separable, so each axis has a matrix, and its transpose goes back.
import { float32 } from '../tensor.ts';
import { attribute, numbers, reshaped, summed, type Use } from './gradient-rule.ts';
import type { GraphBuilder, Value } from './graph.ts';
import { refuse } from './operator.ts';

/** For each output element of an axis: the input elements it is made of, and how much of each. */
type Taps = readonly (readonly (readonly [index: number, weight: number])[])[];

export function resizeBack(use: Use): Value {
  const { builder: b, inputs } = use;
  const { dims } = inputs[0]!;
  return dims.reduce((g, size, axis) => backAlong(b, g, axis, size, resizeTaps(use, axis)), use.full());
}

function backAlong(b: GraphBuilder, g: Value, axis: number, size: number, taps: Taps): Value {
  const wide = g.dims[axis];
  if (wide === size && taps.every((tap, i) => tap.length === 1 && tap[0][0] === i)) return g;
  const factor = wide / size;
  const [lead, rest] = [g.dims.slice(0, axis), g.dims.slice(axis + 1)];
  if (taps.every((tap, i) => tap.length === 1 && tap[0][0] === Math.floor(i / factor)) && wide % size === 0)
    return summed(b, reshaped(b, g, [...lead, size, factor, ...rest]), [axis + 1], 0);
  const matrix = new Float32Array(size * wide);
  for (const [row, tap] of taps.entries())
    for (const [index, weight] of tap) matrix[index * wide + row] += weight;
  const count = (list: readonly number[]) => list.reduce((product, each) => product * each, 1);
  const back = b.op('MatMul', [
    b.constant(float32([size, wide], matrix)),
    reshaped(b, g, [count(lead), wide, count(rest)]),
  ]);
  return reshaped(b, back, [...lead, size, ...rest]);
}

/** What ONNX Runtime computes, in its float32 arithmetic: coordinates that differ in the last bit round elsewhere. */
function resizeTaps(use: Use, axis: number): Taps {
  const [from, to] = [use.inputs[0]!.dims[axis], use.outputs[0].dims[axis]];
  const scale = Math.fround(numbers(use, 2)?.[axis] ?? to / from);
  const coordinate = COORDINATES[attribute<string>(use, 'coordinate_transformation_mode')];
  if (!coordinate) refuse('Resize', 'no gradient for these coordinates', use.node.attributes);
  const linear = attribute<string>(use, 'mode') === 'linear';
  const round = ROUND[attribute<string>(use, 'nearest_mode')];
  return Array.from({ length: to }, (_, i) => {
    const at = scale === 1 ? i : Math.fround(coordinate(i, scale, from, to));
    return linear ? linearTap(at, from) : [[Math.max(0, Math.min(from - 1, round(at))), 1] as const];
  });
}

function linearTap(at: number, size: number): [number, number][] {
  const inside = Math.max(0, Math.min(size - 1, at));
  const first = Math.floor(inside);
  const share = Math.fround(inside - first);
  return share === 0
    ? [[first, 1]]
    : [
        [first, Math.fround(1 - share)],
        [first + 1, share],
      ];
}

/** ONNX's coordinate_transformation_mode: where in the input output element i lies. */
const COORDINATES: Readonly<Record<string, (i: number, scale: number, from: number, to: number) => number>> =
  {
    half_pixel: (i, scale) => Math.fround((i + 0.5) / scale) - 0.5,
    pytorch_half_pixel: (i, scale, _, to) => (to > 1 ? Math.fround((i + 0.5) / scale) - 0.5 : 0),
    asymmetric: (i, scale) => i / scale,
    align_corners: (i, _, from, to) => (to === 1 ? 0 : Math.fround(i * (from - 1)) / (to - 1)),
    tf_half_pixel_for_nn: (i, scale) => (i + 0.5) / scale,
  };

/** ONNX's nearest_mode. */
const ROUND: Readonly<Record<string, (at: number) => number>> = {
  floor: Math.floor,
  ceil: Math.ceil,
  round_prefer_floor: (at) => Math.ceil(at - 0.5),
  round_prefer_ceil: (at) => Math.floor(at + 0.5),
};
