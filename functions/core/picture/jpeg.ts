// The header of a JPEG (ITU-T T.81 annex B): markers up to the first scan, wherever the frame header stands among them.
import { broken, unsupportedVariant } from './broken.ts';
import { tag, u16be } from './bytes.ts';
import { exifOrientation, type Orientation } from './exif.ts';
import type { Header } from './header.ts';

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const APP1 = 0xe1;
const TEM = 0x01;

/** Frame headers by their marker; `undefined` is a frame that is decoded, a text the variant that is not. */
const FRAMES: Readonly<Record<number, string | undefined>> = {
  192: undefined, // baseline
  193: undefined, // extended sequential
  194: undefined, // progressive
  195: 'lossless',
  197: 'hierarchical',
  198: 'hierarchical progressive',
  199: 'hierarchical lossless',
  201: undefined, // arithmetic-coded sequential
  202: undefined, // arithmetic-coded progressive
  203: 'arithmetic-coded lossless',
  205: 'arithmetic-coded hierarchical',
  206: 'arithmetic-coded hierarchical progressive',
  207: 'arithmetic-coded hierarchical lossless',
};

/** Decoders by the number of components; two have no meaning in JFIF. */
const CODECS: Readonly<Record<number, 'jpeg' | 'jpeg-cmyk'>> = { 1: 'jpeg', 3: 'jpeg', 4: 'jpeg-cmyk' };

/**
 * Reads as leniently as libjpeg: bytes between markers are skipped, fill bytes too. A file that ends after its
 * first scan began is a picture: its missing rest decodes as grey.
 * @throws Fault picture_broken, picture_type_unsupported
 */
export function readJpeg(bytes: Uint8Array): Header {
  let orientation: Orientation = 1;
  let frame: Pick<Header, 'codec' | 'width' | 'height'> | undefined;
  for (let at = 2; ; ) {
    while (at < bytes.length && bytes[at] !== 0xff) at++;
    while (bytes[at] === 0xff) at++;
    const marker = bytes[at++];
    if (marker === undefined) throw broken('JPEG', 'it ends inside its header', bytes);
    if (marker === EOI) throw broken('JPEG', 'it holds no picture', bytes);
    if (marker === SOS) {
      if (frame === undefined) throw broken('JPEG', 'its first scan comes before any size', bytes);
      return { format: 'jpeg', ...frame, orientation };
    }
    if (marker === 0 || marker === TEM || (marker >= 0xd0 && marker <= SOI)) continue; // markers without a length
    const body = at + 2;
    const end = at + u16be(bytes, at);
    if (marker in FRAMES && frame === undefined) frame = readFrame(bytes, marker, body);
    if (marker === APP1 && orientation === 1 && tag(bytes, body, 6) === 'Exif\0\0') {
      orientation = exifOrientation(bytes.subarray(body, end));
    }
    at = Math.max(body, end);
  }
}

function readFrame(
  bytes: Uint8Array,
  marker: number,
  body: number,
): Pick<Header, 'codec' | 'width' | 'height'> {
  if (body + 6 > bytes.length) throw broken('JPEG', 'it ends inside its header', bytes);
  const variant = FRAMES[marker];
  if (variant !== undefined) throw unsupportedVariant('JPEG', variant);
  const precision = bytes[body];
  if (precision !== 8) throw unsupportedVariant('JPEG', `${precision}-bit`);
  const components = bytes[body + 5];
  const codec = CODECS[components];
  if (codec === undefined) throw unsupportedVariant('JPEG', `${components}-component`);
  return { codec, height: u16be(bytes, body + 1), width: u16be(bytes, body + 3) };
}
