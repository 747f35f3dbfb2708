// `look maximise`: a picture that a unit, a channel or a layer responds to most, by a job as the service makes it.
import { type Command, Option } from 'commander';
import type { Asked } from '../../functions/core/jobs/kinds.ts';
import type { Level } from '../../functions/core/jobs/options.ts';
import {
  defaultLevels,
  type MaximiseOptions,
  type MaximiseRequest,
} from '../../functions/core/maximise/options.ts';
import type { Images } from '../../functions/core/ports.ts';
import { levelsUpTo, sharedOut } from '../../functions/core/style/levels.ts';
import { levelList, number, whole } from '../arguments.ts';
import { readPicture } from '../picture-files.ts';
import { type JobFlags, jobFlags, refuseIgnored } from '../style/job-flags.ts';
import { make } from '../style/make.ts';

type Flags = JobFlags &
  Partial<Pick<MaximiseOptions, 'target' | 'parametrisation' | 'jitter' | 'tv' | 'l2' | 'noise' | 'seed'>> & {
    readonly unit?: number;
    readonly from?: string;
    readonly size?: number;
    readonly levels?: readonly Level[];
    readonly iterations?: number;
  };

export function addMaximise(program: Command): void {
  const verb = program.command('maximise').usage('<network> <layer> -o out.png [options]');
  jobFlags(verb, 'where the picture goes: .png, .jpg or .webp')
    .description(
      'A picture that a unit, a channel or a layer responds to most. Ctrl-C keeps what was done; --resume goes on.',
    )
    .argument('[network]', 'an id of the manifest')
    .argument('[layer]', 'a name that `look layers` shows')
    .option('--unit <n>', 'which of its units; without it the whole layer', whole(0))
    .addOption(
      new Option('--target <what>', 'the unit in the middle, it everywhere (default), or the layer').choices([
        'unit',
        'channel',
        'layer',
      ]),
    )
    .option('--from <picture>', 'what it starts from, in place of grey')
    .addOption(new Option('--parametrisation <kind>', 'what is optimised').choices(['decorrelated', 'pixel']))
    .option('--size <pixels>', 'longer side of the result', whole(1))
    .option('--levels <list>', 'sizes and iterations instead, as 128x16,256x16', levelList)
    .option('--iterations <n>', 'of all levels together, shared out as they have them', whole(1))
    .option('--jitter <pixels>', 'how far the picture is moved before the network sees it', whole(0))
    .option('--tv <weight>', 'of how rough the picture is', number)
    .option('--l2 <weight>', 'of how far it is from grey', number)
    .option('--noise <amount>', 'of what it starts from', number)
    .option('--seed <number>', 'of noise and jitter', whole(0))
    .action(async (network: string | undefined, layer: string | undefined, flags: Flags) => {
      const { out, every, everyFile, threads, resume, restart, from } = flags;
      const goal = network !== undefined && layer !== undefined ? { network, layer } : undefined;
      if (!goal && !(resume && network === undefined))
        throw new Error(
          'A network and a layer are wanted: npm run -s look -- maximise network layer -o out.png',
        );
      if (!goal) refuseIgnored(verb);
      const asked = goal && {
        files: from === undefined ? [] : [from],
        read: async (images: Images): Promise<Asked> => ({
          kind: 'maximise',
          request: requestOf(goal, flags),
          inputs: { initial: from === undefined ? undefined : await readPicture(images, from) },
        }),
      };
      const command = 'npm run -s look -- maximise';
      await make({ command, asked, out, every, everyFile, threads, resume, restart });
    });
}

/** What is left out is the target's default; values are checked where the request is completed. */
function requestOf(goal: Pick<MaximiseOptions, 'network' | 'layer'>, flags: Flags): MaximiseRequest {
  const { unit, target, parametrisation, jitter, tv, l2, noise, seed, from, size, iterations } = flags;
  const known = defaultLevels({ target, unit });
  const levels = flags.levels ?? (size === undefined ? undefined : levelsUpTo(known, size));
  return {
    ...goal,
    ...{ unit, target, parametrisation, jitter, tv, l2, noise, seed },
    initial: from === undefined ? undefined : 'given',
    levels: iterations === undefined ? levels : sharedOut(levels ?? known, iterations),
  };
}
