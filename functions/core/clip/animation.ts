// An animation as its file has it: parts that are laid on a canvas one after the other, and what becomes of each.
import { Fault } from '../fault.ts';
import type { Picture } from '../image.ts';
import { overWhite } from '../picture/pixels.ts';

export type Animation = {
  readonly width: number;
  readonly height: number;
  readonly parts: readonly Part[];
};

/** Inside the canvas. */
export type Part = {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly delayMs: number;
  /** Whether what is transparent shows what was there before. */
  readonly blend: 'over' | 'replace';
  /** What becomes of its place when it has been shown. */
  readonly dispose: 'keep' | 'clear' | 'restore';
  /** A still picture of its own as a file, or what decodes it: RGBA with straight alpha. */
  readonly still: Uint8Array | (() => Picture);
};

/** A minute at four a second. Readers stop behind it. */
export const MOST_FRAMES = 256;

export type Canvas = {
  /** The frame that shows when the part is laid, over white. */
  show(part: Part, picture: Picture): Picture;
};

export function blankCanvas({ width, height }: Pick<Animation, 'width' | 'height'>): Canvas {
  const canvas = new Uint8Array(4 * width * height);
  const rows = ({ x, y, height: count }: Part) =>
    Array.from({ length: count }, (_, row) => 4 * ((y + row) * width + x));
  return {
    show(part, { data }) {
      const before = part.dispose === 'restore' ? canvas.slice() : undefined;
      for (const [row, start] of rows(part).entries()) {
        const line = data.subarray(4 * row * part.width, 4 * (row + 1) * part.width);
        if (part.blend === 'replace') canvas.set(line, start);
        else layOver(canvas, start, line);
      }
      const shown = canvas.slice();
      overWhite(shown);
      if (before) canvas.set(before);
      if (part.dispose === 'clear')
        for (const start of rows(part)) canvas.fill(0, start, start + 4 * part.width);
      return { width, height, data: shown };
    },
  };
}

/** Straight alpha over straight alpha (Porter and Duff 1984). */
function layOver(canvas: Uint8Array, start: number, line: Uint8Array): void {
  for (let i = 0, at = start; i < line.length; i += 4, at += 4) {
    const alpha = line[i + 3];
    if (alpha === 0) continue;
    const below = (canvas[at + 3] * (255 - alpha)) / 255;
    const all = alpha + below;
    for (let c = 0; c < 3; c++)
      canvas[at + c] = Math.round((line[i + c] * alpha + canvas[at + c] * below) / all);
    canvas[at + 3] = Math.round(all);
  }
}

/** From headers, before a frame is decoded. @throws Fault picture_broken of no frame; picture_too_large. */
export function checkFrames(
  count: number,
  { width, height }: { readonly width: number; readonly height: number },
  maxPixels: number,
): void {
  if (count === 0) throw new Fault('picture_broken', 'The clip has 0 frames.', { frames: 0 });
  if (count > MOST_FRAMES)
    throw new Fault('picture_too_large', `The clip has more than ${MOST_FRAMES} frames.`, {
      limit: MOST_FRAMES,
    });
  const pixels = count * width * height;
  if (pixels > maxPixels)
    throw new Fault(
      'picture_too_large',
      `The clip is ${count} frames of ${width} x ${height} = ${pixels} pixels; the limit is ${maxPixels}.`,
      { frames: count, width, height, pixels, limit: maxPixels },
    );
}
