// Between pictures and what is optimised: planes [3, height, width], RGB, 0..1.
import { Fault } from '../fault.ts';
import type { Picture } from '../image.ts';
import { withNoise } from '../random.ts';
import { withColoursOf } from './colours.ts';
import type { Initial, StyleOptions } from './options.ts';
import { KERNELS, pictureSource, planesSource, resample, type Size } from './resample.ts';
import { sizeFor } from './size.ts';

export type StyleInputs = {
  /** Without one there is no content cost: a texture of the style. */
  readonly content?: Picture;
  readonly styles: readonly {
    readonly picture: Picture;
    readonly weight: number;
    /** Where this style holds, white on black, over the whole of the result. */
    readonly mask?: Picture;
  }[];
  /** The start where `initial` is `given`. */
  readonly initial?: Picture;
};

/** The picture at another size. */
export function toPlanes(picture: Picture, size: Size): Float32Array {
  return resample(pictureSource(picture), size, KERNELS.lanczos);
}

/** The picture with that longer side and its own shape, to the pixel; itself when it has it. */
export function scaledTo(picture: Picture, longSide: number): Picture {
  const size = sizeFor(picture, longSide, 1);
  if (size.width === picture.width && size.height === picture.height) return picture;
  return toPicture(
    toPlanes(picture, size),
    size.width,
    size.height,
    { preserveColour: 'none' },
    { styles: [] },
  );
}

/**
 * The start of the first level: mid-grey, the content or the given picture, and uniform noise of the seed on it.
 * @throws Fault request_invalid when the picture it starts from is not there.
 */
export function initialImage(
  { initial, noise, seed }: Pick<StyleOptions, 'initial' | 'noise' | 'seed'>,
  inputs: StyleInputs,
  width: number,
  height: number,
): Float32Array {
  const start = START[initial](inputs, { width, height });
  if (noise === 0) return start;
  return withNoise(start, noise, seed).map(clamped);
}

/** The result of one level as the start of the next: bicubic, clamped to 0..1. */
export function enlarged(x: Float32Array, from: Size, to: Size): Float32Array {
  return resample(planesSource(x, from), to, KERNELS.bicubic);
}

/**
 * What is shown of x: clamped and rounded to 8 bits. Under `luminance` it takes the content's colours here;
 * `histogram` was done to the style pictures before.
 */
export function toPicture(
  x: Float32Array,
  width: number,
  height: number,
  { preserveColour }: Pick<StyleOptions, 'preserveColour'>,
  { content }: StyleInputs,
): Picture {
  const clean = x.map(clamped);
  const planes =
    preserveColour === 'luminance' && content
      ? withColoursOf(clean, toPlanes(content, { width, height }))
      : clean;
  const count = width * height;
  const data = new Uint8Array(4 * count).fill(255);
  for (let i = 0; i < count; i++)
    for (let channel = 0; channel < 3; channel++)
      data[4 * i + channel] = Math.round(planes[channel * count + i] * 255);
  return { width, height, data };
}

const START: Readonly<Record<Initial, (inputs: StyleInputs, size: Size) => Float32Array>> = {
  noise: (_, { width, height }) => new Float32Array(3 * width * height).fill(0.5),
  content: ({ content }, size) => toPlanes(content ?? missing('content', 'content'), size),
  given: ({ initial }, size) => toPlanes(initial ?? missing('given', 'initial'), size),
};

function missing(initial: Initial, picture: string): never {
  throw new Fault('request_invalid', `initial is ${initial}, and there is no ${picture} picture.`, {
    option: 'initial',
  });
}

function clamped(value: number): number {
  return Math.min(1, Math.max(0, value));
}
