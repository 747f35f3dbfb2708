// The sounds a command names, and what of its options they take.
import type { SoundInputs } from '../../functions/core/sound/inputs.ts';
import { SOUND_DEFAULTS, type SoundRequest } from '../../functions/core/sound/options.ts';
import type { Sound } from '../../functions/core/sound/sound.ts';
import { isWav, readWav } from '../../functions/core/sound/wav.ts';
import { firstBytes } from '../first-bytes.ts';
import { readWith } from '../picture-files.ts';
import type { StyleFlags } from '../style-flags.ts';
import type { PictureFiles } from './pictures.ts';
import { signalRequestOf } from './signals.ts';

/** Whether the file is a WAV by its first bytes; one that cannot be read is not. */
export function isSoundFile(file: string): boolean {
  return isWav(firstBytes(file, 12));
}

export function soundRequestOf(flags: StyleFlags & { readonly seconds?: number }): SoundRequest {
  const { levels } = SOUND_DEFAULTS;
  const { iterations } = levels[levels.length - 1];
  return { ...signalRequestOf(flags, levels, (size) => [{ size, iterations }]), seconds: flags.seconds };
}

/** @throws Error and Fault with the file's name. */
export async function readSounds({ content, styles }: PictureFiles): Promise<SoundInputs> {
  const read: { sound: Sound; weight: number }[] = [];
  for (const { file, weight } of styles) read.push({ sound: await readSound(file), weight });
  return { content: content === undefined ? undefined : await readSound(content), styles: read };
}

export async function readSound(file: string): Promise<Sound> {
  return readWith(file, async (bytes) => readWav(bytes));
}
