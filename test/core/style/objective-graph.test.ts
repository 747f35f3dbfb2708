// The graph's raw costs against plain arithmetic, and its gradient against what the total does.
import { expect, test } from 'vitest';
import { encodeModel } from '../../../functions/core/graph/proto.ts';
import { seeded } from '../../../functions/core/random.ts';
import {
  inputName,
  type ObjectiveShape,
  objectiveGraph,
  targetGraph,
} from '../../../functions/core/style/objective-graph.ts';
import type { Statistic } from '../../../functions/core/style/options.ts';
import { float32, type Tensor } from '../../../functions/core/tensor.ts';
import { runModel } from '../graph/runtime.ts';
import { type Features, featuresOf, patchesOf, statisticOf, sumOfSquares, variationOf } from './plain.ts';
import { STAND_IN, scaled, standInFeatures } from './stand-in.ts';

const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);
const [WIDTH, HEIGHT] = [20, 16];
const LAYERS = ['first', 'second', 'px1', 'px2', 'px4'];

/** Some of it outside 0..1, so that the range cost is not 0. */
function noise(seed: number, width = WIDTH, height = HEIGHT): Float32Array {
  const random = seeded(seed);
  return Float32Array.from({ length: 3 * width * height }, () => random() * 1.4 - 0.2);
}

function shapeWith(statistic: Statistic, regions: number): ObjectiveShape {
  return { width: WIDTH, height: HEIGHT, content: ['second'], style: LAYERS, statistic, regions };
}

/** Features by layer in double precision: the network's as ONNX Runtime gives them, patches from the picture. */
async function features(planes: Float32Array, width: number, height: number) {
  const rows = featuresOf(planes, 3);
  const px2 = patchesOf(rows, width, height, 2);
  return new Map([
    ...(await standInFeatures(planes, { width, height })),
    ['px1', patchesOf(rows, width, height, 1)],
    ['px2', scaled(px2, 'px2')],
    ['px4', patchesOf(rows, width, height, 4)],
  ]);
}

async function targetsOf(planes: Float32Array, width: number, height: number, statistic: Statistic) {
  const graph = targetGraph(STAND_IN, { width, height, content: ['second'], style: LAYERS, statistic });
  return runModel(encodeModel(graph), { picture: float32([1, 3, height, width], planes) });
}

function masksOf(shape: ObjectiveShape, dims: ReturnType<typeof objectiveGraph>['dims'], seed: number) {
  const random = seeded(seed);
  const weights = new Map<string, number[]>();
  const feeds: Record<string, Tensor> = {};
  for (const layer of shape.style)
    for (let region = 0; region < shape.regions; region++) {
      const [, , h, w] = dims.get(layer)!;
      const raw = Array.from({ length: h * w }, () => random());
      const total = raw.reduce((sum, value) => sum + value, 0);
      weights.set(
        `${layer} ${region}`,
        raw.map((value) => value / total),
      );
      const roots = Float32Array.from(raw, (value) => Math.sqrt(value / total));
      feeds[inputName.mask(layer, region)] = float32([1, h * w], roots);
    }
  return { weights, feeds };
}

for (const statistic of ['gram', 'covariance', 'both'] as const)
  for (const regions of [0, 2])
    test(`${statistic}, ${regions} masks: costs are those of plain arithmetic (SEED=${SEED})`, async () => {
      const shape = shapeWith(statistic, regions);
      const { graph, terms, dims } = objectiveGraph(STAND_IN, shape, { gradient: false });
      const [x, style] = [noise(SEED), noise(SEED + 1, 24, 12)];
      const content = noise(SEED + 2);
      const styleTargets = await targetsOf(style, 24, 12, statistic);
      const contentTargets = await targetsOf(content, WIDTH, HEIGHT, statistic);
      const masks = masksOf(shape, dims, SEED + 3);
      const feeds: Record<string, Tensor> = {
        picture: float32([1, 3, HEIGHT, WIDTH], x),
        weights: float32([terms.length], new Float32Array(terms.length).fill(0.5)),
        [inputName.content('second')]: contentTargets[inputName.content('second')],
        ...masks.feeds,
      };
      for (const layer of LAYERS)
        for (let region = 0; region < Math.max(1, regions); region++)
          for (const name of [inputName.second, inputName.mean])
            if (styleTargets[name(layer, 0)]) feeds[name(layer, region)] = styleTargets[name(layer, 0)];
      const { costs, total } = await runModel(encodeModel(graph), feeds);

      const [fx, fs] = [await features(x, WIDTH, HEIGHT), await features(style, 24, 12)];
      const fc = await features(content, WIDTH, HEIGHT);
      const planes = featuresOf(x, 3);
      const { down, right } = variationOf(planes, WIDTH, HEIGHT);
      const outside = planes.flat().map((value) => value - Math.min(1, Math.max(0, value)));
      const distance = (found: Features, target: Features) => ({
        cost: sumOfSquares(found, target),
        energy: sumOfSquares(target),
      });
      const expected = terms.map((term) => {
        if (term.kind === 'content') return distance(fx.get(term.layer)!, fc.get(term.layer)!);
        if (term.kind === 'down') return { cost: down, energy: down };
        if (term.kind === 'right') return { cost: right, energy: right };
        if (term.kind === 'range') return distance([outside], [outside.map(() => 0)]);
        if (term.kind !== 'style') throw new Error(`A picture has no ${term.kind} cost.`);
        const own = term.layer.startsWith('px') ? 'both' : statistic;
        const weights = masks.weights.get(`${term.layer} ${term.region}`);
        const of = (kind: Statistic) =>
          distance(statisticOf(fx.get(term.layer)!, kind, weights), statisticOf(fs.get(term.layer)!, kind));
        const { cost, energy } = of(own);
        return { cost, energy: Math.max(energy, Math.sqrt(energy * of('gram').energy)) };
      });
      // A cost is a difference: float32 rounds the statistics, so what they are bounds the error, not how far apart. What
      // is rounded before a mean is taken off is the feature, mean and all: an error of the Gram matrix's size meets one
      // of the covariance's.
      for (const [i, { cost, energy }] of expected.entries())
        expect(
          Math.abs(Number(costs.data[i]) - cost) / Math.max(cost, energy),
          JSON.stringify(terms[i]),
        ).toBeLessThan(5e-6);
      const sum = expected.reduce((all, { cost }) => all + cost, 0);
      expect(Number(total.data[0]) / (0.5 * sum)).toBeCloseTo(1, 4);
    });

test(`a step along the gradient changes the total as the gradient says (SEED=${SEED})`, async () => {
  const shape = shapeWith('both', 2);
  const { graph, terms, dims } = objectiveGraph(STAND_IN, shape);
  const targets = await targetsOf(noise(SEED + 1), WIDTH, HEIGHT, 'both');
  const feeds: Record<string, Tensor> = {
    weights: float32(
      [terms.length],
      Float32Array.from(terms, (_, i) => 0.2 + (i % 3)),
    ),
    [inputName.content('second')]: targets[inputName.content('second')],
    ...masksOf(shape, dims, SEED + 3).feeds,
  };
  for (const layer of LAYERS)
    for (const region of [0, 1])
      for (const name of [inputName.second, inputName.mean])
        feeds[name(layer, region)] = targets[name(layer, 0)];
  const model = encodeModel(graph);
  const at = async (x: Float32Array) => {
    const { costs, gradient } = await runModel(model, {
      ...feeds,
      picture: float32([1, 3, HEIGHT, WIDTH], x),
    });
    const weights = feeds.weights.data as Float32Array;
    const total = weights.reduce((sum, weight, i) => sum + weight * Number(costs.data[i]), 0);
    return { total, gradient: gradient.data as Float32Array };
  };
  const x = noise(SEED);
  const { gradient } = await at(x);
  const squared = gradient.reduce((sum, value) => sum + value ** 2, 0);
  const step = 2e-3 / Math.sqrt(squared);
  const [ahead, behind] = await Promise.all(
    [step, -step].map((by) => at(x.map((value, i) => value + by * gradient[i]))),
  );
  expect((ahead.total - behind.total) / (2 * step * squared)).toBeCloseTo(1, 2);
});
