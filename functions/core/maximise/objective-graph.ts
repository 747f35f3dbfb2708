// The graph of one evaluation: numbers in, the activation, what the picture costs beside it, and the gradient out.
import { gradients } from '../graph/gradient.ts';
import { type Graph, type GraphBuilder, graphBuilder, type Value } from '../graph/graph.ts';
import { byDepth } from '../graph/schedule.ts';
import { appendWeightedSum } from '../graph/weighted-costs.ts';
import type { NetworkEntry } from '../manifest.ts';
import { appendVariation } from '../style/costs.ts';
import type { Size } from '../style/resample.ts';
import { float32, sizeOf } from '../tensor.ts';
import { appendNetwork, fixedSize, upTo } from './network.ts';
import type { MaximiseOptions } from './options.ts';
import { appendPicture } from './parametrisation.ts';
import { unrectified } from './unrectified.ts';

/** The raw terms, in the order of `costs` and of `weights`. */
export const TERMS = ['activation', 'tv', 'l2'] as const;

/** What of the options the graph depends on. */
export type Goal = Pick<MaximiseOptions, 'layer' | 'target' | 'unit' | 'parametrisation'>;

/**
 * Inputs: `x` [1, 3, H, W], `rows` [h, H] and `columns` [w, W] as basisOf makes them, `weights` [3]. Outputs: `costs`
 * [3], and `gradient` [1, 3, H, W] of their weighted sum. `size` is that of x; h and w are the network's own where it
 * has a fixed size.
 * @throws Fault picture_too_small, graph_invalid.
 */
export function objectiveGraph(entry: NetworkEntry, network: Graph, goal: Goal, size: Size): Graph {
  const builder = graphBuilder('maximise');
  const scales = scalesOf(entry, goal);
  const { width, height } = fixedSize(entry) ?? size;
  const x = builder.input('x', [1, 3, size.height, size.width]);
  const rows = builder.input('rows', [height, size.height]);
  const columns = builder.input('columns', [width, size.width]);
  const picture = appendPicture(builder, goal.parametrisation, x, rows, columns);
  const cut = upTo(network, goal.layer);
  const layer = appendNetwork(builder, entry, goal.target === 'layer' ? cut : unrectified(cut), picture);
  const total = appendWeightedSum(builder, [
    SCORES[goal.target](builder, layer, goal.unit, scales),
    variation(builder, picture),
    mean(builder, squared(builder, builder.op('Sub', [picture, builder.scalar(0.5)]))),
  ]);
  builder.output(gradients(builder, total, [x])[0], 'gradient');
  return byDepth(builder.build());
}

/** What each unit of the layer is multiplied by to have a root mean square of about 1 on photographs, where it is known. */
export function scalesOf(entry: NetworkEntry, { layer }: Pick<Goal, 'layer'>): readonly number[] | undefined {
  return entry.kind === 'extractor' ? entry.scales?.[layer] : undefined;
}

type Score = (
  builder: GraphBuilder,
  layer: Value,
  unit: number | null,
  scales: readonly number[] | undefined,
) => Value;

/** Of a layer [1, C, ...], as [1]. */
const SCORES: Readonly<Record<MaximiseOptions['target'], Score>> = {
  unit(builder, layer, unit) {
    const middle = layer.dims.map((size, axis) => (axis === 1 ? unit! : Math.floor(size / 2)));
    return builder.op('Reshape', [slice(builder, layer, middle, 0), builder.ints([1])]);
  },
  channel(builder, layer, unit) {
    const start = layer.dims.map((_, axis) => (axis === 1 ? unit! : 0));
    return mean(builder, slice(builder, layer, start, 2));
  },
  layer(builder, layer, _, scales) {
    if (!scales) return mean(builder, squared(builder, layer));
    const dims = layer.dims.map((size, axis) => (axis === 1 ? size : 1));
    const factors = builder.constant(float32(dims, Float32Array.from(scales)));
    return mean(builder, squared(builder, builder.op('Mul', [layer, factors])));
  },
};

/** One position along the axes below `whole` and axis 1, all of the others. */
function slice(builder: GraphBuilder, layer: Value, start: readonly number[], whole: number): Value {
  const ends = layer.dims.map((size, axis) =>
    axis !== 1 && axis >= whole && whole > 0 ? size : start[axis] + 1,
  );
  const axes = layer.dims.map((_, axis) => axis);
  return builder.op('Slice', [layer, builder.ints(start), builder.ints(ends), builder.ints(axes)]);
}

/** The mean squared difference of neighbouring pixels, [1]. */
function variation(builder: GraphBuilder, picture: Value): Value {
  const { down, right } = appendVariation(builder, picture);
  const [, channels, height, width] = picture.dims;
  const pairs = channels * ((height - 1) * width + height * (width - 1));
  return builder.op('Mul', [builder.op('Add', [down, right]), builder.scalar(1 / pairs)]);
}

function squared(builder: GraphBuilder, value: Value): Value {
  return builder.op('Mul', [value, value]);
}

function mean(builder: GraphBuilder, value: Value): Value {
  const flat = builder.op('Reshape', [value, builder.ints([sizeOf(value.dims)])]);
  return builder.op('ReduceMean', [flat], { axes: [0], keepdims: 1 });
}
