// WAV files: RIFF chunks of PCM or float samples (Microsoft and IBM, "Multimedia Programming Interface", 1991).
import { Fault } from '../fault.ts';
import { tag } from '../picture/bytes.ts';
import type { Sound } from './sound.ts';

const PCM = 1;
const FLOAT = 3;
/** The real format stands further on, as the first two bytes of a GUID. */
const EXTENSIBLE = 0xfffe;

/** Of one channel: bits and how a sample at a byte becomes -1..1. */
type Format = { readonly bytes: number; readonly read: (view: DataView, at: number) => number };

const FORMATS: Readonly<Record<string, Format>> = {
  [`${PCM} 8`]: { bytes: 1, read: (view, at) => (view.getUint8(at) - 128) / 2 ** 7 },
  [`${PCM} 16`]: { bytes: 2, read: (view, at) => view.getInt16(at, true) / 2 ** 15 },
  [`${PCM} 24`]: {
    bytes: 3,
    read: (view, at) => (view.getUint16(at, true) + view.getInt8(at + 2) * 2 ** 16) / 2 ** 23,
  },
  [`${PCM} 32`]: { bytes: 4, read: (view, at) => view.getInt32(at, true) / 2 ** 31 },
  [`${FLOAT} 32`]: { bytes: 4, read: (view, at) => view.getFloat32(at, true) },
  [`${FLOAT} 64`]: { bytes: 8, read: (view, at) => view.getFloat64(at, true) },
};

const MOST_CHANNELS = 2;

export function isWav(bytes: Uint8Array): boolean {
  return tag(bytes, 0) === 'RIFF' && tag(bytes, 8) === 'WAVE';
}

/**
 * PCM of 8, 16, 24 or 32 bits or floats, mono or stereo, at any rate. A `data` chunk that says it is longer than the
 * file (a stream that was cut, or whose length nobody wrote) is read to the end of the file.
 * @throws Fault sound_type_unsupported, sound_broken.
 */
export function readWav(bytes: Uint8Array): Sound {
  if (!isWav(bytes)) throw new Fault('sound_type_unsupported', 'Only WAV is read as a sound.', {});
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let format:
    | { readonly code: number; readonly channels: number; readonly rate: number; readonly bits: number }
    | undefined;
  for (let at = 12; at + 8 <= bytes.length; ) {
    const [name, length] = [tag(bytes, at), view.getUint32(at + 4, true)];
    const start = at + 8;
    if (name === 'fmt ') {
      if (length < 16 || start + length > bytes.length)
        throw broken('its format chunk is cut short', { length });
      const code = view.getUint16(start, true);
      format = {
        code: code === EXTENSIBLE && length >= 26 ? view.getUint16(start + 24, true) : code,
        channels: view.getUint16(start + 2, true),
        rate: view.getUint32(start + 4, true),
        bits: view.getUint16(start + 14, true),
      };
    }
    if (name === 'data') {
      if (!format) throw broken('its samples come before their format', {});
      return samplesFrom(view, start, Math.min(length, bytes.length - start), format);
    }
    at = start + length + (length % 2); // chunks are padded to even lengths
  }
  throw broken('it has no samples', { bytes: bytes.length });
}

function samplesFrom(
  view: DataView,
  start: number,
  length: number,
  { code, channels, rate, bits }: { code: number; channels: number; rate: number; bits: number },
): Sound {
  const format = FORMATS[`${code} ${bits}`];
  if (!format)
    throw new Fault(
      'sound_type_unsupported',
      `The WAV holds samples of ${bits} bits in format ${code}; PCM of 8, 16, 24 or 32 bits and floats of 32 or 64 are read.`,
      { format: code, bits },
    );
  if (channels < 1 || channels > MOST_CHANNELS)
    throw new Fault(
      'sound_type_unsupported',
      `The WAV has ${channels} channels; 1 and ${MOST_CHANNELS} are read.`,
      {
        channels,
        most: MOST_CHANNELS,
      },
    );
  if (rate < 1_000 || rate > 768_000) throw broken(`its rate is ${rate} Hz`, { rate });
  const count = Math.floor(length / (format.bytes * channels));
  if (count === 0) throw broken('it has no samples', { samples: 0 });
  const out = Array.from({ length: channels }, () => new Float32Array(count));
  for (let i = 0, at = start; i < count; i++)
    for (let channel = 0; channel < channels; channel++, at += format.bytes) {
      const value = format.read(view, at);
      if (!Number.isFinite(value)) throw broken(`sample ${i} is ${value}`, { sample: i });
      out[channel][i] = value;
    }
  return { rate, channels: out };
}

/** PCM of 16 bits. What is louder than full scale makes the whole softer: nothing is clipped. */
export function writeWav({ rate, channels }: Sound): Uint8Array<ArrayBuffer> {
  const count = channels[0].length;
  const size = 2 * channels.length * count;
  const bytes = new Uint8Array(44 + size);
  const view = new DataView(bytes.buffer);
  const text = (at: number, value: string) => {
    for (let i = 0; i < 4; i++) bytes[at + i] = value.charCodeAt(i);
  };
  text(0, 'RIFF');
  view.setUint32(4, 36 + size, true);
  text(8, 'WAVE');
  text(12, 'fmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, PCM, true);
  view.setUint16(22, channels.length, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, 2 * channels.length * rate, true);
  view.setUint16(32, 2 * channels.length, true);
  view.setUint16(34, 16, true);
  text(36, 'data');
  view.setUint32(40, size, true);
  let peak = 1;
  for (const channel of channels) for (const value of channel) peak = Math.max(peak, Math.abs(value));
  for (let i = 0, at = 44; i < count; i++)
    for (const channel of channels) {
      view.setInt16(at, Math.min(32_767, Math.round((channel[i] / peak) * 32_768)), true);
      at += 2;
    }
  return bytes;
}

function broken(what: string, facts: Readonly<Record<string, unknown>>): Fault {
  return new Fault('sound_broken', `The WAV cannot be read: ${what}.`, facts);
}
