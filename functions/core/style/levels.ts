// The levels of a preset at another size.
import type { Level } from './options.ts';
import { SIDE_MULTIPLE } from './size.ts';

/** Below this a level shows nothing that the next one would keep. */
const LEAST_SIDE = 32;

/** The last level becomes `size`, the others keep their proportion to it; those that get too small are left out. */
export function scaledLevels(levels: readonly Level[], size: number): readonly Level[] {
  const last = levels[levels.length - 1].size;
  return levels
    .map((level, index) => ({
      ...level,
      size:
        index === levels.length - 1
          ? size
          : Math.round((level.size * size) / last / SIDE_MULTIPLE) * SIDE_MULTIPLE,
    }))
    .filter((level) => level.size >= Math.min(LEAST_SIDE, size));
}
