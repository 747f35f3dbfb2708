// How large the result is: the longer side as asked for, the other as the picture's shape wants it.
import type { Size } from './resample.ts';

/** The coarsest pixel layer averages 4 x 4: sides that 4 divides leave no pixel out of it. */
export const SIDE_MULTIPLE = 4;

/** What a level's longer side may be, pixels. */
export const LEAST_SIDE = 32;
export const MOST_SIDE = 8192;

/** The longer side is `longSide`, the shorter the nearest multiple of `multiple` (at least one) to the same aspect. */
export function sizeFor({ width, height }: Size, longSide: number, multiple = SIDE_MULTIPLE): Size {
  const short = (longSide * Math.min(width, height)) / Math.max(width, height);
  const rounded = Math.min(longSide, Math.max(1, Math.round(short / multiple)) * multiple);
  return width >= height ? { width: longSide, height: rounded } : { width: rounded, height: longSide };
}
