// A sound that has a given spectrogram, as nearly as one can: Griffin and Lim 1984.
import { seeded } from '../../functions/core/random.ts';
import { fourier } from '../../functions/core/sound/fourier.ts';
import { framesAt, GAIN } from '../../functions/core/sound/spectrogram.ts';

/** Phases hardly move after so many. */
const ITERATIONS = 100;

/**
 * `spectrum`: compressed magnitudes [bins, frames], as spectrogram.ts makes them. Gives `count` samples at `rate` Hz;
 * phases begin at random.
 */
export function griffinLim(spectrum: Float32Array, rate: number, count: number): Float32Array {
  const { window, bins } = framesAt(rate);
  const magnitudes = Float64Array.from(
    spectrum,
    (value) => (Math.max(0, Math.exp(value) - 1) / GAIN) * (window / 2),
  );
  const random = seeded(1);
  const phases = Float64Array.from(magnitudes, () => 2 * Math.PI * random());
  const frames: Frames = { ...framesAt(rate), weights: hann(window), count: magnitudes.length / bins };
  let samples = soundOf(magnitudes, phases, frames, count);
  for (let iteration = 0; iteration < ITERATIONS; iteration++) {
    takePhases(samples, frames, phases);
    samples = soundOf(magnitudes, phases, frames, count);
  }
  return Float32Array.from(samples);
}

type Frames = ReturnType<typeof framesAt> & { readonly weights: Float64Array; readonly count: number };

function hann(window: number): Float64Array {
  return Float64Array.from({ length: window }, (_, n) => 1 - Math.cos((2 * Math.PI * n) / window));
}

/** Frames laid over one another, by least squares. */
function soundOf(
  magnitudes: Float64Array,
  phases: Float64Array,
  { window, hop, bins, weights, count }: Frames,
  length: number,
): Float64Array {
  const [re, im] = [new Float64Array(window), new Float64Array(window)];
  const [samples, covered] = [new Float64Array(length), new Float64Array(length)];
  for (let t = 0; t < count; t++) {
    re.fill(0);
    im.fill(0);
    for (let k = 1; k <= bins; k++) {
      const at = (k - 1) * count + t;
      re[k] = magnitudes[at] * Math.cos(phases[at]);
      re[window - k] = re[k];
      // The inverse of a spectrum is the transform of its conjugate; what comes out is real.
      im[k] = -magnitudes[at] * Math.sin(phases[at]);
      im[window - k] = -im[k];
    }
    fourier(re, im);
    const first = t * hop - window / 2;
    for (let n = Math.max(0, -first); n < Math.min(window, length - first); n++) {
      samples[first + n] += (weights[n] * re[n]) / window;
      covered[first + n] += weights[n] ** 2;
    }
  }
  return samples.map((value, i) => value / Math.max(covered[i], 1e-3));
}

function takePhases(
  samples: Float64Array,
  { window, hop, bins, weights, count }: Frames,
  phases: Float64Array,
): void {
  const [re, im] = [new Float64Array(window), new Float64Array(window)];
  for (let t = 0; t < count; t++) {
    for (let n = 0; n < window; n++) re[n] = weights[n] * (samples[t * hop - window / 2 + n] ?? 0);
    im.fill(0);
    fourier(re, im);
    for (let k = 1; k <= bins; k++) phases[(k - 1) * count + t] = Math.atan2(im[k], re[k]);
  }
}
