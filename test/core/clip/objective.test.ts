// Frames compared together: what a picture's costs are of them, what they share, and what holds them together.
import { expect, test } from 'vitest';
import { type ClipRequest, clipOptions } from '../../../functions/core/clip/options.ts';
import type { Picture } from '../../../functions/core/image.ts';
import { colourFirst, type FrameInputs, toFramePlanes } from '../../../functions/core/style/frames.ts';
import { openFrames, openObjective } from '../../../functions/core/style/objective.ts';
import { toPlanes } from '../../../functions/core/style/pictures.ts';
import { createNodeRuntime } from '../../../functions/platform/ort-node.ts';
import { featuresOf, patchesOf, statisticOf, sumOfSquares } from '../style/plain.ts';
import { noisePicture, STAND_IN } from '../style/stand-in.ts';

const SEED = Number(process.env.SEED ?? 9);
const deps = { runtime: createNodeRuntime() };
const SIZE = { width: 32, height: 24 };
const COUNT = 3 * SIZE.width * SIZE.height;
const LAYERS = { content: { second: 1 }, style: { first: 1, second: 1 } };
const noise = (seed: number) => noisePicture(32, 24, SEED + seed);
const STYLE = noisePicture(40, 40, SEED + 50);

async function evaluated(inputs: FrameInputs, x: Float32Array, request: ClipRequest = {}) {
  const options = clipOptions({ ...LAYERS, ...request });
  const objective = await openFrames(deps, STAND_IN, options, inputs, 32, options);
  try {
    return { ...(await objective.evaluate(x)), size: objective.size, weights: objective.weights };
  } finally {
    await objective.release();
  }
}

const of = (content: readonly Picture[], more: Partial<FrameInputs> = {}): FrameInputs => ({
  content,
  styles: [{ frames: [STYLE], weight: 1 }],
  ...more,
});

for (const statistic of ['gram', 'covariance', 'both'] as const)
  for (const mask of [undefined, noise(60)])
    test(`a picture as a clip of one frame, or of equal ones, has the picture's loss and gradient: ${statistic}${mask ? ', masked' : ''} (SEED=${SEED})`, async () => {
      const x = toPlanes(noise(1), SIZE);
      const options = clipOptions({ ...LAYERS, statistic });
      const picture = { content: noise(2), styles: [{ picture: STYLE, weight: 1, mask }] };
      const flat = await openObjective(deps, STAND_IN, options, picture, 32);
      const { losses, gradient } = await flat.evaluate(x);
      await flat.release();
      const inputs = (frames: number) =>
        of(
          Array.from({ length: frames }, () => noise(2)),
          { styles: [{ frames: [STYLE], weight: 1, mask }] },
        );
      const one = await evaluated(inputs(1), x, { statistic });
      expect(one.size).toEqual({ ...SIZE, frames: 1 });
      expect(one.losses).toEqual(losses);
      expect(one.gradient).toEqual(gradient);
      const three = await evaluated(inputs(3), repeated(x, 3), { statistic });
      expect(three.losses.temporal).toBe(0);
      expect(relative(three.losses.total, losses.total)).toBeLessThan(1e-5);
      const most = Math.max(...gradient.map(Math.abs));
      const off = three.gradient.map((value, i) => Math.abs(3 * value - gradient[i % COUNT]) / most);
      expect(Math.max(...off)).toBeLessThan(1e-5);
    });

test(`the style is of all frames together: their patches in one statistic (SEED=${SEED})`, async () => {
  const frames = [noise(3), noise(4)];
  const style = [noise(5), noise(6), noise(7)];
  const inputs = of([noise(8), noise(9)], { styles: [{ frames: style, weight: 1 }] });
  const x = toFramePlanes(frames, SIZE);
  const { losses } = await evaluated(inputs, x, { alpha: 0, style: {}, pixelLayers: { px1: 1 } });
  const patches = (pictures: readonly Picture[]) => {
    const each = pictures.map((picture) => {
      const planes = toPlanes(picture, SIZE);
      return patchesOf(featuresOf(planes, 3), SIZE.width, SIZE.height, 1);
    });
    return each[0].map((_, channel) => each.flatMap((rows) => rows[channel]));
  };
  const [found, target] = [statisticOf(patches(frames), 'both'), statisticOf(patches(style), 'both')];
  expect(losses.style.px1 / (sumOfSquares(found, target) / sumOfSquares(target))).toBeCloseTo(1, 3);
});

test('flicker costs where the content is still, and nothing where it moves', async () => {
  const left = (x: number) => x % 32 < 16;
  const content = [noise(10), noise(10)];
  const moving = content[1].data.map((value, i) => (left(i >> 2) ? value : 255 - value));
  const inputs = of([content[0], { ...content[1], data: moving }]);
  const x = repeated(new Float32Array(COUNT).fill(0.5), 2);
  const flat = x.slice();
  for (let i = COUNT; i < 2 * COUNT; i++) x[i] += left(i) ? 0.2 : 0;
  const costs = await evaluated(inputs, x, { temporal: 7, stillness: 0.01 });
  expect(costs.losses.temporal).toBeCloseTo(0.2 ** 2 / 2, 6);
  expect(costs.weights.temporal).toBe(7);
  const without = await evaluated(inputs, x, { temporal: 0 });
  expect(without.losses).not.toHaveProperty('temporal');
  expect(costs.losses.total - without.losses.total).toBeCloseTo((7 * 0.2 ** 2) / 2, 4);
  for (let i = COUNT; i < 2 * COUNT; i++) flat[i] += left(i) ? 0 : 0.2;
  const free = await evaluated(inputs, flat, { temporal: 7, stillness: 0.01 });
  expect(free.losses.temporal).toBeLessThan(1e-3 * 0.2 ** 2);
});

test(`a step along the gradient changes the total as the gradient says (SEED=${SEED})`, async () => {
  const inputs = of([noise(11), noise(12), noise(11)]);
  const options = clipOptions({ ...LAYERS, stillness: 1 });
  const objective = await openFrames(deps, STAND_IN, options, inputs, 32, options);
  const x = toFramePlanes([noise(13), noise(14), noise(15)], SIZE);
  const { gradient } = await objective.evaluate(x);
  const squared = gradient.reduce((sum, value) => sum + value ** 2, 0);
  const step = 1e-3 / Math.sqrt(squared);
  const at = async (by: number) =>
    (await objective.evaluate(x.map((value, i) => value + by * gradient[i]))).losses.total;
  const slope = ((await at(step)) - (await at(-step))) / (2 * step);
  await objective.release();
  expect(slope / squared).toBeCloseTo(1, 2);
});

test("histogram: every frame of the style takes the content's colours, all of its frames' together", async () => {
  const inputs = of([noise(16), noise(17)], { styles: [{ frames: [noise(17), noise(16)], weight: 1 }] });
  const x = toFramePlanes([noise(16), noise(17)], SIZE);
  const { losses } = await evaluated(inputs, x, { preserveColour: 'histogram', pixelLayers: { px1: 1 } });
  expect(losses.style.px1).toBeLessThan(1e-9); // the same pixels in another order of frames
  const planes = Float32Array.from({ length: 24 }, (_, i) => i);
  expect([...colourFirst(planes, 2)].slice(0, 8)).toEqual([0, 1, 2, 3, 12, 13, 14, 15]);
  expect(colourFirst(colourFirst(planes, 2), 2, true)).toEqual(planes);
});

function repeated(x: Float32Array, times: number): Float32Array {
  const all = new Float32Array(times * x.length);
  for (let i = 0; i < times; i++) all.set(x, i * x.length);
  return all;
}

function relative(a: number, b: number): number {
  return Math.abs(a - b) / Math.abs(b);
}
