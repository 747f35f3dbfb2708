// A folder a class, loose or inside folders of groups (alphabet/character), and which classes are held out.
import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { PICTURE } from '../evaluate/people.ts';

/** `group` is '' for a class that lies in no group. Pictures are paths relative to the folder that was read. */
export type PictureClass = {
  readonly group: string;
  readonly name: string;
  readonly pictures: readonly string[];
};

/** In the order of their paths: a folder with pictures is a class, the folders above it are its group. */
export async function readClasses(directory: string): Promise<PictureClass[]> {
  const entries = await readdir(directory, { withFileTypes: true, recursive: true });
  const byFolder = new Map<string, string[]>();
  for (const entry of entries) {
    if (!entry.isFile() || !PICTURE.test(entry.name)) continue;
    const folder = path.relative(directory, entry.parentPath);
    if (folder === '') continue;
    byFolder.set(folder, [...(byFolder.get(folder) ?? []), path.join(folder, entry.name)]);
  }
  return [...byFolder]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([folder, pictures]) => {
      const group = path.dirname(folder);
      return { group: group === '.' ? '' : group, name: folder, pictures: pictures.sort() };
    });
}

/**
 * This share of the classes is kept out of training. SHA-256 of their names chooses them: a hash that mixes less puts
 * neighbours in one alphabet side by side, and the score would be of that alphabet alone.
 */
export function holdOut(classes: readonly PictureClass[], share: number) {
  const ranked = classes
    .map((each) => ({ each, rank: createHash('sha256').update(each.name).digest('hex') }))
    .sort((a, b) => (a.rank < b.rank ? -1 : 1));
  const chosen = new Set(ranked.slice(0, Math.round(share * classes.length)).map(({ each }) => each));
  return {
    training: classes.filter((each) => !chosen.has(each)),
    heldOut: classes.filter((each) => chosen.has(each)),
  };
}
