// The arguments of the style command, and what of them a job that goes on may still be told.
import { Command } from 'commander';
import { whole } from '../arguments.ts';
import { requestOf, type StyleFlags, styleFlags } from '../style-flags.ts';
import { makePicture, type PictureCommand } from './make.ts';
import { type PictureFiles, type WeightedFile, weightedFile } from './pictures.ts';

type Flags = StyleFlags &
  Omit<PictureCommand, 'pictures' | 'request'> & {
    readonly style: readonly WeightedFile[];
    readonly mask: readonly string[];
    readonly start?: string;
    readonly texture?: string;
  };

/** What a job that goes on may still be told. */
const OF_THE_COMMAND: ReadonlySet<string> = new Set(['out', 'every', 'everyFile', 'resume', 'threads']);

export function styleCommand(): Command {
  const command = new Command('style').usage('content.jpg style.jpg -o out.png [options]');
  return styleFlags(command)
    .description(
      'Paints the content in the style of one picture or several. Ctrl-C keeps what was done; --resume goes on.',
    )
    .argument('[content]', 'the photo: JPEG, PNG, WebP or AVIF')
    .argument('[style]', 'the picture whose style it takes; style.jpg:0.5 gives it a weight')
    .requiredOption('-o, --out <file>', 'where the result goes: .png, .jpg or .webp')
    .option('--texture <style>', 'no content: noise becomes a texture of that style')
    .option('--style <file:weight>', 'one more style, and how much it counts; may be repeated', styles, [])
    .option('--mask <file>', 'where a style holds, white on black; once for each style, in order', files, [])
    .option('--start <file>', 'the picture to start from, in place of --initial')
    .option('--every <n>', 'writes the picture as it is after every n iterations', whole(1))
    .option('--every-file', 'each of them beside the result, as out-0040.png')
    .option('--threads <n>', 'of one evaluation; another number gives other last bits', whole(1), 1)
    .option('--resume', 'goes on with a picture that was interrupted; pictures and options may be left out')
    .option('--restart', 'begins anew although it was interrupted')
    .action(async (content: string | undefined, style: string | undefined, flags: Flags) => {
      const { out, every, everyFile, threads, resume, restart } = flags;
      const pictures = namedPictures(content, style, flags);
      if (!pictures && !resume) {
        throw new Error(
          'A content and a style are wanted: npm run -s style -- content.jpg style.jpg -o out.png',
        );
      }
      if (!pictures) refuseOptions(command, content);
      const wanted = requestOf(flags);
      const request = flags.start === undefined ? wanted : { ...wanted, initial: 'given' as const };
      await makePicture({ pictures, request, out, every, everyFile, threads, resume, restart });
    });
}

/** Undefined when none are named. @throws Error for `--texture` beside a content. */
function namedPictures(
  content: string | undefined,
  style: string | undefined,
  { style: more, mask, start, texture }: Flags,
): PictureFiles | undefined {
  if (texture !== undefined && content !== undefined)
    throw new Error('--texture makes a picture without a content: name the style alone.');
  const first = texture ?? style;
  if (first === undefined) return undefined;
  return { content, styles: [weightedFile(first), ...more], masks: mask, initial: start };
}

/** `--resume` alone takes everything from the job. @throws Error for what it would ignore. */
function refuseOptions(command: Command, content: string | undefined): void {
  if (content !== undefined) throw new Error('--resume wants the content and the style, or neither.');
  const ignored = command.options.find((option) => {
    const name = option.attributeName();
    return command.getOptionValueSource(name) === 'cli' && !OF_THE_COMMAND.has(name);
  });
  if (ignored)
    throw new Error(
      `--resume without pictures goes on with the options it has: ${ignored.long} would not count.`,
    );
}

function styles(text: string, before: readonly WeightedFile[]): readonly WeightedFile[] {
  return [...before, weightedFile(text)];
}

function files(text: string, before: readonly string[]): readonly string[] {
  return [...before, text];
}
