// What of a command's options sounds and volumes take, and what they do not.
import type { Level } from '../../functions/core/jobs/options.ts';
import { sharedOut } from '../../functions/core/style/levels.ts';
import type { StyleFlags } from '../style-flags.ts';
import type { PictureFiles } from './pictures.ts';

/** Flags that say something of pictures and clips alone, as they are spelled. */
const OF_PICTURES = {
  preset: '--preset',
  extractor: '--extractor',
  tv: '--tv',
  strength: '--strength',
  styleScale: '--style-scale',
  preserveColour: '--preserve-colour',
  temporal: '--temporal',
  stillness: '--stillness',
} as const;

/** `given`: names of the flags that were on the command line. @throws Error for what `those` do not take. */
export function refusePictureFlags(
  { masks, initial }: PictureFiles,
  given: ReadonlySet<string>,
  those: 'sounds' | 'volumes',
): void {
  const refuse = (flag: string) => {
    throw new Error(`${flag} is for pictures; ${those} do not take it.`);
  };
  for (const [name, spelled] of Object.entries(OF_PICTURES)) if (given.has(name)) refuse(spelled);
  if (masks.length > 0) refuse('--mask');
  if (initial !== undefined) refuse('--start');
}

/** `sized`: the levels of a size; what is left out is the default's. */
export function signalRequestOf(
  { size, iterations, levels: said, alpha, beta, initial, seed, optimiser }: StyleFlags,
  known: readonly Level[],
  sized: (size: number) => readonly Level[],
) {
  const levels = said ?? (size === undefined ? known : sized(size));
  return {
    levels: iterations === undefined ? levels : sharedOut(levels, iterations),
    alpha,
    beta,
    seed,
    initial: initial === 'content' ? initial : undefined,
    optimiser: optimiser && { kind: optimiser },
  };
}
