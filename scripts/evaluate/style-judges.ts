// How near a picture's style is to another's, as networks see it that nothing was optimised for: random ones.

import { type GraphBuilder, graphBuilder, type Value } from '../../functions/core/graph/graph.ts';
import { encodeModel } from '../../functions/core/graph/proto.ts';
import type { Runtime } from '../../functions/core/ports.ts';
import { seeded } from '../../functions/core/random.ts';
import { runOnce } from '../../functions/core/run-once.ts';
import { appendStatistic } from '../../functions/core/style/costs.ts';
import { float32 } from '../../functions/core/tensor.ts';
import type { Planes } from './calibration-pictures.ts';
import { gaussian } from './random.ts';

/** One net each. Any would do; these are far from the seeds that pictures start from. */
const SEEDS = [104_729, 1_299_709, 15_485_863];
/** Filters of the layers: 3 x 3, ReLU, then an average of 2 x 2 before the next. */
const FILTERS = [32, 64, 64, 64];

/** Pixels of a side that leave 3 x 3 positions to the last layer's filters. */
export const LEAST_JUDGED_SIDE = 38;

/** Covariance and mean of one layer's features, the mean times sqrt(channels): the same weights as the style cost has. */
type Statistic = Float64Array;

/**
 * Of each candidate: the distance of its statistics to the style's over the photo's distance to it, averaged over the
 * layers of all nets. 0 is like the style, 1 like the photo; NaN where the photo is the style. Sizes may differ; each
 * side has at least LEAST_JUDGED_SIDE pixels.
 */
export async function styleDistances<Name extends string>(
  runtime: Runtime,
  { photo, style }: { readonly photo: Planes; readonly style: Planes },
  candidates: Readonly<Record<Name, Planes>>,
): Promise<Readonly<Record<Name, number>>> {
  const [from, to] = [await statistics(runtime, photo), await statistics(runtime, style)];
  const judged: [string, number][] = [];
  for (const [name, picture] of Object.entries<Planes>(candidates)) {
    const own = await statistics(runtime, picture);
    const ratios = own.map((layer, i) => distance(layer, to[i]) / distance(from[i], to[i]));
    judged.push([name, ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length]);
  }
  return Object.fromEntries(judged) as Record<Name, number>;
}

async function statistics(runtime: Runtime, { width, height, data }: Planes): Promise<readonly Statistic[]> {
  const builder = graphBuilder('judges');
  const picture = builder.input('picture', [1, 3, height, width]);
  const names = SEEDS.flatMap((seed) =>
    layersOf(builder, picture, seed).map((features, layer) => {
      const { second, mean } = appendStatistic(builder, features, 'both');
      const scaled = builder.op('Mul', [mean!, builder.scalar(Math.sqrt(features.dims[1]))]);
      const name = `net ${seed} layer ${layer}`;
      builder.output(builder.op('Concat', [second, scaled], { axis: 1 }), name);
      return name;
    }),
  );
  const feeds = { picture: float32([1, 3, height, width], data) };
  const found = await runOnce(runtime, encodeModel(builder.build()), feeds);
  return names.map((name) => Float64Array.from(found[name].data, Number));
}

/** Weights by He et al. 2015, which keep the size of features from layer to layer. */
function layersOf(builder: GraphBuilder, picture: Value, seed: number): readonly Value[] {
  const random = seeded(seed);
  const layers: Value[] = [];
  let value = builder.op('Mul', [
    builder.op('Sub', [picture, builder.scalar(0.45)]),
    builder.scalar(1 / 0.25), // mean and deviation of photographs, about
  ]);
  for (const [layer, filters] of FILTERS.entries()) {
    if (layer > 0) value = builder.op('AveragePool', [value], { kernel_shape: [2, 2], strides: [2, 2] });
    const channels = value.dims[1];
    const scale = Math.sqrt(2 / (9 * channels));
    const weights = Float32Array.from({ length: filters * channels * 9 }, () => scale * gaussian(random));
    const kernel = builder.constant(float32([filters, channels, 3, 3], weights));
    value = builder.op('Relu', [builder.op('Conv', [value, kernel])]);
    layers.push(value);
  }
  return layers;
}

/** Frobenius norm of the difference. */
function distance(a: Statistic, b: Statistic): number {
  return Math.sqrt(a.reduce((sum, value, i) => sum + (value - b[i]) ** 2, 0));
}
