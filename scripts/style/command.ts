// The arguments of the style command.
import { Command } from 'commander';
import type { Asked } from '../../functions/core/jobs/kinds.ts';
import type { Images } from '../../functions/core/ports.ts';
import { number } from '../arguments.ts';
import { requestOf, type StyleFlags, styleFlags } from '../style-flags.ts';
import { type ClipFlags, clipFlags, clipRequestOf, isClipFile, readClips } from './clips.ts';
import { type JobFlags, jobFlags, refuseIgnored } from './job-flags.ts';
import { make } from './make.ts';
import { filesOf, type PictureFiles, readInputs, type WeightedFile, weightedFile } from './pictures.ts';
import { refusePictureFlags } from './signals.ts';
import { isSoundFile, readSounds, soundRequestOf } from './sounds.ts';
import { isVolumeFile, readVolumes, volumeRequestOf } from './volumes.ts';

type Flags = StyleFlags &
  ClipFlags &
  JobFlags & {
    readonly style: readonly WeightedFile[];
    readonly mask: readonly string[];
    readonly start?: string;
    readonly texture?: string;
    readonly seconds?: number;
  };

const OUT =
  'where the result goes: .png, .jpg or .webp; .gif, .apng, .webp or .zip of a clip; .wav of a sound, or a picture of its spectrogram; .nii of a volume, or a picture of its slices';

export function styleCommand(): Command {
  const command = new Command('style').usage('content.jpg style.jpg -o out.png [options]');
  return clipFlags(styleFlags(jobFlags(command, OUT)))
    .description(
      'Paints the content in the style of one picture or several, or plays it in that of sounds. Ctrl-C keeps what was done; --resume goes on.',
    )
    .argument(
      '[content]',
      'the photo: JPEG, PNG, WebP or AVIF; the clip: animated GIF, PNG or WebP, or a zip of pictures; the sound: WAV; the volume: NIfTI',
    )
    .argument('[style]', 'what it takes the style of; style.jpg:0.5 gives it a weight')
    .option('--texture <style>', 'no content: noise becomes a texture of that style')
    .option('--seconds <s>', 'how long a texture of sound is', number)
    .option('--style <file:weight>', 'one more style, and how much it counts; may be repeated', styles, [])
    .option('--mask <file>', 'where a style holds, white on black; once for each style, in order', files, [])
    .option('--start <file>', 'the picture to start from, in place of --initial')
    .action(async (content: string | undefined, style: string | undefined, flags: Flags) => {
      const { out, every, everyFile, threads, resume, restart } = flags;
      const files = namedFiles(content, style, flags);
      if (!files && !resume) {
        throw new Error(
          'A content and a style are wanted: npm run -s style -- content.jpg style.jpg -o out.png',
        );
      }
      if (!files) {
        if (content !== undefined) throw new Error('--resume wants the content and the style, or neither.');
        refuseIgnored(command);
      }
      const asked = files && {
        files: filesOf(files),
        read: (images: Images) => read(images, files, flags, command),
      };
      await make({ command: 'npm run -s style --', asked, out, every, everyFile, threads, resume, restart });
    });
}

/** Sounds or volumes where the content, or the style of a texture, is one; a clip where anything moves; else pictures. */
async function read(images: Images, files: PictureFiles, flags: Flags, command: Command): Promise<Asked> {
  const given = new Set(
    command.options
      .map((option) => option.attributeName())
      .filter((name) => command.getOptionValueSource(name) === 'cli'),
  );
  const first = files.content ?? files.styles[0].file;
  if (isSoundFile(first)) {
    refusePictureFlags(files, given, 'sounds');
    return { kind: 'sound', request: soundRequestOf(flags), inputs: await readSounds(files) };
  }
  if (given.has('seconds')) throw new Error('--seconds is for sounds alone.');
  if (isVolumeFile(first)) {
    refusePictureFlags(files, given, 'volumes');
    return { kind: 'volume', request: volumeRequestOf(flags), inputs: await readVolumes(images, files) };
  }
  const wanted = requestOf(flags);
  const request = flags.start === undefined ? wanted : { ...wanted, initial: 'given' as const };
  if ([files.content, ...files.styles.map(({ file }) => file)].some((file) => file && isClipFile(file)))
    return { kind: 'clip', request: clipRequestOf(request, flags), inputs: await readClips(images, files) };
  for (const name of ['temporal', 'stillness'])
    if (given.has(name)) throw new Error(`--${name} is for clips; pictures do not take it.`);
  return { kind: 'style', request, inputs: await readInputs(images, files) };
}

/** Undefined when none are named. @throws Error for `--texture` beside a content. */
function namedFiles(
  content: string | undefined,
  style: string | undefined,
  { style: more, mask, start, texture }: Flags,
): PictureFiles | undefined {
  if (texture !== undefined && content !== undefined)
    throw new Error('--texture makes something without a content: name the style alone.');
  const first = texture ?? style;
  if (first === undefined) return undefined;
  return { content, styles: [weightedFile(first), ...more], masks: mask, initial: start };
}

function styles(text: string, before: readonly WeightedFile[]): readonly WeightedFile[] {
  return [...before, weightedFile(text)];
}

function files(text: string, before: readonly string[]): readonly string[] {
  return [...before, text];
}
