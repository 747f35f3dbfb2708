// Pictures side by side on one white sheet.
import type { Picture } from '../image.ts';
import { lay } from '../insight/sheet.ts';
import { scaledTo } from '../style/pictures.ts';

const GAP = 4;

/**
 * Rows of pictures, each made to fit a square of `cell` pixels, at its top left; null leaves its place white. A row is
 * as high as its highest picture.
 */
export function contactSheet(rows: readonly (readonly (Picture | null)[])[], cell: number): Picture {
  const cells = rows.map((row) => row.map((picture) => picture && scaledTo(picture, cell)));
  const heights = cells.map((row) => Math.max(0, ...row.map((picture) => picture?.height ?? 0)));
  const width = Math.max(...rows.map((row) => row.length)) * (cell + GAP) - GAP;
  const height = heights.reduce((sum, each) => sum + each + GAP, -GAP);
  const sheet: Picture = { width, height, data: new Uint8Array(4 * width * height).fill(255) };
  let top = 0;
  for (const [row, pictures] of cells.entries()) {
    for (const [column, picture] of pictures.entries())
      if (picture) lay(sheet, picture, column * (cell + GAP), top);
    top += heights[row] + GAP;
  }
  return sheet;
}

/** As many in a row as there are rows, or one more; a single picture is itself. */
export function squareSheet(pictures: readonly Picture[]): Picture {
  if (pictures.length === 1) return pictures[0];
  const columns = Math.ceil(Math.sqrt(pictures.length));
  const rows = Array.from({ length: Math.ceil(pictures.length / columns) }, (_, row) =>
    pictures.slice(row * columns, (row + 1) * columns),
  );
  return contactSheet(rows, Math.max(...pictures.map(({ width, height }) => Math.max(width, height))));
}
