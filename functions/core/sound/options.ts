// Everything a sound's style transfer is told, complete from what a caller leaves out.
import { OPTIMISERS } from '../jobs/optimiser-options.ts';
import { checkLevels, within } from '../jobs/option-checks.ts';
import { type SignalJobOptions, type SignalRequest, signalOptions } from '../style/signal-options.ts';

/** A level's size is the rate of its samples, Hz; full scale is 1, of the noise too. */
export type SoundOptions = SignalJobOptions & {
  /** Length of a texture, made without a content; null: as long as the first style. */
  readonly seconds: number | null;
};
export type SoundRequest = SignalRequest<SoundOptions>;

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

/** As signalOptions. */
export function soundOptions(request: SoundRequest = {}): SoundOptions {
  const options = signalOptions(SOUND_DEFAULTS, request);
  const { levels, seconds, noise } = options;
  if (seconds !== null) within('seconds', seconds, 0.1, LONGEST_SECONDS);
  within('noise', noise, 0, 1);
  checkLevels(levels, LEAST_RATE, MOST_RATE, 'Hz');
  return options;
}
