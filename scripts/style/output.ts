// Where the result goes, and where the results on the way to it.
import { access, constants } from 'node:fs/promises';
import path from 'node:path';
import type { Medium } from '../../functions/core/jobs/kind.ts';
import { KINDS, type KindName, kindOf } from '../../functions/core/jobs/kinds.ts';

/** What a name ends in, and what that is. */
const TYPES: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.webp': 'image/webp',
  '.gif': 'image/gif',
  '.apng': 'image/apng',
  '.zip': 'application/zip',
  '.wav': 'audio/wav',
  '.nii': 'application/x-nifti',
};

/** @throws Error when its folder cannot be written, or for a name whose ending is no format. */
export async function checkOutput(file: string): Promise<void> {
  if (!(extensionOf(file) in TYPES))
    throw new Error(`${file}: a name that ends in ${Object.keys(TYPES).join(', ')} is wanted.`);
  const folder = path.dirname(file);
  try {
    await access(folder, constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw new Error(`${file}: the folder ${folder} is not there, or may not be written.`, { cause });
  }
}

/** How a result of that kind is written there. @throws Error with the endings that do. */
export function mediumOf(kind: KindName, file: string): Medium<unknown> {
  const { media } = kindOf(kind, KINDS);
  const medium = media.find(({ type }) => type === TYPES[extensionOf(file)]);
  if (medium) return medium;
  const endings = Object.keys(TYPES).filter((ending) => media.some(({ type }) => type === TYPES[ending]));
  throw new Error(`${file}: this is written to names that end in ${endings.join(', ')}.`);
}

/** out.png at iteration 40 is out-0040.png. */
export function numbered(file: string, iteration: number): string {
  const { dir, name, ext } = path.parse(file);
  return path.join(dir, `${name}-${String(iteration).padStart(4, '0')}${ext}`);
}

function extensionOf(file: string): string {
  return path.extname(file).toLowerCase();
}
