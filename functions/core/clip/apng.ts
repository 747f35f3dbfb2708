// Animated PNG (W3C PNG, third edition, 2025): frames are IDATs with a control chunk before each.
import { broken } from '../picture/broken.ts';
import { joined, tag, u16be, u32be } from '../picture/bytes.ts';
import { type Chunk, chunk, chunks, PNG_SIGNATURE } from '../picture/png.ts';
import { type Animation, MOST_FRAMES, type Part } from './animation.ts';

const DISPOSALS = ['keep', 'clear', 'restore'] as const;
const IHDR_BYTES = 13;
const CONTROL_BYTES = 26;

/** Whether a chunk before the first pixels says so. */
export function isAnimatedPng(bytes: Uint8Array): boolean {
  if (tag(bytes, 0, 8) !== PNG_SIGNATURE) return false;
  for (let at = 8; at + 8 < bytes.length; at += 12 + u32be(bytes, at)) {
    const type = tag(bytes, at + 4);
    if (type === 'acTL') return true;
    if (type === 'IDAT') return false;
  }
  return false;
}

/** @throws Fault picture_broken. */
export function readApng(bytes: Uint8Array): Animation {
  const all = chunks(bytes);
  const [head] = all;
  if (head?.type !== 'IHDR' || bytes.length < head.end) throw cut(bytes);
  const body = ({ start, end }: Chunk) => bytes.subarray(start + 8, end - 4);
  const header = body(head);
  const shared = all.filter(({ type }) => type === 'PLTE' || type === 'tRNS').map(body);
  const names = all.filter(({ type }) => type === 'PLTE' || type === 'tRNS').map(({ type }) => type);
  const frames: { readonly control: Uint8Array; readonly data: Uint8Array[] }[] = [];
  for (const each of all) {
    if (each.end > bytes.length) throw cut(bytes);
    if (each.type === 'fcTL') frames.push({ control: body(each), data: [] });
    // Pixels before the first control chunk are for those who show no animations.
    if (each.type === 'IDAT') frames.at(-1)?.data.push(body(each));
    if (each.type === 'fdAT') frames.at(-1)?.data.push(body(each).subarray(4));
  }
  const canvas = { width: u32be(header, 0), height: u32be(header, 4) };
  const parts = frames.slice(0, MOST_FRAMES + 1).map(({ control, data }, index): Part => {
    const [width, height, x, y] = [4, 8, 12, 16].map((at) => u32be(control, at));
    const inside = x + width <= canvas.width && y + height <= canvas.height;
    if (control.length !== CONTROL_BYTES || !inside || data.length === 0 || width * height === 0)
      throw broken('PNG', `its frame ${index} is empty or reaches beyond its canvas`, bytes);
    return {
      x,
      y,
      width,
      height,
      delayMs: Math.round((1000 * u16be(control, 20)) / (u16be(control, 22) || 100)),
      dispose: DISPOSALS[control[24]] ?? 'keep',
      blend: control[25] === 1 ? 'over' : 'replace',
      still: joined(
        PNG_SIGNATURE,
        ...chunk('IHDR', joined(control.subarray(4, 12), header.subarray(8))),
        ...shared.flatMap((own, i) => chunk(names[i], own)),
        ...data.flatMap((own) => chunk('IDAT', own)),
        ...chunk('IEND', new Uint8Array()),
      ),
    };
  });
  return { ...canvas, parts };
}

/** Of still PNGs of one size and type, shown for ever. `delays`: milliseconds. @throws Fault picture_broken. */
export function writeApng(stills: readonly Uint8Array[], delays: readonly number[]): Uint8Array {
  const header = stills[0].subarray(16, 16 + IHDR_BYTES);
  let sequence = 0;
  const frames = stills.flatMap((still, index) => {
    const control = checked('fcTL', [
      ...be32(sequence++),
      ...header.subarray(0, 8),
      ...be32(0),
      ...be32(0),
      ...be16(Math.min(65_535, delays[index])),
      ...be16(1000),
      0,
      0,
    ]);
    const pixels = chunks(still).filter(({ type }) => type === 'IDAT');
    const data = pixels.map(({ start, end }) => {
      const own = still.subarray(start + 8, end - 4);
      return index === 0 ? checked('IDAT', own) : checked('fdAT', joined(be32(sequence++), own));
    });
    return [control, ...data];
  });
  return joined(
    PNG_SIGNATURE,
    checked('IHDR', header),
    checked('acTL', [...be32(stills.length), ...be32(0)]),
    ...frames,
    checked('IEND', []),
  );
}

/** A chunk with its checksum, which readers other than ours look at. */
function checked(type: string, data: Uint8Array | readonly number[]): Uint8Array {
  const body = joined(type, data);
  return joined(be32(data.length), body, be32(crc32(body)));
}

/** ISO 3309, as annex D of the PNG specification has it. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = TABLE[(crc ^ byte) & 255] ^ (crc >>> 8);
  return ~crc >>> 0;
}

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});

function be32(value: number): number[] {
  return [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
}

function be16(value: number): number[] {
  return [value >>> 8, value & 255];
}

function cut(bytes: Uint8Array) {
  return broken('PNG', 'it is cut short', bytes);
}
