// The kind of picture a verify is asked about: 250 x 250 JPEG portraits, cut from the sample photographs.

import type { FaceEngine } from '../../functions/core/faces/engine.ts';
import type { Box } from '../../functions/core/faces/face.ts';
import { type Picture, pyramidOf, samplePlanes } from '../../functions/core/image.ts';
import type { Images } from '../../functions/core/ports.ts';

const PORTRAIT_SIDE = 250;
/** Side of the cut over the height of the face's box: about what LFW's pictures, 250 px too, show round a face. */
const MARGIN = 2;

/** One portrait a picture, of its largest face. */
export async function portraitsOf(
  pictures: readonly Picture[],
  engine: FaceEngine,
  images: Images,
): Promise<Uint8Array[]> {
  const portraits: Uint8Array[] = [];
  for (const picture of pictures) {
    const [face] = await engine.detect(picture);
    portraits.push(await images.encode(cut(picture, face.box), 'jpeg'));
  }
  return portraits;
}

function cut(picture: Picture, { x, y, width, height }: Box): Picture {
  const side = Math.min(MARGIN * height, picture.width, picture.height);
  const left = inside(x + width / 2 - side / 2, picture.width - side);
  const top = inside(y + height / 2 - side / 2, picture.height - side);
  const step = side / PORTRAIT_SIDE;
  const pixels = PORTRAIT_SIDE ** 2;
  const planes = samplePlanes(
    pyramidOf(picture),
    [step, 0, left, 0, step, top],
    PORTRAIT_SIDE,
    PORTRAIT_SIDE,
    {
      order: 'rgb',
      scaling: { mean: [0, 0, 0], scale: 1 },
      border: 'replicate',
    },
  );
  const data = new Uint8Array(4 * pixels).fill(255);
  for (let i = 0; i < pixels; i++) {
    for (let channel = 0; channel < 3; channel++)
      data[4 * i + channel] = Math.round(planes[channel * pixels + i]);
  }
  return { width: PORTRAIT_SIDE, height: PORTRAIT_SIDE, data };
}

function inside(value: number, most: number): number {
  return Math.min(Math.max(value, 0), most);
}
