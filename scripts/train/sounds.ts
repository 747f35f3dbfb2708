// Sounds as what an encoder is shown: the middle of each, as loud as any other, moved in time while it learns.

import { resampled } from '../../functions/core/sound/resample.ts';
import type { Sound } from '../../functions/core/sound/sound.ts';
import { gaussian } from '../evaluate/random.ts';
import { readSound } from '../style/sounds.ts';
import type { Medium } from './medium.ts';

/** How far it is moved to either side, of its length: as pictures are (augment.ts). */
const SHIFT = 0.1;
/** Largest deviation of the noise that is added, of the sound's own: 20 dB below it. */
const NOISE = 0.1;

/**
 * [1, samples] at `rate`: one channel of all, cut or filled up with silence at both ends alike, of a root mean square of
 * 1. Silence stays silent. While it learns a sound is also moved, turned over (no ear hears the sign) and laid under
 * noise; never slower, faster or backwards, which are other calls.
 */
export function soundMedium(samples: number, rate: number): Medium<Float32Array> {
  return {
    view: [1, samples],
    read: async (file) => mono(resampled(await readSound(file), rate)),
    put(sound, out, change) {
      const random = change?.random;
      const shift = random ? Math.round(SHIFT * samples * (2 * random() - 1)) : 0;
      const start = Math.floor((sound.length - samples) / 2) + shift;
      const sign = random && random() < 0.5 ? -1 : 1;
      for (let i = 0; i < samples; i++) out[i] = sign * (sound[start + i] ?? 0);
      if (random) {
        const deviation = NOISE * random() * rootMeanSquare(out);
        for (let i = 0; i < samples; i++) out[i] += deviation * gaussian(random);
      }
      const loud = rootMeanSquare(out);
      if (loud > 0) for (let i = 0; i < samples; i++) out[i] /= loud;
    },
  };
}

function mono({ channels }: Sound): Float32Array {
  return channels[0].map((_, i) => channels.reduce((sum, each) => sum + each[i], 0) / channels.length);
}

function rootMeanSquare(samples: Float32Array): number {
  return Math.sqrt(samples.reduce((sum, value) => sum + value ** 2, 0) / samples.length);
}
