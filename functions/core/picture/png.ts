// The header of a PNG (W3C PNG, third edition): IHDR, and the eXIf chunk wherever it stands.
import { broken } from './broken.ts';
import { joined, tag, u32be } from './bytes.ts';
import { exifOrientation } from './exif.ts';
import type { Header } from './header.ts';

export const PNG_SIGNATURE = '\x89PNG\r\n\x1a\n';
const SIGNATURE_BYTES = 8;
/** Length, type and CRC of a chunk. */
const CHUNK_BYTES = 12;
const IHDR_BYTES = 13;

/** @throws Fault picture_broken */
export function readPng(bytes: Uint8Array): Header {
  const ihdr = SIGNATURE_BYTES + 8;
  if (tag(bytes, SIGNATURE_BYTES + 4) !== 'IHDR' || bytes.length < ihdr + IHDR_BYTES) {
    throw broken('PNG', 'it does not begin with a whole IHDR chunk', bytes);
  }
  const exif = chunks(bytes).find(({ type }) => type === 'eXIf');
  return {
    format: 'png',
    codec: 'png',
    width: u32be(bytes, ihdr),
    height: u32be(bytes, ihdr + 4),
    orientation: exif === undefined ? 1 : exifOrientation(bytes.subarray(exif.start + 8, exif.end - 4)),
  };
}

/** What the picture cannot do without; anything else may be malformed and is still a picture. */
const ESSENTIAL: ReadonlySet<string> = new Set(['IHDR', 'PLTE', 'tRNS', 'IDAT']);

/** Transparency has one length a colour type: a grey value, a colour; of a palette any number of its entries. */
const TRANSPARENCY_BYTES: Readonly<Record<number, readonly [least: number, most: number]>> = {
  0: [2, 2],
  2: [6, 6],
  3: [1, 256],
};

/**
 * The same picture without its other chunks, and with an end: for files that a strict decoder refuses for their
 * metadata, or for a cut after the last pixel. Its checksums are 0: the decoder does not look at them.
 */
export function essentialPng(bytes: Uint8Array): Uint8Array {
  const [least, most] = TRANSPARENCY_BYTES[bytes[SIGNATURE_BYTES + 8 + 9]] ?? [1, 0];
  const kept = chunks(bytes).filter(({ type, start, end }) => {
    const length = end - start - CHUNK_BYTES;
    return ESSENTIAL.has(type) && (type !== 'tRNS' || (length >= least && length <= most));
  });
  return joined(
    bytes.subarray(0, SIGNATURE_BYTES),
    ...kept.flatMap(({ type, start, end }) => chunk(type, bytes.subarray(start + 8, end - 4))),
    ...chunk('IEND', new Uint8Array(0)),
  );
}

/** Its checksum is 0. */
export function chunk(type: string, data: Uint8Array): (Uint8Array | string | number[])[] {
  const { length } = data;
  return [
    [length >>> 24, (length >>> 16) & 255, (length >>> 8) & 255, length & 255],
    type,
    data,
    [0, 0, 0, 0],
  ];
}

/** From its length to its checksum; `end` lies beyond the file where the file was cut inside the chunk. */
export type Chunk = { readonly type: string; readonly start: number; readonly end: number };

/** Up to IEND. */
export function chunks(bytes: Uint8Array): Chunk[] {
  const found: Chunk[] = [];
  for (let start = SIGNATURE_BYTES; start + 8 < bytes.length; ) {
    const type = tag(bytes, start + 4);
    if (type === 'IEND') break;
    const end = start + CHUNK_BYTES + u32be(bytes, start);
    found.push({ type, start, end });
    start = end;
  }
  return found;
}
