// Layers of the shipped networks: sums against the manifest, and what weights prove against what happens.
import { beforeAll, describe, expect, test } from 'vitest';
import { graphBuilder } from '../../../functions/core/graph/graph.ts';
import { encodeModel } from '../../../functions/core/graph/proto.ts';
import { withUnpackedWeights } from '../../../functions/core/graph/unpack.ts';
import { boundsOf, deadUnits } from '../../../functions/core/insight/bounds.ts';
import type { Layer } from '../../../functions/core/insight/layers.ts';
import { networksOf } from '../../../functions/core/insight/networks.ts';
import { inputRange } from '../../../functions/core/insight/view.ts';
import { seeded } from '../../../functions/core/random.ts';
import { float32, sizeOf } from '../../../functions/core/tensor.ts';
import { createNodeModels } from '../../../functions/platform/models-node.ts';
import { createNodeRuntime } from '../../../functions/platform/ort-node.ts';

const MODELS = new URL('../../../models/', import.meta.url);
const networks = networksOf(await createNodeModels(MODELS.pathname));
const runtime = createNodeRuntime();

test.for(networks.entries.map((entry) => [entry.id, entry] as const))(
  '%s: parameters and costs of the layers add up to the manifest',
  async ([id, entry]) => {
    const layers = await networks.layers(id);
    const sum = (key: 'parameters' | 'macs') => layers.reduce((total, layer) => total + layer[key], 0);
    expect(sum('macs')).toBe(entry.macs);
    expect(sum('parameters')).toBe(entry.parameters);
  },
);

describe('the style network', () => {
  let layers: ReadonlyMap<string, Layer>;
  beforeAll(async () => {
    layers = new Map((await networks.layers('inception-v3-mixed2')).map((layer) => [layer.name, layer]));
  });

  test('two of 32 units of its second convolution are dead, before and after the Relu, and no others', () => {
    const dead = [...layers.values()].filter(({ dead: found }) => found?.length);
    expect(dead.map(({ name, dead: found }) => [name, found])).toEqual([
      ['conv_2', [11, 13]],
      ['activation_2', [11, 13]],
    ]);
  });

  test('units of a branch see what their branch sees', () => {
    const { fields, field, units, operator } = layers.get('mixed0')!;
    expect({ operator, units, size: field.size }).toEqual({ operator: 'Concat', units: 256, size: [64, 64] });
    expect(fields.map(({ first, last, field: own }) => [first, last, own?.size[0]])).toEqual([
      [0, 63, 32],
      [64, 223, 64],
      [224, 255, 48],
    ]);
  });

  test('a layer says what it is computed from, and how', () => {
    expect(layers.get('conv_3')).toMatchObject({
      operator: 'Conv',
      inputs: ['activation_2'],
      shape: [1, 64, 125, 125],
      parameters: 64 * 32 * 9 + 64,
      macs: 64 * 125 * 125 * 32 * 9,
      attributes: { kernel_shape: [3, 3], strides: [1, 1], pads: [1, 1, 1, 1] },
      field: { size: [12, 12], stride: [2, 2], offset: [-2, -2], regular: true, everything: false },
      fields: [],
    });
  });
});

test('after the last depthwise convolution of an encoder everything is seen, and heads have no units', async () => {
  const encoder = new Map((await networks.layers('mobilefacenet-128')).map((layer) => [layer.name, layer]));
  expect(encoder.get('embedding')).toMatchObject({ units: 128, field: { everything: true } });
  expect(encoder.get('518')).toMatchObject({ units: 64, field: { everything: false, size: [3, 3] } });
  const detector = await networks.layers('detector-320x240');
  expect(detector.at(-1)).toMatchObject({ name: 'scores', field: { regular: false } });
  expect(detector.find(({ operator }) => operator === 'Reshape')).toMatchObject({ units: null, fields: [] });
});

// Two have the same layers as another.
const RUN = networks.entries.filter(({ id }) => id !== 'detector-960x720' && id !== 'mobilefacenet-256');

test.for(RUN.map((entry) => [entry.id, entry] as const))(
  '%s: on random input every unit stays within its bounds, and dead ones do not move',
  async ([id, entry]) => {
    const graph = withUnpackedWeights(await networks.graph(id));
    const range = inputRange(entry);
    const bounds = boundsOf(graph, range);
    const builder = graphBuilder(id, { ...graph, outputs: [] });
    const names = graph.nodes.map(({ outputs: [name] }) => name).filter((name) => bounds.has(name));
    for (const [i, name] of names.entries()) builder.output(builder.value(name), `value ${i}`);
    const session = await runtime.open(encodeModel(builder.build()));
    const dims = graph.values.get(graph.inputs[0])!.dims;
    const random = seeded(11);
    const runs = [0, 1].map(async () => {
      const data = Float32Array.from(
        { length: sizeOf(dims) },
        () => range.least + random() * (range.most - range.least),
      );
      return session.run({ [graph.inputs[0]]: float32(dims, data) });
    });
    const [one, other] = await Promise.all(runs);
    const wrong = names.flatMap((name, i) => {
      const { least, most, fixed } = bounds.get(name)!;
      const [a, b] = [one, other].map((results) => results[`value ${i}`].data as Float32Array);
      const each = a.length / least.length;
      const moved = Array.from(a.keys()).find((at) => {
        const unit = Math.floor(at / each);
        return a[at] < least[unit] || a[at] > most[unit] || (fixed[unit] && a[at] !== b[at]);
      });
      return moved === undefined ? [] : [`${name} at ${moved}`];
    });
    await session.release();
    expect(wrong).toEqual([]);
    expect(names.length).toBeGreaterThan(graph.nodes.length / 2);
  },
);

test('a bound of the first layer is reached, so that a unit it does not call dead responds to some picture', () => {
  const builder = graphBuilder('one');
  const x = builder.input('x', [1, 2, 3, 3]);
  const weights = builder.constant(float32([2, 2, 1, 1], Float32Array.of(1, -2, 0.5, 0.5)));
  const bias = builder.constant(float32([2], Float32Array.of(-0.5, -1.01)));
  const y = builder.op('Relu', [builder.op('Conv', [x, weights, bias])]);
  builder.output(y);
  const bounds = boundsOf(builder.build(), { least: 0, most: 1 }).get(y.name)!;
  expect([...bounds.most].map((high) => Number(high.toFixed(4)))).toEqual([0.5, 0]);
  expect(deadUnits(bounds)).toEqual([1]);
});

test('an unknown network or layer is told with the names there are', async () => {
  await expect(networks.layers('vgg')).rejects.toMatchObject({
    code: 'network_not_found',
    facts: { networks: networks.entries.map(({ id }) => id) },
  });
  await expect(networks.layer('landmarks-68', 'conv1')).rejects.toMatchObject({
    code: 'layer_not_found',
    message: expect.stringContaining('367'),
  });
});
