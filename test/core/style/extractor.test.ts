// The style network on top of a picture: the shipped one, and one as a user would bring it.
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { type GraphBuilder, graphBuilder, type Value } from '../../../functions/core/graph/graph.ts';
import { encodeModel } from '../../../functions/core/graph/proto.ts';
import { readGraph } from '../../../functions/core/graph/read.ts';
import { resized } from '../../../functions/core/graph/resize.ts';
import type { ExtractorEntry, Manifest } from '../../../functions/core/manifest.ts';
import type { Models } from '../../../functions/core/ports.ts';
import { type Extractor, openExtractor } from '../../../functions/core/style/extractor.ts';
import { float32, type Tensor } from '../../../functions/core/tensor.ts';
import { createNodeModels } from '../../../functions/platform/models-node.ts';
import { largestDifference, type Results, randomFrom, runModel } from '../graph/runtime.ts';

const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);
const MODELS = fileURLToPath(new URL('../../../models', import.meta.url));
const SHIPPED = 'inception-v3-mixed2';

const noise = (dims: readonly number[]): Tensor => {
  const next = randomFrom(SEED);
  return float32(
    dims,
    Float32Array.from({ length: dims.reduce((a, b) => a * b, 1) }, () => next()),
  );
};

async function featuresOf(
  extractor: Extractor,
  picture: Tensor,
  layers: readonly string[],
): Promise<Results> {
  const builder = graphBuilder('features');
  const features = extractor.append(builder, builder.input('picture', picture.dims), layers);
  for (const [name, value] of features) builder.output(value, name);
  return runModel(encodeModel(builder.build()), { picture });
}

/** [1,3,H,W] with `pad` reflected pixels on each side, the edge itself not repeated. */
function reflected({ dims: [, , height, width], data }: Tensor, pad: number): Tensor {
  const [rows, columns] = [height + 2 * pad, width + 2 * pad];
  const mirrored = (at: number, size: number) => {
    const inside = Math.abs(at - pad);
    return inside < size ? inside : 2 * (size - 1) - inside;
  };
  const out = Float32Array.from({ length: 3 * rows * columns }, (_, i) => {
    const [plane, y, x] = [Math.floor(i / (rows * columns)), Math.floor(i / columns) % rows, i % columns];
    return Number(data[(plane * height + mirrored(y, height)) * width + mirrored(x, width)]);
  });
  return float32([1, 3, rows, columns], out);
}

test(`the shipped layers are the file's own values, padded and scaled, at any size (SEED=${SEED})`, async () => {
  const models = await createNodeModels(MODELS);
  const extractor = await openExtractor(models, SHIPPED);
  const layers = ['activation_1', 'activation_5', 'mixed0', 'mixed2'];
  const picture = noise([1, 3, 60, 83]);
  const features = await featuresOf(extractor, picture, layers);

  const input = reflected(picture, 16);
  const file = readGraph(await models.read(`${SHIPPED}.onnx`), { outputs: layers });
  const raw = await runModel(encodeModel(resized(file, { input: input.dims })), { input });
  for (const name of layers) {
    const scales = extractor.scales[name];
    const plane = raw[name].data.length / scales.length;
    const wanted = (raw[name].data as Float32Array).map((value, i) => value * scales[Math.floor(i / plane)]);
    expect(features[name].dims, name).toEqual(raw[name].dims);
    expect(largestDifference(features[name], float32(raw[name].dims, wanted)), name).toBeLessThan(1e-4);
    expect(
      wanted.some((value) => value > 0.1),
      name,
    ).toBe(true);
  }
});

test('every layer of the shipped network has its channels, and a scale above 0 for each', async () => {
  const extractor = await openExtractor(await createNodeModels(MODELS), SHIPPED);
  const builder = graphBuilder('all');
  const names = extractor.layers.map(({ name }) => name);
  const features = extractor.append(builder, builder.input('picture', [1, 3, 64, 64]), names);
  for (const { name, channels } of extractor.layers) {
    expect(features.get(name)?.dims[1], name).toBe(channels);
    expect(extractor.scales[name], name).toHaveLength(channels);
    expect(
      extractor.scales[name].every((scale) => scale > 0 && Number.isFinite(scale)),
      name,
    ).toBe(true);
  }
  for (const name of ['px1', 'px2', 'px4']) expect(extractor.scales[name], name).toHaveLength(27);
});

test('only what the layers need is appended, and twice on one builder the weights are there once', async () => {
  const extractor = await openExtractor(await createNodeModels(MODELS), SHIPPED);
  const builder = graphBuilder('twice');
  const [a, b] = ['a', 'b'].map((name) => builder.input(name, [1, 3, 40, 40]));
  const weights = () => [...builder.build().constants.values()].filter(({ type }) => type === 'uint8').length;
  for (const value of extractor.append(builder, a, ['activation_2']).values()) builder.output(value);
  expect(weights()).toBe(2);
  expect(builder.build().nodes.filter(({ operator }) => operator === 'Relu')).toHaveLength(2);
  for (const value of extractor.append(builder, b, ['activation_2']).values()) builder.output(value);
  expect(weights()).toBe(2);
  expect(builder.build().nodes.filter(({ operator }) => operator === 'Relu')).toHaveLength(4);
});

test("a caller's scales take the place of the manifest's; none leave the features as they are", async () => {
  const models = await createNodeModels(MODELS);
  const picture = noise([1, 3, 40, 40]);
  const layer = ['activation_1'];
  const plain = await featuresOf(await openExtractor(models, SHIPPED, { scales: {} }), picture, layer);
  const scales = { activation_1: Array.from({ length: 32 }, () => 2) };
  const twice = await featuresOf(await openExtractor(models, SHIPPED, { scales }), picture, layer);
  const doubled = (plain.activation_1.data as Float32Array).map((value) => 2 * value);
  expect(largestDifference(twice.activation_1, float32(plain.activation_1.dims, doubled))).toBe(0);
  const wrong = { activation_1: [1, 2] };
  await expect(openExtractor(models, SHIPPED, { scales: wrong })).rejects.toMatchObject({
    code: 'model_invalid',
    facts: { layer: 'activation_1', channels: 32, scales: 2 },
  });
});

test('a layer that is not there is layer_unknown with those that are; an unknown network is model_missing', async () => {
  const models = await createNodeModels(MODELS);
  const extractor = await openExtractor(models, SHIPPED);
  const builder = graphBuilder('unknown');
  const picture = builder.input('picture', [1, 3, 64, 64]);
  expect(() => extractor.append(builder, picture, ['mixed2', 'mixed7'])).toThrow(
    expect.objectContaining({
      code: 'layer_unknown',
      facts: expect.objectContaining({ layer: 'mixed7' }),
    }),
  );
  await expect(openExtractor(models, 'vgg-19')).rejects.toMatchObject({
    code: 'model_missing',
    facts: { extractor: 'vgg-19', known: [SHIPPED] },
  });
});

test('a picture that cannot be padded is picture_too_small with its size', async () => {
  const extractor = await openExtractor(await createNodeModels(MODELS), SHIPPED);
  const builder = graphBuilder('small');
  expect(() => extractor.append(builder, builder.input('low', [1, 3, 16, 40]), ['mixed0'])).toThrow(
    expect.objectContaining({
      code: 'picture_too_small',
      facts: { width: 40, height: 16, extractor: SHIPPED },
    }),
  );
  expect(
    extractor
      .append(builder, builder.input('fits', [1, 3, 17, 17]), ['mixed2'])
      .get('mixed2')!
      .dims.slice(0, 2),
  ).toEqual([1, 288]);
});

// A small network in VGG's shape, with the head that such files carry: its layers are relu1_1 .. relu2_1.
const MEAN = [103.939, 116.779, 123.68] as const;
const STD = [1, 2, 4] as const;

function vggLike(builder: GraphBuilder, input: Value, pool: 'MaxPool' | 'AveragePool'): Value {
  const next = randomFrom(7);
  const layer = (x: Value, channels: number, name: string) => {
    const dims = [channels, x.dims[1], 3, 3];
    const data = Float32Array.from({ length: channels * x.dims[1] * 9 }, () => (next() - 0.5) / 4);
    const weights = builder.constant(float32(dims, data), `${name}.weights`);
    return builder.op('Relu', [builder.op('Conv', [x, weights], { pads: [1, 1, 1, 1] })], {}, name);
  };
  const first = layer(layer(input, 4, 'relu1_1'), 4, 'relu1_2');
  return layer(builder.op(pool, [first], { kernel_shape: [2, 2], strides: [2, 2] }), 8, 'relu2_1');
}

/** The file with a fully connected head at 16 x 16, and its manifest entry. */
function broughtAlong(changes: Partial<ExtractorEntry> = {}): Models {
  const builder = graphBuilder('vgg-like');
  const features = vggLike(builder, builder.input('data', [1, 3, 16, 16]), 'MaxPool');
  const flat = builder.op('Flatten', [features]);
  const head = builder.constant(float32([512, 2], new Float32Array(1024).fill(0.01)), 'head');
  builder.output(builder.op('MatMul', [flat, head], {}, 'classes'));
  const bytes = encodeModel(builder.build());
  const entry = {
    id: 'vgg-like',
    file: 'vgg-like.onnx',
    sha256: createHash('sha256').update(bytes).digest('hex'),
    inputs: [{ name: 'data', type: 'float32', dims: [1, 3, 16, 16] }],
    kind: 'extractor',
    layers: [
      { name: 'relu1_2', channels: 4 },
      { name: 'relu2_1', channels: 8 },
    ],
    feed: { order: 'bgr', range: 255, mean: MEAN, std: STD, pad: 0, padMode: 'reflect' },
    ...changes,
  };
  return { manifest: { version: 1, models: [entry] } as unknown as Manifest, read: async () => bytes };
}

test.each(['MaxPool', 'AveragePool'] as const)(
  `another network by its manifest entry gives its own values at another size, with %s (SEED=${SEED})`,
  async (pool) => {
    const picture = noise([1, 3, 20, 30]);
    const models = broughtAlong(pool === 'AveragePool' ? { averagePools: true } : {});
    const found = await featuresOf(await openExtractor(models, 'vgg-like'), picture, ['relu1_2', 'relu2_1']);

    const builder = graphBuilder('direct');
    const last = vggLike(builder, builder.input('data', picture.dims), pool);
    builder.output(builder.value('relu1_2'));
    builder.output(last);
    const plane = 20 * 30;
    const bgr = Float32Array.from(picture.data as Float32Array, (_, i) => {
      const channel = Math.floor(i / plane);
      return (255 * Number(picture.data[(2 - channel) * plane + (i % plane)]) - MEAN[channel]) / STD[channel];
    });
    const data = float32(picture.dims, bgr);
    const wanted = await runModel(encodeModel(builder.build()), { data });
    for (const name of ['relu1_2', 'relu2_1']) {
      expect(Math.max(...(wanted[name].data as Float32Array)), name).toBeGreaterThan(1);
      expect(largestDifference(found[name], wanted[name]), name).toBeLessThan(1e-3);
    }
  },
);

test('its pads and scales are those of its entry', async () => {
  const feed = { order: 'rgb', range: 1, mean: [0, 0, 0], std: [1, 1, 1], pad: 3, padMode: 'edge' } as const;
  const layers = [{ name: 'relu1_1', channels: 4 }];
  const flat = float32([1, 3, 5, 5], new Float32Array(75).fill(0.5));
  const padded = await openExtractor(
    broughtAlong({ feed, layers, scales: { relu1_1: [1, 1, 1, 100] } }),
    'vgg-like',
  );
  const plain = await openExtractor(broughtAlong({ feed: { ...feed, pad: 0 }, layers }), 'vgg-like');
  const [a, b] = [await featuresOf(padded, flat, ['relu1_1']), await featuresOf(plain, flat, ['relu1_1'])];
  expect(a.relu1_1.dims).toEqual([1, 4, 11, 11]);
  expect(b.relu1_1.dims).toEqual([1, 4, 5, 5]);
  // In the middle of a picture of one colour neither sees its border.
  for (const channel of [0, 1, 2, 3]) {
    const factor = channel === 3 ? 100 : 1;
    expect(Number(a.relu1_1.data[channel * 121 + 60])).toBeCloseTo(
      factor * Number(b.relu1_1.data[channel * 25 + 12]),
      4,
    );
  }
});

test('an entry that the file does not bear out is refused', async () => {
  const layers = [{ name: 'relu2_1', channels: 16 }];
  await expect(openExtractor(broughtAlong({ layers }), 'vgg-like')).rejects.toMatchObject({
    code: 'model_invalid',
    facts: { layer: 'relu2_1', dims: [1, 8, 8, 8], channels: 16 },
  });
  const absent = [{ name: 'relu9_9', channels: 16 }];
  await expect(openExtractor(broughtAlong({ layers: absent }), 'vgg-like')).rejects.toMatchObject({
    code: 'graph_invalid',
    facts: { name: 'relu9_9' },
  });
  const extractor = await openExtractor(broughtAlong(), 'vgg-like');
  const builder = graphBuilder('tiny');
  expect(() => extractor.append(builder, builder.input('dot', [1, 3, 1, 1]), ['relu2_1'])).toThrow(
    expect.objectContaining({ code: 'picture_too_small' }),
  );
});
