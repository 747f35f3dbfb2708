// dlib's face recognition ResNet, rebuilt around the uint8 weights that face-api carries.
import { type GraphBuilder, graphBuilder, type Value } from '../../functions/core/graph/graph.ts';
import { float32 } from '../../functions/core/tensor.ts';
import type { Built } from './recipe.ts';
import { readSource } from './source.ts';
import { outputUnitNorm } from './unit-norm.ts';
import { type ManifestWeight, scaledFilters, values, type Weights, weightsIn } from './weights.ts';

/** Residual layers in order; those that halve the picture end in `_down` (and the last, `_down_out`). */
const LAYERS = [
  ...['conv32_1', 'conv32_2', 'conv32_3'],
  ...['conv64_down', 'conv64_1', 'conv64_2', 'conv64_3'],
  ...['conv128_down', 'conv128_1', 'conv128_2'],
  ...['conv256_down', 'conv256_1', 'conv256_2', 'conv256_down_out'],
];

/** `input` [1,3,150,150] RGB -> `embedding` [1,128], `norm` [1,1]. Source: face-api's src/faceRecognitionNet. */
export function buildDlibResNet(id: string): Built {
  const { weights, source } = readWeights();
  const builder = graphBuilder(id);
  let x = builder.input('input', [1, 3, 150, 150]);
  x = builder.op('Relu', [convolution(builder, weights, 'conv32_down', x, { strides: [2, 2] })]);
  x = builder.op('MaxPool', [x], { kernel_shape: [3, 3], strides: [2, 2] });
  for (const name of LAYERS) x = residual(builder, weights, name, x);
  const pooled = builder.op('Flatten', [builder.op('GlobalAveragePool', [x])], { axis: 1 });
  const fc = weights('fc');
  const matrix = builder.constant(float32(fc.shape, Float32Array.from(values(fc))), 'fc');
  outputUnitNorm(builder, builder.op('MatMul', [pooled, matrix]));
  return { graph: builder.build(), source };
}

/** Two convolutions and a way round them: the input itself, or averaged by two and padded to the new channels. */
function residual(builder: GraphBuilder, weights: Weights, name: string, x: Value): Value {
  const down = name.includes('_down');
  const first = builder.op('Relu', [
    convolution(builder, weights, `${name}/conv1`, x, down ? { strides: [2, 2] } : { pads: [1, 1, 1, 1] }),
  ]);
  const second = convolution(builder, weights, `${name}/conv2`, first, { pads: [1, 1, 1, 1] });
  if (!down) return builder.op('Relu', [builder.op('Add', [second, x])]);
  const around = builder.op('AveragePool', [x], { kernel_shape: [2, 2], strides: [2, 2] });
  const dims = second.dims.map((size, axis) => Math.max(size, around.dims[axis]));
  return builder.op('Relu', [
    builder.op('Add', [padTo(builder, second, dims), padTo(builder, around, dims)]),
  ]);
}

/** Zeros after the end, of channels as of rows and columns. */
function padTo(builder: GraphBuilder, x: Value, dims: readonly number[]): Value {
  const ends = dims.map((size, axis) => size - x.dims[axis]);
  if (ends.every((size) => size === 0)) return x;
  return builder.op('Pad', [x, builder.ints([...dims.map(() => 0), ...ends])], { mode: 'constant' });
}

/** Convolution, then a factor and an offset a channel: one Conv. */
function convolution(
  builder: GraphBuilder,
  weights: Weights,
  name: string,
  x: Value,
  attributes: Record<string, readonly number[]>,
): Value {
  const factors = values(weights(`${name}/scale/weights`));
  const offsets = values(weights(`${name}/scale/biases`));
  const biases = values(weights(`${name}/conv/bias`)).map((value, i) => value * factors[i] + offsets[i]);
  const bias = builder.constant(float32([biases.length], Float32Array.from(biases)), `${name}/bias`);
  const filters = scaledFilters(builder, weights(`${name}/conv/filters`), factors, `${name}/filters`);
  return builder.op('Conv', [x, filters, bias], attributes);
}

function readWeights(): { weights: Weights; source: string } {
  const manifest = readSource('@vladmandic/face-api', 'model/face_recognition_model-weights_manifest.json');
  const { name: source, bytes } = readSource('@vladmandic/face-api', 'model/face_recognition_model.bin');
  const groups = JSON.parse(new TextDecoder().decode(manifest.bytes)) as { weights: ManifestWeight[] }[];
  return {
    weights: weightsIn(
      bytes,
      groups.flatMap(({ weights }) => weights),
      source,
    ),
    source,
  };
}
