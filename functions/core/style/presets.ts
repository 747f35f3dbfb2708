// Complete options from a preset and what the caller wants otherwise.
import { checkOptimiser, OPTIMISERS, type OptimiserRequest, optimiserOf } from '../jobs/optimiser-options.ts';
import { checkLevels, within } from '../jobs/option-checks.ts';
import { said } from '../said.ts';
import type { StyleOptions } from './options.ts';
import { LEAST_SIDE, MOST_SIDE } from './size.ts';

export type Preset = 'likeness' | 'gatys' | 'course' | 'neural-style';

/** What a caller may say: anything, and nothing of it is needed. `optimiser` may be named without its numbers. */
export type StyleRequest = Partial<Omit<StyleOptions, 'optimiser'>> & {
  readonly preset?: Preset;
  readonly optimiser?: OptimiserRequest;
};

/** The five layers of the project's extractor that play conv1_1 to conv5_1 of VGG. */
const LAYERS = ['activation_1', 'activation_3', 'activation_5', 'mixed0', 'mixed2'] as const;

/** Costs relative to the energy of their targets; beta 20 was chosen by eye among 1 to 100 over nine pairs of pictures. */
const LIKENESS: StyleOptions = {
  extractor: 'inception-v3-mixed2',
  levels: [
    { size: 128, iterations: 90 },
    { size: 256, iterations: 180 },
  ],
  content: { activation_5: 1 },
  style: equal(1),
  pixelLayers: { px1: 1, px2: 1, px4: 1 },
  statistic: 'both',
  normalisation: 'relative',
  alpha: 1,
  beta: 20,
  tv: 3,
  range: 100,
  strength: null,
  styleScale: 1,
  initial: 'noise',
  noise: 0.25,
  seed: 0,
  preserveColour: 'none',
  optimiser: OPTIMISERS['l-bfgs'],
};

/**
 * The formulae that others made known, with their constants. Layers are the extractor's; one level of 256 px, so that
 * they fit where the default fits (the tools themselves work at 400 to 512 px). The constants are for VGG, whose values
 * are in the hundreds: features enter the style cost to the fourth power and the content cost to the second, so on an
 * extractor whose channels are scaled to 1 the raw weights of `gatys` and `neural-style` leave the photo as it is, and
 * `strength` beside the preset is what brings the balance back.
 */
const FORMULA: StyleOptions = {
  ...LIKENESS,
  levels: [{ size: 256, iterations: 500 }],
  pixelLayers: {},
  statistic: 'gram',
  tv: 0,
  range: 0,
};

export const PRESETS: Readonly<Record<Preset, StyleOptions>> = {
  likeness: LIKENESS,
  /** Gatys, Ecker and Bethge 2015: w = 1/5, alpha / beta = 1e-3, from noise. */
  gatys: { ...FORMULA, normalisation: 'gatys', style: equal(1 / 5), alpha: 1, beta: 1000 },
  /** deeplearning.ai's Convolutional Neural Networks, week 4: lambda 0.2 x 5, alpha 10, beta 40, Adam, content + noise. */
  course: {
    ...FORMULA,
    normalisation: 'course',
    style: equal(0.2),
    alpha: 10,
    beta: 40,
    initial: 'content',
    optimiser: { ...OPTIMISERS.adam, learningRate: 0.01, beta2: 0.999, epsilon: 1e-7 },
  },
  /** Johnson's neural-style: content_weight 5, style_weight 100 a layer, tv_weight 1e-3, 1000 iterations of L-BFGS. */
  'neural-style': {
    ...FORMULA,
    normalisation: 'neural-style',
    levels: [{ size: 256, iterations: 1000 }],
    alpha: 5,
    beta: 100,
    tv: 1e-3,
  },
};

/**
 * The options of a preset (`likeness` unless it says otherwise) with the request's own in their place: maps of layers
 * are replaced as a whole. A start from a picture has no noise unless it is asked for.
 * @throws Fault request_invalid with the option and the number.
 */
export function styleOptions({ preset = 'likeness', optimiser, ...wanted }: StyleRequest = {}): StyleOptions {
  const base = PRESETS[preset];
  const given = said(wanted);
  const options: StyleOptions = {
    ...base,
    ...(wanted.initial !== undefined && wanted.initial !== base.initial
      ? { noise: wanted.initial === 'noise' ? LIKENESS.noise : 0 }
      : {}),
    ...given,
    optimiser: optimiserOf(base.optimiser, optimiser),
  };
  check(options);
  return options;
}

function equal(weight: number): Readonly<Record<string, number>> {
  return Object.fromEntries(LAYERS.map((layer) => [layer, weight]));
}

function check(options: StyleOptions): void {
  const { levels, content, style, pixelLayers, alpha, beta, tv, range, strength, optimiser } = options;
  within('alpha', alpha, 0, Number.MAX_VALUE);
  within('beta', beta, 0, Number.MAX_VALUE);
  within('tv', tv, 0, Number.MAX_VALUE);
  within('range', range, 0, Number.MAX_VALUE);
  if (strength !== null) within('strength', strength, 0, 1);
  within('style_scale', options.styleScale, 0.1, 10);
  within('noise', options.noise, 0, 1);
  within('seed', options.seed, 0, 2 ** 32 - 1, true);
  for (const [map, weights] of Object.entries({ content, style, pixel_layers: pixelLayers }))
    for (const [layer, weight] of Object.entries(weights))
      within(`${map}.${layer}`, weight, 0, Number.MAX_VALUE);
  checkLevels(levels, LEAST_SIDE, MOST_SIDE, 'px');
  checkOptimiser(optimiser);
}
