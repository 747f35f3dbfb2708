// Complete options from a preset and what the caller wants otherwise.
import { Fault } from '../fault.ts';
import type { OptimiserOptions } from '../jobs/options.ts';
import type { StyleOptions } from './options.ts';
import { LEAST_SIDE, MOST_SIDE } from './size.ts';

export type Preset = 'likeness' | 'gatys' | 'course' | 'neural-style';

type OptimiserNumber = 'history' | 'learningRate' | 'beta1' | 'beta2' | 'epsilon' | 'decay';

/** What a caller may say: anything, and nothing of it is needed. `optimiser` may be named without its numbers. */
export type StyleRequest = Partial<Omit<StyleOptions, 'optimiser'>> & {
  readonly preset?: Preset;
  readonly optimiser?: { readonly kind: OptimiserOptions['kind'] } & Partial<Record<OptimiserNumber, number>>;
};

/** The five layers of the project's extractor that play conv1_1 to conv5_1 of VGG. */
const LAYERS = ['activation_1', 'activation_3', 'activation_5', 'mixed0', 'mixed2'] as const;

const OPTIMISERS: { readonly [K in OptimiserOptions['kind']]: OptimiserOptions & { readonly kind: K } } = {
  'gradient-descent': { kind: 'gradient-descent' },
  /** Kingma and Ba 2015, with beta2 for the few hundred steps that a picture takes. */
  adam: { kind: 'adam', learningRate: 0.02, beta1: 0.9, beta2: 0.99, epsilon: 1e-8 },
  'l-bfgs': { kind: 'l-bfgs', history: 20 },
};

/** What may be said of each; the rest is dropped. */
const NUMBERS: Readonly<Record<OptimiserOptions['kind'], readonly string[]>> = {
  'gradient-descent': ['learningRate'],
  adam: ['learningRate', 'beta1', 'beta2', 'epsilon', 'decay'],
  'l-bfgs': ['history'],
};

/** Costs relative to the energy of their targets; beta 20 was chosen by eye among 1 to 100 over nine pairs of pictures. */
const LIKENESS: StyleOptions = {
  extractor: 'inception-v3-mixed2',
  levels: [
    { size: 128, iterations: 150 },
    { size: 256, iterations: 120 },
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
  const given = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
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

function optimiserOf(base: OptimiserOptions, wanted: StyleRequest['optimiser']): OptimiserOptions {
  if (!wanted) return base;
  const start: OptimiserOptions = wanted.kind === base.kind ? base : OPTIMISERS[wanted.kind];
  const known = Object.entries(wanted).filter(
    ([name, value]) => NUMBERS[wanted.kind].includes(name) && value !== undefined,
  );
  return { ...start, ...Object.fromEntries(known) } as OptimiserOptions;
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
  within('styleScale', options.styleScale, 0.1, 10);
  within('noise', options.noise, 0, 1);
  within('seed', options.seed, 0, 2 ** 32 - 1, true);
  for (const [map, weights] of Object.entries({ content, style, pixelLayers }))
    for (const [layer, weight] of Object.entries(weights))
      within(`${map}.${layer}`, weight, 0, Number.MAX_VALUE);
  if (levels.length === 0) refuse('levels', 'is empty', { levels });
  for (const [index, { size, iterations }] of levels.entries()) {
    within(`levels[${index}].size`, size, LEAST_SIDE, MOST_SIDE, true);
    within(`levels[${index}].iterations`, iterations, 1, 100_000, true);
    if (index > 0 && size < levels[index - 1].size)
      refuse('levels', `goes from ${levels[index - 1].size} px down to ${size} px`, { levels });
  }
  for (const [name, value] of Object.entries(optimiser)) {
    if (name === 'kind') continue;
    if (name === 'history') within('optimiser.history', value as number, 1, 100, true);
    else if (name === 'decay') within('optimiser.decay', value as number, 1, 100_000, true);
    else if (name.startsWith('beta')) within(`optimiser.${name}`, value as number, 0, 1 - 2 ** -24);
    else within(`optimiser.${name}`, value as number, Number.MIN_VALUE, 1e6);
  }
}

function within(option: string, value: number, least: number, most: number, whole = false): void {
  if (value >= least && value <= most && (!whole || Number.isInteger(value))) return;
  const bounds = most === Number.MAX_VALUE ? `at least ${least}` : `${least} to ${most}`;
  refuse(option, `is ${value}, wants ${whole ? 'a whole number, ' : ''}${bounds}`, { value, least, most });
}

function refuse(option: string, message: string, facts: Readonly<Record<string, unknown>>): never {
  throw new Fault('request_invalid', `${option} ${message}.`, { option, ...facts });
}
