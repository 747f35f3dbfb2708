// `look activations` and `look filters`: maps of a picture, or weights of a first layer, on a sheet.
import { CELLS } from '../../functions/core/insight/patch-blocks.ts';
import { sheetOf } from '../../functions/core/insight/sheet.ts';
import { formatOf, readBytes, writePicture } from '../picture-files.ts';
import { openLook } from './tools.ts';

export type FiltersOptions = { readonly out: string; readonly units?: readonly number[] };

export type ActivationsOptions = FiltersOptions & { readonly size?: number; readonly align: boolean };

/** Prints the numbers, writes the sheet. */
export async function showActivations(
  network: string,
  layer: string,
  file: string,
  { out, ...asked }: ActivationsOptions,
): Promise<void> {
  formatOf(out);
  const { look, images } = await openLook(network);
  const picture = { sha256: '', bytes: await readBytes(file) };
  const { activations, blocks } = await look.activations({ network, layer, picture, ...asked });
  await writePicture(images, out, sheetOf(blocks, CELLS.map));
  console.log(JSON.stringify(activations));
}

export async function showFilters(
  network: string,
  layer: string,
  { out, units }: FiltersOptions,
): Promise<void> {
  formatOf(out);
  const { look, images } = await openLook(network);
  await writePicture(images, out, sheetOf(await look.filters({ network, layer, units }), CELLS.filter));
}
