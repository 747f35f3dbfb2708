// A sound to look at: its spectrogram, time from left to right, low tones below, louder is brighter.
import type { Picture } from '../image.ts';
import { fourier } from './fourier.ts';
import type { Sound } from './sound.ts';
import { framesAt } from './spectrogram.ts';

/** From black to white over this many dB below full scale. */
const RANGE = 80;

/** Wider pictures leave frames out. */
const MOST_COLUMNS = 2_048;

/** One row a frequency, stereo as the sum of its channels. */
export function spectrogramPicture({ rate, channels }: Sound): Picture {
  const { window, hop, bins } = framesAt(rate);
  const samples = channels[0].length;
  const frames = Math.max(1, Math.ceil(samples / hop));
  const every = Math.ceil(frames / MOST_COLUMNS);
  const width = Math.ceil(frames / every);
  const data = new Uint8Array(4 * width * bins).fill(255);
  const [re, im] = [new Float64Array(window), new Float64Array(window)];
  for (let column = 0; column < width; column++) {
    const first = column * every * hop - window / 2;
    for (let n = 0; n < window; n++) {
      let value = 0;
      for (const channel of channels) value += (channel[first + n] ?? 0) / channels.length;
      re[n] = (value * (1 - Math.cos((2 * Math.PI * n) / window)) * 2) / window;
      im[n] = 0;
    }
    fourier(re, im);
    for (let k = 1; k <= bins; k++) {
      const loudness = 1 + (10 * Math.log10(re[k] ** 2 + im[k] ** 2 + 1e-30)) / RANGE;
      const grey = Math.round(255 * Math.min(1, Math.max(0, loudness)));
      const at = 4 * ((bins - k) * width + column);
      data[at] = grey;
      data[at + 1] = grey;
      data[at + 2] = grey;
    }
  }
  return { width, height: bins, data };
}
