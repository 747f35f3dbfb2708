// `npm run -s evaluate -- <verb>`: how often the service is right, on pictures whose people are known, and how good a style is.
import { type Command, InvalidArgumentError, Option, program } from 'commander';
import type { Parametrisation } from '../functions/core/maximise/options.ts';
import { SOUND_DEFAULTS } from '../functions/core/sound/options.ts';
import { number, whole } from './arguments.ts';
import { isEncoderFile } from './encoder-file.ts';
import { type AskedOptions, askedAndObserved } from './evaluate/asked-and-observed.ts';
import { type CalibrateOptions, calibrate } from './evaluate/calibrate.ts';
import { type ClipEvaluation, evaluateClip } from './evaluate/clip.ts';
import type { FaceRule } from './evaluate/face-rule.ts';
import { evaluateHeads, type HeadsOptions } from './evaluate/heads.ts';
import { evaluateIdentify, type IdentifyOptions } from './evaluate/identify.ts';
import { recordScore } from './evaluate/manifest-file.ts';
import { evaluateMaximise, type MaximiseOptions } from './evaluate/maximise.ts';
import { evaluateOneShot, type OneShotOptions } from './evaluate/oneshot.ts';
import { evaluatePairs, type PairsOptions } from './evaluate/pairs.ts';
import { evaluateProcesses, type ProcessesOptions } from './evaluate/processes.ts';
import { evaluateRestart, type RestartOptions } from './evaluate/restart.ts';
import { type Result, type Shown, show } from './evaluate/result.ts';
import { measureScales, type ScalesOptions } from './evaluate/scales.ts';
import { evaluateSound, type SoundFiles } from './evaluate/sound.ts';
import { evaluateSplit, type SplitOptions } from './evaluate/split.ts';
import { evaluateStyle, type StylePair } from './evaluate/style.ts';
import { type SheetOptions, styleSheet } from './evaluate/style-sheet.ts';
import { type VerifyOptions, verifyFiles } from './evaluate/verify.ts';
import { evaluateVolume, type VolumeFiles } from './evaluate/volume.ts';
import { EXAMPLE_SOUNDS } from './example-sounds.ts';
import { EXAMPLE_VOLUMES } from './example-volumes.ts';
import { type ClipFlags, clipFlags, clipRequestOf } from './style/clips.ts';
import { volumeRequestOf } from './style/volumes.ts';
import { requestOf, type StyleFlags, styleFlags } from './style-flags.ts';

type SoundFlags = SoundFiles & {
  readonly size?: number;
  readonly iterations?: number;
  readonly seed?: number;
};

type MaximiseFlags = MaximiseOptions & {
  readonly size: number;
  readonly iterations: number;
  readonly parametrisation: Parametrisation;
  readonly jitter?: number;
  readonly rate?: number;
};

type Recorded = { readonly record?: string };

program
  .name('evaluate')
  .description(
    'Error rates of the face service, thresholds that follow from them, and figures of style transfer.',
  );

shared(program.command('pairs'), 'pairs', 'central')
  .description(
    '1:1: accuracy over ten folds, EER and TAR of a csv of pairs with the columns a, b, same (and fold).',
  )
  .requiredOption('--images <dir>', 'what the paths in the list are relative to')
  .requiredOption('--pairs <file.csv>', 'the list')
  .addOption(record())
  .action(async (options: PairsOptions & Shown & Recorded) =>
    finish('pairs', await evaluatePairs(options), options),
  );

shared(program.command('identify'), 'identify', 'largest')
  .description('1:N: half of the people enrolled, half unknown, averaged over random splits.')
  .requiredOption('--people <dir>', 'a folder a person')
  .addOption(peopleHalf())
  .option('--enrol <n>', 'pictures a person is enrolled with', whole(1), 3)
  .option('--seed <n>', 'of the first split', whole(0), 1)
  .option('--seeds <k>', 'splits to average over', whole(1), 5)
  .addOption(record())
  .action(async (options: IdentifyOptions & Shown & Recorded) =>
    finish('identify', await evaluateIdentify(options), options),
  );

shared(program.command('calibrate'), 'calibrate', 'central')
  .description('Measures what distances mean for an encoder: the calibration block of models/manifest.json.')
  .option('--images <dir>', 'what the paths in the list are relative to')
  .option('--pairs <file.csv>', 'a list of pairs as well; a folder of its paths is a person')
  .requiredOption('--people <dir>', 'a folder a person: harder pictures than those of the list')
  .addOption(peopleHalf())
  .requiredOption('--source <text>', 'what the pictures are, for the manifest')
  .option('--verify-fmr <rate>', 'false match rate of the default 1:1 threshold', share, 1e-3)
  .option(
    '--recognize-fpir <rate>',
    'false positive identification rate of the default 1:N threshold',
    share,
    1e-2,
  )
  .option('--enrol <n>', 'pictures a person is enrolled with', whole(1), 3)
  .option('--seed <n>', 'of the first split', whole(0), 1)
  .option('--seeds <k>', 'splits to average over', whole(1), 10)
  .option('--write', 'write the block into models/manifest.json')
  .action(async (options: CalibrateOptions & Shown) => show(await calibrate(options), options));

shared(program.command('calibration'), 'calibration', 'largest')
  .description(
    'Asked and observed error rates: FMR, and FPIR in galleries of 10, 100 and 1000 people where there are as many.',
  )
  .requiredOption('--people <dir>', 'a folder a person')
  .addOption(peopleHalf())
  .option('--list <file.csv>', 'only the people whose pictures this list of pairs names')
  .option('--enrol <n>', 'pictures a person is enrolled with', whole(1), 3)
  .option('--seed <n>', 'of galleries and of the bootstrap over people', whole(0), 1)
  .option('--write', 'write what several faces a subject amount to into models/manifest.json')
  .option(
    '--elsewhere <whom>',
    'write how far the rates were off into models/manifest.json; says who the people are',
  )
  .action(async (options: AskedOptions & Shown) => show(await askedAndObserved(options), options));

shared(program.command('heads'), 'heads', 'central')
  .description(
    'Logistic heads on the distance, |a - b| and chi-square: accuracy over ten folds that share no person, and how honest their probabilities are.',
  )
  .requiredOption('--images <dir>', 'what the paths in the lists are relative to')
  .requiredOption(
    '--pairs <files.csv>',
    'lists of pairs, separated by commas; a folder of their paths is a person',
    list,
  )
  .option('--people <dir>', 'a folder a person: probabilities are judged there too, and nothing is fitted')
  .addOption(peopleHalf())
  .option('--seed <n>', 'of the pairs that are drawn of them', whole(0), 1)
  .action(async (options: HeadsOptions & Shown) => show(await evaluateHeads(options), options));

program
  .command('oneshot')
  .description(
    'Which of so many new classes a picture shows, by one picture of each, within the groups of a folder.',
  )
  .requiredOption('--data <dir>', 'a folder a class, loose or in folders of groups')
  .requiredOption('--encoder <file.onnx>', 'an encoder that npm run train wrote')
  .option('--way <n>', 'classes to choose from', whole(2), 20)
  .option('--trials <n>', 'how many times', whole(1), 400)
  .option('--seed <n>', 'of the trials', whole(0), 1)
  .option('--json', 'the result as one line of JSON')
  .action(async (options: OneShotOptions & { json?: boolean }) =>
    show(await evaluateOneShot(options), { ...options, curve: '' }),
  );

program
  .command('verify <a> <b>')
  .description(
    'Whether two pictures, sounds or volumes are of one class, by an encoder that npm run train wrote and the classes it held out.',
  )
  .requiredOption('--encoder <file.onnx>', 'the encoder; its report is beside it as .json')
  .option('--fmr <rate>', 'false match rate to decide at (default: that of the calibration)', share)
  .option('--threshold <distance>', 'or the largest squared distance, 0 to 4', squared)
  .option('--json', 'the result as one line of JSON')
  .action(async (a: string, b: string, options: VerifyOptions & { json?: boolean }) =>
    show(await verifyFiles(a, b, options), { ...options, curve: '' }),
  );

program
  .command('scales [pictures...]')
  .description(
    "Measures the channel scales of a style network, and compares them with the manifest's; without files on pictures made by code and the sample photographs of @vladmandic/face-api.",
  )
  .option('--extractor <id>', 'which extractor of models/manifest.json', 'inception-v3-mixed2')
  .option('--size <pixels>', 'longer side the files are scaled to', whole(32), 256)
  .option('--out <file.json>', 'where the scales are written')
  .option('--write', 'write them into models/manifest.json')
  .option('--json', 'the comparison as one line of JSON')
  .action(async (pictures: string[], options: Omit<ScalesOptions, 'pictures'> & Shown) =>
    show(await measureScales({ ...options, pictures }), options),
  );

styleFlags(program.command('style'))
  .description('A style transfer: its costs, its time, and judges that it was not optimised for.')
  .requiredOption('--content <file>', 'the photo')
  .requiredOption('--style <file>', 'the picture whose style it takes')
  .option('--out <file.png>', 'where the result is written')
  .option('--json', 'the figures as one line of JSON')
  .action(async (options: StylePair & StyleFlags & Shown & { out?: string }) =>
    show(await evaluateStyle(options, requestOf(options)), options),
  );

styleFlags(program.command('style-sheet'))
  .description('Every content in every style: the pictures, a contact sheet and the figures of all.')
  .requiredOption('--content <files>', 'photos, separated by commas', list)
  .requiredOption('--style <files>', 'styles, separated by commas', list)
  .option('--out <dir>', 'folder of the pictures, sheet.png and figures.json', 'dist/evaluate/style')
  .option('--json', 'the figures as one line of JSON')
  .action(async (options: SheetOptions & StyleFlags & Shown) =>
    show(await styleSheet(options, requestOf(options)), options),
  );

clipFlags(styleFlags(program.command('clip')))
  .description(
    'A clip in a style: how much it flickers, beside its frames made one by one, and how near it comes to its style.',
  )
  .option('--content <file>', 'an animated GIF, PNG or WebP, or a zip of pictures; without one a ball rolls')
  .option('--style <file>', 'the picture whose style it takes; without one, whirls')
  .option('--frames <n>', 'of the ball', whole(2), 6)
  .option(
    '--out <file.gif>',
    'where the clip is written, and beside it the content and the frames one by one',
  )
  .option('--json', 'the figures as one line of JSON')
  .action(async (options: ClipEvaluation & StyleFlags & ClipFlags & Shown) =>
    show(await evaluateClip(options, clipRequestOf(requestOf(options), options)), options),
  );

program
  .command('sound')
  .description(
    'A sound in the style of another, or a texture of it: how near it comes, its time, and Griffin and Lim beside it.',
  )
  .option('--style <file.wav>', `or one that is made: ${EXAMPLE_SOUNDS.join(', ')}`, 'bells')
  .option('--content <file.wav>', 'or one that is made; without one it is a texture')
  .option('--size <hz>', 'rate of the result', whole(1))
  .option('--iterations <n>', 'of the optimiser', whole(1))
  .option('--seed <n>', 'of the noise it starts from', whole(0))
  .option('--griffin-lim', 'compares with optimising a spectrogram and finding phases for it')
  .option('--out <file.wav>', 'where the result is written')
  .option('--json', 'the figures as one line of JSON')
  .action(async ({ size, iterations, seed, ...options }: SoundFlags & Shown) => {
    const [level] = SOUND_DEFAULTS.levels;
    const levels = [{ size: size ?? level.size, iterations: iterations ?? level.iterations }];
    await show(await evaluateSound(options, { levels, seed }), options);
  });

program
  .command('volume')
  .description('A volume in the style of another, or a texture of it: how near it comes, and its time.')
  .option('--style <file.nii>', `or one that is made: ${EXAMPLE_VOLUMES.join(', ')}`, 'fibres')
  .option('--content <file.nii>', 'or one that is made; without one it is a texture')
  .option('--size <voxels>', 'longest side of the result', whole(8))
  .option('--iterations <n>', 'of all levels together', whole(1))
  .option('--seed <n>', 'of the noise it starts from', whole(0))
  .option('--out <file>', 'where the result is written: .nii, or a picture of its slices')
  .option('--json', 'the figures as one line of JSON')
  .action(async (options: VolumeFiles & StyleFlags & Shown) =>
    show(await evaluateVolume(options, volumeRequestOf(options)), options),
  );

program
  .command('processes')
  .description(
    'Two services on one database: enrolled here and recognized there, a job continued after a kill.',
  )
  .requiredOption('--database <url>', 'postgres://user:password@host/database')
  .option('--people <n>', 'enrolled through one process and asked of the other', whole(1), 50)
  .option('--size <px>', 'longer side of the style job', whole(32), 64)
  .option('--iterations <n>', 'of the style job', whole(1), 200)
  .option('--kill-at <n>', 'iterations stored when its process is killed', whole(1), 20)
  .option('--json', 'the result as one line of JSON')
  .action(async ({ json, ...options }: ProcessesOptions & { json?: boolean }) =>
    show(await evaluateProcesses(options), { json, curve: '' }),
  );

program
  .command('split')
  .description(
    'A style job in one call, in ten and in one call an iteration, each call by a new process: SHA-256 of image, state and ledger.',
  )
  .option('--iterations <n>', 'in all, a multiple of 10', whole(10), 120)
  .option('--size <pixels>', 'longer side of the result', whole(32), 64)
  .option('--json', 'the digests as one line of JSON')
  .action(async (options: SplitOptions & Shown) => show(await evaluateSplit(options), options));

program
  .command('restart')
  .description(
    'The service killed over and over while people are enrolled, styles computed and webhooks delivered: what was acknowledged is there once.',
  )
  .option('--kills <n>', 'how often', whole(0), 20)
  .option('--seed <n>', 'of when, and of who is enrolled', whole(0), 1)
  .option('--json', 'the figures as one line of JSON')
  .action(async (options: RestartOptions & Shown) => show(await evaluateRestart(options), options));

program
  .command('maximise')
  .description(
    'How much more a made picture excites units than the best place in photographs does: random live units of a layer.',
  )
  .requiredOption('--pictures <dir>', 'folder of photographs')
  .option('--network <id>', 'of models/manifest.json', 'inception-v3-mixed2')
  .option('--layer <name>', 'one of its layers', 'mixed1')
  .option('--units <n>', 'how many, drawn at random', whole(1), 30)
  .option('--seed <n>', 'of the draw', whole(0), 1)
  .option('--size <pixels>', 'side of the made picture', whole(32), 128)
  .option('--iterations <n>', 'of each unit', whole(1), 256)
  .option('--parametrisation <kind>', 'decorrelated or pixel', 'decorrelated')
  .option('--jitter <pixels>', 'how far the picture is moved before the network sees it', whole(0))
  .option('--rate <rate>', 'learning rate of Adam, which falls to 0 as a cosine', number)
  .option(
    '--seen <list>',
    'longer sides at which the photographs are looked at',
    sizes,
    [128, 256, 512, 1024],
  )
  .option('--out <file.png>', 'contact sheet of the made pictures')
  .option('--json', 'the figures as one line of JSON')
  .action(async ({ size, iterations, parametrisation, jitter, rate, ...options }: MaximiseFlags & Shown) => {
    const optimiser =
      rate === undefined ? undefined : { kind: 'adam' as const, learningRate: rate, decay: iterations };
    const request = { levels: [{ size, iterations }], parametrisation, jitter, optimiser };
    show(await evaluateMaximise(options, request), options);
  });

try {
  await program.parseAsync();
} catch (error) {
  console.error(`evaluate: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}

async function finish(verb: string, result: Result, options: Shown & Recorded): Promise<void> {
  if (options.record !== undefined) await recordScore(options.record, verb, result.values);
  await show(result, options);
}

function record(): Option {
  return new Option(
    '--record <set>',
    'write the figures into models/manifest.json under this name of the pictures',
  );
}

/** LFW's label is about the person in the middle of the picture; the service itself takes the largest face. */
function shared(command: Command, verb: string, face: FaceRule): Command {
  return command
    .option(
      '--encoder <id or file.onnx>',
      'which encoder of models/manifest.json, or an ONNX file',
      'mobilefacenet-128',
    )
    .option(
      '--like <id>',
      'the encoder of models/manifest.json whose crops the ONNX file is fed (default: what its report says, else mobilefacenet-128)',
    )
    .addOption(
      new Option('--face <rule>', 'the face a picture stands for when it shows several')
        .choices(['largest', 'central'])
        .default(face),
    )
    .option('--jobs <n>', 'processes (default: one a core)', whole(1))
    .option('--curve <file.svg>', 'where the error curve is drawn', `dist/evaluate/${verb}.svg`)
    .option('--json', 'the result as one line of JSON')
    .hook('preAction', (_, self) => refuseToWrite(self.opts()));
}

/** A file has no entry in the manifest. @throws Error before any work. */
function refuseToWrite({
  encoder,
  record,
  write,
  elsewhere,
}: { encoder: string } & Recorded & Pick<AskedOptions, 'write' | 'elsewhere'>) {
  if (isEncoderFile(encoder) && (record !== undefined || write || elsewhere !== undefined))
    throw new Error(`${encoder} is a file: only what models/manifest.json lists has figures there.`);
}

function peopleHalf(): Option {
  return new Option('--people-half <half>', 'only this half of the people, by a hash of their names').choices(
    ['first', 'second'],
  );
}

function sizes(text: string): number[] {
  return list(text).map(whole(32));
}

function list(text: string): string[] {
  return text.split(',');
}

function squared(text: string): number {
  const value = number(text);
  if (value >= 0 && value <= 4) return value;
  throw new InvalidArgumentError('Expected a squared distance of unit vectors, 0 to 4.');
}

function share(text: string): number {
  const value = Number(text);
  if (value > 0 && value < 1) return value;
  throw new InvalidArgumentError('Expected a rate between 0 and 1.');
}
