// A folder a class, loose or inside folders of groups (alphabet/character), and which classes are held out.
import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { PICTURE } from '../evaluate/people.ts';
import type { MediumName } from './medium.ts';

const FILES: Readonly<Record<MediumName, RegExp>> = {
  sound: /\.wav$/i,
  picture: PICTURE,
  volume: /\.nii(\.gz)?$/i,
};

/** Pictures, or sounds or volumes where those are what is shown. `group` is '' for a class that lies in no group. Pictures are paths relative to the folder that was read. */
export type PictureClass = {
  readonly group: string;
  readonly name: string;
  readonly pictures: readonly string[];
};

/** What the classes of a folder are of, by the names of their files. @throws Error for none, or several. */
export async function mediumIn(directory: string): Promise<MediumName> {
  const files = await filesIn(directory);
  const found = Object.entries(FILES).filter(([, names]) => files.some(({ name }) => names.test(name)));
  if (found.length === 1) return found[0][0] as MediumName;
  throw new Error(
    found.length === 0
      ? `${directory} has no folder with pictures, sounds (.wav) or volumes (.nii, .nii.gz).`
      : `${directory} has files of more than one kind: ${found.map(([name]) => `${name}s`).join(' and ')}.`,
  );
}

/** In the order of their paths: a folder with files of the medium is a class, the folders above it are its group. */
export async function readClasses(
  directory: string,
  medium: MediumName = 'picture',
): Promise<PictureClass[]> {
  const byFolder = new Map<string, string[]>();
  for (const { folder, name } of await filesIn(directory)) {
    if (!FILES[medium].test(name)) continue;
    byFolder.set(folder, [...(byFolder.get(folder) ?? []), path.join(folder, name)]);
  }
  return [...byFolder]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([folder, pictures]) => {
      const group = path.dirname(folder);
      return { group: group === '.' ? '' : group, name: folder, pictures: pictures.sort() };
    });
}

/** Those that lie in a folder of it. */
async function filesIn(directory: string): Promise<{ readonly folder: string; readonly name: string }[]> {
  const entries = await readdir(directory, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ name, parentPath }) => ({ folder: path.relative(directory, parentPath), name }))
    .filter(({ folder }) => folder !== '');
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
