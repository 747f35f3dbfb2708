// Pictures as what an encoder is shown: the whole of each, turned, sheared, scaled and shifted while it learns.
import type { Affine, Picture } from '../../functions/core/image.ts';
import { createNodeImages } from '../../functions/platform/images-node.ts';
import { readPicture } from '../picture-files.ts';
import { quarterTurned, randomDistortion } from './augment.ts';
import type { Medium } from './medium.ts';
import { type ViewDims, viewPicture } from './view.ts';

const MAX_PIXELS = 40e6;
const UPRIGHT: Affine = [1, 0, 0, 0, 1, 0];

export function pictureMedium(view: ViewDims): Medium<Picture> {
  const images = createNodeImages({ maxPixels: MAX_PIXELS });
  return {
    view,
    read: (file) => readPicture(images, file),
    put(picture, out, change) {
      const distortion = change?.random ? randomDistortion(change.random) : UPRIGHT;
      viewPicture(picture, view, out, quarterTurned(change?.turn ?? 0, distortion));
    },
  };
}
