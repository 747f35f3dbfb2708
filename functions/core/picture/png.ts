// The header of a PNG (W3C PNG, third edition): IHDR, and the eXIf chunk wherever it stands.
import { broken } from './broken.ts';
import { joined, tag, u32be } from './bytes.ts';
import { exifOrientation } from './exif.ts';
import type { Header } from './header.ts';

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

/** What the picture cannot do without (with transparency); anything else may be malformed and is still a picture. */
const ESSENTIAL: ReadonlySet<string> = new Set(['IHDR', 'PLTE', 'tRNS', 'IDAT']);

/** The same picture without its other chunks, and with an end: for files whose metadata a strict decoder refuses. */
export function essentialPng(bytes: Uint8Array): Uint8Array {
  const kept = chunks(bytes).filter(({ type }) => ESSENTIAL.has(type));
  return joined(
    bytes.subarray(0, SIGNATURE_BYTES),
    ...kept.map(({ start, end }) => bytes.subarray(start, end)),
    [0, 0, 0, 0],
    'IEND',
    [0xae, 0x42, 0x60, 0x82],
  );
}

type Chunk = { readonly type: string; readonly start: number; readonly end: number };

/** Whole chunks up to IEND; a chunk that runs past the end of the file, and what follows it, is left out. */
function chunks(bytes: Uint8Array): Chunk[] {
  const found: Chunk[] = [];
  for (let start = SIGNATURE_BYTES; start + CHUNK_BYTES <= bytes.length; ) {
    const type = tag(bytes, start + 4);
    const end = start + CHUNK_BYTES + u32be(bytes, start);
    if (end > bytes.length || type === 'IEND') break;
    found.push({ type, start, end });
    start = end;
  }
  return found;
}
