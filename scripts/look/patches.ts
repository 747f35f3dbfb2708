// `look patches`: the nine patches of many pictures that excite each unit most, as a sheet, as JSON, or as a list.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Fault } from '../../functions/core/fault.ts';
import type { PictureFile } from '../../functions/core/insight/excite.ts';
import { CELLS, patchBlocks } from '../../functions/core/insight/patch-blocks.ts';
import { mergePatches, type Patches } from '../../functions/core/insight/patches.ts';
import { sheetOf } from '../../functions/core/insight/sheet.ts';
import { formatOf, readBytes, writePicture } from '../picture-files.ts';
import { startProgress } from '../progress.ts';
import { writeWhole } from '../whole-file.ts';
import { openLook } from './tools.ts';

export type PatchesOptions = {
  readonly out: readonly string[];
  readonly merge: readonly string[];
  readonly units?: readonly number[];
  readonly size?: number;
  readonly apiece?: number;
  readonly cell?: number;
  /** False: pictures are crops already. */
  readonly align: boolean;
};

/** What a picture that cannot be looked at is left out for. */
const LEFT_OUT: ReadonlySet<string> = new Set(['no_face', 'picture_too_small']);

/** A few pictures a call, each answer merged with the next, so that no more is held however many there are. */
const AT_ONCE = 8;

export async function findPatches(
  network: string,
  layer: string,
  pictures: readonly string[],
  { out, merge, align, ...asked }: PatchesOptions,
): Promise<void> {
  for (const file of out) if (!isJson(file)) formatOf(file);
  if (pictures.length === 0 && merge.length === 0)
    throw new Error('Pictures are wanted, or earlier answers with --merge.');
  const { look, images } = await openLook(network);
  const request = { network, layer, ...asked, ...(align ? {} : { align }) };
  let merged = await Promise.all(merge.map(readPatches));
  if (pictures.length === 0) merged = [await look.patches({ ...request, pictures: [], merge: merged })];
  const names = new Map<string, string>();
  const progress = startProgress('Pictures', pictures.length);
  try {
    for (let start = 0; start < pictures.length; start += AT_ONCE) {
      const some = await Promise.all(pictures.slice(start, start + AT_ONCE).map(named));
      for (const { file, sha256 } of some) names.set(sha256, file);
      const found = await withoutLeftOut(some, (rest) =>
        look.patches({ ...request, pictures: rest, merge: merged }),
      );
      if (found) merged = [found];
      for (const _ of some) progress.tick();
    }
  } finally {
    progress.stop();
  }
  const found = merged.length > 0 && merged.reduce(mergePatches);
  if (!found) throw new Error('None of the pictures could be looked at.');
  for (const file of out) {
    if (isJson(file)) writeWhole(file, JSON.stringify(found));
    else await writePicture(images, file, sheetOf(await patchBlocks(images, found), CELLS.patch));
  }
  if (out.length === 0) console.log(listed(found, names));
}

type NamedFile = PictureFile & { readonly file: string };

async function named(file: string): Promise<NamedFile> {
  const bytes = await readBytes(file);
  return { file, bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
}

/** The answer for the pictures that can be looked at; those that cannot are told. @throws Error with the file's name. */
async function withoutLeftOut(
  pictures: readonly NamedFile[],
  look: (pictures: readonly NamedFile[]) => Promise<Patches>,
): Promise<Patches | undefined> {
  if (pictures.length === 0) return undefined;
  try {
    return await look(pictures);
  } catch (error) {
    if (!(error instanceof Fault) || typeof error.facts.index !== 'number') throw error;
    const { index } = error.facts;
    const message = `${pictures[index].file}: ${error.message.replace(/^Picture \d+: /, '')}`;
    if (!LEFT_OUT.has(error.code)) throw new Error(message, { cause: error });
    console.error(`look: ${message} It is left out.`);
    return withoutLeftOut(
      pictures.filter((_, i) => i !== index),
      look,
    );
  }
}

function isJson(file: string): boolean {
  return file.endsWith('.json');
}

async function readPatches(file: string): Promise<Patches> {
  const text = await readFile(file, 'utf8');
  try {
    const patches = JSON.parse(text) as Patches;
    return mergePatches(patches, patches); // what is no answer of this command fails here
  } catch (cause) {
    throw new Error(`${file} is no answer of look patches, or of the service.`, { cause });
  }
}

/** A line a patch. */
function listed({ units }: Patches, names: ReadonlyMap<string, string>): string {
  const lines = units.flatMap(({ unit, dead, patches }) => {
    if (patches.length === 0)
      return [`${unit}  ${dead ? 'dead: no picture changes it' : 'nothing excites it'}`];
    return patches.map(({ value, picture, box: { x, y, width, height } }) =>
      [unit, value, names.get(picture) ?? picture, `${x},${y}`, `${width} x ${height}`].join('  '),
    );
  });
  return ['unit  value  picture  at  size', ...lines].join('\n');
}
