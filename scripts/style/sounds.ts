// The sounds a command names, and what of its options they take.
import type { SoundInputs } from '../../functions/core/sound/inputs.ts';
import { SOUND_DEFAULTS, type SoundRequest } from '../../functions/core/sound/options.ts';
import type { Sound } from '../../functions/core/sound/sound.ts';
import { isWav, readWav } from '../../functions/core/sound/wav.ts';
import { sharedOut } from '../../functions/core/style/levels.ts';
import { firstBytes } from '../first-bytes.ts';
import { readWith } from '../picture-files.ts';
import type { StyleFlags } from '../style-flags.ts';
import type { PictureFiles } from './pictures.ts';

/** Flags that say something of pictures alone, as they are spelled. */
const OF_PICTURES = {
  preset: '--preset',
  extractor: '--extractor',
  tv: '--tv',
  strength: '--strength',
  styleScale: '--style-scale',
  preserveColour: '--preserve-colour',
} as const;

/** Whether the file is a WAV by its first bytes; one that cannot be read is not. */
export function isSoundFile(file: string): boolean {
  return isWav(firstBytes(file, 12));
}

/** `given`: names of the flags that were on the command line. @throws Error for flags that sounds do not take. */
export function soundRequestOf(
  flags: StyleFlags & { readonly seconds?: number },
  given: ReadonlySet<string>,
): SoundRequest {
  for (const [name, spelled] of Object.entries(OF_PICTURES))
    if (given.has(name)) throw new Error(`${spelled} is for pictures; sounds do not take it.`);
  const { size, iterations, alpha, beta, initial, seed, seconds, optimiser } = flags;
  const known = flags.levels ?? SOUND_DEFAULTS.levels;
  const sized = size === undefined ? known : [{ size, iterations: known[known.length - 1].iterations }];
  const levels = iterations === undefined ? sized : sharedOut(sized, iterations);
  const said = { levels, alpha, beta, seconds, seed, initial: initial === 'content' ? initial : undefined };
  return { ...said, optimiser: optimiser && { kind: optimiser } };
}

/** @throws Error for masks and a start, which sounds do not have; Error and Fault with the file's name. */
export async function readSounds({ content, styles, masks, initial }: PictureFiles): Promise<SoundInputs> {
  if (masks.length > 0) throw new Error('--mask is for pictures; sounds do not take it.');
  if (initial !== undefined) throw new Error('--start is for pictures; sounds do not take it.');
  const read: { sound: Sound; weight: number }[] = [];
  for (const { file, weight } of styles) read.push({ sound: await readSound(file), weight });
  return { content: content === undefined ? undefined : await readSound(content), styles: read };
}

export async function readSound(file: string): Promise<Sound> {
  return readWith(file, async (bytes) => readWav(bytes));
}
