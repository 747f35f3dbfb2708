// The options of every command that makes something by a job, and what of them a job that goes on may still be told.
import type { Command } from 'commander';
import { whole } from '../arguments.ts';
import type { MakeCommand } from './make.ts';

export type JobFlags = Omit<MakeCommand, 'asked' | 'command'>;

/** What a job that goes on may still be told. */
const OF_THE_COMMAND: ReadonlySet<string> = new Set(['out', 'every', 'everyFile', 'resume', 'threads']);

/** `out`: where the result goes. */
export function jobFlags(command: Command, out: string): Command {
  return command
    .requiredOption('-o, --out <file>', out)
    .option('--every <n>', 'writes the picture as it is after every n iterations', whole(1))
    .option('--every-file', 'each of them beside the result, as out-0040.png')
    .option('--threads <n>', 'of one evaluation; another number gives other last bits', whole(1), 1)
    .option('--resume', 'goes on with what was interrupted; files and options may be left out')
    .option('--restart', 'begins anew although it was interrupted');
}

/** `--resume` alone takes everything from the job. @throws Error for what it would ignore. */
export function refuseIgnored(command: Command): void {
  const ignored = command.options.find((option) => {
    const name = option.attributeName();
    return command.getOptionValueSource(name) === 'cli' && !OF_THE_COMMAND.has(name);
  });
  if (ignored)
    throw new Error(`--resume alone goes on with the options it has: ${ignored.long} would not count.`);
}
