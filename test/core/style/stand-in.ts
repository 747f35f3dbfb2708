// A small convolutional network in place of an extractor, and pictures made of numbers.
import { type GraphBuilder, graphBuilder, type Value } from '../../../functions/core/graph/graph.ts';
import { encodeModel } from '../../../functions/core/graph/proto.ts';
import type { Picture } from '../../../functions/core/image.ts';
import { seeded } from '../../../functions/core/random.ts';
import type { Extractor } from '../../../functions/core/style/extractor.ts';
import type { Size } from '../../../functions/core/style/resample.ts';
import { float32, sizeOf } from '../../../functions/core/tensor.ts';
import { runModel } from '../graph/runtime.ts';
import { type Features, featuresOf } from './plain.ts';

/** `first`: 4 channels of the picture's size; `second`: 6 channels of half of it. */
export const STAND_IN: Extractor = {
  id: 'stand-in',
  sha256: '0'.repeat(64),
  layers: [
    { name: 'first', channels: 4 },
    { name: 'second', channels: 6 },
  ],
  scales: { second: [1, 0.5, 2, 4, 1, 3], px2: Array.from({ length: 27 }, (_, channel) => 1 + channel / 10) },
  append(builder, picture, _, { scaled: wanted = true } = {}) {
    if (wanted) throw new Error('The stand-in leaves scales to its caller.');
    const first = convolution(builder, picture, 4, 1);
    const pooled = builder.op('AveragePool', [first], { kernel_shape: [2, 2], strides: [2, 2] });
    return new Map([
      ['first', first],
      ['second', convolution(builder, pooled, 6, 2)],
    ]);
  },
};

/** Features times the stand-in's scales of that layer. */
export function scaled(features: Features, layer: string): Features {
  const scales = STAND_IN.scales[layer];
  return scales ? features.map((row, channel) => row.map((value) => value * scales[channel])) : features;
}

/** The scaled features of planes [3, height, width] as ONNX Runtime computes them. */
export async function standInFeatures(
  planes: Float32Array,
  { width, height }: Size,
): Promise<Map<string, Features>> {
  const builder = graphBuilder('features');
  const picture = builder.input('picture', [1, 3, height, width]);
  for (const [name, value] of STAND_IN.append(builder, picture, [], { scaled: false }))
    builder.output(value, name);
  const found = await runModel(encodeModel(builder.build()), { picture: float32(picture.dims, planes) });
  return new Map(
    STAND_IN.layers.map(({ name, channels }) => [
      name,
      scaled(featuresOf(found[name].data as Float32Array, channels), name),
    ]),
  );
}

function convolution(builder: GraphBuilder, from: Value, channels: number, seed: number): Value {
  const random = seeded(seed);
  const dims = [channels, from.dims[1], 3, 3];
  const weights = Float32Array.from({ length: sizeOf(dims) }, () => random() - 0.4);
  const kernel = builder.constant(float32(dims, weights));
  return builder.op('Relu', [builder.op('Conv', [from, kernel], { pads: [1, 1, 1, 1] })]);
}

/** Every pixel from its place: `colour` gives red, green and blue, 0..1. */
export function pictureOf(
  width: number,
  height: number,
  colour: (x: number, y: number) => readonly [number, number, number],
): Picture {
  const data = new Uint8Array(4 * width * height).fill(255);
  for (let y = 0, at = 0; y < height; y++)
    for (let x = 0; x < width; x++, at += 4)
      for (const [channel, value] of colour(x, y).entries()) data[at + channel] = Math.round(value * 255);
  return { width, height, data };
}

export function noisePicture(width: number, height: number, seed: number): Picture {
  const random = seeded(seed);
  return pictureOf(width, height, () => [random(), random(), random()]);
}
