// Where the result goes, and where the pictures on the way to it.
import { access, constants } from 'node:fs/promises';
import path from 'node:path';
import { formatOf } from '../picture-files.ts';

/** @throws Error when its folder cannot be written, or for a name whose ending is no format. */
export async function checkOutput(file: string): Promise<void> {
  formatOf(file);
  const folder = path.dirname(file);
  try {
    await access(folder, constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw new Error(`${file}: the folder ${folder} is not there, or may not be written.`, { cause });
  }
}

/** out.png at iteration 40 is out-0040.png. */
export function numbered(file: string, iteration: number): string {
  const { dir, name, ext } = path.parse(file);
  return path.join(dir, `${name}-${String(iteration).padStart(4, '0')}${ext}`);
}
