// From raw sums of squares to a total: the formula's factors, alpha, beta and the layers' own weights.
import type { Dims } from '../graph/operator.ts';
import type { Feeds } from '../ports.ts';
import { sizeOf, type Tensor } from '../tensor.ts';
import { isPixelLayer } from './costs.ts';
import { NORMALISATIONS } from './normalisation.ts';
import { inputName, type ObjectiveShape, type Term } from './objective-graph.ts';
import type { StyleOptions } from './options.ts';
import type { Region } from './regions.ts';
import { balance } from './strength.ts';

/** What each raw cost is multiplied by in the total. */
export type Weights = {
  /** alpha w_l. */
  readonly content: Readonly<Record<string, number>>;
  /** beta lambda_l. */
  readonly style: Readonly<Record<string, number>>;
  readonly tv: number;
  readonly range: number;
  /** Of a clip whose frames are compared. */
  readonly temporal?: number;
};

/** A target's mean square counts as at least this: a black picture, or silence, has no energy to divide by. */
const LEAST_MEAN_SQUARE = 1e-6;

/** Each term's cost where all features and statistics are 0: sums of squares of the targets; 0 where there is none. */
export function energiesOf(terms: readonly Term[], targets: Feeds): readonly number[] {
  return terms.map((term) => {
    if (term.kind === 'content') {
      return energyOf(targets[inputName.content(term.layer)].data);
    }
    if (term.kind !== 'style') return 0;
    const { data } = targets[inputName.second(term.layer, term.region)];
    return energyOf(data, targets[inputName.mean(term.layer, term.region)]?.data);
  });
}

/** Of features, or of a statistic with the mean that stands beside it. */
export function energyOf(data: Tensor['data'], mean?: Tensor['data']): number {
  const energy = squares(data) + (mean ? mean.length * squares(mean) : 0);
  return Math.max(energy, LEAST_MEAN_SQUARE * data.length);
}

/** What makes each term's sum of squares the cost that the formula speaks of. */
export function factorsOf(
  { normalisation }: Pick<StyleOptions, 'normalisation'>,
  { width, height, frames = 1 }: ObjectiveShape,
  regions: readonly Region[],
  terms: readonly Term[],
  energies: readonly number[],
  dims: ReadonlyMap<string, Dims>,
): readonly number[] {
  const formula = NORMALISATIONS[normalisation];
  return terms.map((term, i) => {
    if (term.kind === 'down') return formula.tv(3 * frames * (height - 1) * width);
    if (term.kind === 'right') return formula.tv(3 * frames * height * (width - 1));
    if (term.kind === 'range') return 1 / (3 * frames * height * width);
    if (term.kind === 'temporal') return 1 / (3 * (frames - 1) * height * width);
    const [, channels, ...spatial] = dims.get(term.layer)!;
    const layer = { channels, positions: frames * sizeOf(spatial), energy: energies[i] };
    return term.kind === 'content'
      ? formula.content(layer)
      : formula.style(layer) * regions[term.region].share;
  });
}

export function weightsOf(
  options: StyleOptions,
  terms: readonly Term[],
  factors: readonly number[],
  energies: readonly number[],
): Weights {
  const own = { content: new Map<string, number>(), style: new Map<string, number>() };
  const sums = { content: 0, style: 0 };
  for (const [i, term] of terms.entries()) {
    if (term.kind !== 'content' && term.kind !== 'style') continue;
    const weight = layerWeight(options, term);
    own[term.kind].set(term.layer, weight);
    sums[term.kind] += weight * factors[i] * energies[i];
  }
  const { alpha, beta } = balance(options, sums);
  const times = (weights: ReadonlyMap<string, number>, by: number) =>
    Object.fromEntries([...weights].map(([layer, weight]) => [layer, by * weight]));
  return {
    content: times(own.content, alpha),
    style: times(own.style, beta),
    tv: options.tv,
    range: options.range,
  };
}

function layerWeight(
  { content, style, pixelLayers }: StyleOptions,
  { kind, layer }: Extract<Term, { layer: string }>,
): number {
  if (kind === 'content') return content[layer];
  return (isPixelLayer(layer) ? pixelLayers[layer] : style[layer]) ?? 0;
}

function squares(values: Tensor['data']): number {
  let sum = 0;
  for (const value of values) sum += Number(value) ** 2;
  return sum;
}
