// Volumes compared: what their layers are, and that a picture is a volume of depth 1.
import { expect, test } from 'vitest';
import { graphBuilder } from '../../../functions/core/graph/graph.ts';
import { encodeModel } from '../../../functions/core/graph/proto.ts';
import { seeded } from '../../../functions/core/random.ts';
import { type Look, openSignalObjective } from '../../../functions/core/style/signal-objective.ts';
import { float32 } from '../../../functions/core/tensor.ts';
import { appendVolumeFeatures, filtersOf, VOLUME_LAYERS } from '../../../functions/core/volume/features.ts';
import { volumeOptions } from '../../../functions/core/volume/options.ts';
import { createNodeRuntime } from '../../../functions/platform/ort-node.ts';
import { runModel } from '../graph/runtime.ts';

const SEED = Number(process.env.SEED ?? 4);
const runtime = createNodeRuntime();
const STEPS: Readonly<Record<string, number>> = { 'random-5': 1, 'random-10': 2, 'random-20': 4 };

function noise(count: number, seed: number): Float32Array {
  const random = seeded(SEED + seed);
  return Float32Array.from({ length: count }, () => 4 * random() - 2);
}

test(`layers are averages, filters and rectifiers as plain arithmetic has them (SEED=${SEED})`, async () => {
  const [depth, height, width] = [6, 5, 8];
  const x = noise(depth * height * width, 1);
  const builder = graphBuilder('features');
  const volume = builder.input('volume', [1, 1, depth, height, width]);
  for (const [layer, value] of appendVolumeFeatures(builder, volume, VOLUME_LAYERS))
    if (layer !== 'voxels') builder.output(value, layer);
  const found = await runModel(encodeModel(builder.build()), { volume: float32(volume.dims, x) });
  for (const [layer, step] of Object.entries(STEPS)) {
    const sides = [depth, height, width].map((side) => Math.floor(side / step));
    const averaged = (z: number, y: number, x0: number) => {
      if ([z, y, x0].some((at, axis) => at < 0 || at >= sides[axis])) return 0;
      let sum = 0;
      for (let i = 0; i < step ** 3; i++) {
        const [dz, dy, dx] = [Math.floor(i / step ** 2), Math.floor(i / step) % step, i % step];
        sum += x[((z * step + dz) * height + y * step + dy) * width + x0 * step + dx];
      }
      return sum / step ** 3;
    };
    const { weights, biases } = filtersOf(layer);
    const { dims, data } = found[layer];
    expect(dims).toEqual([1, 32, ...sides]);
    const positions = sides[0] * sides[1] * sides[2];
    for (const filter of [0, 17, 31])
      for (let i = 0; i < positions; i++) {
        const [z, y, x0] = [
          Math.floor(i / (sides[1] * sides[2])),
          Math.floor(i / sides[2]) % sides[1],
          i % sides[2],
        ];
        let sum = biases.data[filter];
        for (let k = 0; k < 125; k++)
          sum +=
            weights.data[filter * 125 + k] *
            averaged(z + Math.floor(k / 25) - 2, y + (Math.floor(k / 5) % 5) - 2, x0 + (k % 5) - 2);
        expect(Number(data[filter * positions + i])).toBeCloseTo(Math.max(0, sum), 4);
      }
  }
});

/** The same filters where they meet a plane: of five slices the one in the middle. */
const flat: Look = (builder, picture, layers) =>
  new Map(
    layers.map((layer) => {
      if (layer === 'voxels') return [layer, picture];
      const { weights, biases } = filtersOf(layer);
      const middle = Float32Array.from(
        { length: 32 * 25 },
        (_, i) => weights.data[Math.floor(i / 25) * 125 + 50 + (i % 25)],
      );
      const step = STEPS[layer];
      const seen =
        step === 1
          ? picture
          : builder.op('AveragePool', [picture], { kernel_shape: [step, step], strides: [step, step] });
      const kernel = builder.constant(float32([32, 1, 5, 5], middle));
      const answer = builder.op('Conv', [seen, kernel, builder.constant(biases)], { pads: [2, 2, 2, 2] });
      return [layer, builder.op('Relu', [answer])];
    }),
  );

test.each(['gram', 'covariance', 'both'] as const)(
  `a picture as a volume of depth 1 has the loss and the gradient of the plane, to 1e-5: %s (SEED=${SEED})`,
  async (statistic) => {
    const [height, width] = [24, 32];
    const options = volumeOptions({ statistic });
    const [x, content, style] = [noise(height * width, 2), noise(height * width, 3), noise(20 * 16, 4)];
    const evaluated = async (look: Look, spatial: readonly number[]) => {
      const dims = (h: number, w: number) => [1, 1, ...spatial, h, w];
      const objective = await openSignalObjective(
        runtime,
        look,
        options,
        { width, height, depth: 1 },
        dims(height, width),
        float32(dims(height, width), content),
        [{ signal: float32(dims(16, 20), style), weight: 1 }],
      );
      const found = await objective.evaluate(x, 0);
      await objective.release();
      return found;
    };
    const [plane, volume] = [await evaluated(flat, []), await evaluated(appendVolumeFeatures, [1])];
    expect(Math.abs(volume.losses.total / plane.losses.total - 1)).toBeLessThan(1e-5);
    expect(plane.losses.total).toBeGreaterThan(0.1);
    const most = Math.max(...plane.gradient.map(Math.abs));
    const off = volume.gradient.map((value, i) => Math.abs(value - plane.gradient[i]) / most);
    expect(Math.max(...off)).toBeLessThan(1e-5);
  },
);
