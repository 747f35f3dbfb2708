// `npm run -s train -- embedder --data DIR --out FILE`: an encoder from a folder a class; `head`: a logistic head on its vectors; `shapes`: convolutions.
import { type Command, InvalidArgumentError, Option, program } from 'commander';
import { whole } from './arguments.ts';
import type { Half } from './evaluate/people.ts';
import { show } from './evaluate/result.ts';
import { HEAD_FEATURES } from './export/head.ts';
import { mediumIn } from './train/classes.ts';
import { isUnfinished, type Report, type TrainOptions, trainEmbedder } from './train/embedder.ts';
import { type TrainHeadOptions, trainHead } from './train/head.ts';
import { measureFolds } from './train/held-out-folds.ts';
import type { MediumName } from './train/medium.ts';
import { DEFAULTS, MEDIUM_DEFAULTS, type Recipe, START_DEFAULTS, type Start } from './train/options.ts';
import { COURSE, type ShapesAsked, shapeLines } from './train/shapes.ts';
import { INTERRUPTED } from './until-signal.ts';

program
  .name('train')
  .description('Encoders from your own pictures, and heads that judge what an encoder makes of two.');

type Flags = Omit<TrainOptions, 'widths' | 'channels' | 'start' | 'command'> & {
  readonly from?: string;
  readonly layers?: Start['layers'];
  readonly folds?: number;
  readonly peopleHalf?: Half;
  readonly widths: readonly number[];
  readonly colour?: boolean;
  readonly json?: boolean;
};

/** An encoder that is there has its own network, and its own way to be fed. */
const NOT_WITH_FROM = ['size', 'colour', 'widths', 'dimensions', 'quarterTurns'];
const ONLY_WITH_FROM = ['layers', 'keep', 'folds', 'peopleHalf'];
const ONLY_OF_PICTURES = ['from', 'colour', 'quarterTurns', 'models', 'id'];
/** Folds write no encoder, and have no checkpoint. */
const NOT_WITH_FOLDS = ['out', 'models', 'id', 'until', 'resume', 'checkpointEvery'];
const ONLY_WITH_FOLDS = ['peopleHalf'];
/** That learn with --from when nothing is said. */
const LAYERS = 1;

program
  .command('embedder')
  .description(
    'Trains a small Siamese ConvNet, or with --from an encoder that is there already: a folder a class, loose or in folders of groups, of pictures, sounds (.wav) or volumes (.nii, .nii.gz).',
  )
  .requiredOption('--data <dir>', 'folder of the classes')
  .option('--out <file.onnx>', 'the encoder; its report is beside it as .json', 'dist/train/embedder.onnx')
  .addOption(
    new Option('--loss <loss>', 'on distances or on pairs')
      .choices(['triplet', 'binary'])
      .default(DEFAULTS.loss),
  )
  .addOption(
    new Option('--mining <way>', 'which triplets count')
      .choices(['batch-all', 'batch-hard', 'semi-hard'])
      .default(DEFAULTS.mining),
  )
  .option('--batch-all-steps <n>', 'steps with batch-all before that', whole(0), DEFAULTS.batchAllSteps)
  .option('--margin <m>', 'of triplets, on squared distances', positive, DEFAULTS.margin)
  .option('--classes <p>', 'classes of a batch', whole(2), DEFAULTS.classes)
  .option('--pictures <k>', 'pictures of each', whole(2), DEFAULTS.pictures)
  .option('--steps <n>', 'steps in all', whole(1), DEFAULTS.steps)
  .addOption(
    new Option('--optimiser <kind>', 'SGD has a momentum of 0.9')
      .choices(['adam', 'sgd'])
      .default(DEFAULTS.optimiser),
  )
  .option(
    '--learning-rate <rate>',
    'at its highest; it falls to 0 along half a cosine',
    positive,
    DEFAULTS.learningRate,
  )
  .option('--warm-up <n>', 'steps over which it rises', whole(0), DEFAULTS.warmUp)
  .option(
    '--weight-decay <rate>',
    'by how much parameters shrink a step, times the rate',
    notNegative,
    DEFAULTS.weightDecay,
  )
  .option(
    '--from <encoder>',
    `goes on with this encoder of the manifest, or file; then unless asked for ${said(START_DEFAULTS)}`,
  )
  .option('--layers <k>', `how many of its last layers learn, or all (default: ${LAYERS})`, layers)
  .option(
    '--keep <weight>',
    'of the mean square by which distances have moved since the start, with --from',
    notNegative,
    DEFAULTS.keep,
  )
  .option('--size <n>', 'each side of the input, in pixels, voxels or samples', whole(8), DEFAULTS.size)
  .option('--rate <hz>', 'of sounds, to which all are brought', whole(1000))
  .option('--colour', 'red, green and blue instead of luminance')
  .option('--widths <list>', 'channels of each convolution', list, DEFAULTS.widths)
  .option('--dimensions <d>', 'length of the embedding', whole(1), DEFAULTS.dimensions)
  .option('--no-augment', 'files as they are, undistorted')
  .option('--quarter-turns', 'pictures turned by 90, 180 and 270 degrees are classes of their own', false)
  .option('--held-out <share>', 'of the classes, for early stopping', share, DEFAULTS.heldOut)
  .option('--check-every <n>', 'steps between two looks at them', whole(1), DEFAULTS.checkEvery)
  .option('--patience <n>', 'looks without a better one before it stops', whole(1), DEFAULTS.patience)
  .option('--seed <n>', 'of everything drawn', whole(0), DEFAULTS.seed)
  .option('--threads <n>', 'of ONNX Runtime', whole(1), 1)
  .option('--checkpoint-every <n>', 'steps between two checkpoints, FILE.checkpoint', whole(1), 100)
  .option('--until <step>', 'stops there with a checkpoint', whole(1))
  .option('--resume', 'goes on from the checkpoint, to the same bytes', false)
  .option('--models <folder>', 'adds the encoder to its manifest, for LIKENESS_MODELS; made when absent')
  .option('--id <id>', 'its name there (default: that of the file)')
  .option(
    '--folds <n>',
    'with --from: no encoder, but what the options gain on people in so many folds, each held out once',
    whole(2),
  )
  .addOption(
    new Option('--people-half <half>', 'of folds: only these are judged, all are trained on').choices([
      'first',
      'second',
    ]),
  )
  .option('--json', 'the report as one line of JSON')
  .addHelpText('after', `\nOf sounds, unless asked for: ${said(MEDIUM_DEFAULTS.sound)}`)
  .addHelpText('after', `Of volumes, unless asked for: ${said(MEDIUM_DEFAULTS.volume)}`)
  .action(async (flags: Flags, command: Command) => {
    const recipe = recipeOf(flags, command, await mediumIn(flags.data));
    if (flags.folds !== undefined)
      return show(await measureFolds({ ...flags, folds: flags.folds }, recipe), {
        json: flags.json,
        curve: '',
      });
    const report = await trainEmbedder(
      { ...flags, ...recipe, command: commandOf(process.argv.slice(2)) },
      recipe,
    );
    if (report.ended === 'interrupted') {
      console.error(`${flags.out}.checkpoint has what was done: the same command with --resume goes on.`);
      process.exitCode = INTERRUPTED;
    }
    if (flags.json) console.log(JSON.stringify(report));
    else {
      console.log(
        `${flags.out}: ${report.steps} steps, ${report.seconds.toFixed(0)} s${heldOutOf(report)}; ended: ${report.ended}`,
      );
      if (flags.models !== undefined && !isUnfinished(report.ended))
        console.log(`Now: LIKENESS_MODELS=${flags.models} LIKENESS_ENCODER=${report.entry?.id} npm start`);
    }
  });

program
  .command('shapes')
  .description(
    'Shapes of convolutions without padding in one, two and three dimensions, as the graph has them.',
  )
  .option('--side <n>', 'each side of the input', whole(1), COURSE.side)
  .option('--kernel <n>', 'each side of the kernels', whole(1), COURSE.kernel)
  .option('--filters <list>', 'of each convolution', list, COURSE.filters)
  .option('--channels <list>', 'of the input, in one, two and three dimensions', list, COURSE.channels)
  .addHelpText('after', `\n${shapeLines(COURSE).join('\n')}`)
  .action((asked: ShapesAsked) => {
    if (asked.channels.length > 3)
      throw new Error('--channels has a number for each of three ranks at most.');
    console.log(shapeLines(asked).join('\n'));
  });

program
  .command('head')
  .description(
    'Fits a logistic head, by which verify judges two embeddings under the method logistic: on a list of pairs, a folder a person, or both.',
  )
  .option('--encoder <id>', 'which encoder of the manifest', 'mobilefacenet-128')
  .addOption(
    new Option('--features <what>', 'what it looks at').choices(HEAD_FEATURES).default('abs-difference'),
  )
  .option('--images <dir>', 'what the paths in the lists are relative to')
  .option(
    '--pairs <files.csv>',
    'lists of pairs, separated by commas; a folder of their paths is a person',
    names,
  )
  .option('--people <dir>', 'a folder a person')
  .addOption(new Option('--people-half <half>', 'only this half of them').choices(['first', 'second']))
  .addOption(
    new Option('--face <rule>', 'the face a picture stands for when it shows several')
      .choices(['largest', 'central'])
      .default('central'),
  )
  .option('--source <text>', 'what the pictures are, for the manifest', 'pictures that are not described')
  .option('--licence <text>', 'of the weights', 'not stated')
  .option('--seed <n>', 'of the pairs that are drawn of people', whole(0), 1)
  .option('--jobs <n>', 'processes (default: one a core)', whole(1))
  .option('--out <file.onnx>', 'the head; its report is beside it as .json', 'dist/train/head.onnx')
  .option('--models <folder>', 'adds the head to its manifest, for LIKENESS_MODELS; made when absent')
  .option('--id <id>', 'its name there (default: ENCODER-FEATURES)')
  .option('--json', 'the figures as one line of JSON')
  .action(async (options: TrainHeadOptions & { json?: boolean }) =>
    show(await trainHead(options), { json: options.json, curve: `${options.out}.reliability.svg` }),
  );

try {
  await program.parseAsync();
} catch (error) {
  console.error(`train: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}

/** How well held-out classes are told apart, as words. */
function heldOutOf({ best, checks, recipe }: Report): string {
  if (!best) return '';
  const share = (value: number) => `${(100 * value).toFixed(1)} %`;
  if (!recipe.start) return `, ${share(best.accuracy)} of held-out classes`;
  const change = best.step === 0 ? ': nothing was better than what it began as' : '';
  return `, TAR at FMR 1 % of held-out classes from ${share(checks[0].accuracy)} to ${share(best.accuracy)}${change}`;
}

/** @throws Error for options that do not go together. */
function recipeOf(given: Flags, command: Command, medium: MediumName): Recipe {
  const isAsked = (name: string) => command.getOptionValueSource(name) === 'cli';
  const foreign = [
    ...(medium === 'picture' ? [] : ONLY_OF_PICTURES),
    ...(medium === 'sound' ? [] : ['rate']),
  ].filter(isAsked);
  if (foreign.length > 0) throw new Error(`--data has ${medium}s, and ${foreign} is not for them.`);
  const unused = given.folds === undefined ? ONLY_WITH_FOLDS.filter(isAsked) : NOT_WITH_FOLDS.filter(isAsked);
  if (unused.length > 0)
    throw new Error(
      `--folds ${given.folds === undefined ? 'is missing for' : 'does not go with'} ${unused}.`,
    );
  const other = given.from === undefined ? ONLY_WITH_FROM.filter(isAsked) : NOT_WITH_FROM.filter(isAsked);
  if (other.length > 0)
    throw new Error(`--from ${given.from === undefined ? 'is missing for' : 'does not go with'} ${other}.`);
  const others = given.from === undefined ? MEDIUM_DEFAULTS[medium] : START_DEFAULTS;
  const usual = Object.entries(others).filter(([name]) => !isAsked(name));
  const flags = { ...given, ...Object.fromEntries(usual) };
  const start = flags.from === undefined ? null : { from: flags.from, layers: flags.layers ?? LAYERS };
  const { loss, mining, batchAllSteps, margin, classes, pictures, steps, optimiser, learningRate, warmUp } =
    flags;
  const { weightDecay, keep, size, widths, dimensions, augment, quarterTurns } = flags;
  const { heldOut, checkEvery, patience, seed } = flags;
  return {
    start,
    ...{ loss, mining, batchAllSteps, margin, classes, pictures, steps, optimiser, learningRate, warmUp },
    ...{ weightDecay, keep },
    ...{ medium, size, channels: flags.colour ? 3 : 1, rate: flags.rate ?? null },
    ...{ widths, dimensions, augment, quarterTurns },
    ...{ heldOut, checkEvery, patience, seed },
  };
}

/** What has the same result, in one go. */
function commandOf(args: readonly string[]): string {
  const kept = args.filter((arg, i) => !/^--(resume|json|until)(=|$)/.test(arg) && args[i - 1] !== '--until');
  return `npm run -s train -- ${kept.map((arg) => (/^[\w./:,=@%+-]+$/.test(arg) ? arg : JSON.stringify(arg))).join(' ')}`;
}

function positive(text: string): number {
  const value = Number(text);
  if (value > 0 && Number.isFinite(value)) return value;
  throw new InvalidArgumentError('Expected a number above 0.');
}

function notNegative(text: string): number {
  return Number(text) === 0 ? 0 : positive(text);
}

function layers(text: string): Start['layers'] {
  return text === 'all' ? text : whole(1)(text);
}

function said(options: object): string {
  return Object.entries(options)
    .map(([name, value]) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} ${value}`)
    .join(' ');
}

function share(text: string): number {
  const value = Number(text);
  if (value >= 0 && value < 1) return value;
  throw new InvalidArgumentError('Expected a share from 0 to below 1.');
}

function list(text: string): number[] {
  return names(text).map(whole(1));
}

function names(text: string): string[] {
  return text.split(',');
}
