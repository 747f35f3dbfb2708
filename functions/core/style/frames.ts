// What a style transfer is of, as frames: a picture is one, a clip has many. Planes are [T, 3, height, width], RGB, 0..1.
import type { Picture } from '../image.ts';
import { type StyleInputs, toPlanes } from './pictures.ts';
import type { Size } from './resample.ts';

export type FrameInputs = {
  /** All of one size. */
  readonly content?: readonly Picture[];
  readonly styles: readonly {
    /** Their statistics are one, over all positions of all of them. */
    readonly frames: readonly Picture[];
    readonly weight: number;
    readonly mask?: Picture;
  }[];
  /** The start where `initial` is `given`: one for all frames, or one for each. */
  readonly initial?: readonly Picture[];
};

/** How frames are held together: what flicker costs, and from which change on a pixel of the content counts as moving. */
export type Steadiness = {
  /** Weight of the mean squared difference of neighbouring frames where the content is still; 0 leaves it out. */
  readonly temporal: number;
  /** Root mean square of a pixel's colours (0..1) over which it counts 1/e. */
  readonly stillness: number;
};

export function asFrames({ content, styles, initial }: StyleInputs): FrameInputs {
  return {
    content: content && [content],
    styles: styles.map(({ picture, ...style }) => ({ ...style, frames: [picture] })),
    initial: initial && [initial],
  };
}

/** What all that does not move is asked of. */
export function firstFrames({ content, styles, initial }: FrameInputs): StyleInputs {
  return {
    content: content?.[0],
    styles: styles.map(({ frames, ...style }) => ({ ...style, picture: frames[0] })),
    initial: initial?.[0],
  };
}

export function toFramePlanes(frames: readonly Picture[], size: Size): Float32Array {
  if (frames.length === 1) return toPlanes(frames[0], size);
  const each = 3 * size.width * size.height;
  const planes = new Float32Array(frames.length * each);
  for (const [index, frame] of frames.entries()) planes.set(toPlanes(frame, size), index * each);
  return planes;
}

/**
 * Square roots of exp(-(d / stillness)^2), [T-1, 1, height, width], where d is by how much the content's pixel changes
 * to the next frame.
 */
export function rootStillness(
  planes: Float32Array,
  { width, height }: Size,
  stillness: number,
): Float32Array {
  const count = width * height;
  const out = new Float32Array(planes.length / 3 - count);
  for (let i = 0; i < out.length; i++) {
    const at = 3 * Math.floor(i / count) * count + (i % count);
    let squares = 0;
    for (let channel = 0; channel < 3; channel++)
      squares += (planes[at + (channel + 3) * count] - planes[at + channel * count]) ** 2 / 3;
    out[i] = Math.exp(-squares / stillness ** 2 / 2);
  }
  return out;
}

/** From [T, 3, positions] to [3, T, positions], or back: colours are told apart before frames. */
export function colourFirst(planes: Float32Array, frames: number, back = false): Float32Array {
  if (frames === 1) return planes;
  const count = planes.length / frames / 3;
  const out = new Float32Array(planes.length);
  for (let frame = 0; frame < frames; frame++)
    for (let channel = 0; channel < 3; channel++) {
      const [a, b] = [(frame * 3 + channel) * count, (channel * frames + frame) * count];
      out.set(planes.subarray(back ? b : a, (back ? b : a) + count), back ? a : b);
    }
  return out;
}
