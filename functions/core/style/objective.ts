// What an optimiser minimises: the distance of frames from a content and from styles, and its gradient. A picture is one
// frame.
import { Fault } from '../fault.ts';
import { sizeOfGraph } from '../graph/graph.ts';
import type { Dims } from '../graph/operator.ts';
import { encodeModel } from '../graph/proto.ts';
import type { Objective } from '../jobs/objective.ts';
import type { Feeds, Runtime } from '../ports.ts';
import { float32, type Tensor } from '../tensor.ts';
import type { Extractor } from './extractor.ts';
import {
  asFrames,
  type FrameInputs,
  firstFrames,
  rootStillness,
  type Steadiness,
  toFramePlanes,
} from './frames.ts';
import { inputName, type ObjectiveShape, objectiveGraph, type Term } from './objective-graph.ts';
import type { StyleOptions } from './options.ts';
import type { StyleInputs } from './pictures.ts';
import { type Region, regionsOf, rootWeights } from './regions.ts';
import type { Size } from './resample.ts';
import { sizeFor } from './size.ts';
import { takeTargets } from './targets.ts';
import { energiesOf, factorsOf, type Weights, weightsOf } from './weighing.ts';

/** Raw costs, as the formula's layers have them before alpha, beta and the layers' own weights; `total` has all. */
export type StyleLosses = {
  readonly total: number;
  readonly content: Readonly<Record<string, number>>;
  readonly style: Readonly<Record<string, number>>;
  readonly tv: number;
  readonly range: number;
  readonly temporal?: number;
};

export type StyleObjective = Omit<Objective, 'evaluate'> & {
  /** And `frames`, of a clip. */
  readonly size: Size & { readonly frames?: number };
  /** alpha w_l, beta lambda_l, tv, range; `strength` is in it. */
  readonly weights: Weights;
  /** x: [T, 3, height, width], RGB 0..1. */
  evaluate(x: Float32Array): Promise<{ readonly losses: StyleLosses; readonly gradient: Float32Array }>;
};

/**
 * The size of the result: the shape of the content, or of the given start, or of the first style.
 * @throws Fault request_invalid when there is no style.
 */
export function resultSize(inputs: StyleInputs, longSide: number): Size {
  const shape = inputs.content ?? inputs.initial ?? inputs.styles[0]?.picture;
  if (!shape) throw new Fault('request_invalid', 'There is no style picture.', { styles: 0 });
  return sizeFor(shape, longSide);
}

/** What the graph of these options depends on, at that size: all that an estimate needs. @throws Fault request_invalid. */
export function shapeOf(
  { content, style, pixelLayers, statistic, alpha, beta, strength }: StyleOptions,
  inputs: StyleInputs,
  size: Size,
  regions: readonly Region[] = regionsOf(inputs.styles, size),
): ObjectiveShape {
  const counted = (weights: Readonly<Record<string, number | undefined>>) =>
    Object.entries(weights).flatMap(([layer, weight]) => (weight ? [layer] : []));
  const withContent = inputs.content && alpha > 0 && strength !== 1;
  const withStyle = strength === null ? beta > 0 : strength > 0;
  const shape = {
    ...size,
    content: withContent ? counted(content) : [],
    style: withStyle ? [...counted(style), ...counted(pixelLayers)] : [],
    statistic,
    regions: regions.some(({ mask }) => mask) ? regions.length : 0,
  };
  if (shape.content.length + shape.style.length === 0)
    throw new Fault('request_invalid', 'No content layer and no style layer has a weight above 0.', {
      strength,
      alpha,
      beta,
    });
  return shape;
}

/**
 * Opens the session that evaluates, then takes the targets, one session after the other: in that order their memory
 * lies at the end of wasm's heap and is whole again when they are released.
 * @throws Fault request_invalid without a style, a mask or a weight that says something; layer_unknown;
 * picture_too_small; model_invalid and runtime_failed of the runtime.
 */
export async function openObjective(
  { runtime }: { readonly runtime: Runtime },
  extractor: Extractor,
  options: StyleOptions,
  inputs: StyleInputs,
  longSide: number,
): Promise<StyleObjective> {
  return openFrames({ runtime }, extractor, options, asFrames(inputs), longSide);
}

/** The graph's shape for frames. @throws Fault request_invalid. */
export function shapeOfFrames(
  options: StyleOptions,
  inputs: FrameInputs,
  size: Size,
  steadiness: Pick<Steadiness, 'temporal'> | undefined,
  regions?: readonly Region[],
): ObjectiveShape {
  const frames = inputs.content?.length ?? 1;
  const temporal = frames > 1 && (steadiness?.temporal ?? 0) > 0;
  return { ...shapeOf(options, firstFrames(inputs), size, regions), frames, temporal };
}

/** As openObjective, as many frames as the content has. */
export async function openFrames(
  { runtime }: { readonly runtime: Runtime },
  extractor: Extractor,
  options: StyleOptions,
  inputs: FrameInputs,
  longSide: number,
  steadiness?: Steadiness,
): Promise<StyleObjective> {
  const size = resultSize(firstFrames(inputs), longSide);
  const regions = regionsOf(inputs.styles, size);
  const shape = shapeOfFrames(options, inputs, size, steadiness, regions);
  const { frames = 1 } = shape;
  const { graph, terms, dims } = objectiveGraph(extractor, shape);
  const session = await runtime.open(encodeModel(graph));
  try {
    const targets = await takeTargets(runtime, extractor, options, inputs, shape, regions, longSide);
    const energies = energiesOf(terms, targets);
    const factors = factorsOf(options, shape, regions, terms, energies, dims);
    const weights = {
      ...weightsOf(options, terms, factors, energies),
      ...(shape.temporal ? { temporal: steadiness?.temporal } : {}),
    };
    const fixed = {
      ...targets,
      ...(shape.temporal ? { [inputName.still]: stillnessOf(inputs, size, steadiness!) } : {}),
      ...masksOf(regions, shape, dims),
      weights: float32(
        [terms.length],
        Float32Array.from(terms, (term, i) => factors[i] * weightOf(weights, term)),
      ),
    };
    return {
      size: steadiness ? { ...size, frames } : size,
      macs: sizeOfGraph(graph).macs,
      weights,
      async evaluate(x) {
        const picture = float32([frames, 3, size.height, size.width], x);
        const { costs, gradient } = await session.run({ ...fixed, picture });
        const raw = terms.map((_, i) => Number(costs.data[i]) * factors[i]);
        return { losses: lossesOf(terms, raw, weights), gradient: gradient.data as Float32Array };
      },
      release: () => session.release(),
    };
  } catch (error) {
    await session.release();
    throw error;
  }
}

function stillnessOf({ content = [] }: FrameInputs, size: Size, { stillness }: Steadiness): Tensor {
  const dims = [content.length - 1, 1, size.height, size.width];
  return float32(dims, rootStillness(toFramePlanes(content, size), size, stillness));
}

function masksOf(regions: readonly Region[], shape: ObjectiveShape, dims: ReadonlyMap<string, Dims>): Feeds {
  const masks: Record<string, Tensor> = {};
  for (const layer of shape.style)
    for (const [index, { mask }] of regions.entries()) {
      if (!mask) continue;
      const [, , height, width] = dims.get(layer)!;
      const weights = rootWeights(mask, shape, { width, height });
      masks[inputName.mask(layer, index)] = float32([1, weights.length], weights);
    }
  return masks;
}

function weightOf(weights: Weights, term: Term): number {
  if (term.kind === 'content' || term.kind === 'style') return weights[term.kind][term.layer];
  if (term.kind === 'temporal') return weights.temporal ?? 0;
  return term.kind === 'range' ? weights.range : weights.tv;
}

function lossesOf(terms: readonly Term[], raw: readonly number[], weights: Weights): StyleLosses {
  const content: Record<string, number> = {};
  const style: Record<string, number> = {};
  let [total, tv, range] = [0, 0, 0];
  let temporal: number | undefined;
  for (const [i, term] of terms.entries()) {
    total += raw[i] * weightOf(weights, term);
    if (term.kind === 'content') content[term.layer] = raw[i];
    else if (term.kind === 'style') style[term.layer] = (style[term.layer] ?? 0) + raw[i];
    else if (term.kind === 'range') range = raw[i];
    else if (term.kind === 'temporal') temporal = raw[i];
    else tv += raw[i];
  }
  return { total, content, style, tv, range, ...(temporal === undefined ? {} : { temporal }) };
}
