// The pictures a command names, read one after the other.
import { existsSync } from 'node:fs';
import type { Images } from '../../functions/core/ports.ts';
import type { StyleInputs } from '../../functions/core/style/pictures.ts';
import { readPicture } from '../picture-files.ts';

export type PictureFiles = {
  /** Without one the result is a texture of the styles. */
  readonly content?: string;
  readonly styles: readonly WeightedFile[];
  /** The n-th is that of the n-th style: as many, or none. */
  readonly masks: readonly string[];
  readonly initial?: string;
};

export type WeightedFile = { readonly file: string; readonly weight: number };

/** `more.jpg:0.5` is more.jpg with weight 0.5, unless a file has that very name. */
export function weightedFile(text: string): WeightedFile {
  const [, file, weight] = /^(.+):(\d+(?:\.\d+)?|\.\d+)$/.exec(text) ?? [];
  return file && !existsSync(text) ? { file, weight: Number(weight) } : { file: text, weight: 1 };
}

/** All of them. */
export function filesOf({ content, styles, masks, initial }: PictureFiles): readonly string[] {
  const files = [content, initial, ...styles.map(({ file }) => file), ...masks];
  return files.filter((file) => file !== undefined);
}

/** @throws Error for masks that do not fit the styles; as readPicture. */
export async function readInputs(images: Images, files: PictureFiles): Promise<StyleInputs> {
  const { content, styles, masks, initial } = files;
  if (masks.length > 0 && masks.length !== styles.length) {
    throw new Error(
      `${masks.length} masks for ${styles.length} styles: --mask is wanted once a style, or not at all.`,
    );
  }
  const read = (file: string) => readPicture(images, file);
  const inputs = {
    content: content === undefined ? undefined : await read(content),
    styles: [] as StyleInputs['styles'][number][],
  };
  for (const [index, { file, weight }] of styles.entries()) {
    const mask = masks[index] === undefined ? undefined : await read(masks[index]);
    inputs.styles.push({ picture: await read(file), weight, mask });
  }
  return { ...inputs, initial: initial === undefined ? undefined : await read(initial) };
}
