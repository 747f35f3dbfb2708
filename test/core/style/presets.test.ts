// Options: the presets' constants, what a request changes, and what is refused.
import { expect, test } from 'vitest';
import { PRESETS, type StyleRequest, styleOptions } from '../../../functions/core/style/presets.ts';

test('the default is the recipe: 128 px x 90, 256 px x 180, beta 20, both statistics, L-BFGS of 10', () => {
  const options = styleOptions();
  expect(options).toEqual(PRESETS.likeness);
  expect(options.levels).toEqual([
    { size: 128, iterations: 90 },
    { size: 256, iterations: 180 },
  ]);
  expect(options).toMatchObject({
    content: { activation_5: 1 },
    style: { activation_1: 1, activation_3: 1, activation_5: 1, mixed0: 1, mixed2: 1 },
    pixelLayers: { px1: 1, px2: 1, px4: 1 },
    statistic: 'both',
    normalisation: 'relative',
    alpha: 1,
    beta: 20,
    tv: 3,
    range: 100,
    strength: null,
    initial: 'noise',
    noise: 0.25,
    optimiser: { kind: 'l-bfgs', history: 10 },
  });
});

test('the known formulae have their constants and the Gram matrix alone', () => {
  const fifth = { activation_1: 0.2, activation_3: 0.2, activation_5: 0.2, mixed0: 0.2, mixed2: 0.2 };
  const common = { statistic: 'gram', pixelLayers: {}, range: 0, strength: null };
  expect(PRESETS.gatys).toMatchObject({
    ...common,
    normalisation: 'gatys',
    alpha: 1,
    beta: 1000,
    style: fifth,
  });
  expect(PRESETS.course).toMatchObject({
    ...common,
    normalisation: 'course',
    alpha: 10,
    beta: 40,
    style: fifth,
    initial: 'content',
    noise: 0.25,
    optimiser: { kind: 'adam', learningRate: 0.01 },
  });
  expect(PRESETS['neural-style']).toMatchObject({
    ...common,
    normalisation: 'neural-style',
    alpha: 5,
    beta: 100,
    tv: 1e-3,
    style: { activation_1: 1, activation_3: 1, activation_5: 1, mixed0: 1, mixed2: 1 },
  });
});

test("a request's own options replace the preset's; an undefined one does not", () => {
  const options = styleOptions({ preset: 'gatys', beta: 5, content: { mixed0: 2 }, alpha: undefined });
  expect(options).toEqual({ ...PRESETS.gatys, beta: 5, content: { mixed0: 2 } });
  expect(options).not.toHaveProperty('preset');
});

test('a start from a picture has no noise unless it is asked for', () => {
  expect(styleOptions({ initial: 'content' }).noise).toBe(0);
  expect(styleOptions({ initial: 'content', noise: 0.1 }).noise).toBe(0.1);
  expect(styleOptions({ preset: 'course' }).noise).toBe(0.25);
  expect(styleOptions({ preset: 'course', initial: 'noise' }).noise).toBe(0.25);
});

test('an optimiser may be named without its numbers', () => {
  expect(styleOptions({ optimiser: { kind: 'l-bfgs', history: 5 } }).optimiser).toEqual({
    kind: 'l-bfgs',
    history: 5,
  });
  expect(styleOptions({ optimiser: { kind: 'adam' } }).optimiser).toMatchObject({ kind: 'adam', beta1: 0.9 });
  expect(styleOptions({ preset: 'course', optimiser: { kind: 'adam', beta1: 0.5 } }).optimiser).toMatchObject(
    {
      learningRate: 0.01,
      beta1: 0.5,
    },
  );
  const steps = { kind: 'gradient-descent', history: 3, learningRate: 0.1 } as const;
  expect(styleOptions({ optimiser: steps }).optimiser).toEqual({
    kind: 'gradient-descent',
    learningRate: 0.1,
  });
});

test('options are plain JSON', () => {
  for (const options of Object.values(PRESETS)) expect(JSON.parse(JSON.stringify(options))).toEqual(options);
});

const REFUSED: readonly (readonly [StyleRequest, string])[] = [
  [{ alpha: -1 }, 'alpha is -1, wants at least 0.'],
  [{ beta: Number.NaN }, 'beta is NaN, wants at least 0.'],
  [{ strength: 1.5 }, 'strength is 1.5, wants 0 to 1.'],
  [{ seed: 0.5 }, 'seed is 0.5, wants a whole number, 0 to 4294967295.'],
  [{ style: { mixed0: -2 } }, 'style.mixed0 is -2, wants at least 0.'],
  [{ levels: [] }, 'levels is empty.'],
  [{ levels: [{ size: 8, iterations: 1 }] }, 'levels[0].size is 8, wants a whole number, 32 to 8192.'],
  [
    {
      levels: [
        { size: 256, iterations: 1 },
        { size: 128, iterations: 1 },
      ],
    },
    'levels goes from 256 px down to 128 px.',
  ],
  [{ optimiser: { kind: 'l-bfgs', history: 0 } }, 'optimiser.history is 0, wants a whole number, 1 to 100.'],
  [{ optimiser: { kind: 'adam', learningRate: 0 } }, 'optimiser.learningRate is 0, wants 5e-324 to 1000000.'],
];

for (const [request, message] of REFUSED)
  test(`refused: ${message}`, () => {
    expect(() => styleOptions(request)).toThrow(
      expect.objectContaining({ code: 'request_invalid', message }),
    );
  });
