// Pictures side by side on one white sheet.
import type { Picture } from '../../functions/core/image.ts';
import { toPicture, toPlanes } from '../../functions/core/style/pictures.ts';
import { sizeFor } from '../../functions/core/style/size.ts';

const GAP = 4;

/** Rows of pictures, each made to fit a square cell of `cell` pixels at its top left; null leaves its cell white. */
export function contactSheet(rows: readonly (readonly (Picture | null)[])[], cell: number): Picture {
  const step = cell + GAP;
  const columns = Math.max(...rows.map((row) => row.length));
  const [width, height] = [columns * step - GAP, rows.length * step - GAP];
  const sheet: Picture = { width, height, data: new Uint8Array(4 * width * height).fill(255) };
  for (const [row, pictures] of rows.entries())
    for (const [column, picture] of pictures.entries())
      if (picture) lay(sheet, fitted(picture, cell), column * step, row * step);
  return sheet;
}

function fitted(picture: Picture, cell: number): Picture {
  const size = sizeFor(picture, cell, 1);
  if (size.width === picture.width && size.height === picture.height) return picture;
  return toPicture(
    toPlanes(picture, size),
    size.width,
    size.height,
    { preserveColour: 'none' },
    { styles: [] },
  );
}

function lay(sheet: Picture, { width, height, data }: Picture, left: number, top: number): void {
  for (let y = 0; y < height; y++)
    sheet.data.set(data.subarray(4 * y * width, 4 * (y + 1) * width), 4 * ((top + y) * sheet.width + left));
}
