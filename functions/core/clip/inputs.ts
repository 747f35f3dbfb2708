// A job's clips as one value that never changes: no larger than the job can see, and no more frames than it looks at.
import type { Picture } from '../image.ts';
import type { FrameInputs } from '../style/frames.ts';
import {
  fitted,
  OVERSAMPLING,
  packPictures,
  type Size,
  sizeOf,
  unpackPictures,
  VERSION,
} from '../style/inputs.ts';
import type { StyleOptions } from '../style/options.ts';

export type ClipInputs = FrameInputs & {
  readonly content: readonly Picture[];
  /** Of each frame of the content, milliseconds. */
  readonly delays: readonly number[];
};

/** Of a style: its statistics are of all of them together, and more of them say little more. */
const STYLE_FRAMES = 8;

type Frames = Size & { readonly count: number };
type Head = {
  readonly version: number;
  readonly content: Frames;
  readonly delays: readonly number[];
  readonly styles: readonly {
    readonly weight: number;
    readonly frames: Frames;
    readonly mask: Size | null;
  }[];
  readonly initial: Frames | null;
};

export function withFewStyleFrames({ styles, ...others }: ClipInputs): ClipInputs {
  return {
    ...others,
    styles: styles.map(({ frames, ...style }) => ({ ...style, frames: spread(frames, STYLE_FRAMES) })),
  };
}

export function fittedClips(
  inputs: ClipInputs,
  { levels, styleScale }: Pick<StyleOptions, 'levels' | 'styleScale'>,
): ClipInputs {
  const { content, delays, styles, initial } = withFewStyleFrames(inputs);
  const side = OVERSAMPLING * Math.max(...levels.map(({ size }) => size));
  const all = (frames: readonly Picture[], longSide: number) =>
    frames.map((frame) => fitted(frame, longSide));
  return {
    content: all(content, side),
    delays,
    styles: styles.map(({ frames, weight, mask }) => ({
      frames: all(frames, Math.ceil(side * styleScale)),
      weight,
      mask: mask && fitted(mask, side),
    })),
    initial: initial && all(initial, side),
  };
}

export function packClips({ content, delays, styles, initial }: ClipInputs): Uint8Array<ArrayBuffer> {
  const head: Head = {
    version: VERSION,
    content: framesOf(content),
    delays,
    styles: styles.map(({ weight, frames, mask }) => ({
      weight,
      frames: framesOf(frames),
      mask: sizeOf(mask),
    })),
    initial: initial ? framesOf(initial) : null,
  };
  const own = styles.flatMap(({ frames, mask }) => [...frames, mask]);
  return packPictures(head, [...content, ...own, ...(initial ?? [])]);
}

/** @throws Fault state_invalid for another version or size. */
export function unpackClips(bytes: Uint8Array): ClipInputs {
  return unpackPictures(bytes, ({ content, delays, styles, initial }: Head, take) => {
    const all = ({ count, ...size }: Frames) => Array.from({ length: count }, () => take(size));
    return {
      content: all(content),
      delays,
      styles: styles.map(({ weight, frames, mask }) => ({
        weight,
        frames: all(frames),
        mask: mask ? take(mask) : undefined,
      })),
      initial: initial ? all(initial) : undefined,
    };
  });
}

function framesOf(frames: readonly Picture[]): Frames {
  return { count: frames.length, ...sizeOf(frames[0])! };
}

/** So many of them, at equal distances. */
function spread<T>(values: readonly T[], most: number): readonly T[] {
  if (values.length <= most) return values;
  return Array.from({ length: most }, (_, i) => values[Math.floor(((i + 0.5) * values.length) / most)]);
}
