import { expect, test } from 'vitest';
import type { Level } from '../../../functions/core/jobs/options.ts';
import { levelsUpTo, sharedOut } from '../../../functions/core/style/levels.ts';
import { PRESETS, styleOptions } from '../../../functions/core/style/presets.ts';

const text = (levels: readonly Level[]) =>
  levels.map(({ size, iterations }) => `${size}x${iterations}`).join(',');
const { levels } = PRESETS.likeness;

test('a size is reached coarse to fine, and no level is close below the last', () => {
  for (const [size, wanted] of [
    [64, '64x90'],
    [128, '128x90'],
    [180, '180x180'],
    [200, '128x90,200x180'],
    [256, '128x90,256x180'],
    [300, '128x90,300x100'],
    [512, '128x90,256x180,512x100'],
    [1024, '128x90,256x180,512x100,1024x100'],
  ] as const)
    expect(text(levelsUpTo(levels, size))).toBe(wanted);
});

test('every size that options take gives options, every other one is refused with the bounds', () => {
  for (const { levels } of Object.values(PRESETS))
    for (const size of [32, 33, 500, 8192])
      expect(styleOptions({ levels: levelsUpTo(levels, size) }).levels.at(-1)?.size).toBe(size);
  for (const size of [0, 31, 64.5, 8193, Number.NaN, Number.POSITIVE_INFINITY])
    expect(() => levelsUpTo(levels, size)).toThrow(`size is ${size}, wants a whole number, 32 to 8192.`);
});

test('a formula of one level keeps one level and its iterations', () => {
  expect(text(levelsUpTo(PRESETS.gatys.levels, 512))).toBe('512x500');
});

test('iterations are shared out in the proportion of the levels', () => {
  expect(text(sharedOut(levels, 540))).toBe('128x180,256x360');
  expect(text(sharedOut(levels, 9))).toBe('128x3,256x6');
  expect(text(sharedOut(levels, 1))).toBe('128x1,256x1');
});
