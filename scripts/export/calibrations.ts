// What an encoder's distances are taken to mean until they are measured: published-size figures, said to be such.
import type { Calibration } from '../../functions/core/manifest.ts';

/** LFW view 2 has 3000 pairs of each kind. The point at 1e-3 was measured in a study; the others are extrapolated. */
export const MOBILEFACENET: Calibration = {
  source:
    'Not yet measured here: one point of a study on LFW view 2 (FMR 1e-3 at 1.364), the others extrapolated from it.',
  impostorPairs: 3000,
  genuinePairs: 3000,
  curve: [
    { distance: 1.364, fmr: 0.001 },
    { distance: 1.51, fmr: 0.01 },
    { distance: 1.72, fmr: 0.1 },
  ],
  platt: { slope: 10, intercept: -14.5 },
  verify: { threshold: 1.364, fmr: 0.001 },
  recognize: { threshold: 1.05, basis: 'not yet measured' },
};

export const DLIB: Calibration = {
  source:
    'Not yet measured here: one point of a study on LFW view 2 (FMR 1e-3 at 0.149), the others extrapolated from it.',
  impostorPairs: 3000,
  genuinePairs: 3000,
  curve: [
    { distance: 0.149, fmr: 0.001 },
    { distance: 0.18, fmr: 0.01 },
    { distance: 0.23, fmr: 0.1 },
  ],
  platt: { slope: 70, intercept: -12.6 },
  verify: { threshold: 0.149, fmr: 0.001 },
  recognize: { threshold: 0.12, basis: 'not yet measured' },
};
