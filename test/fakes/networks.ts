// A network of two convolutions whose units are known: spots, an edge, and one that never responds.
import { type GraphBuilder, graphBuilder, type Value } from '../../functions/core/graph/graph.ts';
import { encodeModel } from '../../functions/core/graph/proto.ts';
import type { ExtractorEntry } from '../../functions/core/manifest.ts';
import type { Models } from '../../functions/core/ports.ts';
import { seeded } from '../../functions/core/random.ts';
import { float32, sizeOf } from '../../functions/core/tensor.ts';

const PAD = 2;

/** Units of `first`: a red dot, nothing at all, a step from dark to bright, a blue dot. Each sees 3 x 3 pixels. */
const FIRST: readonly (readonly number[])[] = [
  [...dot(1), ...dot(0), ...dot(0)],
  Array.from({ length: 27 }, () => 0),
  [1, 2, 3].flatMap(() => [-0.25, 0, 0.25, -0.25, 0, 0.25, -0.25, 0, 0.25]),
  [...dot(0), ...dot(0), ...dot(1)],
];

function dot(weight: number): number[] {
  return Array.from({ length: 9 }, (_, i) => (i === 4 ? weight : -weight / 8));
}

/** `first`: 4 units, 3 x 3 pixels; `second`: 6 units, 8 x 8 pixels in steps of 2, from 2 before the first. */
function spots(): Uint8Array {
  const builder = graphBuilder('spots');
  const x = builder.input('input', [1, 3, 32, 32]);
  const first = convolution(builder, x, FIRST.flat(), [4, 3, 3, 3], 'first', [-1, -1, 0, 0], 0);
  const pooled = builder.op('AveragePool', [first], { kernel_shape: [2, 2], strides: [2, 2] });
  const random = seeded(4);
  const weights = Array.from({ length: 6 * 4 * 9 }, () => Math.round(16 * random() - 8) / 16);
  const second = convolution(builder, pooled, weights, [6, 4, 3, 3], 'second', [0, 0, 0, 0, 0, 0], 1);
  builder.output(second);
  builder.output(builder.op('Transpose', [second], { perm: [0, 2, 3, 1] }, 'turned'));
  return encodeModel(builder.build());
}

function convolution(
  builder: GraphBuilder,
  x: Value,
  weights: readonly number[],
  dims: readonly number[],
  name: string,
  bias: readonly number[],
  pad: number,
): Value {
  if (weights.length !== sizeOf(dims)) throw new Error(`${weights.length} weights for [${dims}]`);
  const w = builder.constant(float32(dims, Float32Array.from(weights)));
  const b = builder.constant(float32([dims[0]], Float32Array.from(bias.map((value) => value / 4))));
  const sum = builder.op('Conv', [x, w, b], { pads: [pad, pad, pad, pad] }, `${name}_sum`);
  return builder.op('Relu', [sum], {}, name);
}

const ENTRY: ExtractorEntry = {
  kind: 'extractor',
  id: 'spots',
  file: 'spots.onnx',
  sha256: '5'.repeat(64),
  bytes: 1,
  opset: 17,
  inputs: [{ name: 'input', type: 'float32', dims: [1, 3, 32, 32] }],
  outputs: [],
  preprocessing: `RGB of 0..1, mirrored by ${PAD} pixels.`,
  macs: 0,
  parameters: 0,
  licence: 'MIT',
  source: 'made here',
  layers: [],
  feed: { order: 'rgb', range: 1, mean: [0, 0, 0], std: [1, 1, 1], pad: PAD, padMode: 'reflect' },
};

/** These models and this network. */
export function withSpots({ manifest, read }: Models): Models {
  const bytes = spots();
  return {
    manifest: { ...manifest, models: [...manifest.models, ENTRY] },
    read: async (file) => (file === ENTRY.file ? bytes : read(file)),
  };
}

export const NO_MODELS: Models = {
  manifest: { version: 1, models: [] },
  read: async (file) => {
    throw new Error(`${file} is not there`);
  },
};
