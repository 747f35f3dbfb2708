// Phases found for a spectrogram give a sound that has it.
import { expect, test } from 'vitest';
import { fourier } from '../../functions/core/sound/fourier.ts';
import { framesAt, GAIN } from '../../functions/core/sound/spectrogram.ts';
import { griffinLim } from '../../scripts/evaluate/griffin-lim.ts';
import { exampleSound } from '../../scripts/example-sounds.ts';

const RATE = 4_000;

/** As the graph has it: log(1 + GAIN m), [bins, frames]. */
function spectrumOf(samples: Float32Array): Float32Array {
  const { window, hop, bins } = framesAt(RATE);
  const frames = Math.floor(samples.length / hop) + 1;
  const out = new Float32Array(bins * frames);
  for (let t = 0; t < frames; t++) {
    const re = Float64Array.from(
      { length: window },
      (_, n) =>
        (samples[t * hop - window / 2 + n] ?? 0) * (1 - Math.cos((2 * Math.PI * n) / window)) * (2 / window),
    );
    const im = new Float64Array(window);
    fourier(re, im);
    for (let k = 1; k <= bins; k++) out[(k - 1) * frames + t] = Math.log1p(GAIN * Math.hypot(re[k], im[k]));
  }
  return out;
}

test('the spectrogram of what it gives is the one it was given, to a few percent of its energy', () => {
  const wanted = spectrumOf(exampleSound('tune', 0.5, RATE).channels[0]);
  const found = spectrumOf(griffinLim(wanted, RATE, 2_000));
  const energy = (values: Float32Array) => values.reduce((sum, value) => sum + value ** 2, 0);
  expect(energy(found.map((value, i) => value - wanted[i])) / energy(wanted)).toBeLessThan(0.03);
});
