// Calls made by code, as a bird or a machine has its own: two to four chirps, each at its time and between its tones.
import type { Sound } from '../functions/core/sound/sound.ts';

const RATE = 4000;
const SECONDS = 0.6;

type Chirp = {
  /** Where it begins and how long it is, of the call. */
  readonly at: number;
  readonly long: number;
  /** Hz at its begin and its end. */
  readonly from: number;
  readonly to: number;
};

/** A class; what it gives makes one call after another: moved, a little higher or lower, quicker or slower, in noise. */
export function callOf(random: () => number): (own: () => number) => Sound {
  const count = 2 + Math.floor(3 * random());
  const tone = () => 200 * 2 ** (3 * random());
  const chirps = Array.from({ length: count }, (_, i): Chirp => {
    const at = 0.15 + (0.7 * (i + 0.5 * random())) / count;
    return { at, long: (0.2 + 0.4 * random()) / count, from: tone(), to: tone() };
  });
  return (own) => {
    const within = (range: number) => range * (2 * own() - 1);
    const [shift, pitch, tempo] = [within(0.05), 1 + within(0.03), 1 + within(0.06)];
    const [loud, noise] = [0.1 + 0.5 * own(), 0.15 + 0.35 * own()];
    const samples = new Float32Array(RATE * SECONDS);
    for (const { at, long, from, to } of chirps) {
      const begins = (0.5 + (at - 0.5 + within(0.01)) * tempo + shift) * samples.length;
      const length = long * tempo * samples.length;
      let phase = 2 * Math.PI * own();
      for (let i = Math.max(0, Math.ceil(begins)); i < Math.min(samples.length, begins + length); i++) {
        const t = (i - begins) / length;
        phase += (2 * Math.PI * pitch * from * (to / from) ** t) / RATE;
        samples[i] += Math.sin(Math.PI * t) * Math.sin(phase);
      }
    }
    return { rate: RATE, channels: [samples.map((value) => loud * (value + noise * (2 * own() - 1)))] };
  };
}
