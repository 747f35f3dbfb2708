// Patches as a sheet shows them: nine places for each unit.
import { decodeBase64 } from '../base64.ts';
import type { Picture } from '../image.ts';
import type { Images } from '../ports.ts';
import { NINE, type Patches } from './patches.ts';
import type { Block } from './sheet.ts';

/** Side of a patch, a map or a filter on a sheet, pixels. */
export const CELLS = { patch: 56, map: 72, filter: 48 } as const;

/** The images may have come from a caller: each is decoded as any picture is. @throws Fault picture_*. */
export async function patchBlocks(images: Images, { units }: Patches): Promise<readonly Block[]> {
  const blocks: Block[] = [];
  for (const { unit, patches } of units) {
    const cells: Picture[] = [];
    for (const { image } of patches) cells.push((await images.decode(decodeBase64(image))).picture);
    blocks.push({ label: String(unit), cells, places: NINE, columns: 3 });
  }
  return blocks;
}
