// The graph of one evaluation: frames and targets in, every cost and the gradient of their weighted sum out. A picture
// is one frame.
import { gradients } from '../graph/gradient.ts';
import { type Graph, type GraphBuilder, graphBuilder, type Value } from '../graph/graph.ts';
import type { Dims } from '../graph/operator.ts';
import { byDepth } from '../graph/schedule.ts';
import { appendWeightedSum } from '../graph/weighted-costs.ts';
import {
  appendContentCost,
  appendExcess,
  appendFeatures,
  appendFlicker,
  appendScaled,
  appendStatistic,
  appendStyleCost,
  appendVariation,
  type Features,
  isPixelLayer,
  type StatisticOf,
} from './costs.ts';
import type { Extractor } from './extractor.ts';
import type { Statistic } from './options.ts';
import type { Size } from './resample.ts';

/** What the graph depends on. Pictures, weights and formulae are not among it: one session serves them all. */
export type ObjectiveShape = Size & {
  readonly content: readonly string[];
  /** The extractor's layers and pixel layers. */
  readonly style: readonly string[];
  readonly statistic: Statistic;
  /** Regions of the picture with styles of their own; 0 when the whole picture has one style and there are no masks. */
  readonly regions: number;
  /** Of a clip; 1 where it is left out. */
  readonly frames?: number;
  /** Whether neighbouring frames are compared. */
  readonly temporal?: boolean;
};

/** One raw sum of squares, an element of `costs` and of `weights`. */
export type Term =
  | { readonly kind: 'content'; readonly layer: string }
  | { readonly kind: 'style'; readonly layer: string; readonly region: number }
  | { readonly kind: 'down' }
  | { readonly kind: 'right' }
  | { readonly kind: 'range' }
  | { readonly kind: 'temporal' };

export type ObjectiveGraph = {
  /**
   * Inputs: `picture` [T,3,H,W], `weights` [terms] (what each raw cost counts in the total), and the targets and masks
   * that `inputName` names. Outputs: `costs` [terms], and `gradient` [T,3,H,W], or `total` [1] where none is wanted.
   */
  readonly graph: Graph;
  readonly terms: readonly Term[];
  /** [T,C,h,w]: the dims of every layer's features. */
  readonly dims: ReadonlyMap<string, Dims>;
};

/** Names of the graph's inputs beside `picture` and `weights`. */
export const inputName = {
  /** [T,C,h,w]: the content's features. */
  content: (layer: string) => `content ${layer}`,
  /** [C,C]. */
  second: (layer: string, region: number) => `style ${layer} ${region} second`,
  /** [C,1], where the statistic has a mean. */
  mean: (layer: string, region: number) => `style ${layer} ${region} mean`,
  /** [1, h*w]: square roots of weights that sum to 1. */
  mask: (layer: string, region: number) => `mask ${layer} ${region}`,
  /** [T-1,1,H,W]: square roots of how still each pixel is from one frame to the next, 0..1. */
  still: 'still',
};

/** @throws Fault layer_unknown, picture_too_small, graph_invalid. */
export function objectiveGraph(
  extractor: Extractor,
  shape: ObjectiveShape,
  { gradient = true }: { readonly gradient?: boolean } = {},
): ObjectiveGraph {
  const { width, height, content, style, statistic, frames = 1, temporal = false } = shape;
  const builder = graphBuilder('style');
  const picture = builder.input('picture', [frames, 3, height, width]);
  const features = appendFeatures(builder, extractor, picture, [...new Set([...content, ...style])]);
  const costs: (readonly [Term, Value])[] = [];
  for (const layer of content) {
    const found = features.get(layer)!;
    const target = builder.input(inputName.content(layer), found.value.dims);
    costs.push([{ kind: 'content', layer }, appendContentCost(builder, found, target)]);
  }
  for (const layer of style)
    for (let region = 0; region < Math.max(1, shape.regions); region++) {
      const masked = shape.regions > 0;
      const cost = styleCost(builder, features.get(layer)!, layer, region, masked, statistic);
      costs.push([{ kind: 'style', layer, region }, cost]);
    }
  const { down, right } = appendVariation(builder, picture);
  costs.push(
    [{ kind: 'down' }, down],
    [{ kind: 'right' }, right],
    [{ kind: 'range' }, appendExcess(builder, picture)],
  );
  if (temporal) {
    const still = builder.input(inputName.still, [frames - 1, 1, height, width]);
    costs.push([{ kind: 'temporal' }, appendFlicker(builder, picture, still)]);
  }
  const total = appendWeightedSum(
    builder,
    costs.map(([, value]) => value),
  );
  if (gradient) builder.output(gradients(builder, total, [picture])[0], 'gradient');
  else builder.output(total, 'total');
  return {
    graph: byDepth(builder.build()),
    terms: costs.map(([term]) => term),
    dims: new Map(Array.from(features, ([layer, { value }]) => [layer, value.dims])),
  };
}

/**
 * What frames are a target of: `features` [T,C,h,w] of their content layers and the statistics of their style layers,
 * under the names that the objective's inputs have (region 0).
 */
export function targetGraph(
  extractor: Extractor,
  { width, height, content, style, statistic, frames = 1 }: Omit<ObjectiveShape, 'regions' | 'temporal'>,
): Graph {
  const builder = graphBuilder('targets');
  const picture = builder.input('picture', [frames, 3, height, width]);
  const features = appendFeatures(builder, extractor, picture, [...new Set([...content, ...style])]);
  for (const layer of content)
    builder.output(appendScaled(builder, features.get(layer)!), inputName.content(layer));
  for (const layer of style) {
    const { value, scales } = features.get(layer)!;
    const { second, mean } = appendStatistic(builder, value, statisticOf(layer, statistic), { scales });
    builder.output(second, inputName.second(layer, 0));
    if (mean) builder.output(mean, inputName.mean(layer, 0));
  }
  return builder.build();
}

/** Patches of pixels have nothing but their mean to say of colour: they are always compared on both. */
function statisticOf(layer: string, statistic: Statistic): Statistic {
  return isPixelLayer(layer) ? 'both' : statistic;
}

function styleCost(
  builder: GraphBuilder,
  { value, scales }: Features,
  layer: string,
  region: number,
  masked: boolean,
  statistic: Statistic,
): Value {
  const [, , rows, columns] = value.dims;
  const mask = masked ? builder.input(inputName.mask(layer, region), [1, rows * columns]) : undefined;
  const found = appendStatistic(builder, value, statisticOf(layer, statistic), {
    scales,
    rootWeights: mask,
  });
  const target: StatisticOf<Value> = {
    second: builder.input(inputName.second(layer, region), found.second.dims),
    mean: found.mean && builder.input(inputName.mean(layer, region), found.mean.dims),
  };
  return appendStyleCost(builder, found, target);
}
