// Everything a volume's style transfer is told, complete from what a caller leaves out.
import { OPTIMISERS } from '../jobs/optimiser-options.ts';
import { checkLevels, within } from '../jobs/option-checks.ts';
import type { Level } from '../jobs/options.ts';
import { type SignalJobOptions, type SignalRequest, signalOptions } from '../style/signal-options.ts';

/** A level's size is the longest side, in voxels; noise is in standard deviations of the volume. */
export type VolumeOptions = SignalJobOptions;
export type VolumeRequest = SignalRequest<VolumeOptions>;

/** Voxels. */
export const LEAST_SIDE = 8;
export const MOST_SIDE = 512;

export const VOLUME_DEFAULTS: VolumeOptions = {
  levels: [
    { size: 32, iterations: 100 },
    { size: 64, iterations: 150 },
  ],
  content: { 'random-10': 1 },
  style: { voxels: 1, 'random-5': 1, 'random-10': 1, 'random-20': 1 },
  statistic: 'both',
  alpha: 1,
  beta: 20,
  initial: 'noise',
  noise: 1,
  seed: 0,
  optimiser: OPTIMISERS['l-bfgs'],
};

/** As signalOptions. */
export function volumeOptions(request: VolumeRequest = {}): VolumeOptions {
  const options = signalOptions(VOLUME_DEFAULTS, request);
  within('noise', options.noise, 0, 10);
  checkLevels(options.levels, LEAST_SIDE, MOST_SIDE, 'voxels');
  return options;
}

/** Coarse to fine up to `size`: the levels well below it, and one of that size with the iterations of the last. */
export function volumeLevels(
  size: number,
  levels: readonly Level[] = VOLUME_DEFAULTS.levels,
): readonly Level[] {
  const { iterations } = levels[levels.length - 1];
  return [...levels.filter((level) => level.size <= size * Math.SQRT1_2), { size, iterations }];
}
