// Animated GIF (CompuServe, GIF89a, 1990): its blocks, and LZW with codes that grow.
import type { Picture } from '../image.ts';
import { broken } from '../picture/broken.ts';
import { tag, u16le } from '../picture/bytes.ts';
import { type Animation, MOST_FRAMES, type Part } from './animation.ts';

const EXTENSION = 0x21;
const CONTROL = 0xf9;
const IMAGE = 0x2c;
const TRAILER = 0x3b;

const MOST_CODES = 4096;

/** Browsers show a frame that says 10 ms or less for 100 ms. */
const LEAST_DELAY_MS = 20;
const DEFAULT_DELAY_MS = 100;

/** By the number of a frame's disposal method; others are kept. */
const DISPOSALS: Readonly<Record<number, Part['dispose']>> = { 2: 'clear', 3: 'restore' };

type Control = {
  readonly delayMs: number;
  readonly dispose: Part['dispose'];
  readonly transparent: number | undefined;
};

const NO_CONTROL: Control = { delayMs: DEFAULT_DELAY_MS, dispose: 'keep', transparent: undefined };

/** Parts are decoded when they are asked for. @throws Fault picture_broken. */
export function readGif(bytes: Uint8Array): Animation {
  if (bytes.length < 13) throw broken('GIF', 'it ends inside its header', bytes);
  const [width, height] = [u16le(bytes, 6), u16le(bytes, 8)];
  if (width === 0 || height === 0) throw broken('GIF', `its header says ${width} x ${height} pixels`, bytes);
  const parts: Part[] = [];
  let { at, colours } = tableAt(bytes, 13, bytes[10]);
  const common = colours;
  let control = NO_CONTROL;
  // What follows a file cut after a whole frame is not missed.
  while (at < bytes.length && bytes[at] !== TRAILER && parts.length <= MOST_FRAMES) {
    if (bytes[at] === EXTENSION) {
      if (bytes[at + 1] === CONTROL) control = controlAt(bytes, at + 3);
      at = afterBlocks(bytes, at + 2);
      continue;
    }
    if (bytes[at] !== IMAGE)
      throw broken('GIF', `its block at byte ${at} is of no known type ${bytes[at]}`, bytes);
    const [x, y] = [u16le(bytes, at + 1), u16le(bytes, at + 3)];
    const size = { width: u16le(bytes, at + 5), height: u16le(bytes, at + 7) };
    const packed = bytes[at + 9];
    ({ at, colours } = tableAt(bytes, at + 10, packed));
    const data = at;
    at = afterBlocks(bytes, data + 1);
    if (x + size.width > width || y + size.height > height || size.width * size.height === 0)
      throw broken('GIF', `its frame ${parts.length} is empty or reaches beyond its canvas`, bytes);
    const { transparent, ...shown } = control;
    const look = { colours: colours ?? common, transparent, interlaced: (packed & 0x40) !== 0 };
    const index = parts.length;
    parts.push({
      ...size,
      ...shown,
      x,
      y,
      blend: 'over',
      still: () => pictureOf(bytes, data, size, look, index),
    });
    control = NO_CONTROL;
  }
  return { width, height, parts };
}

type Look = {
  readonly colours: Uint8Array | undefined;
  readonly transparent: number | undefined;
  readonly interlaced: boolean;
};

function pictureOf(
  bytes: Uint8Array,
  at: number,
  { width, height }: { readonly width: number; readonly height: number },
  { colours, transparent, interlaced }: Look,
  frame: number,
): Picture {
  const indices = new Uint8Array(width * height);
  if (!colours || !expand(bytes, at, indices))
    throw broken('GIF', `its frame ${frame} has no colours or is cut short`, bytes);
  const data = new Uint8Array(4 * width * height);
  for (const [row, y] of rowsOf(height, interlaced).entries())
    for (let x = 0; x < width; x++) {
      const index = indices[row * width + x];
      if (index === transparent) continue;
      const to = 4 * (y * width + x);
      for (let c = 0; c < 3; c++) data[to + c] = colours[3 * index + c] ?? 0;
      data[to + 3] = 255;
    }
  return { width, height, data };
}

/** Where each stored row is shown: every eighth, those between, every second, the rest (appendix E). */
function rowsOf(height: number, interlaced: boolean): readonly number[] {
  const all = Array.from({ length: height }, (_, y) => y);
  if (!interlaced) return all;
  return [
    ...all.filter((y) => y % 8 === 0),
    ...all.filter((y) => y % 8 === 4),
    ...all.filter((y) => y % 4 === 2),
    ...all.filter((y) => y % 2 === 1),
  ];
}

/** LZW of a frame's blocks into all of `out`; false where there is too little, or a code that is none. */
function expand(bytes: Uint8Array, start: number, out: Uint8Array): boolean {
  const least = bytes[start];
  if (!(least >= 1 && least <= 8)) return false;
  const clear = 1 << least;
  const [prefixes, suffixes] = [new Int16Array(MOST_CODES), new Uint8Array(MOST_CODES)];
  const stack = new Uint8Array(MOST_CODES + 1);
  for (let code = 0; code < clear; code++) suffixes[code] = code;
  let [next, size, before, first] = [clear + 2, least + 1, -1, 0];
  const codeOf = codesOf(bytes, start + 1);
  let done = 0;
  while (done < out.length) {
    const code = codeOf(size);
    if (code === clear) {
      [next, size, before] = [clear + 2, least + 1, -1];
      continue;
    }
    if (code < 0 || code === clear + 1 || code > next || (code === next && before < 0)) return false;
    let [height, walk] = [0, code];
    if (code === next) {
      stack[height++] = first; // the string before, and its own first value
      walk = before;
    }
    for (; walk > clear; walk = prefixes[walk]) stack[height++] = suffixes[walk];
    first = suffixes[walk];
    stack[height++] = first;
    while (height > 0 && done < out.length) out[done++] = stack[--height];
    if (before >= 0 && next < MOST_CODES) {
      prefixes[next] = before;
      suffixes[next++] = first;
      if (next === 1 << size && size < 12) size++;
    }
    before = code;
  }
  return true;
}

/** Codes of so many bits, lowest first, out of blocks from `start` on; -1 behind the last. */
function codesOf(bytes: Uint8Array, start: number): (size: number) => number {
  let [bits, held, at, left] = [0, 0, start + 1, bytes[start] ?? 0];
  return (size) => {
    for (; held < size; held += 8) {
      if (left === 0) return -1;
      bits |= (bytes[at++] ?? 0) << held;
      if (--left === 0) left = bytes[at++] ?? 0;
    }
    const code = bits & ((1 << size) - 1);
    bits >>>= size;
    held -= size;
    return code;
  };
}

/** A colour table where the packed byte says that there is one: RGB of each colour. */
function tableAt(bytes: Uint8Array, at: number, packed: number) {
  if ((packed & 0x80) === 0) return { at, colours: undefined };
  const end = at + 3 * 2 ** ((packed & 7) + 1);
  return { at: end, colours: bytes.subarray(at, end) };
}

function controlAt(bytes: Uint8Array, at: number): Control {
  const packed = bytes[at];
  const delayMs = 10 * u16le(bytes, at + 1);
  return {
    delayMs: delayMs < LEAST_DELAY_MS ? DEFAULT_DELAY_MS : delayMs,
    dispose: DISPOSALS[(packed >> 2) & 7] ?? 'keep',
    transparent: (packed & 1) === 1 ? bytes[at + 3] : undefined,
  };
}

/** Blocks of a length and as many bytes, until one of length 0. @throws Fault picture_broken. */
function afterBlocks(bytes: Uint8Array, from: number): number {
  let at = from;
  while (bytes[at] > 0) at += 1 + bytes[at];
  if (at < bytes.length) return at + 1;
  throw broken('GIF', `it is cut short: its ${tag(bytes, 0, 6)} ends inside a block`, bytes);
}
