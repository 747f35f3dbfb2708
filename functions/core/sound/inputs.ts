// A job's sounds as one value that never changes: at no higher a rate than the job can hear.
import { Fault } from '../fault.ts';
import { fromJsonBytes, toJsonBytes } from '../jobs/json-bytes.ts';
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

/** [length of the head, 4 bytes little-endian][head, JSON, padded to 4][samples of content and styles, float32]. */
export function packSounds({ content, styles }: SoundInputs): Uint8Array<ArrayBuffer> {
  const head: Head = {
    version: VERSION,
    content: content ? shapeOf(content) : null,
    styles: styles.map(({ sound, weight }) => ({ ...shapeOf(sound), weight })),
  };
  const text = toJsonBytes(head);
  const channels = [...(content?.channels ?? []), ...styles.flatMap(({ sound }) => sound.channels)];
  const start = 4 + 4 * Math.ceil(text.length / 4);
  const bytes = new Uint8Array(start + 4 * channels.reduce((sum, { length }) => sum + length, 0));
  new DataView(bytes.buffer).setUint32(0, text.length, true);
  bytes.set(text, 4);
  let at = start / 4;
  const samples = new Float32Array(bytes.buffer);
  for (const channel of channels) {
    samples.set(channel, at);
    at += channel.length;
  }
  return bytes;
}

/** @throws Fault state_invalid for another version or size. */
export function unpackSounds(packed: Uint8Array): SoundInputs {
  const bytes = packed.byteOffset % 4 === 0 ? packed : packed.slice();
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const head = fromJsonBytes(bytes.subarray(4, 4 + length)) as Head;
  if (head.version !== VERSION)
    throw new Fault('state_invalid', `The sounds are of version ${head.version}, wanted ${VERSION}.`, {
      version: head.version,
      expected: VERSION,
    });
  const start = 4 + 4 * Math.ceil(length / 4);
  const shapes = [...(head.content ? [head.content] : []), ...head.styles];
  const floats = shapes.reduce((sum, { channels, samples }) => sum + channels * samples, 0);
  if (bytes.length !== start + 4 * floats)
    throw new Fault(
      'state_invalid',
      `The sounds have ${bytes.length} bytes, their lengths say ${start + 4 * floats}.`,
      {
        bytes: bytes.length,
        expected: start + 4 * floats,
      },
    );
  const all = new Float32Array(bytes.buffer, bytes.byteOffset + start, floats);
  let at = 0;
  const take = ({ rate, channels: count, samples }: Shape): Sound => {
    const channels = Array.from({ length: count }, (_, i) => {
      const from = at + i * samples;
      return all.slice(from, from + samples);
    });
    at += count * samples;
    return { rate, channels };
  };
  return {
    content: head.content ? take(head.content) : undefined,
    styles: head.styles.map((style) => ({ sound: take(style), weight: style.weight })),
  };
}

function shapeOf({ rate, channels }: Sound): Shape {
  return { rate, channels: channels.length, samples: channels[0].length };
}
