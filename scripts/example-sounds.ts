// Sounds that the project makes itself: to try things on, and to measure on what everybody can make again.

import { seeded } from '../functions/core/random.ts';
import type { Sound } from '../functions/core/sound/sound.ts';

/** Samples of a sound of that length, before anything is added to them. */
type Maker = (samples: Float32Array, rate: number, random: () => number) => void;

const MAKERS = {
  /** Struck bars of a whole-tone scale, each with its first overtone (2.76 times the frequency), dying away. */
  bells(samples, rate, random) {
    const seconds = samples.length / rate;
    for (let bell = 0; bell < 5 * seconds; bell++) {
      const begins = random() * seconds;
      const hertz = 300 * 2 ** (Math.floor(random() * 12) / 6);
      for (let i = Math.ceil(begins * rate); i < samples.length; i++) {
        const t = i / rate - begins;
        const loud = 0.2 * Math.exp(-4 * t) * Math.min(1, 200 * t);
        samples[i] +=
          loud * (Math.sin(2 * Math.PI * hertz * t) + 0.5 * Math.sin(2 * Math.PI * 2.76 * hertz * t));
      }
    }
  },
  /** Drops on a roof: clicks of noise over a soft hiss. */
  rain(samples, rate, random) {
    for (let i = 0; i < samples.length; i++) samples[i] = 0.02 * (2 * random() - 1);
    for (let drop = 0; drop < (60 * samples.length) / rate; drop++) {
      const begins = Math.floor(random() * samples.length);
      const loud = 0.5 * random();
      for (let i = begins; i < Math.min(samples.length, begins + rate / 80); i++)
        samples[i] += loud * (2 * random() - 1) * Math.exp((-400 * (i - begins)) / rate);
    }
  },
  /** Four tones that follow one another, as a melody: for contents. */
  tune(samples, rate) {
    for (let i = 0; i < samples.length; i++) {
      const t = i / rate;
      const hertz = [262, 330, 392, 523][Math.floor(t / 0.25) % 4];
      const within = t % 0.25;
      for (let overtone = 1; overtone <= 4; overtone++)
        samples[i] += (0.3 / overtone) * Math.exp(-6 * within) * Math.sin(2 * Math.PI * overtone * hertz * t);
    }
  },
} as const satisfies Readonly<Record<string, Maker>>;

export type ExampleSound = keyof typeof MAKERS;

export const EXAMPLE_SOUNDS = Object.keys(MAKERS) as readonly ExampleSound[];

/** The same samples on every machine, to the rounding of its sines. */
export function exampleSound(name: ExampleSound, seconds: number, rate: number): Sound {
  const samples = new Float32Array(Math.round(seconds * rate));
  MAKERS[name](samples, rate, seeded(5));
  return { rate, channels: [samples] };
}
