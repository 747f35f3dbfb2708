// `evaluate verify`: whether two files are of one class, by an encoder of one's own and what its distances mean.
import { probability, squaredDistance, verifyThreshold } from '../../functions/core/faces/verify.ts';
import { openOwnEncoder } from '../own-encoder.ts';
import type { Result } from './result.ts';

export type VerifyOptions = {
  readonly encoder: string;
  /** At most one of them; without either the threshold of the calibration. */
  readonly fmr?: number;
  readonly threshold?: number;
};

/** @throws Fault threshold_unsupported for a rate below what the held-out classes can tell; Error without any. */
export async function verifyFiles(a: string, b: string, options: VerifyOptions): Promise<Result> {
  const { encoder, fmr, threshold } = options;
  if (fmr !== undefined && threshold !== undefined)
    throw new Error('--fmr and --threshold say the same in two ways: one of them is wanted.');
  const { medium, calibration, embed, release } = await openOwnEncoder(encoder);
  try {
    if (calibration === null)
      throw new Error(`${encoder}.json does not say what distances mean: nine held-out classes are needed.`);
    const chosen = verifyThreshold(calibration, { fmr, threshold });
    const distance = squaredDistance(await embed(a), await embed(b));
    const values = {
      ...{ a, b, medium, same: distance <= chosen.threshold, distance, ...chosen },
      probability: probability(calibration, distance),
      calibration: calibration.source,
    };
    return { values, chart: null };
  } finally {
    await release();
  }
}
