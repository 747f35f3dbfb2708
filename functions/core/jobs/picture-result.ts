// What kinds of jobs have in common whose result is a picture: its sizes are pixels, and it is encoded as pictures are.
import type { Picture } from '../image.ts';
import { SIDE_MULTIPLE } from '../style/size.ts';
import type { Kind, KindTypes, Medium } from './kind.ts';

/** The default first. */
export const PICTURE_FORMATS = ['png', 'jpeg', 'webp'] as const;

type PictureTypes = KindTypes & { readonly result: Picture };

/** A level's size is the longer side; what is optimised are three planes. */
export const PICTURE_RESULT: Pick<
  Kind<PictureTypes>,
  'nothing' | 'unit' | 'snapped' | 'step' | 'floats' | 'picture' | 'media'
> = {
  nothing: { width: 0, height: 0 },
  unit: { size: 'px', name: 'pixels', floats: 3 },
  snapped: (size, grid = 1) => Math.max(grid, Math.round(size / grid) * grid),
  step: (grid = SIDE_MULTIPLE) => grid,
  floats: ({ width, height }) => 3 * width * height,
  picture: (result) => result,
  media: pictureMedia((result) => result),
};

/** A result as a picture of it. */
export function pictureMedia<Result>(picture: (result: Result) => Picture): readonly Medium<Result>[] {
  return PICTURE_FORMATS.map((format) => ({
    type: `image/${format}`,
    encode: (result, images) => images.encode(picture(result), format),
  }));
}
