// `evaluate style-sheet`: every content in every style, as pictures, one contact sheet and one file of figures.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Picture } from '../../functions/core/image.ts';
import { contactSheet } from '../../functions/core/picture/contact-sheet.ts';
import { type StyleRequest, styleOptions } from '../../functions/core/style/presets.ts';
import { readPicture, writePicture } from '../picture-files.ts';
import type { Result } from './result.ts';
import { nameOf, openStyleTools, styleFigures, whereAndWhen } from './style.ts';

export type SheetOptions = {
  readonly content: readonly string[];
  readonly style: readonly string[];
  /** Folder of the pictures, sheet.png and figures.json. */
  readonly out: string;
};

/** Of the figures that are compared from pair to pair. */
const SUMMARY = ['total_study', 'style_distance', 'style_distance_colour_matched', 'edge_ssim'] as const;

/** Contents are rows, styles columns; the figures are written after every pair, so that a run that is cut leaves them. */
export async function styleSheet(
  { content, style, out }: SheetOptions,
  request: StyleRequest,
): Promise<Result> {
  const tools = await openStyleTools();
  const options = styleOptions(request);
  const cell = Math.max(...options.levels.map(({ size }) => size));
  await mkdir(out, { recursive: true });
  const figures: Record<string, Awaited<ReturnType<typeof styleFigures>>['values']> = {};
  const heads = await Promise.all(style.map((file) => readPicture(tools.images, file)));
  const rows: (Picture | null)[][] = [[null, ...heads]];
  for (const photo of content) {
    const row: Picture[] = [await readPicture(tools.images, photo)];
    for (const painting of style) {
      const pair = { content: photo, style: painting };
      const { picture, values } = await styleFigures(tools, pair, options);
      figures[nameOf(pair)] = values;
      row.push(picture);
      await writePicture(tools.images, path.join(out, `${nameOf(pair)}.png`), picture);
      const file = { ...whereAndWhen(tools.runtime), options, pairs: figures };
      await writeFile(path.join(out, 'figures.json'), `${JSON.stringify(file, null, 2)}\n`);
    }
    rows.push(row);
  }
  await writePicture(tools.images, path.join(out, 'sheet.png'), contactSheet(rows, cell));
  const pairs = Object.entries(figures).map(([name, values]) => [
    name,
    Object.fromEntries(SUMMARY.map((key) => [key, values[key]])),
  ]);
  return {
    values: { ...Object.fromEntries(pairs), out, ...whereAndWhen(tools.runtime) },
    chart: null,
  };
}
