// Animated GIF, written: one palette, whole frames, LZW of 8-bit indices, shown for ever.
import { joined } from '../picture/bytes.ts';
import type { Clip } from './clip.ts';
import { type Palette, paletteOf } from './palette.ts';

const BITS = 8;
const CLEAR = 1 << BITS;
const MOST_CODES = 4096;
const BLOCK = 255;

export function writeGif({ frames, delays }: Clip): Uint8Array {
  const { width, height } = frames[0];
  const palette = paletteOf(frames);
  const size = [...le16(width), ...le16(height)];
  const table = new Uint8Array(3 * 2 ** BITS);
  for (const [index, colour] of palette.colours.entries()) table.set(colour, 3 * index);
  return joined(
    'GIF89a',
    [...size, 0xf0 | (BITS - 1), 0, 0],
    table,
    [0x21, 0xff, 11],
    'NETSCAPE2.0',
    [3, 1, 0, 0, 0],
    ...frames.flatMap(({ data }, index) => {
      const delay = le16(Math.min(65_535, Math.round(delays[index] / 10)));
      return [
        [0x21, 0xf9, 4, 0, ...delay, 0, 0],
        [0x2c, 0, 0, 0, 0, ...size, 0, BITS],
        blocked(compressed(indicesOf(data, palette))),
      ];
    }),
    [0x3b],
  );
}

function indicesOf(data: Uint8Array, { indexOf }: Palette): Uint8Array {
  return Uint8Array.from({ length: data.length / 4 }, (_, i) =>
    indexOf(data[4 * i], data[4 * i + 1], data[4 * i + 2]),
  );
}

/** LZW: the longest string known is written as its code, and is known longer by one value from then on. */
function compressed(indices: Uint8Array): Uint8Array {
  const out: number[] = [];
  let [bits, held] = [0, 0];
  const write = (code: number, size: number) => {
    bits |= code << held;
    for (held += size; held >= 8; held -= 8, bits >>>= 8) out.push(bits & 255);
  };
  let [known, next, size] = [new Map<number, number>(), CLEAR + 2, BITS + 1];
  write(CLEAR, size);
  let prefix = indices[0];
  for (const value of indices.subarray(1)) {
    const longer = known.get((prefix << 8) | value);
    if (longer !== undefined) {
      prefix = longer;
      continue;
    }
    write(prefix, size);
    if (next === MOST_CODES) {
      write(CLEAR, size);
      [known, next, size] = [new Map(), CLEAR + 2, BITS + 1];
    } else {
      if (next === 1 << size) size++; // the reader knows one string less
      known.set((prefix << 8) | value, next++);
    }
    prefix = value;
  }
  write(prefix, size);
  write(CLEAR + 1, size);
  if (held > 0) out.push(bits & 255);
  return Uint8Array.from(out);
}

function blocked(data: Uint8Array): Uint8Array {
  const parts: (Uint8Array | number[])[] = [];
  for (let at = 0; at < data.length; at += BLOCK) {
    const part = data.subarray(at, at + BLOCK);
    parts.push([part.length], part);
  }
  return joined(...parts, [0]);
}

function le16(value: number): number[] {
  return [value & 255, value >> 8];
}
