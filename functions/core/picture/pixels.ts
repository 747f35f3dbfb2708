// What is done to decoded pixels before anyone sees them: transparency goes over white, and the picture is turned upright.
import type { Picture } from '../image.ts';
import type { Orientation } from './exif.ts';

/**
 * Lays straight (not premultiplied) RGBA over white, in place, in the encoded values, as browsers do.
 * Afterwards every alpha is 255.
 */
export function overWhite(data: Uint8Array): void {
  for (let i = 3; i < data.length; i += 4) {
    const alpha = data[i];
    if (alpha === 255) continue;
    const white = 255 * (255 - alpha) + 127; // + 127: round to nearest
    data[i - 3] = (data[i - 3] * alpha + white) / 255;
    data[i - 2] = (data[i - 2] * alpha + white) / 255;
    data[i - 1] = (data[i - 1] * alpha + white) / 255;
    data[i] = 255;
  }
}

/** A picture on a larger canvas of white. */
export function onCanvas(picture: Picture, x: number, y: number, width: number, height: number): Picture {
  const data = new Uint8Array(width * height * 4).fill(255);
  for (let row = 0; row < picture.height; row++) {
    const line = picture.data.subarray(row * picture.width * 4, (row + 1) * picture.width * 4);
    data.set(line, ((y + row) * width + x) * 4);
  }
  return { width, height, data };
}

/**
 * Where the upright picture's pixel (x, y) is read from: start + x * right + y * down, in stored pixels.
 * w and h are the stored width and height. EXIF 2.32, tag 0x0112.
 */
type Walk = (w: number, h: number) => { start: number; right: number; down: number };
const WALKS: Readonly<Record<Exclude<Orientation, 1>, Walk>> = {
  2: (w) => ({ start: w - 1, right: -1, down: w }),
  3: (w, h) => ({ start: w * h - 1, right: -1, down: -w }),
  4: (w, h) => ({ start: w * (h - 1), right: 1, down: -w }),
  5: (w) => ({ start: 0, right: w, down: 1 }),
  6: (w, h) => ({ start: w * (h - 1), right: -w, down: 1 }),
  7: (w, h) => ({ start: w * h - 1, right: -w, down: -1 }),
  8: (w) => ({ start: w - 1, right: w, down: -1 }),
};

/** The upright picture; the same object when it is upright already. 5 to 8 swap width and height. */
export function upright(picture: Picture, orientation: Orientation): Picture {
  if (orientation === 1) return picture;
  const { width: w, height: h } = picture;
  const [width, height] = orientation >= 5 ? [h, w] : [w, h];
  const { start, right, down } = WALKS[orientation](w, h);
  const from = words(picture.data);
  const to = new Uint32Array(w * h);
  for (let y = 0, out = 0; y < height; y++) {
    for (let x = 0, at = start + y * down; x < width; x++, at += right) to[out++] = from[at];
  }
  return { width, height, data: new Uint8Array(to.buffer) };
}

/** A pixel a number; a copy only where the bytes do not lie on a four-byte boundary. */
function words(data: Uint8Array): Uint32Array {
  const aligned = data.byteOffset % 4 === 0 ? data : data.slice();
  return new Uint32Array(aligned.buffer, aligned.byteOffset, aligned.byteLength / 4);
}
