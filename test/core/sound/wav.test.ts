// WAV files of every format that is read, and those that are not.
import { expect, test } from 'vitest';
import { Fault } from '../../../functions/core/fault.ts';
import { isWav, readWav, writeWav } from '../../../functions/core/sound/wav.ts';

type Chunk = { readonly name: string; readonly data: Uint8Array };

function wav(chunks: readonly Chunk[]): Uint8Array {
  const parts = chunks.flatMap(({ name, data }) => [
    ...Buffer.from(name),
    ...u32(data.length),
    ...data,
    ...(data.length % 2 ? [0] : []),
  ]);
  return Uint8Array.from([
    ...Buffer.from('RIFF'),
    ...u32(4 + parts.length),
    ...Buffer.from('WAVE'),
    ...parts,
  ]);
}
const u16 = (value: number) => [value & 255, (value >> 8) & 255];
const u32 = (value: number) => [...u16(value & 65535), ...u16(value >>> 16)];

function format(code: number, bits: number, channels = 1, rate = 8_000, more: readonly number[] = []): Chunk {
  const block = (channels * bits) / 8;
  const data = [
    ...u16(code),
    ...u16(channels),
    ...u32(rate),
    ...u32(rate * block),
    ...u16(block),
    ...u16(bits),
    ...more,
  ];
  return { name: 'fmt ', data: Uint8Array.from(data) };
}
const samples = (bytes: readonly number[]): Chunk => ({ name: 'data', data: Uint8Array.from(bytes) });
const floats = (values: Float32Array | Float64Array) => samples([...new Uint8Array(values.buffer)]);

const half = [0.5, -0.5, -1, 0];
for (const [name, chunk, data] of [
  ['8 bits', format(1, 8), samples([192, 64, 0, 128])],
  ['16 bits', format(1, 16), samples([0, 0x40, 0, 0xc0, 0, 0x80, 0, 0])],
  ['24 bits', format(1, 24), samples([0, 0, 0x40, 0, 0, 0xc0, 0, 0, 0x80, 0, 0, 0])],
  ['32 bits', format(1, 32), samples([0, 0, 0, 0x40, 0, 0, 0, 0xc0, 0, 0, 0, 0x80, 0, 0, 0, 0])],
  ['floats', format(3, 32), floats(Float32Array.from(half))],
  ['doubles', format(3, 64), floats(Float64Array.from(half))],
  [
    'extensible',
    format(0xfffe, 16, 1, 8_000, [...u16(22), ...u16(16), ...u32(4), ...u16(1), ...Array(14).fill(0)]),
    samples([0, 0x40, 0, 0xc0, 0, 0x80, 0, 0]),
  ],
] as const)
  test(`${name} are read to the last bit`, () => {
    expect(readWav(wav([chunk, data]))).toEqual({ rate: 8_000, channels: [Float32Array.from(half)] });
  });

test('24 bits keep their lowest bit and their sign', () => {
  const { channels } = readWav(wav([format(1, 24), samples([1, 0, 0, 0xff, 0xff, 0xff])]));
  expect([...channels[0]]).toEqual([2 ** -23, -(2 ** -23)]);
});

test('stereo is two channels, and chunks that nobody knows are passed over, of odd lengths too', () => {
  const odd: Chunk = { name: 'LIST', data: Uint8Array.of(1, 2, 3) };
  const { channels } = readWav(wav([odd, format(1, 8, 2), odd, samples([192, 64, 0, 128])]));
  expect(channels.map((channel) => [...channel])).toEqual([
    [0.5, -1],
    [-0.5, 0],
  ]);
});

test('a data chunk longer than the file is read to the end of the file', () => {
  const bytes = wav([format(1, 16), samples([0, 0x40, 0, 0xc0])]);
  bytes.set(u32(0xffffffff), bytes.length - 8);
  expect(readWav(bytes).channels[0]).toHaveLength(2);
});

test('what is written reads as it was, to a step of 16 bits; what is too loud is made softer as a whole', () => {
  const sound = { rate: 22_050, channels: [Float32Array.of(0.25, -1, 1), Float32Array.of(0, 0.5, -0.125)] };
  const back = readWav(writeWav(sound));
  expect(back.rate).toBe(22_050);
  for (const [c, channel] of sound.channels.entries())
    for (const [i, value] of channel.entries())
      expect(Math.abs(back.channels[c][i] - value)).toBeLessThanOrEqual(1 / 2 ** 15);
  const loud = readWav(writeWav({ rate: 8_000, channels: [Float32Array.of(2, -1)] }));
  expect([...loud.channels[0]].map((value) => value.toFixed(3))).toEqual(['1.000', '-0.500']);
});

for (const [name, bytes, code] of [
  ['an MP3', Uint8Array.from([...Buffer.from('ID3'), ...Array(20).fill(0)]), 'sound_type_unsupported'],
  ['nothing', new Uint8Array(), 'sound_type_unsupported'],
  ['A-law', wav([format(6, 8), samples([1, 2])]), 'sound_type_unsupported'],
  ['six channels', wav([format(1, 16, 6), samples(Array(24).fill(0))]), 'sound_type_unsupported'],
  ['a header alone', wav([]), 'sound_broken'],
  ['a format that is cut short', wav([format(1, 16)]).subarray(0, 30), 'sound_broken'],
  ['samples before their format', wav([samples([1, 2]), format(1, 16)]), 'sound_broken'],
  ['no samples', wav([format(1, 16), samples([])]), 'sound_broken'],
  ['a rate of 0', wav([format(1, 16, 1, 0), samples([1, 2])]), 'sound_broken'],
  ['NaN', wav([format(3, 32), floats(Float32Array.of(0, Number.NaN))]), 'sound_broken'],
] as const)
  test(`${name} is refused as ${code}`, () => {
    const thrown = (() => {
      try {
        return readWav(bytes);
      } catch (error) {
        return error;
      }
    })();
    expect(thrown).toBeInstanceOf(Fault);
    expect((thrown as Fault).code).toBe(code);
  });

test('a WAV is known by its first bytes, whatever it is called', () => {
  expect(isWav(wav([]))).toBe(true);
  expect(isWav(Uint8Array.from(Buffer.from('RIFF....WEBPVP8 ')))).toBe(false);
});
