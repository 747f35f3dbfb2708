// A sound's spectrogram as a convolution in a graph: its filters are sines and cosines under a window.
import type { GraphBuilder, Value } from '../graph/graph.ts';
import { float32 } from '../tensor.ts';

/** Of a window: the power of two nearest to it at the rate. 46 ms tell tones apart and still follow a beat. */
const WINDOW_SECONDS = 0.046;

/** Steps in a window: with four Hann windows of the square sum to a constant. */
const OVERLAP = 4;

/**
 * How magnitudes are compressed: log(1 + 200 m), where m is 1 for a sine of full scale: as ears have it above -46 dB,
 * linear below. With 1000 the silence between tones counts more than the tones, and a made sound, whose every phase
 * would have to fit there, comes less near to its style.
 */
export const GAIN = 200;

/** Added to the square of a magnitude, whose root has no derivative at 0: -100 dB. */
const FLOOR = 1e-10;

export type Frames = { readonly window: number; readonly hop: number; readonly bins: number };

/** Samples of a window and between two, and frequencies of a frame (without 0 and the highest), at that rate in Hz. */
export function framesAt(rate: number): Frames {
  const window = 2 ** Math.max(4, Math.round(Math.log2(rate * WINDOW_SECONDS)));
  return { window, hop: window / OVERLAP, bins: window / 2 - 1 };
}

/** Compressed magnitudes [B, bins, frames] of samples [B, 1, N]; the ends are padded by half a window of silence. */
export function appendSpectrogram(builder: GraphBuilder, samples: Value, rate: number): Value {
  const { window, hop, bins } = framesAt(rate);
  const half = window / 2;
  const waves = builder.op(
    'Conv',
    [samples, builder.constant(float32([2 * bins, 1, window], waveforms(rate)))],
    {
      strides: [hop],
      pads: [half, half],
    },
  );
  const squares = builder.op('Mul', [waves, waves]);
  const part = (from: number) =>
    builder.op('Slice', [squares, builder.ints([from]), builder.ints([from + bins]), builder.ints([1])]);
  const power = builder.op('Add', [builder.op('Add', [part(0), part(bins)]), builder.scalar(FLOOR)]);
  const loud = builder.op('Mul', [builder.op('Sqrt', [power]), builder.scalar(GAIN)]);
  return builder.op('Log', [builder.op('Add', [loud, builder.scalar(1)])]);
}

let made: { readonly rate: number; readonly filters: Float32Array } | undefined;

/** Those of the last rate are kept: one job builds several graphs. */
function waveforms(rate: number): Float32Array {
  if (made?.rate !== rate) made = { rate, filters: waveformsAt(rate) };
  return made.filters;
}

/** Cosines, then sines, of 1 to `bins` periods a window, under Hann's window; a sine of full scale gives 1. */
function waveformsAt(rate: number): Float32Array {
  const { window, bins } = framesAt(rate);
  const out = new Float32Array(2 * bins * window);
  for (let n = 0; n < window; n++) {
    const weight = ((1 - Math.cos((2 * Math.PI * n) / window)) * 2) / window;
    for (let k = 0; k < bins; k++) {
      const angle = (2 * Math.PI * (((k + 1) * n) % window)) / window;
      out[k * window + n] = weight * Math.cos(angle);
      out[(bins + k) * window + n] = weight * Math.sin(angle);
    }
  }
  return out;
}
