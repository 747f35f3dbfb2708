// The options of every command that makes a picture in a style, and the request they stand for.
import { type Command, Option } from 'commander';
import type { Level } from '../functions/core/jobs/options.ts';
import { levelsUpTo, sharedOut } from '../functions/core/style/levels.ts';
import type { StyleOptions } from '../functions/core/style/options.ts';
import { PRESETS, type Preset, type StyleRequest } from '../functions/core/style/presets.ts';
import { levelList, number, whole } from './arguments.ts';

export type StyleFlags = {
  readonly preset: Preset;
  readonly size?: number;
  readonly levels?: readonly Level[];
  readonly iterations?: number;
  readonly optimiser?: StyleOptions['optimiser']['kind'];
} & Partial<
  Pick<
    StyleOptions,
    'extractor' | 'alpha' | 'beta' | 'tv' | 'strength' | 'styleScale' | 'initial' | 'seed' | 'preserveColour'
  >
>;

export function styleFlags(command: Command): Command {
  return command
    .addOption(new Option('--preset <name>', 'formula').choices(Object.keys(PRESETS)).default('likeness'))
    .option('--size <pixels>', 'longer side of the result, reached coarse to fine; Hz of a sound', number)
    .option('--levels <list>', 'sizes and iterations instead, as 128x90,256x180', levelList)
    .option('--iterations <n>', 'of all levels together, shared out as they have them', whole(1))
    .option('--extractor <id>', 'which style network of models/manifest.json')
    .option('--content-weight, --alpha <weight>', 'of the content', number)
    .option('--style-weight, --beta <weight>', 'of the style', number)
    .option('--strength <share>', 'of the style, 0 to 1, in place of its weight', number)
    .option('--tv <weight>', 'of the total variation', number)
    .option('--style-scale <factor>', 'above 1 for finer strokes', number)
    .addOption(new Option('--initial <picture>', 'where it starts').choices(['noise', 'content']))
    .option('--seed <number>', 'of the noise', number)
    .addOption(
      new Option('--preserve-colour <way>', "keep the content's colours").choices([
        'none',
        'luminance',
        'histogram',
      ]),
    )
    .addOption(
      new Option('--optimiser <kind>', 'what minimises').choices(['gradient-descent', 'adam', 'l-bfgs']),
    );
}

/** What is left out is the preset's; values are checked where the request is completed. */
export function requestOf(flags: StyleFlags): StyleRequest {
  const { preset, extractor, alpha, beta, tv, strength, styleScale, initial, seed, preserveColour } = flags;
  const { size, iterations, optimiser } = flags;
  const known = PRESETS[preset].levels;
  const levels = flags.levels ?? (size === undefined ? undefined : levelsUpTo(known, size));
  const shared = iterations === undefined ? levels : sharedOut(levels ?? known, iterations);
  const said = { preset, extractor, alpha, beta, tv, strength, styleScale, initial, seed, preserveColour };
  return { ...said, levels: shared, optimiser: optimiser && { kind: optimiser } };
}
