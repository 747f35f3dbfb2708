// Sounds as a kind of job: what is optimised are samples themselves, [channels, samples], full scale is 1.
import { Fault } from '../fault.ts';
import type { Kind } from '../jobs/kind.ts';
import type { Extent } from '../jobs/objective.ts';
import { pictureMedia } from '../jobs/picture-result.ts';
import { onePiece } from '../optim/packing.ts';
import { withNoise } from '../random.ts';
import { type Look, measureSignal, openSignalObjective } from '../style/signal-objective.ts';
import { checkSignal } from '../style/signal-options.ts';
import { float32 } from '../tensor.ts';
import { appendSoundFeatures, FEATURES_VERSION } from './features.ts';
import { fittedSounds, packSounds, type SoundInputs, unpackSounds } from './inputs.ts';
import { LONGEST_SECONDS, type SoundOptions, type SoundRequest, soundOptions } from './options.ts';
import { spectrogramPicture } from './picture.ts';
import { resampled } from './resample.ts';
import { type Sound, secondsOf } from './sound.ts';
import { writeWav } from './wav.ts';

export const soundKind: Kind<{
  readonly request: SoundRequest;
  readonly options: SoundOptions;
  readonly inputs: SoundInputs;
  readonly result: Sound;
}> = {
  options: soundOptions,
  check,
  /** Its filters are made from seeds: there is no file to change. */
  network: () => ({ id: 'random-filters', sha256: '' }),
  identity: (options) => ({ kind: 'sound', features: FEATURES_VERSION, options }),
  fitted: fittedSounds,
  packInputs: packSounds,
  unpackInputs: unpackSounds,

  nothing: { samples: 0, channels: 0, rate: 0 },
  unit: { size: 'Hz', name: 'samples', floats: 1 },
  snapped: (size) => size,
  step: () => 50,
  size: sizeAt,
  floats: ({ samples, channels }) => samples * channels,

  async measure(_, options, inputs, rate) {
    const size = sizeAt(options, inputs, rate);
    const styles = inputs.styles.map(({ sound }) => [
      sound.channels.length,
      1,
      Math.round(secondsOf(sound) * rate),
    ]);
    const withContent = inputs.content !== undefined;
    return { size, ...measureSignal(lookAt(rate), options, withContent, dimsOf(size), styles) };
  },
  async open({ runtime }, options, { content, styles }, rate) {
    const size = sizeAt(options, { content, styles }, rate);
    const tensor = (sound: Sound) => {
      const { channels } = resampled(sound, rate);
      return float32([channels.length, 1, channels[0].length], onePiece(channels));
    };
    return openSignalObjective(
      runtime,
      lookAt(rate),
      options,
      size,
      dimsOf(size),
      content && tensor(content),
      styles.map(({ sound, weight }) => ({ signal: tensor(sound), weight })),
    );
  },

  start({ initial, noise, seed }, { content }, { samples, channels, rate }) {
    const start =
      initial === 'content' && content
        ? onePiece(resampled(content, rate).channels)
        : new Float32Array(samples * channels);
    return noise === 0 ? start : withNoise(start, noise, seed);
  },
  enlarged: (x, from, to) =>
    onePiece(resampled(soundOf(x, from), to.rate).channels.map((channel) => fitted(channel, to.samples))),
  result: async (x, size) => soundOf(x, size),
  picture: spectrogramPicture,
  media: [
    { type: 'audio/wav', encode: async (sound) => writeWav(sound) },
    ...pictureMedia(spectrogramPicture),
  ],
};

function check(options: SoundOptions, { content, styles }: SoundInputs): void {
  checkSignal(options, content !== undefined, styles);
  for (const [name, sound] of [
    ['content', content] as const,
    ...styles.map(({ sound }) => ['style', sound] as const),
  ]) {
    if (!sound || secondsOf(sound) <= LONGEST_SECONDS) continue;
    const seconds = Math.round(secondsOf(sound) * 10) / 10;
    throw new Fault(
      'request_invalid',
      `The ${name} is ${seconds} s long, at most ${LONGEST_SECONDS} s are taken.`,
      {
        option: name,
        seconds,
        most: LONGEST_SECONDS,
      },
    );
  }
}

/** As long as the content, or as the options or the first style say; as many channels as the content or that style. */
function sizeAt({ seconds }: SoundOptions, { content, styles }: SoundInputs, rate: number) {
  const like = content ?? styles[0]?.sound;
  if (!like) throw new Fault('request_invalid', 'There is no style.', { styles: 0 });
  const length = content ? secondsOf(content) : (seconds ?? secondsOf(like));
  return { samples: Math.max(1, Math.round(length * rate)), channels: like.channels.length, rate };
}

function dimsOf({ samples, channels }: Extent) {
  return [channels, 1, samples];
}

function lookAt(rate: number): Look {
  return (builder, signal, layers) => appendSoundFeatures(builder, signal, layers, rate);
}

function soundOf(x: Float32Array, { samples, channels, rate }: Extent): Sound {
  return {
    rate,
    channels: Array.from({ length: channels }, (_, i) => x.slice(i * samples, (i + 1) * samples)),
  };
}

/** Rounding may make it a sample too long or too short. */
function fitted(channel: Float32Array, samples: number): Float32Array {
  if (channel.length === samples) return channel;
  const out = new Float32Array(samples);
  out.set(channel.subarray(0, samples));
  return out;
}
