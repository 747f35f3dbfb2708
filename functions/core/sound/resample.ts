// A sound at another rate: a sinc under a Kaiser window, narrower in frequency when the rate falls, so nothing aliases.
// Smith, "Digital Audio Resampling", 1984.
import type { Sound } from './sound.ts';

/** Zero crossings on either side: the transition takes a sixteenth of the band. */
const CROSSINGS = 32;

/** Kaiser's beta: side lobes 90 dB down. */
const BETA = 9;

/** Entries of the table between two zero crossings; what lies between entries is interpolated. */
const RESOLUTION = 512;

export function resampled({ rate, channels }: Sound, to: number): Sound {
  if (to === rate) return { rate, channels };
  const count = Math.max(1, Math.round((channels[0].length * to) / rate));
  return { rate: to, channels: channels.map((samples) => atRate(samples, rate / to, count)) };
}

/** `count` samples, each `step` of the given ones after the one before. Beyond the ends is silence. */
function atRate(samples: Float32Array, step: number, count: number): Float32Array {
  const table = kernel();
  const widened = Math.max(1, step);
  const reach = CROSSINGS * widened;
  const out = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    const centre = i * step;
    const last = Math.min(samples.length - 1, Math.floor(centre + reach));
    let sum = 0;
    for (let at = Math.max(0, Math.ceil(centre - reach)); at <= last; at++) {
      const place = (Math.abs(at - centre) / widened) * RESOLUTION;
      const entry = Math.floor(place);
      sum += samples[at] * (table[entry] + (place - entry) * (table[entry + 1] - table[entry]));
    }
    out[i] = sum / widened;
  }
  return out;
}

let made: Float64Array | undefined;

/** sinc(t) times the window, t = 0..CROSSINGS, and two zeros to interpolate towards. */
function kernel(): Float64Array {
  made ??= Float64Array.from({ length: CROSSINGS * RESOLUTION + 2 }, (_, i) => {
    const t = i / RESOLUTION;
    if (t >= CROSSINGS) return 0;
    const sinc = t === 0 ? 1 : Math.sin(Math.PI * t) / (Math.PI * t);
    return (sinc * bessel0(BETA * Math.sqrt(1 - (t / CROSSINGS) ** 2))) / bessel0(BETA);
  });
  return made;
}

/** The modified Bessel function of order 0, by its series. */
function bessel0(x: number): number {
  let [sum, term] = [1, 1];
  for (let k = 1; term > 1e-17 * sum; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}
