// Odd picture files, made from ordinary ones byte by byte; runs on Node and in workerd.
import { joined, tag, u32be } from '../../functions/core/picture/bytes.ts';

const be32 = (value: number) => [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
const le32 = (value: number) => be32(value).reverse();
const be16 = (value: number) => [value >>> 8, value & 255];

/** A TIFF structure with an orientation and, before it, another tag. */
export function exif(orientation: number, order: 'II' | 'MM' = 'MM'): Uint8Array {
  const [n16, n32] = order === 'MM' ? [be16, be32] : [(v: number) => be16(v).reverse(), le32];
  const entry = (id: number, value: number) => [...n16(id), ...n16(3), ...n32(1), ...n16(value), 0, 0];
  return joined(order, n16(42), n32(8), n16(2), entry(0x0100, 48), entry(0x0112, orientation), n32(0));
}

/** A segment right after SOI. */
export function jpegWith(jpeg: Uint8Array, marker: number, body: Uint8Array): Uint8Array {
  return joined(jpeg.subarray(0, 2), [0xff, marker], be16(body.length + 2), body, jpeg.subarray(2));
}

export function jpegWithExif(jpeg: Uint8Array, tiff: Uint8Array): Uint8Array {
  return jpegWith(jpeg, 0xe1, joined('Exif\0\0', tiff));
}

/** The first segment with this marker is taken out. */
export function jpegWithout(jpeg: Uint8Array, marker: number): Uint8Array {
  const at = segmentAt(jpeg, marker);
  return joined(jpeg.subarray(0, at), jpeg.subarray(at + 2 + ((jpeg[at + 2] << 8) | jpeg[at + 3])));
}

/** Another size, precision or number of components in the frame header, over the same data. */
export function jpegClaiming(
  jpeg: Uint8Array,
  claim: { width?: number; height?: number; bits?: number; marker?: number; components?: number },
  sof = 0xc0,
): Uint8Array {
  const at = segmentAt(jpeg, sof);
  const out = jpeg.slice();
  if (claim.marker !== undefined) out[at + 1] = claim.marker;
  if (claim.bits !== undefined) out[at + 4] = claim.bits;
  if (claim.height !== undefined) out.set(be16(claim.height), at + 5);
  if (claim.width !== undefined) out.set(be16(claim.width), at + 7);
  if (claim.components !== undefined) out[at + 9] = claim.components;
  return out;
}

function segmentAt(jpeg: Uint8Array, marker: number): number {
  const at = jpeg.findIndex((byte, i) => byte === 0xff && jpeg[i + 1] === marker);
  if (at < 0) throw new Error(`no ${marker.toString(16)} segment`);
  return at;
}

export const PNG_SIGNATURE = joined('\x89PNG\r\n\x1a\n');

export function chunk(type: string, data: Uint8Array | readonly number[]): Uint8Array {
  const body = joined(type, data);
  return joined(be32(data.length), body, be32(crc32(body)));
}

/** Chunks between IHDR and the rest. */
export function pngWith(png: Uint8Array, ...extra: Uint8Array[]): Uint8Array {
  return joined(png.subarray(0, 33), ...extra, png.subarray(33));
}

export function ihdr(width: number, height: number, bits = 8, colour = 2): Uint8Array {
  return chunk('IHDR', joined(be32(width), be32(height), [bits, colour, 0, 0, 0]));
}

/** RGB, 8 bits: `raw` is rows with their filter byte, before compression. */
export async function pngOf(width: number, height: number, raw: Uint8Array): Promise<Uint8Array> {
  return joined(PNG_SIGNATURE, ihdr(width, height), chunk('IDAT', await deflated(raw)), chunk('IEND', []));
}

/** An animated PNG: the picture as its first frame, a black 4 x 4 corner as its second. */
export async function animatedPng(png: Uint8Array): Promise<Uint8Array> {
  const frame = (sequence: number, width: number, height: number) =>
    chunk('fcTL', joined(be32(sequence), be32(width), be32(height), be32(0), be32(0), [0, 1, 0, 10, 0, 0]));
  const black = chunk('fdAT', joined(be32(2), await deflated(new Uint8Array(4 * 13))));
  const control = chunk('acTL', joined(be32(2), be32(0)));
  const first = frame(0, u32be(png, 16), u32be(png, 20));
  return joined(pngWith(png.subarray(0, -12), control, first), frame(1, 4, 4), black, chunk('IEND', []));
}

export async function deflated(bytes: Uint8Array): Promise<Uint8Array> {
  const stream = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream();
  return new Uint8Array(
    await new Response(stream.pipeThrough(new CompressionStream('deflate'))).arrayBuffer(),
  );
}

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}

/** A simple WebP as an extended one with EXIF. */
export function webpWithExif(webp: Uint8Array, width: number, height: number, tiff: Uint8Array): Uint8Array {
  const le24 = (value: number) => le32(value).slice(0, 3);
  const padded = tiff.length % 2 === 0 ? tiff : joined(tiff, [0]);
  const body = joined(
    'WEBPVP8X',
    le32(10),
    [0x08, 0, 0, 0],
    le24(width - 1),
    le24(height - 1),
    webp.subarray(12),
    'EXIF',
    le32(tiff.length),
    padded,
  );
  return joined('RIFF', le32(body.length), body);
}

/** The same AVIF with another width and height in each of its ispe properties. */
export function avifClaiming(avif: Uint8Array, width: number, height: number): Uint8Array {
  const out = avif.slice();
  for (let at = 0; at < out.length - 16; at++) {
    if (tag(out, at) === 'ispe') out.set([...be32(width), ...be32(height)], at + 8);
  }
  return out;
}
