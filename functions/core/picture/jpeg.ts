// The header of a JPEG (ITU-T T.81 annex B): markers up to the first scan, wherever the frame header stands among them.
import { broken, unsupportedVariant } from './broken.ts';
import { joined, tag, u16be } from './bytes.ts';
import { exifOrientation, type Orientation } from './exif.ts';
import type { Header } from './header.ts';

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const APP1 = 0xe1;
const APP14 = 0xee;
const TEM = 0x01;

/** Frame headers by their marker: null is a frame that is decoded, a text the variant that is not. */
const FRAMES: ReadonlyMap<number, string | null> = new Map([
  [0xc0, null], // baseline
  [0xc1, null], // extended sequential
  [0xc2, null], // progressive
  [0xc3, 'lossless'],
  [0xc5, 'hierarchical'],
  [0xc6, 'hierarchical progressive'],
  [0xc7, 'hierarchical lossless'],
  [0xc9, 'arithmetic-coded'],
  [0xca, 'arithmetic-coded progressive'],
  [0xcb, 'arithmetic-coded lossless'],
  [0xcd, 'arithmetic-coded hierarchical'],
  [0xce, 'arithmetic-coded hierarchical progressive'],
  [0xcf, 'arithmetic-coded hierarchical lossless'],
]);

/**
 * Every scan of a progressive JPEG goes over the whole picture, so a small file with many of them keeps a decoder busy
 * for minutes. Encoders write about ten.
 */
const MAX_SCANS = 100;

/** Decoders by the number of components; two have no meaning in JFIF. */
const CODECS: Readonly<Record<number, 'jpeg' | 'jpeg-cmyk'>> = { 1: 'jpeg', 3: 'jpeg', 4: 'jpeg-cmyk' };

/**
 * Reads as leniently as libjpeg: bytes between markers are skipped, fill bytes too. A file that ends after its
 * first scan began is a picture: its missing rest decodes as grey.
 * @throws Fault picture_broken, picture_type_unsupported
 */
export function readJpeg(bytes: Uint8Array): Header {
  let orientation: Orientation = 1;
  let frame: Frame | undefined;
  for (const { marker, body, end } of segments(bytes)) {
    if (marker === EOI) throw broken('JPEG', 'it holds no picture', bytes);
    if (marker === SOS) {
      if (frame === undefined) throw broken('JPEG', 'its first scan comes before any size', bytes);
      checkScans(bytes, body);
      return { format: 'jpeg', ...frame, orientation };
    }
    if (FRAMES.has(marker)) frame ??= readFrame(bytes, marker, body);
    if (marker === APP1 && orientation === 1 && tag(bytes, body, 6) === 'Exif\0\0') {
      orientation = exifOrientation(bytes.subarray(body, end));
    }
  }
  throw broken('JPEG', 'it ends inside its header', bytes);
}

/** Adobe's segment (Technical Note 5116): version 100, no flags, transform 0, that is CMYK as it is. */
const ADOBE = joined([0xff, APP14, 0, 14], 'Adobe', [0, 100, 0, 0, 0, 0, 0]);

/** Four inks without Adobe's segment are taken for Adobe's inverted CMYK too, since that is who writes them. */
export function withAdobeSegment(bytes: Uint8Array): Uint8Array {
  for (const { marker, body } of segments(bytes)) {
    if (marker === APP14 && tag(bytes, body, 5) === 'Adobe') return bytes;
    if (marker === SOS) break;
  }
  return joined(bytes.subarray(0, 2), ADOBE, bytes.subarray(2));
}

type Segment = { readonly marker: number; readonly body: number; readonly end: number };

function* segments(bytes: Uint8Array): Generator<Segment> {
  for (let at = 2; ; ) {
    while (at < bytes.length && bytes[at] !== 0xff) at++;
    while (bytes[at] === 0xff) at++;
    const marker = bytes[at++];
    if (marker === undefined) return;
    if (marker === 0 || marker === TEM || (marker >= 0xd0 && marker <= SOI)) continue; // without a length
    const body = at + 2;
    const end = Math.max(body, at + u16be(bytes, at));
    yield { marker, body, end };
    at = end;
  }
}

/** Counts up to the end of the picture; in coded data every 0xff is followed by 0 or a restart marker. */
function checkScans(bytes: Uint8Array, first: number): void {
  let scans = 1;
  for (let at = bytes.indexOf(0xff, first); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    if (bytes[at + 1] === SOS) scans++;
    if (bytes[at + 1] === EOI) break;
  }
  if (scans > MAX_SCANS) throw broken('JPEG', `it has ${scans} scans; at most ${MAX_SCANS} are read`, bytes);
}

type Frame = Pick<Header, 'codec' | 'width' | 'height'>;

function readFrame(bytes: Uint8Array, marker: number, body: number): Frame {
  if (body + 6 > bytes.length) throw broken('JPEG', 'it ends inside its header', bytes);
  const variant = FRAMES.get(marker);
  if (variant) throw unsupportedVariant('JPEG', variant);
  const precision = bytes[body];
  if (precision !== 8) throw unsupportedVariant('JPEG', `${precision}-bit`);
  const components = bytes[body + 5];
  const codec = CODECS[components];
  if (codec === undefined) throw unsupportedVariant('JPEG', `${components}-component`);
  return { codec, height: u16be(bytes, body + 1), width: u16be(bytes, body + 3) };
}
