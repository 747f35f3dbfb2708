// The levels of a preset for another size, or another number of iterations.
import { Fault } from '../fault.ts';
import type { Level } from '../jobs/options.ts';
import { LEAST_SIDE, MOST_SIDE } from './size.ts';

/** Of a level above the preset's own, which only refines. */
const FINER_ITERATIONS = 100;

/** A level nearer than half an octave to the next takes its time and leaves nothing to be seen. */
const NEAREST = Math.SQRT1_2;

/**
 * Coarse to fine up to `size`: the levels well below it, doubled above the largest, and one of that size: 128x90 and
 * 256x180 become 128x90, 256x180, 512x100 for 512. One level alone stays one.
 * @throws Fault request_invalid for a size that no level has.
 */
export function levelsUpTo(levels: readonly Level[], size: number): readonly Level[] {
  if (!Number.isInteger(size) || size < LEAST_SIDE || size > MOST_SIDE) {
    const message = `size is ${size}, wants a whole number, ${LEAST_SIDE} to ${MOST_SIDE}.`;
    throw new Fault('request_invalid', message, {
      option: 'size',
      value: size,
      least: LEAST_SIDE,
      most: MOST_SIDE,
    });
  }
  if (levels.length === 1) return [{ ...levels[0], size }];
  const ladder = [...levels];
  for (let side = levels[levels.length - 1].size; side < size; ) {
    side *= 2;
    ladder.push({ size: side, iterations: FINER_ITERATIONS });
  }
  const { iterations } = ladder.find((level) => level.size >= size)!;
  return [...ladder.filter((level) => level.size <= size * NEAREST), { size, iterations }];
}

/** As many iterations in all, in the same proportions; at least one a level. */
export function sharedOut(levels: readonly Level[], iterations: number): readonly Level[] {
  const all = levels.reduce((sum, level) => sum + level.iterations, 0);
  let [done, given] = [0, 0];
  return levels.map((level) => {
    done += level.iterations;
    const upTo = Math.max(given + 1, Math.round((done * iterations) / all));
    const own = upTo - given;
    given = upTo;
    return { ...level, iterations: own };
  });
}
