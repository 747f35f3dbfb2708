// The one EXIF field that changes what a picture shows: its orientation (TIFF 6.0 section 2; EXIF 2.32, tag 0x0112).
import { u16be, u16le, u32be, u32le } from './bytes.ts';

/** Which corner the stored first row and column are at: 1 upright, 3 upside down, 6 and 8 on a side, 2 4 5 7 mirrored. */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

const ORIENTATION_TAG = 0x0112;
const ENTRY_BYTES = 12;

/** Reads a TIFF structure, with or without "Exif\0\0" before it; 1 when it has no orientation or is not TIFF at all. */
export function exifOrientation(exif: Uint8Array): Orientation {
  const tiff = exif[0] === 0x45 && exif[4] === 0 ? exif.subarray(6) : exif;
  const order = u16be(tiff, 0);
  if (order !== 0x4949 && order !== 0x4d4d) return 1;
  const [u16, u32] = order === 0x4949 ? [u16le, u32le] : [u16be, u32be];
  if (u16(tiff, 2) !== 42) return 1;
  const directory = u32(tiff, 4);
  const entries = u16(tiff, directory);
  for (let i = 0; i < entries; i++) {
    const entry = directory + 2 + i * ENTRY_BYTES;
    if (entry + ENTRY_BYTES > tiff.length) return 1;
    if (u16(tiff, entry) === ORIENTATION_TAG) return orientationOf(u16(tiff, entry + 8));
  }
  return 1;
}

function orientationOf(value: number): Orientation {
  return value >= 1 && value <= 8 ? (value as Orientation) : 1;
}
