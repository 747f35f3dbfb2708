// The clips a command names, and what of its options they take beside those of pictures.
import type { Command } from 'commander';
import { type Clip, clipFormatOf } from '../../functions/core/clip/clip.ts';
import type { ClipInputs } from '../../functions/core/clip/inputs.ts';
import type { ClipRequest } from '../../functions/core/clip/options.ts';
import type { Images } from '../../functions/core/ports.ts';
import type { StyleRequest } from '../../functions/core/style/presets.ts';
import { number } from '../arguments.ts';
import { firstBytes } from '../first-bytes.ts';
import { readPicture, readWith } from '../picture-files.ts';
import type { PictureFiles } from './pictures.ts';

/** What tells an animation stands before its first pixels. */
const HEAD = 65_536;

export type ClipFlags = Pick<ClipRequest, 'temporal' | 'stillness'>;

export function clipFlags(command: Command): Command {
  return command
    .option('--temporal <weight>', 'of flicker between the frames of a clip; 0: each by itself', number)
    .option('--stillness <change>', 'by how much a pixel of a clip may change and still is still', number);
}

export function isClipFile(file: string): boolean {
  return clipFormatOf(firstBytes(file, HEAD)) !== undefined;
}

export function clipRequestOf(request: StyleRequest, { temporal, stillness }: ClipFlags): ClipRequest {
  return { ...request, temporal, stillness };
}

/** Still pictures are one frame. @throws Error for a texture, and as readPicture. */
export async function readClips(images: Images, files: PictureFiles): Promise<ClipInputs> {
  const { content, styles, masks, initial } = files;
  if (content === undefined)
    throw new Error('--texture is for pictures: all frames of a clip without a content would be the same.');
  const { frames, delays } = await readClip(images, content);
  const own: ClipInputs['styles'][number][] = [];
  for (const [index, { file, weight }] of styles.entries()) {
    const mask = masks[index] === undefined ? undefined : await readPicture(images, masks[index]);
    own.push({ frames: (await readClip(images, file)).frames, weight, mask });
  }
  return {
    content: frames,
    delays,
    styles: own,
    initial: initial === undefined ? undefined : (await readClip(images, initial)).frames,
  };
}

/** @throws Error and Fault with the file's name. */
export async function readClip(images: Images, file: string): Promise<Clip> {
  if (isClipFile(file)) return readWith(file, images.decodeClip);
  return { frames: [await readPicture(images, file)], delays: [0] };
}
