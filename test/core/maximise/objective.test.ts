// The objective of a maximisation on a small network: its gradient, its picture, its shifts, and dead units.
import { expect, test } from 'vitest';
import { type Graph, graphBuilder, type Value } from '../../../functions/core/graph/graph.ts';
import type { Objective } from '../../../functions/core/jobs/objective.ts';
import type { ExtractorEntry } from '../../../functions/core/manifest.ts';
import { checkUnit, probeForLife } from '../../../functions/core/maximise/dead.ts';
import { maximiseKind } from '../../../functions/core/maximise/kind.ts';
import { openObjective, shiftAt } from '../../../functions/core/maximise/objective.ts';
import { type MaximiseRequest, maximiseOptions } from '../../../functions/core/maximise/options.ts';
import { numbersOf, planesOf, resized } from '../../../functions/core/maximise/parametrisation.ts';
import { seeded } from '../../../functions/core/random.ts';
import { toPlanes } from '../../../functions/core/style/pictures.ts';
import { float32, sizeOf } from '../../../functions/core/tensor.ts';
import { createNodeRuntime } from '../../../functions/platform/ort-node.ts';
import { picture } from '../../fakes/styles.ts';
import { noisePicture } from '../style/stand-in.ts';

const deps = { runtime: createNodeRuntime() };
const SIZE = { width: 36, height: 24 };
const KINDS = ['pixel', 'decorrelated'] as const;

const ENTRY = {
  id: 'made',
  kind: 'extractor',
  feed: { order: 'bgr', range: 1, mean: [0.4, 0.5, 0.6], std: [0.5, 1, 2], pad: 2, padMode: 'reflect' },
  scales: { joined: [1, 2, 0.5, 1, 4, 1, 1, 1] },
} as unknown as ExtractorEntry;

/** Two branches of rectified convolutions, side by side, and a product that is nowhere but 0. */
function network(): Graph {
  const builder = graphBuilder('made');
  const input = builder.input('input', [1, 3, SIZE.height, SIZE.width]);
  const branch = (units: number, seed: number, bias: number): Value => {
    const random = seeded(seed);
    const dims = [units, 3, 3, 3];
    const weights = Float32Array.from({ length: sizeOf(dims) }, () => random() - 0.5);
    const kernel = builder.constant(float32(dims, weights));
    const offsets = builder.constant(float32([units], new Float32Array(units).fill(bias)));
    return builder.op('Relu', [builder.op('Conv', [input, kernel, offsets])]);
  };
  const joined = builder.op('Concat', [branch(5, 1, 0.1), branch(3, 2, -0.4)], { axis: 1 }, 'joined');
  builder.output(joined);
  const high = builder.op('Relu', [builder.op('Sub', [joined, builder.scalar(1e6)])]);
  builder.output(builder.op('Mul', [high, joined], {}, 'never'));
  return builder.build();
}

const NETWORK = network();

async function opened(request: Partial<MaximiseRequest>): Promise<Objective> {
  const options = maximiseOptions({ network: 'made', layer: 'joined', ...request });
  return openObjective(deps, ENTRY, NETWORK, options, SIZE);
}

function randomNumbers(seed: number): Float32Array {
  const random = seeded(seed);
  return Float32Array.from({ length: 3 * SIZE.width * SIZE.height }, () => 2 * (random() - 0.5));
}

for (const parametrisation of KINDS)
  for (const goal of [
    { target: 'unit', unit: 6 },
    { target: 'channel', unit: 3 },
    { target: 'layer' },
  ] as const)
    test(`the gradient of ${goal.target} in ${parametrisation} is the slope of the total, shifted too`, async () => {
      const objective = await opened({ parametrisation, ...goal, tv: 0.3, l2: 0.2, jitter: 5 });
      const x = randomNumbers(1);
      for (const evaluation of [0, 9]) {
        const { gradient } = await objective.evaluate(x, evaluation);
        const along = Float64Array.from(gradient, (value) => value / Math.hypot(...gradient));
        const total = async (step: number) =>
          (
            await objective.evaluate(
              x.map((value, i) => value + step * along[i]),
              evaluation,
            )
          ).losses.total;
        const slope = ((await total(0.02)) - (await total(-0.02))) / 0.04;
        const wanted = Math.hypot(...gradient);
        expect(wanted).toBeGreaterThan(1e-3);
        expect(Math.abs(slope - wanted) / wanted).toBeLessThan(0.03);
      }
      await objective.release();
    });

for (const parametrisation of KINDS) {
  test(`what the network sees of ${parametrisation} numbers is the picture that is handed out`, async () => {
    const objective = await opened({ parametrisation, target: 'layer', jitter: 0 });
    const x = randomNumbers(2);
    const planes = planesOf(parametrisation, x, SIZE);
    const { losses } = await objective.evaluate(x, 0);
    await objective.release();
    const l2 = planes.reduce((sum, value) => sum + (value - 0.5) ** 2, 0) / planes.length;
    expect(losses.l2).toBeCloseTo(l2, 5);
    const [least, most] = [Math.min(...planes), Math.max(...planes)];
    expect(least).toBeGreaterThanOrEqual(0);
    expect(most).toBeLessThanOrEqual(1);
    expect(most - least).toBeGreaterThan(0.2);
  });

  test(`a picture as ${parametrisation} numbers is that picture, and enlarged it is the same one`, () => {
    const planes = toPlanes(noisePicture(36, 24, 3), SIZE);
    const numbers = numbersOf(parametrisation, planes, SIZE);
    const again = planesOf(parametrisation, numbers, SIZE);
    expect(Math.max(...again.map((value, i) => Math.abs(value - planes[i])))).toBeLessThan(0.002);

    const wave = toPlanes(picture(36, 24), SIZE).map(
      (_, i) => 0.5 + 0.3 * Math.cos((i % 36) / 6) * Math.cos(Math.floor((i % 864) / 36) / 5),
    );
    const doubled = { width: 72, height: 48 };
    const large = planesOf(
      parametrisation,
      resized(parametrisation, numbersOf(parametrisation, wave, SIZE), SIZE, doubled),
      doubled,
    );
    for (const [at, there] of [
      [10 * 36 + 12, 20 * 72 + 24],
      [864 + 5 * 36 + 30, 4 * 864 + 10 * 72 + 60],
    ])
      expect(large[there]).toBeCloseTo(wave[at], 1);
  });
}

test('a start from a picture is that picture, at every level', async () => {
  const options = maximiseOptions({ network: 'made', layer: 'joined', initial: 'given' });
  const initial = noisePicture(36, 24, 5);
  const x = maximiseKind.start(options, { initial }, SIZE);
  const same = await maximiseKind.result(x, SIZE, options, async () => ({ initial }));
  expect(Math.max(...same.data.map((value, i) => Math.abs(value - initial.data[i])))).toBeLessThanOrEqual(1);
  const larger = { width: 72, height: 48 };
  const up = maximiseKind.enlarged(x, SIZE, larger, options, { initial });
  const anew = maximiseKind.start(options, { initial }, larger);
  expect(Math.max(...up.map((value, i) => Math.abs(value - anew[i])))).toBeLessThan(1e-3);
});

test('shifts are drawn from seed and count alone, reach the jitter and end at none', () => {
  const options = { jitter: 4, seed: 7, levels: [{ size: 64, iterations: 200 }] };
  const shifts = Array.from({ length: 200 }, (_, i) => shiftAt(options, i));
  expect(Array.from({ length: 200 }, (_, i) => shiftAt(options, i))).toEqual(shifts);
  expect(Array.from({ length: 200 }, (_, i) => shiftAt({ ...options, seed: 8 }, i))).not.toEqual(shifts);
  const flat = shifts.slice(0, 25).flat();
  expect([Math.min(...flat), Math.max(...flat)]).toEqual([-4, 4]);
  expect(
    shifts
      .slice(190)
      .flat()
      .every((shift) => shift === 0),
  ).toBe(true);
});

test('a unit that is closed has a gradient before its rectifier, and one that is open is as it was', async () => {
  const grey = new Float32Array(3 * SIZE.width * SIZE.height);
  const activations: number[] = [];
  for (let unit = 0; unit < 8; unit++) {
    const objective = await opened({ target: 'unit', unit, jitter: 0 });
    const { losses, gradient } = await objective.evaluate(grey, 0);
    await objective.release();
    activations.push(losses.activation as number);
    expect(Math.hypot(...gradient)).toBeGreaterThan(0);
  }
  const rectified = await opened({ target: 'layer', jitter: 0 });
  const { losses } = await rectified.evaluate(grey, 0); // grey is the same everywhere, so the middle is the mean
  await rectified.release();
  expect(Math.min(...activations)).toBeLessThan(0);
  const squares = activations.map((value, i) => (Math.max(0, value) * ENTRY.scales!.joined[i]) ** 2);
  expect(losses.activation).toBeCloseTo(squares.reduce((sum, value) => sum + value) / 8, 4);
});

test('a dead unit is refused with what is known of it, a live one is not', async () => {
  const options = maximiseOptions({ network: 'made', layer: 'never', target: 'unit', unit: 2 });
  const dead = await openObjective(deps, ENTRY, NETWORK, options, SIZE);
  await expect(probeForLife(dead, options)).rejects.toMatchObject({
    code: 'unit_dead',
    facts: { network: 'made', layer: 'never', unit: 2, proven: false, activation: 0 },
  });
  await dead.release();
  const live = await opened({ target: 'unit', unit: 2 });
  await probeForLife(live, options);
  await live.release();

  const layer = { name: 'never', units: 8, dead: [2] };
  expect(() => checkUnit(layer, options)).toThrow(
    expect.objectContaining({ code: 'unit_dead', facts: expect.objectContaining({ proven: true, unit: 2 }) }),
  );
  expect(() => checkUnit(layer, { ...options, unit: 3 })).not.toThrow();
  expect(() => checkUnit(layer, { ...options, unit: 8 })).toThrow(
    expect.objectContaining({ code: 'request_invalid' }),
  );
});

test.each([
  [{ target: 'unit' as const }, 'unit'],
  [{ target: 'layer' as const, unit: 3 }, 'unit'],
  [{ unit: 1.5 }, 'unit'],
  [{ unit: 1, jitter: -1 }, 'jitter'],
  [{ unit: 1, jitter: Number.NaN }, 'jitter'],
  [{ unit: 1, tv: -1 }, 'tv'],
  [{ unit: 1, noise: 11 }, 'noise'],
  [{ unit: 1, levels: [] }, 'levels'],
  [{ unit: 1, optimiser: { kind: 'l-bfgs' as const } }, 'optimiser.kind'],
])('%j is refused for %s', (request, option) => {
  expect(() => maximiseOptions({ network: 'made', layer: 'joined', ...request })).toThrow(
    expect.objectContaining({ code: 'request_invalid', facts: expect.objectContaining({ option }) }),
  );
});
