// Clips on any platform: animations are parts on a canvas, a zip is pictures by name.
import { unzipSync, zipSync } from 'fflate';
import { type Animation, blankCanvas, checkFrames } from '../core/clip/animation.ts';
import { readApng, writeApng } from '../core/clip/apng.ts';
import { type Clip, type ClipFormat, clipFormatOf } from '../core/clip/clip.ts';
import { readGif } from '../core/clip/gif.ts';
import { readAnimatedWebp, writeAnimatedWebp } from '../core/clip/webp.ts';
import { writeGif } from '../core/clip/write-gif.ts';
import { Fault } from '../core/fault.ts';
import type { Picture } from '../core/image.ts';
import { broken } from '../core/picture/broken.ts';
import { readHeader } from '../core/picture/read-header.ts';
import type { Images } from '../core/ports.ts';

type Pictures = Pick<Images, 'decode' | 'encode'> & {
  /** RGBA as it is stored, with straight alpha. */
  stored(bytes: Uint8Array): Promise<Picture>;
};

/** Of a zip, which says nothing of time. */
const DELAY_MS = 100;

/** Of files in a zip: no picture file needs more bytes than its pixels have, and room for what is said about them. */
const BYTES_PER_PIXEL = 4;
const SPARE_BYTES = 2 ** 20;

export function createClips(
  { decode, encode, stored }: Pictures,
  { maxPixels }: { readonly maxPixels: number },
): Pick<Images, 'decodeClip' | 'encodeClip'> {
  async function played(animation: Animation): Promise<Clip> {
    const { parts } = animation;
    checkFrames(parts.length, animation, maxPixels);
    const canvas = blankCanvas(animation);
    const frames: Picture[] = [];
    for (const part of parts) {
      const { still } = part;
      frames.push(canvas.show(part, typeof still === 'function' ? still() : await stored(still)));
    }
    return { frames, delays: parts.map(({ delayMs }) => delayMs) };
  }

  async function unzipped(bytes: Uint8Array): Promise<Clip> {
    const files = filesOf(bytes, BYTES_PER_PIXEL * maxPixels + SPARE_BYTES);
    const sizes = files.map(([name, file]) => sizeOf(name, file));
    const [first] = sizes;
    for (const [index, { width, height }] of sizes.entries())
      if (width !== first.width || height !== first.height) {
        const found = `${files[0][0]} is ${first.width} x ${first.height}, ${files[index][0]} ${width} x ${height}`;
        throw broken('zip', `its frames are of different sizes: ${found}`, bytes);
      }
    checkFrames(sizes.length, first ?? { width: 0, height: 0 }, maxPixels);
    const frames: Picture[] = [];
    for (const [, file] of files) frames.push((await decode(file)).picture);
    return { frames, delays: frames.map(() => DELAY_MS) };
  }

  const readers: Readonly<Record<ClipFormat, (bytes: Uint8Array) => Promise<Clip>>> = {
    gif: async (bytes) => played(readGif(bytes)),
    apng: async (bytes) => played(readApng(bytes)),
    webp: async (bytes) => played(readAnimatedWebp(bytes)),
    zip: unzipped,
  };

  const stills = (frames: readonly Picture[], format: 'png' | 'webp') =>
    Promise.all(frames.map((frame) => encode(frame, format)));
  const writers: Readonly<Record<ClipFormat, (clip: Clip) => Promise<Uint8Array>>> = {
    gif: async (clip) => writeGif(clip),
    apng: async ({ frames, delays }) => writeApng(await stills(frames, 'png'), delays),
    webp: async ({ frames, delays }) => writeAnimatedWebp(await stills(frames, 'webp'), frames[0], delays),
    zip: async ({ frames }) => zipped(await stills(frames, 'png')),
  };

  return {
    async decodeClip(bytes) {
      const format = clipFormatOf(bytes);
      if (format) return readers[format](bytes);
      throw new Fault(
        'picture_type_unsupported',
        'The bytes are no clip; a clip is an animated GIF, PNG or WebP, or a zip of pictures.',
        { found: null },
      );
    },
    encodeClip: (clip, format) => writers[format](clip),
  };
}

/** Pictures in the order of their names, numbers in them by value. @throws Fault picture_broken, picture_too_large. */
function filesOf(bytes: Uint8Array, most: number): readonly (readonly [name: string, file: Uint8Array])[] {
  let unpacked = 0;
  const found = unzip(bytes, (name, size) => {
    if (name.endsWith('/') || /(^|\/)(\.|__MACOSX\/)/.test(name)) return false;
    unpacked += size;
    if (unpacked <= most) return true;
    const message = `The files in the zip have ${unpacked} bytes or more unpacked; the limit is ${most}.`;
    throw new Fault('picture_too_large', message, { bytes: unpacked, limit: most });
  });
  const { compare } = new Intl.Collator('en', { numeric: true });
  return Object.entries(found).sort(([a], [b]) => compare(a, b) || (a < b ? -1 : 1));
}

/** A file is never longer than it says, which `wanted` hears before anything is unpacked. */
function unzip(bytes: Uint8Array, wanted: (name: string, size: number) => boolean) {
  try {
    return unzipSync(bytes, { filter: ({ name, originalSize }) => wanted(name, originalSize) });
  } catch (error) {
    if (error instanceof Fault) throw error;
    throw broken('zip', error instanceof Error ? error.message : String(error), bytes, error);
  }
}

/** Upright. @throws Fault with the file's name. */
function sizeOf(name: string, file: Uint8Array): { readonly width: number; readonly height: number } {
  try {
    const { width, height, orientation } = readHeader(file);
    return orientation >= 5 ? { width: height, height: width } : { width, height };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    throw new Fault(error.code, `${name} in the zip: ${error.message}`, { ...error.facts, name }, error);
  }
}

function zipped(stills: readonly Uint8Array[]): Uint8Array {
  const named = stills.map((still, index) => [`frame-${String(index + 1).padStart(4, '0')}.png`, still]);
  // Equal clips are equal bytes: no clock. PNG is compressed already.
  return zipSync(Object.fromEntries(named), { level: 0, mtime: new Date(1980, 0, 1) });
}
