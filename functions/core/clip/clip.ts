// Moving pictures: frames of one size, and how long each is shown.
import type { Picture } from '../image.ts';
import { tag } from '../picture/bytes.ts';
import { isAnimatedPng } from './apng.ts';
import { isAnimatedWebp } from './webp.ts';

export type Clip = {
  /** At least one, all of one size, upright, over white. */
  readonly frames: readonly Picture[];
  /** Of each frame, milliseconds. */
  readonly delays: readonly number[];
};

/** The default first; a zip is of PNG pictures. */
export const CLIP_FORMATS = ['gif', 'apng', 'webp', 'zip'] as const;
export type ClipFormat = (typeof CLIP_FORMATS)[number];

const MATCHES: Readonly<Record<ClipFormat, (bytes: Uint8Array) => boolean>> = {
  gif: (bytes) => tag(bytes, 0) === 'GIF8',
  apng: isAnimatedPng,
  webp: isAnimatedWebp,
  zip: (bytes) => tag(bytes, 0) === 'PK\x03\x04' || tag(bytes, 0) === 'PK\x05\x06',
};

/** By content; undefined of what does not move, or is none of these. A GIF is a clip also of one frame. */
export function clipFormatOf(bytes: Uint8Array): ClipFormat | undefined {
  return CLIP_FORMATS.find((format) => MATCHES[format](bytes));
}
