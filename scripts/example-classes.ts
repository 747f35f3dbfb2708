// `npx tsx scripts/example-classes.ts --dimensions 1 --out DIR`: classes of sounds or of volumes, to train on and to measure with.
import path from 'node:path';
import { InvalidArgumentError, program } from 'commander';
import { seeded } from '../functions/core/random.ts';
import { writeWav } from '../functions/core/sound/wav.ts';
import { writeNifti } from '../functions/core/volume/nifti.ts';
import { whole } from './arguments.ts';
import { callOf } from './example-calls.ts';
import { solidOf } from './example-solids.ts';
import { writeWhole } from './whole-file.ts';

type Options = {
  readonly dimensions: 1 | 3;
  readonly out: string;
  readonly classes: number;
  readonly files: number;
  readonly seed: number;
};

/** A class is drawn first, then each of its files, as bytes. */
const MAKERS = {
  1: {
    ending: 'wav',
    classOf: (random: () => number) => {
      const call = callOf(random);
      return (own: () => number) => writeWav(call(own));
    },
  },
  3: {
    ending: 'nii',
    classOf: (random: () => number) => {
      const solid = solidOf(random);
      return (own: () => number) => writeNifti(solid(own));
    },
  },
} as const;

program
  .name('example-classes')
  .description(
    'Writes a folder a class: calls of a few chirps as WAV (1), or solids of blobs, shells and rods as NIfTI (3). Another seed has other classes.',
  )
  .requiredOption('--dimensions <n>', '1 or 3', dimensions)
  .requiredOption('--out <dir>', 'folder of the classes')
  .option('--classes <n>', 'how many', whole(1), 100)
  .option('--files <n>', 'of each', whole(1), 12)
  .option('--seed <n>', 'of all that is drawn', whole(0), 1)
  .parse();

const { dimensions: rank, out, classes, files, seed } = program.opts<Options>();
const random = seeded(seed);
const { ending, classOf } = MAKERS[rank];
for (let label = 0; label < classes; label++) {
  const fileOf = classOf(random);
  for (let file = 0; file < files; file++)
    writeWhole(path.join(out, `seed${seed}-${number(label)}`, `${number(file)}.${ending}`), fileOf(random));
}
console.log(`${out}: ${classes} classes of ${files} .${ending}`);

function number(value: number): string {
  return String(value).padStart(3, '0');
}

function dimensions(text: string): 1 | 3 {
  if (text === '1' || text === '3') return text === '1' ? 1 : 3;
  throw new InvalidArgumentError('Expected 1 or 3; of pictures any folder will do.');
}
