// `npx tsx scripts/style-example.ts docs/style.png`: the README's picture, a landscape and strokes made by code and the
// one in the style of the other by the default options.

import { contactSheet } from '../functions/core/picture/contact-sheet.ts';
import { openExtractor } from '../functions/core/style/extractor.ts';
import { toPicture } from '../functions/core/style/pictures.ts';
import { styleOptions } from '../functions/core/style/presets.ts';
import type { Planes } from './evaluate/calibration-pictures.ts';
import { landscape, whirls } from './evaluate/example-pictures.ts';
import { openStyleTools } from './evaluate/style.ts';
import { runStyle } from './evaluate/style-run.ts';
import { writePicture } from './picture-files.ts';

/** Of each picture in the file, a little less than they have, so that it stays small. */
const SIDE = 224;

const [out = 'docs/style.png'] = process.argv.slice(2);
const options = styleOptions();
const [content, style] = [pictureOf(landscape()), pictureOf(whirls())];
const { runtime, models, images } = await openStyleTools();
const extractor = await openExtractor(models, options.extractor);
const inputs = { content, styles: [{ picture: style, weight: 1 }] };
const { picture } = await runStyle({ runtime }, extractor, options, inputs, 'Style');
await writePicture(images, out, contactSheet([[content, style, picture]], SIDE));

function pictureOf({ width, height, data }: Planes) {
  return toPicture(data, width, height, { preserveColour: 'none' }, { styles: [] });
}
