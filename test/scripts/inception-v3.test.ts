// The exported style network against the layers as the package's own topology wires them.
import { expect, test } from 'vitest';
import { type GraphBuilder, graphBuilder, type Value } from '../../functions/core/graph/graph.ts';
import { encodeModel } from '../../functions/core/graph/proto.ts';
import { float32 } from '../../functions/core/tensor.ts';
import { buildInceptionV3, INCEPTION_LAYERS, readWeights } from '../../scripts/export/inception-v3.ts';
import { readSource } from '../../scripts/export/source.ts';
import { values } from '../../scripts/export/weights.ts';
import { largestDifference, randomFrom, runModel } from '../core/graph/runtime.ts';

const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);

type Layer = {
  name: string;
  class_name: string;
  config: Record<string, unknown> & { padding?: 'same' | 'valid'; strides?: number[]; pool_size?: number[] };
  inbound_nodes: [string][][];
};

/** Keras' layers, up to mixed2: an object literal of a script, made JSON. */
function topology(): Layer[] {
  const script = new TextDecoder().decode(
    readSource('nsfwjs', 'dist/models/inception_v3/model.min.js').bytes,
  );
  const start = script.indexOf('layers:[') + 'layers:'.length;
  const json = script
    .slice(start, script.indexOf(',input_layers:', start))
    .replace(/([{,])(\w+):/g, '$1"$2":')
    .replace(/([:,[]-?)\./g, '$10.')
    .replace(/!0/g, 'true')
    .replace(/!1/g, 'false');
  const layers = JSON.parse(json) as Layer[];
  return layers.slice(0, layers.findIndex(({ name }) => name === 'mixed2') + 1);
}

/** The network as it stands there, but for averages in place of maxima and the first convolution's stride. */
function literal(): GraphBuilder {
  const { weights } = readWeights();
  const builder = graphBuilder('literal');
  const made = new Map<string, Value>();
  const channels = (name: string, part: string) => {
    const data = Float32Array.from(values(weights(`${name}/${part}`)));
    return builder.constant(float32([data.length], data), `${name}/${part}`);
  };
  const window = ({ padding, strides }: Layer['config']) => ({
    auto_pad: padding === 'same' ? 'SAME_UPPER' : 'VALID',
    strides: strides!,
  });
  const make: Record<string, (layer: Layer, inputs: Value[]) => Value> = {
    InputLayer: () => builder.input('input', [1, 3, 256, 256]),
    Conv2D: ({ name, config }, [x]) => {
      const kernel = weights(`${name}/kernel`);
      const stored = builder.constant(float32(kernel.shape, Float32Array.from(values(kernel))));
      const filters = builder.op('Transpose', [stored], { perm: [3, 2, 0, 1] });
      const attributes = name === 'conv2d_1' ? { ...window(config), strides: [1, 1] } : window(config);
      return builder.op('Conv', [x, filters], attributes);
    },
    BatchNormalization: ({ name, config }, [x]) => {
      const size = x.dims[1];
      const ones = builder.constant(float32([size], new Float32Array(size).fill(1)));
      const parts = ['beta', 'moving_mean', 'moving_variance'].map((part) => channels(name, part));
      return builder.op('BatchNormalization', [x, ones, ...parts], { epsilon: config.epsilon as number });
    },
    Activation: ({ name }, [x]) => {
      const y = builder.op('Relu', [x], {}, name);
      const half = { kernel_shape: [2, 2], strides: [2, 2] };
      return name === 'activation_1' ? builder.op('AveragePool', [y], half) : y;
    },
    Concatenate: ({ name }, inputs) => builder.op('Concat', inputs, { axis: 1 }, name),
    AveragePooling2D: pool,
    MaxPooling2D: pool,
  };
  function pool({ config }: Layer, [x]: Value[]): Value {
    return builder.op('AveragePool', [x], { ...window(config), kernel_shape: config.pool_size! });
  }
  for (const layer of topology()) {
    const inputs = (layer.inbound_nodes[0] ?? []).map(([name]) => made.get(name)!);
    made.set(layer.name, make[layer.class_name](layer, inputs));
  }
  return builder;
}

test(`every layer is what the package's layers give, normalisation folded (SEED=${SEED})`, async () => {
  const next = randomFrom(SEED);
  const input = float32(
    [1, 3, 256, 256],
    Float32Array.from({ length: 3 * 256 * 256 }, () => next()),
  );
  const exported = graphBuilder('exported', { ...buildInceptionV3('exported').graph, outputs: [] });
  const models = [exported, literal()].map((builder) => {
    for (const { name } of INCEPTION_LAYERS) builder.output(builder.value(name));
    return encodeModel(builder.build());
  });
  const [ours, theirs] = [await runModel(models[0], { input }), await runModel(models[1], { input })];
  for (const { name, channels } of INCEPTION_LAYERS) {
    expect(ours[name].dims[1], name).toBe(channels);
    expect(largestDifference(ours[name], theirs[name]), name).toBeLessThan(2e-4);
  }
});
