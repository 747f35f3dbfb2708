// Everything a sound's style transfer is told, complete from what a caller leaves out.
import { checkOptimiser, OPTIMISERS, type OptimiserRequest, optimiserOf } from '../jobs/optimiser-options.ts';
import { checkLevels, within } from '../jobs/option-checks.ts';
import type { JobOptions } from '../jobs/options.ts';
import type { SignalOptions } from '../style/signal-objective.ts';

export type SoundOptions = JobOptions &
  SignalOptions & {
    /** Length of a texture, made without a content; null: as long as the first style. */
    readonly seconds: number | null;
    readonly initial: 'noise' | 'content';
    /** Uniform noise of at most this much, either way, is added to the start; full scale is 1. */
    readonly noise: number;
    /** Of the noise. Unsigned 32 bits. */
    readonly seed: number;
  };

/** A level's size is the rate of its samples, Hz. */
export type SoundRequest = Partial<Omit<SoundOptions, 'optimiser'>> & {
  readonly optimiser?: OptimiserRequest;
};

/** Hz: below, a window has fewer than 16 samples; above, nobody hears the difference. */
export const LEAST_RATE = 1_000;
export const MOST_RATE = 48_000;

/** Of a content, a style or a texture: its features are held at once. */
export const LONGEST_SECONDS = 60;

/** Weights that leave the content's words or melody to be heard; a texture has no content cost. */
export const SOUND_DEFAULTS: SoundOptions = {
  levels: [{ size: 22_050, iterations: 500 }],
  content: { spectrum: 1 },
  style: { spectrum: 1, 'random-2': 1, 'random-8': 1, 'random-32': 1 },
  statistic: 'both',
  alpha: 1,
  beta: 20,
  seconds: null,
  initial: 'noise',
  noise: 0.1,
  seed: 0,
  optimiser: OPTIMISERS['l-bfgs'],
};

/** Maps of layers are replaced as a whole. @throws Fault request_invalid with the option and the number. */
export function soundOptions({ optimiser, ...wanted }: SoundRequest = {}): SoundOptions {
  const given = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
  const options: SoundOptions = {
    ...SOUND_DEFAULTS,
    ...(wanted.initial === 'content' ? { noise: 0 } : {}),
    ...given,
    optimiser: optimiserOf(SOUND_DEFAULTS.optimiser, optimiser),
  };
  const { levels, content, style, alpha, beta, seconds, noise, seed } = options;
  within('alpha', alpha, 0, Number.MAX_VALUE);
  within('beta', beta, 0, Number.MAX_VALUE);
  if (seconds !== null) within('seconds', seconds, 0.1, LONGEST_SECONDS);
  within('noise', noise, 0, 1);
  within('seed', seed, 0, 2 ** 32 - 1, true);
  for (const [map, weights] of Object.entries({ content, style }))
    for (const [layer, weight] of Object.entries(weights))
      within(`${map}.${layer}`, weight, 0, Number.MAX_VALUE);
  checkLevels(levels, LEAST_RATE, MOST_RATE, 'Hz');
  checkOptimiser(options.optimiser);
  return options;
}
