// The header of an AVIF: boxes (ISO/IEC 14496-12), the primary item's properties (23008-12), or an animation's track.
import { broken } from './broken.ts';
import { tag, u16be, u32be } from './bytes.ts';
import type { Orientation } from './exif.ts';
import type { Header } from './header.ts';

type Box = { readonly type: string; readonly body: number; readonly end: number };

/** The major brand and the compatible ones; none when the file does not begin with an ftyp box. */
export function fileBrands(bytes: Uint8Array): string[] {
  if (tag(bytes, 4) !== 'ftyp') return [];
  const end = Math.min(u32be(bytes, 0), bytes.length, 256);
  const brands = [tag(bytes, 8)];
  for (let at = 16; at + 4 <= end; at += 4) brands.push(tag(bytes, at));
  return brands;
}

export function avifBrand(bytes: Uint8Array): boolean {
  return fileBrands(bytes).some((brand) => brand === 'avif' || brand === 'avis');
}

/**
 * Turned as its `irot` and `imir` properties say; EXIF is not asked, as the format demands.
 * @throws Fault picture_broken
 */
export function readAvif(bytes: Uint8Array): Header {
  const top = boxes(bytes, 0, bytes.length);
  const size = itemHeader(bytes, top) ?? trackHeader(bytes, top);
  if (size === undefined) throw broken('AVIF', 'it names no size before it ends', bytes);
  return { format: 'avif', codec: 'avif', ...size };
}

type Size = Pick<Header, 'width' | 'height' | 'orientation'>;

function itemHeader(bytes: Uint8Array, top: readonly Box[]): Size | undefined {
  const meta = find(top, 'meta');
  if (meta === undefined) return undefined;
  const inMeta = boxes(bytes, meta.body + 4, meta.end);
  const pitm = find(inMeta, 'pitm');
  const iprp = find(inMeta, 'iprp');
  if (pitm === undefined || iprp === undefined) return undefined;
  const primary = bytes[pitm.body] === 0 ? u16be(bytes, pitm.body + 4) : u32be(bytes, pitm.body + 4);
  const inIprp = boxes(bytes, iprp.body, iprp.end);
  const ipco = find(inIprp, 'ipco');
  if (ipco === undefined) return undefined;
  const properties = boxes(bytes, ipco.body, ipco.end);
  const own = inIprp
    .filter(({ type }) => type === 'ipma')
    .flatMap((box) => propertyIndices(bytes, box, primary))
    .map((index) => properties[index - 1])
    .filter((box) => box !== undefined);
  const ispe = find(own, 'ispe');
  if (ispe === undefined || ispe.body + 12 > bytes.length) return undefined;
  const irot = find(own, 'irot');
  const imir = find(own, 'imir');
  return {
    width: u32be(bytes, ispe.body + 4),
    height: u32be(bytes, ispe.body + 8),
    orientation: orientationOf(irot && bytes[irot.body] & 3, imir && bytes[imir.body] & 1),
  };
}

/** An animation may have no item: its first track header says the size, in 16.16 fixed point. */
function trackHeader(bytes: Uint8Array, top: readonly Box[]): Size | undefined {
  const inside = (box: Box | undefined, type: string) => box && find(boxes(bytes, box.body, box.end), type);
  const tkhd = inside(inside(find(top, 'moov'), 'trak'), 'tkhd');
  if (tkhd === undefined || tkhd.end > bytes.length) return undefined;
  return { width: u16be(bytes, tkhd.end - 8), height: u16be(bytes, tkhd.end - 4), orientation: 1 };
}

/** ipma: which of ipco's properties (counted from 1) belong to an item. */
function propertyIndices(bytes: Uint8Array, ipma: Box, item: number): number[] {
  const wideIds = bytes[ipma.body] > 0;
  const wideIndices = (bytes[ipma.body + 3] & 1) === 1;
  const count = u32be(bytes, ipma.body + 4);
  let at = ipma.body + 8;
  for (let entry = 0; entry < count && at < ipma.end; entry++) {
    const id = wideIds ? u32be(bytes, at) : u16be(bytes, at);
    at += wideIds ? 4 : 2;
    const associations = bytes[at++] ?? 0;
    const step = wideIndices ? 2 : 1;
    if (id === item) {
      return Array.from({ length: associations }, (_, i) =>
        wideIndices ? u16be(bytes, at + 2 * i) & 0x7fff : (bytes[at + i] ?? 0) & 0x7f,
      );
    }
    at += associations * step;
  }
  return [];
}

/** Rows: quarter turns anti-clockwise (irot), columns: none, top and bottom swapped, left and right swapped (imir). */
const ORIENTATIONS: readonly (readonly [Orientation, Orientation, Orientation])[] = [
  [1, 4, 2],
  [8, 5, 7],
  [3, 2, 4],
  [6, 7, 5],
];

function orientationOf(turns = 0, axis?: number): Orientation {
  return ORIENTATIONS[turns][axis === undefined ? 0 : axis + 1];
}

function find(among: readonly Box[], type: string): Box | undefined {
  return among.find((box) => box.type === type);
}

/** Sizes 0 (to the end) and 1 (64 bits follow) as the standard has them; a box cut off by the end is still listed. */
function boxes(bytes: Uint8Array, from: number, to: number): Box[] {
  const found: Box[] = [];
  for (let at = from; at + 8 <= Math.min(to, bytes.length); ) {
    const short = u32be(bytes, at);
    const head = short === 1 ? 16 : 8;
    const size =
      short === 1 ? u32be(bytes, at + 8) * 2 ** 32 + u32be(bytes, at + 12) : short === 0 ? to - at : short;
    if (size < head) break;
    found.push({ type: tag(bytes, at + 4), body: at + head, end: Math.min(at + size, to) });
    at += size;
  }
  return found;
}
