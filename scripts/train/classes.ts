// A folder a class, loose or inside folders of groups (alphabet/character), and which classes are held out.
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { PICTURE } from '../evaluate/people.ts';
import { hashOf } from '../evaluate/random.ts';

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

/** This share of the classes, chosen by a hash of their names, is kept out of training. */
export function holdOut(classes: readonly PictureClass[], share: number) {
  const ranked = [...classes].sort((a, b) => hashOf(a.name) - hashOf(b.name) || (a.name < b.name ? -1 : 1));
  const chosen = new Set(ranked.slice(0, Math.round(share * classes.length)));
  return {
    training: classes.filter((each) => !chosen.has(each)),
    heldOut: classes.filter((each) => chosen.has(each)),
  };
}
