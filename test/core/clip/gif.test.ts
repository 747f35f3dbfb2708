// GIF read and written: against omggif, which this project has no part in; and what hostile files do.
import { GifReader, GifWriter } from 'omggif';
import { expect, test } from 'vitest';
import { blankCanvas } from '../../../functions/core/clip/animation.ts';
import { readGif } from '../../../functions/core/clip/gif.ts';
import { writeGif } from '../../../functions/core/clip/write-gif.ts';
import { Fault } from '../../../functions/core/fault.ts';
import type { Picture } from '../../../functions/core/image.ts';
import { seeded } from '../../../functions/core/random.ts';
import { noisePicture, pictureOf } from '../style/stand-in.ts';

const SEED = Number(process.env.SEED ?? 5);

function shown(bytes: Uint8Array): Picture[] {
  const gif = readGif(bytes);
  const canvas = blankCanvas(gif);
  return gif.parts.map((part) => canvas.show(part, (part.still as () => Picture)()));
}

function byOmggif(bytes: Uint8Array): Uint8Array[] {
  const reader = new GifReader(bytes);
  return Array.from({ length: reader.numFrames() }, (_, frame) => {
    const pixels = new Uint8Array(4 * reader.width * reader.height);
    reader.decodeAndBlitFrameRGBA(frame, pixels);
    return pixels;
  });
}

/** Of at most 16 colours a channel of two, so 256. */
function fewColours(width: number, height: number, seed: number): Picture {
  const random = seeded(seed);
  const step = () => Math.floor(16 * random()) / 15;
  return pictureOf(width, height, () => [step(), step(), 0.5]);
}

test.each([
  [1, 1],
  [7, 5],
  [90, 70], // more strings than there are codes: the table is begun anew
])('frames of %d x %d with 256 colours come back to the byte, here and in omggif', (width, height) => {
  const frames = [1, 2, 3].map((seed) => fewColours(width, height, SEED + seed));
  const few = width * height < 100 ? frames : [frames[0]];
  const bytes = writeGif({ frames: few, delays: [50, 120, 1000] });
  expect(shown(bytes).map(({ data }) => data)).toEqual(few.map(({ data }) => data));
  expect(byOmggif(bytes)).toEqual(few.map(({ data }) => data));
  const delays = readGif(bytes).parts.map(({ delayMs }) => delayMs);
  expect(delays).toEqual([50, 120, 1000].slice(0, few.length));
});

test(`of more colours every pixel is shown in one near it, the same in all frames (SEED=${SEED})`, () => {
  const smooth = pictureOf(64, 48, (x, y) => [x / 63, y / 47, (x + y) / 110]);
  const noise = noisePicture(64, 48, SEED);
  const bytes = writeGif({ frames: [smooth, noise, smooth], delays: [100, 100, 100] });
  const [first, , last] = shown(bytes);
  expect(last.data).toEqual(first.data);
  const error = (found: Picture, wanted: Picture) =>
    Math.sqrt(
      found.data.reduce((sum, value, i) => sum + (value - wanted.data[i]) ** 2, 0) / found.data.length,
    );
  expect(error(first, smooth)).toBeLessThan(16);
  const [alone] = shown(writeGif({ frames: [smooth], delays: [100] }));
  expect(error(alone, smooth)).toBeLessThan(6);
});

test('interlaced rows are put where they belong', () => {
  const frame = fewColours(9, 21, SEED);
  const order = [...rows(21, 0, 8), ...rows(21, 4, 8), ...rows(21, 2, 4), ...rows(21, 1, 2)];
  const data = new Uint8Array(frame.data.length);
  for (const [stored, y] of order.entries()) data.set(frame.data.subarray(36 * y, 36 * (y + 1)), 36 * stored);
  const bytes = writeGif({ frames: [{ ...frame, data }], delays: [100] });
  bytes[descriptorOf(bytes) + 9] |= 0x40;
  // Its palette is in another order of first sight, which the pixels do not show.
  expect(shown(bytes)[0].data).toEqual(frame.data);
  expect(byOmggif(bytes)[0]).toEqual(frame.data);
});

test('parts, transparency and what becomes of them: kept, cleared, restored', () => {
  const palette = [0x000000, 0xff0000, 0x00ff00, 0x0000ff];
  const out = new Uint8Array(10_000);
  const writer = new GifWriter(out, 3, 1, { palette });
  writer.addFrame(0, 0, 3, 1, [1, 1, 1], { delay: 10, disposal: 1 });
  writer.addFrame(1, 0, 2, 1, [2, 0], { delay: 10, disposal: 3, transparent: 0 });
  writer.addFrame(0, 0, 1, 1, [3], { delay: 10, disposal: 2 });
  writer.addFrame(2, 0, 1, 1, [2], { delay: 10, disposal: 1 });
  const frames = shown(out.subarray(0, writer.end()));
  const [R, G, B, W] = ['255,0,0', '0,255,0', '0,0,255', '255,255,255'];
  const colours = ({ data }: Picture) => [0, 4, 8].map((at) => data.subarray(at, at + 3).join());
  expect(frames.map(colours)).toEqual([
    [R, R, R],
    [R, G, R],
    [B, R, R], // the second was taken back
    [W, R, G], // the third left nothing, and what is nothing is white
  ]);
});

test(`a file that is cut or changed anywhere ends as frames or as a Fault, never without an end (SEED=${SEED})`, () => {
  const whole = writeGif({ frames: [fewColours(12, 9, 1), fewColours(12, 9, 2)], delays: [100, 100] });
  const outcome = (bytes: Uint8Array) => {
    try {
      return shown(bytes).length;
    } catch (error) {
      if (error instanceof Fault) return error.code;
      throw error;
    }
  };
  for (let length = 0; length < whole.length - 1; length++)
    expect(outcome(whole.subarray(0, length)), `${length} bytes`).not.toBe(2);
  const random = seeded(SEED);
  for (let run = 0; run < 2_000; run++) {
    const bytes = whole.slice();
    for (let change = 0; change < 3; change++)
      bytes[10 + Math.floor(random() * (bytes.length - 10))] = 256 * random();
    expect([0, 1, 2, 3, 'picture_broken']).toContain(outcome(bytes));
  }
  const data = descriptorOf(whole) + 10;
  for (const least of [0, 9, 31, 255]) {
    const bytes = whole.slice();
    bytes[data] = least; // bits of a code
    expect(outcome(bytes)).toBe('picture_broken');
  }
});

test('a frame beyond the canvas, or of nothing, is refused; of very many frames reading ends early', () => {
  const whole = writeGif({ frames: [fewColours(12, 9, 1)], delays: [100] });
  const at = descriptorOf(whole);
  for (const [offset, value] of [
    [1, 1],
    [5, 13],
    [5, 0],
  ]) {
    const bytes = whole.slice();
    bytes[at + offset] = value;
    expect(() => readGif(bytes)).toThrow('beyond its canvas');
  }
  const frame = whole.subarray(at - 8, whole.length - 1);
  const many = new Uint8Array(whole.length + 600 * frame.length);
  many.set(whole.subarray(0, whole.length - 1));
  for (let i = 0; i < 600; i++) many.set(frame, whole.length - 1 + i * frame.length);
  expect(readGif(many).parts).toHaveLength(257);
});

function rows(height: number, first: number, step: number): number[] {
  return Array.from({ length: Math.ceil((height - first) / step) }, (_, i) => first + i * step);
}

/** Of the first image, behind its control block. */
function descriptorOf(bytes: Uint8Array): number {
  for (let at = 13 + 768; at < bytes.length; at++)
    if (bytes[at] === 0x21 && bytes[at + 1] === 0xf9) return at + 8;
  throw new Error('There is no frame.');
}
