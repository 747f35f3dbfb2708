// Where the result goes: the format its name asks for, and never half a picture under that name.
import { access, constants, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Picture, PictureFormat } from '../../functions/core/image.ts';
import type { Images } from '../../functions/core/ports.ts';

const FORMATS: Readonly<Record<string, PictureFormat>> = {
  '.png': 'png',
  '.jpg': 'jpeg',
  '.jpeg': 'jpeg',
  '.webp': 'webp',
};

/** @throws Error when its folder cannot be written, or for a name that ends otherwise. */
export async function checkOutput(file: string): Promise<void> {
  formatOf(file);
  const folder = path.dirname(file);
  try {
    await access(folder, constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw new Error(`${file}: the folder ${folder} is not there, or may not be written.`, { cause });
  }
}

/** The whole picture or what was there before: it is written beside and then renamed. */
export async function writePicture(images: Images, file: string, picture: Picture): Promise<void> {
  const beside = `${file}.part`;
  await writeFile(beside, await images.encode(picture, formatOf(file)));
  await rename(beside, file);
}

/** out.png at iteration 40 is out-0040.png. */
export function numbered(file: string, iteration: number): string {
  const { dir, name, ext } = path.parse(file);
  return path.join(dir, `${name}-${String(iteration).padStart(4, '0')}${ext}`);
}

function formatOf(file: string): PictureFormat {
  const extension = path.extname(file).toLowerCase();
  const format = FORMATS[extension];
  if (format) return format;
  throw new Error(`${file}: a name that ends in ${Object.keys(FORMATS).join(', ')} is wanted.`);
}
