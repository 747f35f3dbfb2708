// The objective on a small network: formulae, blends, masks, strength, colours, and what is refused.
import { expect, test } from 'vitest';
import { openObjective, shapeOf } from '../../../functions/core/style/objective.ts';
import type { StyleOptions } from '../../../functions/core/style/options.ts';
import { type StyleInputs, toPlanes } from '../../../functions/core/style/pictures.ts';
import { PRESETS, type StyleRequest, styleOptions } from '../../../functions/core/style/presets.ts';
import { sizeFor } from '../../../functions/core/style/size.ts';
import { balance } from '../../../functions/core/style/strength.ts';
import { createNodeRuntime } from '../../../functions/platform/ort-node.ts';
import { type Features, featuresOf, patchesOf, statisticOf, sumOfSquares, variationOf } from './plain.ts';
import { noisePicture, pictureOf, STAND_IN, standInFeatures } from './stand-in.ts';

const deps = { runtime: createNodeRuntime() };
const LAYERS = { content: { second: 1 }, style: { first: 1, second: 1 } };
const [CONTENT, STYLE, OTHER] = [noisePicture(32, 24, 1), noisePicture(40, 40, 2), noisePicture(20, 40, 3)];
const INPUTS = { content: CONTENT, styles: [{ picture: STYLE, weight: 1 }] };
const START = toPlanes(noisePicture(32, 24, 4), { width: 32, height: 24 });

async function evaluated(
  request: StyleRequest,
  inputs: StyleInputs = INPUTS,
  x?: Float32Array,
  longSide = 32,
) {
  const objective = await openObjective(
    deps,
    STAND_IN,
    styleOptions({ ...LAYERS, ...request }),
    inputs,
    longSide,
  );
  try {
    const { width, height } = objective.size;
    const at = x ?? toPlanes(noisePicture(32, 24, 4), { width, height });
    return {
      ...(await objective.evaluate(at)),
      weights: objective.weights,
      width,
      height,
      macs: objective.macs,
    };
  } finally {
    await objective.release();
  }
}

test('the content costs nothing where x is the content, the style where x is the style', async () => {
  const here = toPlanes(CONTENT, { width: 32, height: 24 });
  const { losses, width, height, macs, gradient } = await evaluated({}, INPUTS, here);
  expect([width, height]).toEqual([32, 24]);
  expect(losses.content.second).toBe(0);
  expect(losses.style.first).toBeGreaterThan(1e-4);
  expect(gradient).toHaveLength(3 * 32 * 24);
  expect(macs).toBeGreaterThan(0);
  const same = { content: CONTENT, styles: [{ picture: CONTENT, weight: 1 }] };
  const { losses: none } = await evaluated({}, same, here);
  for (const cost of Object.values(none.style)) expect(cost).toBeLessThan(1e-10);
});

test('the total is the sum of the raw costs times their weights', async () => {
  const { losses, weights } = await evaluated({ beta: 7, alpha: 3, content: { second: 2 }, tv: 5 });
  const x = START.map((value) => value * 1.5 - 0.2);
  const far = (await evaluated({ beta: 7, alpha: 3, content: { second: 2 }, tv: 5 }, INPUTS, x)).losses;
  expect(weights).toEqual({
    content: { second: 6 },
    style: { first: 7, second: 7, px1: 7, px2: 7, px4: 7 },
    tv: 5,
    range: 100,
  });
  for (const { total, content, style, tv, range } of [losses, far]) {
    const styles = Object.values(style).reduce((sum, value) => sum + value, 0);
    expect(total).toBeCloseTo(6 * content.second + 7 * styles + 5 * tv + 100 * range, 5);
  }
  expect(losses.range).toBe(0);
  const outside = [...x].map((value) => value - Math.min(1, Math.max(0, value)));
  expect(far.range).toBeCloseTo(outside.reduce((sum, value) => sum + value ** 2, 0) / x.length, 7);
});

test('relative: pixel layers cost the distance of covariance and mean over their energy', async () => {
  const { losses } = await evaluated({ alpha: 0, style: {}, pixelLayers: { px1: 1 } });
  const size = { width: 32, height: 32 };
  const found = statisticOf(patchesOf(featuresOf(START, 3), 32, 24, 1), 'both');
  const target = statisticOf(patchesOf(featuresOf(toPlanes(STYLE, size), 3), 32, 32, 1), 'both');
  expect(losses.style.px1 / (sumOfSquares(found, target) / sumOfSquares(target))).toBeCloseTo(1, 3);
  const { down, right } = variationOf(featuresOf(START, 3), 32, 24);
  expect(losses.tv).toBeCloseTo(down / (3 * 32 * 23) + right / (3 * 31 * 24), 6);
});

/** What one formula's costs are of another's: both see the same sums of squares. */
test('gatys, course and neural-style have their own factors of the same sums', async () => {
  const of = async (preset: StyleRequest['preset'], more: StyleRequest = {}) =>
    (await evaluated({ preset, ...more, noise: 0 })).losses;
  const [gatys, course, johnson] = await Promise.all([of('gatys'), of('course'), of('neural-style')]);
  const count = 6 * 16 * 12; // channels x positions of the content layer
  expect(course.content.second / gatys.content.second).toBeCloseTo(2 / (4 * count), 9);
  expect(johnson.content.second / gatys.content.second).toBeCloseTo(2 / count, 9);
  expect(course.style).toEqual(gatys.style);
  expect(johnson.style.first / gatys.style.first).toBeCloseTo(4 / 4 ** 2, 6);
  expect(johnson.style.second / gatys.style.second).toBeCloseTo(4 / 6 ** 2, 6);
  const { down, right } = variationOf(featuresOf(START, 3), 32, 24);
  expect(johnson.tv / ((255 ** 2 / 2) * (down + right))).toBeCloseTo(1, 5);
});

test("Gatys' style cost is his equation 4 where both pictures have one size", async () => {
  const style = noisePicture(32, 24, 9);
  const inputs = { ...INPUTS, styles: [{ picture: style, weight: 1 }] };
  const { losses } = await evaluated({ preset: 'gatys' }, inputs);
  const size = { width: 32, height: 24 };
  const [x, a] = [await standInFeatures(START, size), await standInFeatures(toPlanes(style, size), size)];
  for (const layer of ['first', 'second']) {
    const [channels, positions] = [x.get(layer)!.length, x.get(layer)![0].length];
    const product = (features: Features) =>
      statisticOf(features, 'gram').map((row) => row.map((value) => value * positions));
    const squared = sumOfSquares(product(x.get(layer)!), product(a.get(layer)!));
    expect(losses.style[layer] / (squared / (4 * channels ** 2 * positions ** 2))).toBeCloseTo(1, 3);
  }
});

test('several styles are one target, blended by their weights', async () => {
  const both = {
    content: CONTENT,
    styles: [
      { picture: STYLE, weight: 3 },
      { picture: OTHER, weight: 1 },
    ],
  };
  const { losses } = await evaluated({ style: {}, pixelLayers: { px1: 1 } }, both);
  const statistic = (picture: typeof STYLE, width: number, height: number) =>
    statisticOf(patchesOf(featuresOf(toPlanes(picture, { width, height }), 3), width, height, 1), 'both');
  const [a, b] = [statistic(STYLE, 32, 32), statistic(OTHER, 16, 32)];
  const target = a.map((row, j) => row.map((value, k) => 0.75 * value + 0.25 * b[j][k]));
  const found = statisticOf(patchesOf(featuresOf(START, 3), 32, 24, 1), 'both');
  expect(losses.style.px1 / (sumOfSquares(found, target) / sumOfSquares(target))).toBeCloseTo(1, 3);
});

test('a style of weight 0 is as if it were not there', async () => {
  const more = { ...INPUTS, styles: [...INPUTS.styles, { picture: OTHER, weight: 0 }] };
  expect((await evaluated({}, more)).losses).toEqual((await evaluated({})).losses);
});

test('masks: each style is asked of its own part of the picture', async () => {
  const left = pictureOf(16, 12, (x) => (x < 8 ? [1, 1, 1] : [0, 0, 0]));
  const [dark, bright] = [pictureOf(32, 24, () => [0.1, 0.1, 0.1]), pictureOf(32, 24, () => [0.9, 0.9, 0.9])];
  const split = toPlanes(
    pictureOf(32, 24, (x) => (x < 16 ? [0.1, 0.1, 0.1] : [0.9, 0.9, 0.9])),
    { width: 32, height: 24 },
  );
  const request = { style: {}, pixelLayers: { px1: 1 } } as const;
  const cost = async (inputs: StyleInputs) => (await evaluated(request, inputs, split)).losses.style.px1;
  const styles = (first: typeof dark, second: typeof dark) => ({
    content: CONTENT,
    styles: [
      { picture: first, weight: 1, mask: left },
      { picture: second, weight: 1 },
    ],
  });
  const [fits, reversed] = [await cost(styles(dark, bright)), await cost(styles(bright, dark))];
  expect(fits).toBeLessThan(0.02 * reversed);
  // A gradient of the masked left half does not reach far into the right one.
  const alone = { content: CONTENT, styles: [{ picture: bright, weight: 1, mask: left }] };
  const { gradient } = await evaluated({ ...request, alpha: 0, tv: 0 }, alone, split);
  const size = (from: number, to: number) => {
    let sum = 0;
    for (let y = 0; y < 24; y++) for (let x = from; x < to; x++) sum += Math.abs(gradient[y * 32 + x]);
    return sum;
  };
  expect(size(20, 32)).toBe(0);
  expect(size(0, 12)).toBeGreaterThan(0);
});

test('a white mask is the same as none', async () => {
  const white = pictureOf(8, 8, () => [1, 1, 1]);
  const masked = { content: CONTENT, styles: [{ picture: STYLE, weight: 1, mask: white }] };
  const [plain, whole] = [await evaluated({}), await evaluated({}, masked)];
  for (const [layer, cost] of Object.entries(plain.losses.style))
    expect(whole.losses.style[layer] / cost).toBeCloseTo(1, 3);
  expect(whole.losses.total / plain.losses.total).toBeCloseTo(1, 4);
});

test('style scale changes the size at which the style is seen', async () => {
  const stripes = pictureOf(64, 64, (x) => (x % 4 < 2 ? [0, 0, 0] : [1, 1, 1]));
  const inputs = { content: CONTENT, styles: [{ picture: stripes, weight: 1 }] };
  const fine = toPlanes(
    pictureOf(32, 24, (x) => [x % 2, x % 2, x % 2]),
    { width: 32, height: 24 },
  );
  const coarse = toPlanes(
    pictureOf(32, 24, (x) => (x % 4 < 2 ? [0, 0, 0] : [1, 1, 1])),
    { width: 32, height: 24 },
  );
  const cost = async (styleScale: number, x: Float32Array) =>
    (await evaluated({ styleScale, style: {}, pixelLayers: { px1: 1 } }, inputs, x)).losses.style.px1;
  expect(await cost(2, coarse)).toBeLessThan(0.1 * (await cost(2, fine)));
  expect(await cost(1, fine)).toBeLessThan(await cost(1, coarse));
});

test('without a content there is no content cost, and the style gives the shape', async () => {
  const { losses, width, height } = await evaluated({}, { styles: [{ picture: OTHER, weight: 1 }] });
  expect(losses.content).toEqual({});
  expect([width, height]).toEqual([16, 32]);
});

test('histogram: the targets are of style pictures with the colours of the content', async () => {
  const grey = pictureOf(32, 24, (x, y) => [(x + y) / 60, (x + y) / 60, (x + y) / 60]);
  const red = pictureOf(32, 24, (x, y) => [1, ((x + y) / 60) ** 2, 0]);
  const inputs = { content: grey, styles: [{ picture: red, weight: 1 }] };
  const here = toPlanes(grey, { width: 32, height: 24 });
  const request = { style: {}, pixelLayers: { px4: 1 } } as const;
  const cost = async (preserveColour: StyleOptions['preserveColour']) =>
    (await evaluated({ ...request, preserveColour }, inputs, here)).losses.style.px4;
  expect(await cost('histogram')).toBeLessThan(0.3 * (await cost('none')));
});

test('strength: at 0.25 the energies of style and content are 160 / 3 : 1, in every formula at every size', async () => {
  for (const preset of ['likeness', 'gatys', 'course', 'neural-style'] as const)
    for (const longSide of [32, 64]) {
      const x = toPlanes(noisePicture(64, 48, 11), sizeFor(CONTENT, longSide));
      const request = { preset, strength: 0.25 };
      const own = await evaluated(request, INPUTS, x, longSide);
      const relative = await evaluated({ ...request, normalisation: 'relative' }, INPUTS, x, longSide);
      // A relative cost is the sum over the energy, so this ratio is what the formula makes of the energy.
      const weighted = (kind: 'content' | 'style') =>
        Object.entries(own.losses[kind]).reduce(
          (sum, [layer, cost]) => sum + own.weights[kind][layer] * (cost / relative.losses[kind][layer]),
          0,
        );
      expect(weighted('style') / weighted('content') / (160 / 3)).toBeCloseTo(1, 4);
    }
});

test('strength: its mapping, and its ends', () => {
  const { alpha, beta } = PRESETS.likeness;
  const eight = { content: 1, style: 8 };
  expect(balance({ alpha, beta, strength: null }, eight)).toEqual({ alpha: 1, beta: 20 });
  expect(balance({ alpha, beta: 3, strength: 0.5 }, eight)).toEqual({ alpha: 1, beta: 20 });
  expect(balance({ alpha, beta, strength: 0.25 }, eight).beta).toBeCloseTo(20 / 3, 9);
  expect(balance({ alpha, beta, strength: 0 }, eight)).toEqual({ alpha: 1, beta: 0 });
  expect(balance({ alpha, beta, strength: 1 }, eight)).toEqual({ alpha: 0, beta: 20 });
  const size = { width: 32, height: 24 };
  const shape = (strength: number) => shapeOf(styleOptions({ ...LAYERS, strength }), INPUTS, size);
  expect(shape(0).style).toEqual([]);
  expect(shape(1).content).toEqual([]);
});

test('the same evaluation gives the same bytes', async () => {
  const [first, second] = [await evaluated({}), await evaluated({})];
  expect(second.gradient).toEqual(first.gradient);
  expect(second.losses).toEqual(first.losses);
});

test('a black picture is a style like any other', async () => {
  const black = { ...INPUTS, styles: [{ picture: pictureOf(32, 32, () => [0, 0, 0]), weight: 1 }] };
  const { losses, gradient } = await evaluated({}, black);
  expect(Number.isFinite(losses.total)).toBe(true);
  expect(gradient.every(Number.isFinite)).toBe(true);
});

const REFUSED: readonly (readonly [string, StyleRequest, StyleInputs, string])[] = [
  ['no style', {}, { content: CONTENT, styles: [] }, 'None of 0 styles has a weight above 0.'],
  ['no picture', {}, { styles: [] }, 'There is no style picture.'],
  ['no weight', { alpha: 0, beta: 0 }, INPUTS, 'No content layer and no style layer has a weight above 0.'],
  ...[1e308, 5e-324, -1, NaN].map(
    (weight) =>
      [
        `a weight of ${weight}`,
        {},
        { content: CONTENT, styles: [1, weight].map((each) => ({ picture: STYLE, weight: each })) },
        `The weight of style 1 is ${weight}, wants 0, or 0.000001 to 1000000.`,
      ] as const,
  ),
  [
    'black masks',
    {},
    { content: CONTENT, styles: [{ picture: STYLE, weight: 1, mask: pictureOf(4, 4, () => [0, 0, 0]) }] },
    'All 1 masks are black.',
  ],
];

for (const [what, request, inputs, message] of REFUSED)
  test(`refused: ${what}`, async () => {
    await expect(evaluated(request, inputs)).rejects.toMatchObject({ code: 'request_invalid', message });
  });
