// The header of a WebP (RFC 9649): simple lossy, simple lossless or extended, and the first frame of an animation.
import { broken } from './broken.ts';
import { joined, tag, u16le, u24le, u32le } from './bytes.ts';
import { exifOrientation } from './exif.ts';
import type { Header } from './header.ts';

type Size = { readonly width: number; readonly height: number };
export type Chunk = { readonly type: string; readonly body: number; readonly end: number };

const ALPHA_FLAG = 0x10;

/** The size of the coded picture in a chunk, by the chunk's type; other chunks have none. */
const CODED_SIZE: Readonly<Record<string, (bytes: Uint8Array, body: number) => Size>> = {
  // RFC 6386 section 9.1: three bytes frame tag, start code 9d 01 2a, 14 bits of width and of height
  'VP8 ': (bytes, body) => ({
    width: u16le(bytes, body + 6) & 0x3fff,
    height: u16le(bytes, body + 8) & 0x3fff,
  }),
  // RFC 9649 section 3.4: signature 2f, 14 bits of width - 1 and of height - 1
  VP8L: (bytes, body) => {
    const bits = u32le(bytes, body + 1);
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
  },
};

/** @throws Fault picture_broken */
export function readWebp(bytes: Uint8Array): Header {
  const all = chunks(bytes, 12, bytes.length);
  const [first] = all;
  if (first === undefined) throw broken('WebP', 'it ends inside its header', bytes);
  const base = { format: 'webp', codec: 'webp', orientation: 1 } as const;
  if (first.type !== 'VP8X') return { ...base, ...codedSize(bytes, all) };
  const exif = all.find(({ type }) => type === 'EXIF');
  const header: Header = {
    ...base,
    width: u24le(bytes, first.body + 4) + 1,
    height: u24le(bytes, first.body + 7) + 1,
    orientation: exif === undefined ? 1 : exifOrientation(bytes.subarray(exif.body, exif.end)),
  };
  const animation = all.find(({ type }) => type === 'ANMF');
  if (animation !== undefined) return { ...header, frame: readFrame(bytes, animation, header) };
  const coded = codedSize(bytes, all);
  if (coded.width !== header.width || coded.height !== header.height) {
    const sizes = `${header.width} x ${header.height}, its picture ${coded.width} x ${coded.height}`;
    throw broken('WebP', `its header says ${sizes}`, bytes);
  }
  return header;
}

/** Section 2.7.1.1: ANMF holds its place, and the chunks of a still picture, which get a RIFF header of their own. */
export function readFrame(
  bytes: Uint8Array,
  { body, end }: Chunk,
  canvas: Size,
): NonNullable<Header['frame']> {
  const [x, y] = [u24le(bytes, body) * 2, u24le(bytes, body + 3) * 2];
  const inner = chunks(bytes, body + 16, end);
  const size = codedSize(bytes, inner);
  if (x + size.width > canvas.width || y + size.height > canvas.height) {
    throw broken('WebP', 'its first frame reaches beyond its canvas', bytes);
  }
  const extended = inner.some(({ type }) => type === 'ALPH')
    ? joined('VP8X', le32(10), [ALPHA_FLAG, 0, 0, 0], le24(size.width - 1), le24(size.height - 1))
    : [];
  const picture = bytes.subarray(body + 16, end);
  const length = 4 + extended.length + picture.length;
  return { bytes: joined('RIFF', le32(length), 'WEBP', extended, picture), x, y, ...size };
}

function codedSize(bytes: Uint8Array, among: readonly Chunk[]): Size {
  const coded = among.find(({ type }) => type in CODED_SIZE);
  if (coded === undefined || coded.body + 10 > bytes.length)
    throw broken('WebP', 'it holds no picture', bytes);
  return CODED_SIZE[coded.type](bytes, coded.body);
}

export function chunks(bytes: Uint8Array, from: number, to: number): Chunk[] {
  const found: Chunk[] = [];
  for (let at = from; at + 8 <= to; ) {
    const body = at + 8;
    const length = u32le(bytes, at + 4);
    found.push({ type: tag(bytes, at), body, end: Math.min(body + length, to) });
    at = body + length + (length & 1);
  }
  return found;
}

export function le32(value: number): number[] {
  return [value & 255, (value >>> 8) & 255, (value >>> 16) & 255, value >>> 24];
}

export function le24(value: number): number[] {
  return le32(value).slice(0, 3);
}
