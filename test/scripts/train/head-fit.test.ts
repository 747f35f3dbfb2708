// A head's fit against answers known in closed form, against Newton's in double precision, and its gradient against differences.
import { expect, test } from 'vitest';
import { encodeModel } from '../../../functions/core/graph/proto.ts';
import { seeded } from '../../../functions/core/random.ts';
import { float32 } from '../../../functions/core/tensor.ts';
import { createNodeRuntime } from '../../../functions/platform/ort-node.ts';
import { fitPlatt } from '../../../scripts/evaluate/calibration.ts';
import { createFitter, logitsOf, type Samples } from '../../../scripts/train/head-fit.ts';
import { headLossGraph } from '../../../scripts/train/head-loss.ts';
import { doublesOf, evaluate } from '../../core/graph/evaluate.ts';
import { runModel } from '../../core/graph/runtime.ts';

const runtime = createNodeRuntime();

async function fitted(samples: Samples, weights: ArrayLike<number>, ridge = 0) {
  const fitter = await createFitter(runtime, samples);
  try {
    return await fitter.fit(weights, ridge);
  } finally {
    await fitter.release();
  }
}

const logit = (p: number) => Math.log(p / (1 - p));

test('one feature of two values: the slope is the logarithm of the odds ratio', async () => {
  // Of the pairs at 0, 90 of 100 show one person; at 1, 20 of 100.
  const counts = [
    { x: 0, same: true, count: 90 },
    { x: 0, same: false, count: 10 },
    { x: 1, same: true, count: 20 },
    { x: 1, same: false, count: 80 },
  ];
  const rows = counts.flatMap(({ count, ...row }) => Array<typeof row>(count).fill(row));
  const samples = {
    features: Float32Array.from(rows, ({ x }) => x),
    width: 1,
    same: rows.map(({ same }) => same),
  };
  const { slope, intercept } = await fitted(samples, new Float32Array(rows.length).fill(1));
  // Platt's targets stand in place of 1 and 0: 110 pairs are of one person, 90 of two.
  const [high, low] = [111 / 112, 1 / 92];
  const [at0, at1] = [0.9 * high + 0.1 * low, 0.2 * high + 0.8 * low].map(logit);
  expect(intercept).toBeCloseTo(at0, 3);
  expect(slope[0]).toBeCloseTo(at1 - at0, 3);
});

test('on the distance it is what Newton finds in double precision, classes weighed alike', async () => {
  const random = seeded(4);
  const draw = (count: number, middle: number) =>
    Float64Array.from({ length: count }, () => middle + random() + random() - 1).sort();
  const [genuine, impostor] = [draw(60, 0.9), draw(400, 1.5)];
  const { slope, intercept } = fitPlatt([{ name: 'drawn', genuine, impostor }]);
  const found = await fitted(
    {
      features: Float32Array.from([...genuine, ...impostor]),
      width: 1,
      same: [...genuine].map(() => true).concat([...impostor].map(() => false)),
    },
    [...genuine].map(() => 1 / genuine.length).concat([...impostor].map(() => 1 / impostor.length)),
  );
  expect(found.slope[0]).toBeCloseTo(-slope, 2);
  expect(found.intercept).toBeCloseTo(-intercept, 2);
});

/** Pairs whose second feature says everything and whose first says nothing. */
function twoFeatures(count: number): Samples {
  const random = seeded(5);
  const same = Array.from({ length: count }, (_, i) => i % 2 === 0);
  const features = same.flatMap((each) => [random(), (each ? 0 : 0.4) + 0.6 * random()]);
  return { features: Float32Array.from(features), width: 2, same };
}

test('a stronger ridge pulls the slopes towards each other, and rows without weight say nothing', async () => {
  const samples = twoFeatures(200);
  const ones = new Float32Array(200).fill(1);
  const apart = await Promise.all(
    [0, 0.1, 1, 100].map(async (ridge) => {
      const { slope } = await fitted(samples, ones, ridge);
      return Math.abs(slope[0] - slope[1]);
    }),
  );
  expect(apart).toEqual([...apart].sort((a, b) => b - a));
  expect(apart[0]).toBeGreaterThan(5);
  expect(apart[3]).toBeLessThan(0.05);

  const half = new Float32Array(200).fill(1, 0, 100);
  const alone = { ...samples, features: samples.features.slice(0, 200), same: samples.same.slice(0, 100) };
  const [part, whole] = [await fitted(samples, half, 0.1), await fitted(alone, ones.subarray(0, 100), 0.1)];
  // The ridge is in units of the deviation of all features, which differs a little between the two.
  expect(part.slope[1] / whole.slope[1]).toBeCloseTo(1, 1);
});

test('classes that lie apart still give finite slopes', async () => {
  const samples = { features: Float32Array.of(0, 0.1, 1, 1.1), width: 1, same: [true, true, false, false] };
  const found = await fitted(samples, [1, 1, 1, 1]);
  expect(Number.isFinite(found.slope[0]) && found.slope[0] < 0).toBe(true);
  const logits = logitsOf(samples, found);
  expect([...logits].map((each) => each > 0)).toEqual(samples.same);
});

test('a class without a pair is refused with the counts', async () => {
  const samples = { features: Float32Array.of(0, 1), width: 1, same: [true, false] };
  await expect(fitted(samples, [1, 0])).rejects.toThrow('1 pairs of one person and 0 of two');
});

test('the gradient of the loss is that of its differences, ridge and all', async () => {
  const [rows, width, step] = [5, 3, 1e-5];
  const random = seeded(6);
  const draw = (...dims: number[]) =>
    float32(
      dims,
      Float32Array.from({ length: dims.reduce((a, b) => a * b, 1) }, () => random() - 0.3),
    );
  const feeds = {
    ...{ x: draw(rows, width), target: draw(rows, 1), weight: draw(rows, 1), ridge: draw() },
    ...{ slope: draw(width, 1), intercept: draw(1) },
  };
  const graph = headLossGraph(rows, width);
  const computed = await runModel(encodeModel(graph), feeds);
  const doubles = Object.fromEntries(Object.entries(feeds).map(([name, value]) => [name, doublesOf(value)]));
  for (const name of ['slope', 'intercept'] as const) {
    for (const i of feeds[name].data.keys()) {
      const [above, below] = [step, -step].map((by) => {
        const data = doubles[name].data.slice();
        data[i] += by;
        return evaluate(graph, { ...doubles, [name]: { ...doubles[name], data } }).get('loss')!.data[0];
      });
      expect(Number(computed[`d_${name}`].data[i])).toBeCloseTo((above - below) / (2 * step), 5);
    }
  }
});
