import type { Calibration } from '../../../functions/core/manifest.ts';

/** Round numbers. */
export const CALIBRATION: Calibration = {
  source: 'made up',
  impostorPairs: 30_000,
  genuinePairs: 1000,
  curve: [
    { distance: 0.5, fmr: 1e-4 },
    { distance: 0.75, fmr: 1e-3 },
    { distance: 1, fmr: 1e-2 },
    { distance: 1.5, fmr: 0.5 },
  ],
  platt: { slope: 8, intercept: -9 },
  verify: { threshold: 0.75, fmr: 1e-3 },
  recognize: { threshold: 0.6, basis: 'made up' },
};
