// How far a result is from its style.
import type { Losses } from '../../functions/core/jobs/objective.ts';

/** The mean over the style's layers: 0 is the style's statistics, 1 as far from them as nothing at all. */
export function gramError({ style }: Losses): number {
  const errors = Object.values(style as Readonly<Record<string, number>>);
  return errors.reduce((sum, error) => sum + error, 0) / errors.length;
}
