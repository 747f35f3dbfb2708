// `npx tsx scripts/look-example.ts docs/patches.webp`: what units of four layers of the style network respond to, a row a
// layer, in pictures that show nobody; with a second file, the pictures themselves.
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { CELLS, patchBlocks } from '../functions/core/insight/patch-blocks.ts';
import { type Block, sheetOf } from '../functions/core/insight/sheet.ts';
import { contactSheet } from '../functions/core/picture/contact-sheet.ts';
import { examplePictures } from './look/example-pictures.ts';
import { openLook } from './look/tools.ts';
import { writePicture } from './picture-files.ts';
import { startProgress } from './progress.ts';

const NETWORK = 'inception-v3-mixed2';

/** Chosen by eye: as many of each layer. */
const ROWS = [
  { layer: 'activation_1', units: [4, 25, 11, 7, 5, 13, 31] },
  { layer: 'activation_3', units: [9, 32, 49, 33, 57, 31, 15] },
  { layer: 'activation_5', units: [15, 37, 27, 35, 13, 40, 50] },
  { layer: 'mixed1', units: [95, 59, 48, 101, 80, 71, 14] },
];

const COLUMNS = 8;

const [out = 'docs/patches.webp', shown] = process.argv.slice(2);
const { look, images } = await openLook(NETWORK);
const packages = fileURLToPath(new URL('../node_modules', import.meta.url));
const pictures = (await examplePictures(images, packages)).map(({ bytes }) => ({
  bytes,
  sha256: createHash('sha256').update(bytes).digest('hex'),
}));
if (shown) {
  const all = await Promise.all(pictures.map(async ({ bytes }) => (await images.decode(bytes)).picture));
  const rows = Array.from({ length: Math.ceil(all.length / COLUMNS) }, (_, row) =>
    all.slice(row * COLUMNS, (row + 1) * COLUMNS),
  );
  await writePicture(images, shown, contactSheet(rows, 96));
}
const blocks: Block[] = [];
const progress = startProgress('Layers', ROWS.length);
try {
  for (const row of ROWS) {
    // Sorted by the answer; the row has them in its own order.
    const { units, ...patches } = await look.patches({
      network: NETWORK,
      ...row,
      apiece: 2,
      pictures,
      merge: [],
    });
    const chosen = row.units.map((unit) => units.find((each) => each.unit === unit)!);
    blocks.push(...(await patchBlocks(images, { ...patches, units: chosen })));
    progress.tick();
  }
} finally {
  progress.stop();
}
await writePicture(images, out, sheetOf(blocks, CELLS.patch, ROWS[0].units.length));
