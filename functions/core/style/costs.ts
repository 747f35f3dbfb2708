// The costs of style transfer as graph nodes: raw sums of squares, which normalisation.ts gives their factors.
import type { GraphBuilder, Value } from '../graph/graph.ts';
import { float32 } from '../tensor.ts';
import type { Extractor } from './extractor.ts';
import type { PixelLayer, Statistic } from './options.ts';

/** By how much the picture is averaged down before its 3 x 3 patches are taken. */
const PIXEL_LAYERS: Readonly<Record<PixelLayer, number>> = { px1: 1, px2: 2, px4: 4 };

/** Channels of a patch: 3 colours of 3 x 3 pixels. */
const PATCH = 27;

/** What a statistic is made of. */
const PARTS: Readonly<Record<Statistic, { readonly centred: boolean; readonly mean: boolean }>> = {
  gram: { centred: false, mean: false },
  covariance: { centred: true, mean: false },
  both: { centred: true, mean: true },
};

/** Values [T,C,h,w] of T frames, and what each channel is multiplied by before anything is made of it. */
export type Features = { readonly value: Value; readonly scales?: readonly number[] };

/** `second`: F F^T / M or the covariance, [C, C]; `mean`: [C, 1], where the statistic has it. */
export type StatisticOf<T> = { readonly second: T; readonly mean?: T };

export function isPixelLayer(layer: string): layer is PixelLayer {
  return Object.hasOwn(PIXEL_LAYERS, layer);
}

/**
 * The features of these layers, the extractor's and pixel patches, on top of `picture` [T,3,H,W], by name.
 * @throws Fault layer_unknown, picture_too_small.
 */
export function appendFeatures(
  builder: GraphBuilder,
  { append, scales }: Extractor,
  picture: Value,
  layers: readonly string[],
): ReadonlyMap<string, Features> {
  const deep = layers.filter((layer) => !isPixelLayer(layer));
  const found = new Map(deep.length === 0 ? [] : append(builder, picture, deep, { scaled: false }));
  for (const layer of layers)
    if (isPixelLayer(layer)) found.set(layer, patches(builder, picture, PIXEL_LAYERS[layer]));
  return new Map(Array.from(found, ([layer, value]) => [layer, { value, scales: scales[layer] }]));
}

/** Features times their scales, [T,C,h,w]. */
export function appendScaled(builder: GraphBuilder, { value, scales }: Features): Value {
  if (!scales) return value;
  const factors = builder.constant(float32([1, scales.length, 1, 1], Float32Array.from(scales)));
  return builder.op('Mul', [value, factors]);
}

/**
 * Statistic of features [T,C,h,w] times their scales, over all positions of all frames. With a mask every position of a
 * frame counts by its weight: `rootWeights` [1, h*w] are the square roots of weights that sum to 1, so that one product
 * of a matrix with itself is left. Frames are multiplied one by one and averaged, [C,C] each: to lay all of their
 * positions side by side would be one more copy of the features.
 */
export function appendStatistic(
  builder: GraphBuilder,
  features: Value,
  statistic: Statistic,
  { scales, rootWeights }: { readonly scales?: readonly number[]; readonly rootWeights?: Value } = {},
): StatisticOf<Value> {
  const [frames, channels] = features.dims;
  const one = frames === 1;
  const flat = builder.op('Reshape', [features, builder.ints(one ? [channels, -1] : [frames, channels, -1])]);
  const pooled = (value: Value) =>
    one ? value : builder.op('ReduceMean', [value], { axes: [0], keepdims: 0 });
  const { centred, mean } = PARTS[statistic];
  const weighted = rootWeights ? builder.op('Mul', [flat, rootWeights]) : flat;
  const turned = builder.op('Transpose', [weighted], one ? {} : { perm: [0, 2, 1] });
  const product = pooled(builder.op('MatMul', [weighted, turned]));
  const positions = flat.dims[flat.dims.length - 1];
  const raw = rootWeights ? product : builder.op('Mul', [product, builder.scalar(1 / positions)]);
  // The scales come last: on [C, C], where they cost nothing, and not on a copy of all features.
  const column = scales && builder.constant(float32([scales.length, 1], Float32Array.from(scales)));
  const moment = column ? crossed(builder, raw, column) : raw;
  if (!centred) return { second: moment };
  const plain = pooled(
    rootWeights
      ? builder.op('MatMul', [weighted, builder.op('Transpose', [rootWeights])])
      : builder.op('ReduceMean', [flat], { axes: [one ? 1 : 2], keepdims: 1 }),
  );
  const average = column ? builder.op('Mul', [plain, column]) : plain;
  // Not from F - mean: that would be one more copy of the features, and one more on the way back.
  const outer = builder.op('Mul', [average, builder.op('Transpose', [average])]);
  const second = builder.op('Sub', [moment, outer]);
  return mean ? { second, mean: average } : { second };
}

/** sum (S - A)^2, [1]; where S has the mean m beside it, [second | sqrt(C) m] is compared. */
export function appendStyleCost(
  builder: GraphBuilder,
  found: StatisticOf<Value>,
  target: StatisticOf<Value>,
): Value {
  const second = sumOfSquares(builder, builder.op('Sub', [found.second, target.second]));
  if (!found.mean || !target.mean) return second;
  const mean = sumOfSquares(builder, builder.op('Sub', [found.mean, target.mean]));
  const channels = builder.scalar(found.mean.dims[0]);
  return builder.op('Add', [second, builder.op('Mul', [mean, channels])]);
}

/**
 * sum (F - P)^2 over scaled features, [1]. To the power of 1, which changes no bit: its derivative is the cost to the
 * power of 0, so the way back waits for the cost, and F - P need not lie in memory until the costs' turn comes at the
 * end. On wasm that is 83 MiB of heap instead of 100 at 256 px.
 */
export function appendContentCost(builder: GraphBuilder, features: Features, target: Value): Value {
  const cost = sumOfSquares(builder, builder.op('Sub', [appendScaled(builder, features), target]));
  return builder.op('Pow', [cost, builder.scalar(1)]);
}

/** Sums of squared differences of neighbours of [T,3,H,W], downwards and to the right, [1] each. */
export function appendVariation(builder: GraphBuilder, picture: Value): { down: Value; right: Value } {
  const along = (axis: 2 | 3) => sumOfSquares(builder, differences(builder, picture, axis));
  return { down: along(2), right: along(3) };
}

/**
 * sum of w (x_t+1 - x_t)^2 over frames [T,3,H,W], [1]; `rootWeights` [T-1,1,H,W] are the square roots of how much each
 * pixel counts.
 */
export function appendFlicker(builder: GraphBuilder, frames: Value, rootWeights: Value): Value {
  return sumOfSquares(builder, builder.op('Mul', [differences(builder, frames, 0), rootWeights]));
}

/** The sum of squared distances of pixels outside [0, 1], [1]. */
export function appendExcess(builder: GraphBuilder, picture: Value): Value {
  const inside = builder.op('Clip', [picture, builder.scalar(0), builder.scalar(1)]);
  return sumOfSquares(builder, builder.op('Sub', [picture, inside]));
}

/** Of neighbours along an axis: one less than there are of them. */
function differences(builder: GraphBuilder, value: Value, axis: number): Value {
  const size = value.dims[axis];
  const part = (start: number) =>
    builder.op('Slice', [
      value,
      builder.ints([start]),
      builder.ints([start + size - 1]),
      builder.ints([axis]),
    ]);
  return builder.op('Sub', [part(1), part(0)]);
}

function sumOfSquares(builder: GraphBuilder, value: Value): Value {
  const flat = builder.op('Reshape', [value, builder.ints([-1])]);
  return builder.op('ReduceSumSquare', [flat], { axes: [0], keepdims: 1 });
}

/** [C, C] times the factors [C, 1] of its rows, and of its columns. */
function crossed(builder: GraphBuilder, square: Value, column: Value): Value {
  return builder.op('Mul', [
    builder.op('Mul', [square, column]),
    builder.op('Reshape', [column, builder.ints([1, -1])]),
  ]);
}

/** Every 3 x 3 patch of the picture averaged by `step`, colour by colour and row by row: a convolution that copies. */
function patches(builder: GraphBuilder, picture: Value, step: number): Value {
  const averaged =
    step === 1
      ? picture
      : builder.op('AveragePool', [picture], { kernel_shape: [step, step], strides: [step, step] });
  const kernel = new Float32Array(PATCH * PATCH);
  for (let channel = 0; channel < PATCH; channel++) kernel[channel * PATCH + channel] = 1;
  return builder.op('Conv', [averaged, builder.constant(float32([PATCH, 3, 3, 3], kernel))]);
}
