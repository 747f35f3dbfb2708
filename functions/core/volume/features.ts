// What is compared of volumes: the voxels, and random filters on them at several widths. Filters need not be learned for
// a texture's statistics to be seen in them (Ustyuzhaninov et al. 2017).
import { Fault } from '../fault.ts';
import type { GraphBuilder, Value } from '../graph/graph.ts';
import { seeded } from '../random.ts';
import { type Float32Tensor, float32 } from '../tensor.ts';

/** By how much a volume is averaged down before its filters are laid on it: they reach over 5, 10 and 20 voxels. */
const STEPS: Readonly<Record<string, number>> = { 'random-5': 1, 'random-10': 2, 'random-20': 4 };

export const VOLUME_LAYERS: readonly string[] = ['voxels', ...Object.keys(STEPS)];

/** Of a layer, and their side. */
const FILTERS = 32;
const SIDE = 5;

/** Changes when the same options would compute something else. */
export const FEATURES_VERSION = 1;

/** Values [1, C, depth, height, width] of each layer of a volume [1, 1, depth, height, width]. @throws Fault layer_unknown. */
export function appendVolumeFeatures(
  builder: GraphBuilder,
  volume: Value,
  layers: readonly string[],
): ReadonlyMap<string, Value> {
  return new Map(
    layers.map((layer) => [layer, layer === 'voxels' ? volume : filtered(builder, volume, layer)]),
  );
}

/**
 * [32, 1, 5, 5, 5], uniform, rectified behind a bias each, so that some answer to what is bright and some to what is
 * dark. @throws Fault layer_unknown.
 */
export function filtersOf(layer: string): {
  readonly weights: Float32Tensor;
  readonly biases: Float32Tensor;
} {
  const step = STEPS[layer];
  if (step === undefined)
    throw new Fault(
      'layer_unknown',
      `Volumes have no layer ${JSON.stringify(layer)}: ${VOLUME_LAYERS.join(', ')}.`,
      { layer, layers: VOLUME_LAYERS },
    );
  const random = seeded(step);
  // Of the variance that keeps rectified values as large as they came (He et al. 2015).
  const most = Math.sqrt(6 / SIDE ** 3);
  const uniform = (count: number, within: number) =>
    Float32Array.from({ length: count }, () => (2 * random() - 1) * within);
  return {
    weights: float32([FILTERS, 1, SIDE, SIDE, SIDE], uniform(FILTERS * SIDE ** 3, most)),
    biases: float32([FILTERS], uniform(FILTERS, 1)),
  };
}

/** An axis that is shorter than the step is averaged as far as it goes: a volume of depth 1 stays one. */
function filtered(builder: GraphBuilder, volume: Value, layer: string): Value {
  const { weights, biases } = filtersOf(layer);
  const kernel = volume.dims.slice(2).map((side) => Math.min(side, STEPS[layer]));
  const averaged = kernel.every((side) => side === 1)
    ? volume
    : builder.op('AveragePool', [volume], { kernel_shape: kernel, strides: kernel });
  const pads = Array.from({ length: 2 * kernel.length }, () => Math.floor(SIDE / 2));
  return builder.op('Relu', [
    builder.op('Conv', [averaged, builder.constant(weights), builder.constant(biases)], { pads }),
  ]);
}
