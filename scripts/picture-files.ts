// Pictures as files: what is wrong with one is said with its name, and none is ever there by half.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Fault } from '../functions/core/fault.ts';
import type { Picture, PictureFormat } from '../functions/core/image.ts';
import type { Images } from '../functions/core/ports.ts';
import { writeWhole } from './whole-file.ts';

const FORMATS: Readonly<Record<string, PictureFormat>> = {
  '.png': 'png',
  '.jpg': 'jpeg',
  '.jpeg': 'jpeg',
  '.webp': 'webp',
};

/** @throws Error for a file that cannot be read, Fault of the decoder; both with the file's name. */
export async function readPicture(images: Images, file: string): Promise<Picture> {
  return (await readWith(file, images.decode)).picture;
}

/** @throws Error for a file that cannot be read, Fault of what reads its bytes; both with the file's name. */
export async function readWith<T>(file: string, read: (bytes: Uint8Array) => Promise<T>): Promise<T> {
  const bytes = await readBytes(file);
  try {
    return await read(bytes);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    throw new Fault(error.code, `${file}: ${error.message}`, error.facts, error);
  }
}

/** The file as it is. @throws Error with its name. */
export function readBytes(file: string): Promise<Uint8Array> {
  return readFile(file).catch((cause: NodeJS.ErrnoException) => {
    const why = cause.code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${cause.code})`;
    throw new Error(`${file}: ${why}.`, { cause });
  });
}

/** The whole picture or what was there before: its folder is made. */
export async function writePicture(images: Images, file: string, picture: Picture): Promise<void> {
  writeWhole(file, await images.encode(picture, formatOf(file)));
}

/** @throws Error for a name that ends otherwise. */
export function formatOf(file: string): PictureFormat {
  const extension = path.extname(file).toLowerCase();
  const format = FORMATS[extension];
  if (format) return format;
  throw new Error(`${file}: a name that ends in ${Object.keys(FORMATS).join(', ')} is wanted.`);
}
