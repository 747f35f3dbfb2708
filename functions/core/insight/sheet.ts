// Small pictures on one sheet: a block for each unit, its number above it.
import type { Picture } from '../image.ts';
import { scaledTo } from '../style/pictures.ts';

export type Block = {
  /** Digits. */
  readonly label: string;
  /** Row by row; a missing one leaves its place grey. */
  readonly cells: readonly Picture[];
  /** Places there are, filled or not, in so many columns. */
  readonly places: number;
  readonly columns: number;
};

/** Pixels. */
const GAP = { cells: 1, blocks: 10 };
const LABEL = { scale: 2, height: 14 };
const WIDE = 4 / 3;

const WHITE = 255;
const EMPTY = 232;
const INK = 60;

/** Every picture made to fit a square of `cell` pixels; blocks in so many columns, or as make the sheet about 4:3. */
export function sheetOf(blocks: readonly Block[], cell: number, across?: number): Picture {
  const [step, columnsOf] = [cell + GAP.cells, (block: Block) => Math.min(block.columns, block.places)];
  const width = Math.max(1, ...blocks.map((block) => columnsOf(block) * step - GAP.cells));
  const rows = Math.max(1, ...blocks.map((block) => Math.ceil(block.places / block.columns)));
  const [right, down] = [width + GAP.blocks, LABEL.height + rows * step - GAP.cells + GAP.blocks];
  const columns = across ?? columnsFor(blocks.length, right, down);
  const sheet = blank(
    Math.min(columns, Math.max(1, blocks.length)) * right + GAP.blocks,
    Math.max(1, Math.ceil(blocks.length / columns)) * down + GAP.blocks,
    WHITE,
  );
  for (const [i, block] of blocks.entries()) {
    const left = GAP.blocks + (i % columns) * right;
    const top = GAP.blocks + Math.floor(i / columns) * down;
    write(sheet, block.label, left, top);
    for (let place = 0; place < block.places; place++) {
      const x = left + (place % block.columns) * step;
      const y = top + LABEL.height + Math.floor(place / block.columns) * step;
      lay(sheet, block.cells[place] ? fitted(block.cells[place], cell) : blank(cell, cell, EMPTY), x, y);
    }
  }
  return sheet;
}

/** The picture on the sheet, its top left there; it must fit. */
export function lay(sheet: Picture, { width, height, data }: Picture, left: number, top: number): void {
  for (let y = 0; y < height; y++)
    sheet.data.set(data.subarray(4 * y * width, 4 * (y + 1) * width), 4 * ((top + y) * sheet.width + left));
}

function columnsFor(count: number, right: number, down: number): number {
  let best = 1;
  const off = (columns: number) =>
    Math.abs(Math.log((columns * right) / (Math.ceil(count / columns) * down) / WIDE));
  for (let columns = 2; columns <= count; columns++) if (off(columns) < off(best)) best = columns;
  return best;
}

/** Enlarged pixel by pixel, since what a unit sees may be three pixels wide; or made smaller. */
function fitted(picture: Picture, cell: number): Picture {
  const { width, height, data } = picture;
  const scale = cell / Math.max(width, height);
  if (scale <= 1) return scaledTo(picture, cell);
  const out = blank(Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale)), WHITE);
  for (let y = 0, at = 0; y < out.height; y++)
    for (let x = 0; x < out.width; x++, at += 4) {
      const [row, column] = [Math.floor((y * height) / out.height), Math.floor((x * width) / out.width)];
      const from = 4 * (row * width + column);
      out.data.set(data.subarray(from, from + 4), at);
    }
  return out;
}

function blank(width: number, height: number, shade: number): Picture {
  const data = new Uint8Array(4 * width * height).fill(shade);
  for (let i = 3; i < data.length; i += 4) data[i] = 255;
  return { width, height, data };
}

/** 3 x 5 pixels a digit, row by row from the top left, a bit each. */
const DIGITS = [
  0b111101101101111, 0b010110010010111, 0b111001111100111, 0b111001111001111, 0b101101111001001,
  0b111100111001111, 0b111100111101111, 0b111001001001001, 0b111101111101111, 0b111101111001111,
];

/** What does not fit the sheet is left out. */
function write(sheet: Picture, label: string, left: number, top: number): void {
  for (const [i, digit] of [...label].entries())
    for (let bit = 0; bit < 15; bit++) {
      if (((DIGITS[Number(digit)] ?? 0) & (1 << (14 - bit))) === 0) continue;
      const [x, y] = [left + (i * 4 + (bit % 3)) * LABEL.scale, top + Math.floor(bit / 3) * LABEL.scale];
      if (x + LABEL.scale > sheet.width) continue;
      for (let dy = 0; dy < LABEL.scale; dy++) {
        const at = 4 * ((y + dy) * sheet.width + x);
        for (let dx = 0; dx < LABEL.scale; dx++) sheet.data.fill(INK, at + 4 * dx, at + 4 * dx + 3);
      }
    }
}
