// A job's pictures as one value that never changes: no larger than the job can see, RGB without alpha.
import { Fault } from '../fault.ts';
import type { Picture } from '../image.ts';
import { fromJsonBytes, toJsonBytes } from '../json-bytes.ts';
import type { StyleOptions } from './options.ts';
import { type StyleInputs, scaledTo } from './pictures.ts';

/** Of how pictures are packed. */
export const VERSION = 1;

/**
 * Twice the result's longer side: resampled again to the size of a level, a picture of that size shows what the
 * original would, and its shape is kept to half a pixel.
 */
export const OVERSAMPLING = 2;

type Head = {
  readonly version: number;
  readonly content: Size | null;
  readonly styles: readonly { readonly weight: number; readonly picture: Size; readonly mask: Size | null }[];
  readonly initial: Size | null;
};
export type Size = { readonly width: number; readonly height: number };

/** The pictures no larger than the options use them. */
export function fittedInputs(
  inputs: StyleInputs,
  options: Pick<StyleOptions, 'levels' | 'styleScale'>,
): StyleInputs {
  const longest = Math.max(...options.levels.map(({ size }) => size));
  const side = OVERSAMPLING * longest;
  const styleSide = Math.ceil(side * options.styleScale);
  return {
    content: inputs.content && fitted(inputs.content, side),
    styles: inputs.styles.map(({ picture, weight, mask }) => ({
      picture: fitted(picture, styleSide),
      weight,
      mask: mask && fitted(mask, side),
    })),
    initial: inputs.initial && fitted(inputs.initial, side),
  };
}

/** [length of the head, 4 bytes little-endian][head, JSON][RGB of content, of each style and its mask, of the start]. */
export function packInputs({ content, styles, initial }: StyleInputs): Uint8Array<ArrayBuffer> {
  const head: Head = {
    version: VERSION,
    content: sizeOf(content),
    styles: styles.map(({ picture, weight, mask }) => ({
      weight,
      picture: sizeOf(picture)!,
      mask: sizeOf(mask),
    })),
    initial: sizeOf(initial),
  };
  return packPictures(head, [content, ...styles.flatMap(({ picture, mask }) => [picture, mask]), initial]);
}

/** A head that says how many pictures there are and how large, and their RGB; those that are undefined are left out. */
export function packPictures(
  head: object,
  pictures: readonly (Picture | undefined)[],
): Uint8Array<ArrayBuffer> {
  const there = pictures.filter((picture) => picture !== undefined);
  const text = toJsonBytes(head);
  const bytes = new Uint8Array(
    4 + text.length + there.reduce((sum, { width, height }) => sum + 3 * width * height, 0),
  );
  new DataView(bytes.buffer).setUint32(0, text.length, true);
  bytes.set(text, 4);
  let at = 4 + text.length;
  for (const { width, height, data } of there) {
    for (let i = 0; i < 4 * width * height; i += 4, at += 3) {
      bytes[at] = data[i];
      bytes[at + 1] = data[i + 1];
      bytes[at + 2] = data[i + 2];
    }
  }
  return bytes;
}

/** @throws Fault state_invalid for another version or size. */
export function unpackInputs(bytes: Uint8Array): StyleInputs {
  return unpackPictures(bytes, ({ content, styles, initial }: Head, take) => ({
    content: content ? take(content) : undefined,
    styles: styles.map(({ weight, picture, mask }) => ({
      weight,
      picture: take(picture),
      mask: mask ? take(mask) : undefined,
    })),
    initial: initial ? take(initial) : undefined,
  }));
}

/** What packPictures was given: `read` takes the pictures in their order. @throws Fault state_invalid. */
export function unpackPictures<Head extends { readonly version: number }, Inputs>(
  bytes: Uint8Array,
  read: (head: Head, take: (size: Size) => Picture) => Inputs,
): Inputs {
  const length = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(0, true);
  const head = fromJsonBytes(bytes.subarray(4, 4 + length)) as Head;
  if (head.version !== VERSION) {
    throw new Fault('state_invalid', `The pictures are of version ${head.version}, wanted ${VERSION}.`, {
      version: head.version,
      expected: VERSION,
    });
  }
  let at = 4 + length;
  const take = ({ width, height }: Size): Picture => {
    const data = new Uint8Array(4 * width * height).fill(255);
    for (let i = 0; i < data.length; i += 4, at += 3) {
      data[i] = bytes[at];
      data[i + 1] = bytes[at + 1];
      data[i + 2] = bytes[at + 2];
    }
    return { width, height, data };
  };
  const inputs = read(head, take);
  if (at !== bytes.length) {
    throw new Fault('state_invalid', `The pictures have ${bytes.length} bytes, their sizes say ${at}.`, {
      bytes: bytes.length,
      expected: at,
    });
  }
  return inputs;
}

export function sizeOf(picture: Picture | undefined): Size | null {
  return picture ? { width: picture.width, height: picture.height } : null;
}

export function fitted(picture: Picture, longSide: number): Picture {
  return Math.max(picture.width, picture.height) <= longSide ? picture : scaledTo(picture, longSide);
}
