// A job's sounds as one value that never changes: at no higher a rate than the job can hear.
import { packFloats, unpackFloats } from '../jobs/packed-floats.ts';
import type { SoundOptions } from './options.ts';
import { resampled } from './resample.ts';
import type { Sound } from './sound.ts';

export type SoundInputs = {
  /** Without one there is no content cost: a texture of the style. */
  readonly content?: Sound;
  readonly styles: readonly { readonly sound: Sound; readonly weight: number }[];
};

const VERSION = 1;

type Shape = { readonly rate: number; readonly channels: number; readonly samples: number };
type Head = {
  readonly version: number;
  readonly content: Shape | null;
  readonly styles: readonly (Shape & { readonly weight: number })[];
};

export function fittedSounds(
  { content, styles }: SoundInputs,
  { levels }: Pick<SoundOptions, 'levels'>,
): SoundInputs {
  const most = Math.max(...levels.map(({ size }) => size));
  const fitted = (sound: Sound) => (sound.rate > most ? resampled(sound, most) : sound);
  return {
    content: content && fitted(content),
    styles: styles.map(({ sound, weight }) => ({ sound: fitted(sound), weight })),
  };
}

export function packSounds({ content, styles }: SoundInputs): Uint8Array<ArrayBuffer> {
  const head: Head = {
    version: VERSION,
    content: content ? shapeOf(content) : null,
    styles: styles.map(({ sound, weight }) => ({ ...shapeOf(sound), weight })),
  };
  return packFloats(head, [...(content?.channels ?? []), ...styles.flatMap(({ sound }) => sound.channels)]);
}

/** @throws Fault state_invalid for another version or size. */
export function unpackSounds(bytes: Uint8Array): SoundInputs {
  return unpackFloats(bytes, VERSION, ({ content, styles }: Head, take) => {
    const sound = ({ rate, channels, samples }: Shape): Sound => ({
      rate,
      channels: Array.from({ length: channels }, () => take(samples)),
    });
    return {
      content: content ? sound(content) : undefined,
      styles: styles.map((style) => ({ sound: sound(style), weight: style.weight })),
    };
  });
}

function shapeOf({ rate, channels }: Sound): Shape {
  return { rate, channels: channels.length, samples: channels[0].length };
}
