// InceptionV3 up to mixed2 (Szegedy et al. 2015, arXiv:1512.00567), changed for style transfer, from nsfwjs' weights.
import { type GraphBuilder, graphBuilder, type Value } from '../../functions/core/graph/graph.ts';
import { float32 } from '../../functions/core/tensor.ts';
import type { Built } from './recipe.ts';
import { readSource, type Source } from './source.ts';
import { type ManifestWeight, scaledFilters, values, type Weights, weightsIn } from './weights.ts';

const PACKAGE = 'nsfwjs';
const FOLDER = 'dist/models/inception_v3';
const SHARDS = 6;

/** Keras' InceptionV3: BatchNormalization without a scale. */
const EPSILON = 0.001;

/** The values one may ask for, in the order they are computed. */
export const INCEPTION_LAYERS = [
  ...activations([32, 32, 64, 80, 192]),
  ...block(0, 6, 32),
  ...block(1, 13, 64),
  ...block(2, 20, 64),
];

const SAME_3 = { kernel_shape: [3, 3], pads: [1, 1, 1, 1] } as const;
const HALVE = { kernel_shape: [2, 2], strides: [2, 2] } as const;
/** The network's own are max pools; averages give smoother gradients and better pictures (Gatys 2015). */
const POOL_3 = { kernel_shape: [3, 3], strides: [2, 2] } as const;

/**
 * `input` [1,3,256,256] RGB 0..1 -> `mixed2` [1,288,h,w]; every `activation_n` and `mixed0` .. `mixed2` is a value of
 * that name. Averages instead of max pools; the first convolution has stride 1 and is averaged by two after its ReLU,
 * since what a stride of 2 skips comes back as grain in the picture.
 */
export function buildInceptionV3(id: string): Built {
  const { weights, source } = readWeights();
  const builder = graphBuilder(id);
  const layer = (n: number, x: Value, pad = [0, 0]) => convolution(builder, weights, n, x, pad);
  let x = layer(1, builder.input('input', [1, 3, 256, 256]));
  x = layer(2, builder.op('AveragePool', [x], HALVE));
  x = layer(3, x, [1, 1]);
  x = layer(4, builder.op('AveragePool', [x], POOL_3));
  x = layer(5, x);
  x = builder.op('AveragePool', [x], POOL_3);
  for (const [index, first] of [6, 13, 20].entries()) {
    const branches = [
      layer(first, x),
      layer(first + 2, layer(first + 1, x), [2, 2]),
      layer(first + 5, layer(first + 4, layer(first + 3, x), [1, 1]), [1, 1]),
      layer(first + 6, builder.op('AveragePool', [x], SAME_3)),
    ];
    x = builder.op('Concat', branches, { axis: 1 }, `mixed${index}`);
  }
  builder.output(x);
  return { graph: builder.build(), source };
}

function activations(channels: readonly number[], first = 1) {
  return channels.map((count, i) => ({ name: `activation_${first + i}`, channels: count }));
}

function block(index: number, first: number, pooled: number) {
  return [
    ...activations([64, 48, 64, 64, 96, 96, pooled], first),
    { name: `mixed${index}`, channels: 224 + pooled },
  ];
}

/** Convolution n, its normalisation folded into it in double precision, then ReLU: `activation_n`. */
function convolution(
  builder: GraphBuilder,
  weights: Weights,
  n: number,
  x: Value,
  [down, right]: readonly number[],
): Value {
  const part = (name: string) => values(weights(`batch_normalization_${n}/${name}`));
  const factors = part('moving_variance').map((variance) => 1 / Math.sqrt(variance + EPSILON));
  const [mean, beta] = [part('moving_mean'), part('beta')];
  const biases = Float32Array.from(beta, (offset, i) => offset - mean[i] * factors[i]);
  const filters = scaledFilters(builder, weights(`conv2d_${n}/kernel`), factors, `conv2d_${n}/filters`);
  const bias = builder.constant(float32([biases.length], biases), `conv2d_${n}/bias`);
  const y = builder.op('Conv', [x, filters, bias], { pads: [down, right, down, right] });
  return builder.op('Relu', [y], {}, `activation_${n}`);
}

/** All of the package, also what lies above mixed2. */
export function readWeights(): { weights: Weights; source: string } {
  const model = readSource(PACKAGE, `${FOLDER}/model.min.js`);
  const shards = Array.from({ length: SHARDS }, (_, i) =>
    bytesIn(readSource(PACKAGE, `${FOLDER}/group1-shard${i + 1}of${SHARDS}.min.js`)),
  );
  return {
    weights: weightsIn(Buffer.concat(shards), manifestIn(model), `The shards of ${model.name}`),
    source: `${model.name} and its shards`,
  };
}

const WEIGHT =
  /\{name:"([^"]+)",shape:\[([\d,]*)\],dtype:"float32",quantization:\{min:([^,]+),scale:([^,]+),dtype:"(\w+)"\}\}/g;

/** tfjs' weights manifest, which lies in a script as an object literal; the script is not run. */
function manifestIn({ bytes }: Source): ManifestWeight[] {
  const script = new TextDecoder().decode(bytes);
  return Array.from(script.matchAll(WEIGHT), ([, name, shape, min, scale, dtype]) => ({
    name,
    shape: shape.split(',').filter(Boolean).map(Number),
    quantization: { min: Number(min), scale: Number(scale), dtype },
  }));
}

/** A shard is a script with one long base64 string. */
function bytesIn({ bytes, name }: Source): Uint8Array {
  const strings = new TextDecoder().decode(bytes).split('"');
  const longest = strings.reduce((a, b) => (b.length > a.length ? b : a));
  const decoded = Buffer.from(longest, 'base64');
  if (decoded.toString('base64') !== longest) throw new Error(`${name}: its longest string is not base64.`);
  return decoded;
}
