// What a picture is and how large, from its first bytes: nothing is decoded before this has agreed.
import { Fault } from '../fault.ts';
import type { PictureFormat } from '../image.ts';
import { readAvif } from './avif.ts';
import { broken } from './broken.ts';
import type { Header } from './header.ts';
import { readJpeg } from './jpeg.ts';
import { readPng } from './png.ts';
import { SIGNATURES } from './signatures.ts';
import { readWebp } from './webp.ts';

const READERS: Readonly<Record<PictureFormat, (bytes: Uint8Array) => Header>> = {
  jpeg: readJpeg,
  png: readPng,
  webp: readWebp,
  avif: readAvif,
};

const SUPPORTED = ['JPEG', 'PNG', 'WebP', 'AVIF'];

/**
 * Type by content, then size and orientation. Costs what the header costs, whatever follows it.
 * @throws Fault picture_empty; picture_type_unsupported, naming what it is instead; picture_broken.
 */
export function readHeader(bytes: Uint8Array): Header {
  if (bytes.length === 0) throw new Fault('picture_empty', 'The picture has 0 bytes.', { bytes: 0 });
  const signature = SIGNATURES.find(({ matches }) => matches(bytes));
  if (signature?.format === undefined) {
    const found = signature?.name ?? 'no known picture type';
    const hint = signature?.hint ?? 'Convert it to JPEG or PNG.';
    throw new Fault(
      'picture_type_unsupported',
      `The bytes are ${found}; a picture is ${SUPPORTED.slice(0, -1).join(', ')} or ${SUPPORTED.at(-1)}. ${hint}`,
      { found: signature?.name ?? null, supported: SUPPORTED, hint },
    );
  }
  const header = READERS[signature.format](bytes);
  if (header.width === 0 || header.height === 0) {
    throw broken(signature.name, `its header says ${header.width} x ${header.height} pixels`, bytes);
  }
  return header;
}
