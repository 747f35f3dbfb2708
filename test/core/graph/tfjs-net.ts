// The net in tfjs-core, as a process: values as JSON in, its loss and their gradients as JSON out.
import { createRequire } from 'node:module';
import { json } from 'node:stream/consumers';
import type * as TfCore from '@tensorflow/tfjs-core';
import type { Rank, Tensor } from '@tensorflow/tfjs-core';
import { CLASS, DIMS, NAMES, type Name, type Numbers } from './tfjs-net-values.ts';

const require = createRequire(import.meta.url);
const tf = require('@tensorflow/tfjs-core') as typeof TfCore;
require('@tensorflow/tfjs-core/dist/register_all_gradients');
require('@tensorflow/tfjs-backend-cpu');

const values = (await json(process.stdin)) as Numbers;
const tensors = NAMES.map((name) => tf.tensor([...values[name]], [...DIMS[name]]));
const { value, grads } = tf.valueAndGrads((...list: Tensor[]) => loss(named(list)))(tensors);
const numbers = named(grads.map((gradient) => Array.from(gradient.dataSync())));
process.stdout.write(JSON.stringify({ loss: value.dataSync()[0], grads: numbers }));

function named<T>(list: readonly T[]): Record<Name, T> {
  return Object.fromEntries(NAMES.map((name, index) => [name, list[index]])) as Record<Name, T>;
}

/** The net of gradient-oracle.test.ts, in TensorFlow's words and layouts. */
function loss(values: Readonly<Record<Name, Tensor>>): Tensor<Rank.R0> {
  const nhwc = (x: Tensor) => tf.transpose(x, [0, 2, 3, 1]) as Tensor<Rank.R4>;
  const hwio = (w: Tensor) => tf.transpose(w, [2, 3, 1, 0]) as Tensor<Rank.R4>;
  const first = tf.relu(
    tf.add(tf.conv2d(nhwc(values.picture), hwio(values.firstWeights), 1, 'same'), values.firstBias),
  ) as Tensor<Rank.R4>;
  const pools = tf.concat([tf.avgPool(first, 3, 2, 'valid'), tf.maxPool(first, 3, 2, 'valid')], 3);
  const both = tf.prelu(tf.sub(pools, 0.3), tf.reshape(values.slope, [8])) as Tensor<Rank.R4>;
  const second = tf.tanh(tf.add(tf.conv2d(both, hwio(values.secondWeights), 2, 'valid'), values.secondBias));
  const flat = tf.reshape(second, [-1, 6]);
  const style = tf.sum(tf.square(tf.sub(tf.matMul(flat, flat, true, false), values.target)));
  const logits = tf.add(
    tf.matMul(tf.mean(second, [1, 2]) as Tensor<Rank.R2>, values.head as Tensor<Rank.R2>),
    values.headBias,
  );
  return tf.sub(style, tf.sum(tf.slice(tf.logSoftmax(logits), [0, CLASS], [1, 1])));
}
