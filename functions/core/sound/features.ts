// What is compared of sounds: the spectrogram itself, and random filters on it. Filters need not be learned for a
// texture's statistics to be heard in them (Ulyanov and Lebedev 2016, Antognini et al. 2019).
import { Fault } from '../fault.ts';
import type { GraphBuilder, Value } from '../graph/graph.ts';
import { seeded } from '../random.ts';
import { float32 } from '../tensor.ts';
import { appendSpectrogram } from './spectrogram.ts';

/** Frames that the filters of a layer reach over, from a click (2) to a phrase (32 of them are 0.4 s). */
const WIDTHS: Readonly<Record<string, number>> = { 'random-2': 2, 'random-8': 8, 'random-32': 32 };

const SOUND_LAYERS: readonly string[] = ['spectrum', ...Object.keys(WIDTHS)];

/** Of a layer. */
const FILTERS = 64;

/** Changes when the same options would compute something else. */
export const FEATURES_VERSION = 1;

/** Values [1, C, positions] of each layer; positions of all channels of sound lie one after the other. */
export function appendSoundFeatures(
  builder: GraphBuilder,
  samples: Value,
  layers: readonly string[],
  rate: number,
): ReadonlyMap<string, Value> {
  for (const layer of layers)
    if (!SOUND_LAYERS.includes(layer))
      throw new Fault(
        'layer_unknown',
        `Sounds have no layer ${JSON.stringify(layer)}: ${SOUND_LAYERS.join(', ')}.`,
        {
          layer,
          layers: SOUND_LAYERS,
        },
      );
  return appendSpectrumFeatures(builder, appendSpectrogram(builder, samples, rate), layers);
}

/** The same on a spectrogram [B, bins, frames] that is there already. */
export function appendSpectrumFeatures(
  builder: GraphBuilder,
  spectrum: Value,
  layers: readonly string[],
): ReadonlyMap<string, Value> {
  return new Map(
    layers.map((layer) => [
      layer,
      inOneRow(builder, layer === 'spectrum' ? spectrum : filtered(builder, spectrum, layer)),
    ]),
  );
}

function filtered(builder: GraphBuilder, spectrum: Value, layer: string): Value {
  const width = WIDTHS[layer];
  const [, bins] = spectrum.dims;
  const pads = [Math.floor(width / 2), width - 1 - Math.floor(width / 2)];
  const seen = builder.op(
    'Conv',
    [spectrum, builder.constant(float32([FILTERS, bins, width], filtersOf(width, bins)))],
    {
      pads,
    },
  );
  return builder.op('Relu', [seen]);
}

const made = new Map<number, Float32Array>();

/** Uniform, of the variance that keeps rectified values as large as they came (He et al. 2015). The last are kept. */
function filtersOf(width: number, bins: number): Float32Array {
  const size = FILTERS * bins * width;
  const kept = made.get(width);
  if (kept?.length === size) return kept;
  const random = seeded(width);
  const most = Math.sqrt(6 / (bins * width));
  const filters = new Float32Array(size);
  for (let i = 0; i < size; i++) filters[i] = (2 * random() - 1) * most;
  made.set(width, filters);
  return filters;
}

/** [B, C, T] to [1, C, B T]. */
function inOneRow(builder: GraphBuilder, value: Value): Value {
  const [batch, channels] = value.dims;
  if (batch === 1) return value;
  const turned = builder.op('Transpose', [value], { perm: [1, 0, 2] });
  return builder.op('Reshape', [turned, builder.ints([1, channels, -1])]);
}
