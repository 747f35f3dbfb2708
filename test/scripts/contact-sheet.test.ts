// Pictures side by side.
import { expect, test } from 'vitest';
import type { Picture } from '../../functions/core/image.ts';
import { contactSheet } from '../../functions/core/picture/contact-sheet.ts';

function flat(width: number, height: number, grey: number): Picture {
  const data = new Uint8Array(4 * width * height).fill(grey);
  for (let i = 3; i < data.length; i += 4) data[i] = 255;
  return { width, height, data };
}

test('cells are as wide as asked for, rows as high as their highest picture, the rest is white', () => {
  const sheet = contactSheet(
    [
      [null, flat(40, 20, 10)],
      [flat(20, 20, 20), flat(10, 20, 30)],
    ],
    20,
  );
  expect(sheet).toMatchObject({ width: 44, height: 34 });
  const at = (x: number, y: number) => sheet.data[4 * (y * sheet.width + x)];
  expect([at(0, 0), at(24, 0), at(43, 9), at(43, 10)]).toEqual([255, 10, 10, 255]);
  expect([at(0, 14), at(19, 33), at(20, 33), at(24, 14), at(33, 33), at(34, 33)]).toEqual([
    20, 20, 255, 30, 30, 255,
  ]);
});
