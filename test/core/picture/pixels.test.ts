import { expect, test } from 'vitest';
import type { Orientation } from '../../../functions/core/picture/exif.ts';
import { onCanvas, overWhite, upright } from '../../../functions/core/picture/pixels.ts';

test('every value under every alpha goes over white within half a step, in place, and ends opaque', () => {
  for (let alpha = 0; alpha < 256; alpha++) {
    const data = Uint8Array.from({ length: 1024 }, (_, i) => (i % 4 === 3 ? alpha : i >> 2));
    overWhite(data);
    for (let value = 0; value < 256; value++) {
      const exact = (value * alpha + 255 * (255 - alpha)) / 255;
      expect(Math.abs(data[value * 4] - exact)).toBeLessThanOrEqual(0.5);
      expect(data[value * 4 + 3]).toBe(255);
    }
  }
});

// A B C
// D E F   stored, 3 x 2; the expected rows were worked out by turning a sheet of paper.
const STORED = 'ABCDEF';
const TURNED: Readonly<Record<Orientation, readonly string[]>> = {
  1: ['ABC', 'DEF'],
  2: ['CBA', 'FED'],
  3: ['FED', 'CBA'],
  4: ['DEF', 'ABC'],
  5: ['AD', 'BE', 'CF'],
  6: ['DA', 'EB', 'FC'],
  7: ['FC', 'EB', 'DA'],
  8: ['CF', 'BE', 'AD'],
};

test.each([1, 2, 3, 4, 5, 6, 7, 8] as const)(
  'orientation %i is turned upright, aligned in memory or not',
  (orientation) => {
    const letters = Array.from(STORED, (letter) => letter.charCodeAt(0));
    for (const offset of [0, 4, 3]) {
      const buffer = Uint8Array.from([
        ...Array(offset).fill(0),
        ...letters.flatMap((code) => [code, 1, 2, 255]),
      ]);
      const picture = upright({ width: 3, height: 2, data: buffer.subarray(offset) }, orientation);
      const rows = Array.from({ length: picture.height }, (_, y) =>
        Array.from({ length: picture.width }, (_, x) =>
          String.fromCharCode(picture.data[(y * picture.width + x) * 4]),
        ).join(''),
      );
      expect(rows).toEqual(TURNED[orientation]);
      expect([...picture.data.subarray(1, 4)]).toEqual([1, 2, 255]);
    }
  },
);

test('a frame lies on its canvas where it says, and the rest is white', () => {
  const canvas = onCanvas(
    { width: 1, height: 2, data: new Uint8Array([1, 2, 3, 255, 4, 5, 6, 255]) },
    1,
    0,
    3,
    2,
  );
  const white = [255, 255, 255, 255];
  expect([...canvas.data]).toEqual([...white, 1, 2, 3, 255, ...white, ...white, 4, 5, 6, 255, ...white]);
});
