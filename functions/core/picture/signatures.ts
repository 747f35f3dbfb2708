// How each file type begins: the four that are decoded, and the many that people send instead, with a word of help.
import type { PictureFormat } from '../image.ts';
import { avifBrand, fileBrands } from './avif.ts';
import { tag, u16be, u32be } from './bytes.ts';

export type Signature = {
  readonly name: string;
  readonly matches: (bytes: Uint8Array) => boolean;
  /** Absent: not decoded here. */
  readonly format?: PictureFormat;
  readonly hint?: string;
};

const starts =
  (...texts: readonly string[]) =>
  (bytes: Uint8Array) =>
    texts.some((text) => tag(bytes, 0, text.length) === text);

/** Text files start with any white space and a byte order mark; tags are compared in lower case. */
const textStarts =
  (...texts: readonly string[]) =>
  (bytes: Uint8Array) => {
    const text = tag(bytes, 0, 512)
      .replace(/^\u00ef\u00bb\u00bf/, '')
      .trimStart()
      .toLowerCase();
    return texts.some((start) => text.startsWith(start));
  };

const brands =
  (...wanted: readonly string[]) =>
  (bytes: Uint8Array) =>
    fileBrands(bytes).some((brand) => wanted.includes(brand));

const HEIC_HINT =
  'iPhones write HEIC; "Most Compatible" in the camera settings, or sharing the photo, makes a JPEG of it.';
const DOCUMENT_HINT = 'Export the page as PNG.';
const FIRST_FRAME_HINT = 'Save the frame you mean as PNG or JPEG.';
const BASE64_HINT = 'Decode the base64 first, or send it in the field for base64.';

/** In order: the first that matches is the answer. */
export const SIGNATURES: readonly Signature[] = [
  { name: 'JPEG', format: 'jpeg', matches: (bytes) => u16be(bytes, 0) === 0xffd8 },
  { name: 'PNG', format: 'png', matches: starts('\x89PNG\r\n\x1a\n') },
  { name: 'WebP', format: 'webp', matches: (bytes) => starts('RIFF')(bytes) && tag(bytes, 8) === 'WEBP' },
  { name: 'AVIF', format: 'avif', matches: avifBrand },
  {
    name: 'PNG damaged on its way',
    hint: 'It was transferred as text or cut off in its first eight bytes; transfer it as binary.',
    matches: starts('\x89PNG', '\xc2\x89PNG', '\xef\xbf\xbdPNG'),
  },
  {
    name: 'JPEG damaged on its way',
    hint: 'It was read as UTF-8 text; transfer it as binary.',
    matches: starts('\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd', '\xc3\xbf\xc3\x98'),
  },
  {
    name: 'HEIC',
    hint: HEIC_HINT,
    matches: brands('heic', 'heix', 'hevc', 'hevx', 'heim', 'heis', 'hevm', 'hevs', 'mif1', 'msf1'),
  },
  { name: 'a Canon raw photo', hint: 'Export it as JPEG.', matches: brands('crx ') },
  { name: 'JPEG XL', matches: starts('\xff\x0a', '\0\0\0\x0cJXL \r\n\x87\n') },
  { name: 'JPEG 2000', matches: starts('\0\0\0\x0cjP  \r\n\x87\n', '\xff\x4f\xff\x51') },
  {
    name: 'a video',
    hint: FIRST_FRAME_HINT,
    matches: (bytes) => tag(bytes, 4) === 'ftyp' || u32be(bytes, 0) === 0x1a45dfa3,
  },
  { name: 'GIF', hint: FIRST_FRAME_HINT, matches: starts('GIF8') },
  { name: 'BMP', matches: (bytes) => starts('BM')(bytes) && u16be(bytes, 6) === 0 && u16be(bytes, 8) === 0 },
  {
    name: 'TIFF or a camera raw photo',
    hint: 'Export it as JPEG or PNG.',
    matches: starts('II*\0', 'MM\0*', 'II+\0', 'MM\0+', 'IIRO', 'IIU\0'),
  },
  { name: 'an icon (ICO)', matches: starts('\0\0\x01\0') },
  { name: 'a Photoshop file (PSD)', matches: starts('8BPS') },
  { name: 'PDF', hint: DOCUMENT_HINT, matches: starts('%PDF') },
  { name: 'PostScript', hint: DOCUMENT_HINT, matches: starts('%!PS') },
  {
    name: 'SVG',
    hint: 'It is a drawing, not pixels; export it as PNG.',
    matches: (bytes) =>
      textStarts('<svg')(bytes) ||
      (textStarts('<?xml', '<!--', '<!doctype svg')(bytes) && /<svg/i.test(tag(bytes, 0, 4096))),
  },
  {
    name: 'HTML',
    hint: 'A download probably answered with an error page.',
    matches: textStarts('<!doctype html', '<html'),
  },
  { name: 'XML', hint: 'A download probably answered with an error document.', matches: textStarts('<?xml') },
  { name: 'a data: URL', hint: BASE64_HINT, matches: textStarts('data:image') },
  { name: 'base64 text', hint: BASE64_HINT, matches: starts('/9j/', 'iVBORw0KGgo', 'UklGR', 'AAAA') },
  { name: 'JSON', hint: 'The part must hold the picture itself.', matches: textStarts('{', '[') },
  { name: 'a ZIP archive', hint: 'Send the pictures in it one by one.', matches: starts('PK\x03\x04') },
  { name: 'a RIFF file that is not WebP', matches: starts('RIFF') },
];
