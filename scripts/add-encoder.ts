// Brings an encoder from its ONNX file into a folder of models that the service runs on, with what its distances mean.
import { basename } from 'node:path';
import { Command, Option } from 'commander';
import type { Calibration, EncoderEntry } from '../functions/core/manifest.ts';
import { isEncoderFile } from './encoder-file.ts';
import { calibrate } from './evaluate/calibrate.ts';
import { smallestRate } from './evaluate/calibration.ts';
import { chosenPeople } from './evaluate/identify.ts';
import type { Half } from './evaluate/people.ts';
import { addModel, refuseTaken } from './models-folder.ts';
import { openEncoderFile, SHIPPED_MODELS } from './open-faces.ts';

type Options = {
  id?: string;
  like?: string;
  people?: string;
  peopleHalf?: Half;
  licence: string;
  models: string;
};

const command = new Command('tsx scripts/add-encoder.ts')
  .description(
    'Adds an encoder, so that LIKENESS_ENCODER can name it. One that npm run train wrote brings its report.',
  )
  .argument('<file.onnx>', 'opset 9 to 17, one picture in, the embedding as its first output')
  .option('--id <id>', 'its name (default: that of the file)')
  .option('--like <id>', 'the encoder of models/manifest.json whose crops it is fed, where no report says it')
  .option('--people <dir>', 'a folder a person, none of whom it was trained on: says what its distances mean')
  .addOption(new Option('--people-half <half>', 'only this half of them').choices(['first', 'second']))
  .option('--licence <text>', 'of the weights', 'not stated')
  .option('--models <folder>', 'whose manifest gets it; made when absent', SHIPPED_MODELS)
  .parse();

try {
  await add(command.args[0], command.opts<Options>());
} catch (error) {
  console.error(`add-encoder: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}

async function add(path: string, options: Options): Promise<void> {
  if (!isEncoderFile(path)) throw new Error(`${path}: a name that ends in .onnx is wanted.`);
  const id = options.id ?? basename(path, '.onnx');
  refuseTaken(options.models, id);
  const { entry, bytes, report } = await openEncoderFile(path, options.like);
  const measured =
    options.people === undefined ? report?.entry : await measure(path, options.people, options);
  if (!measured)
    throw new Error(
      `Nothing says what the distances of ${path} mean: --people names pictures to measure them on.`,
    );
  const { calibration, scores } = measured;
  const { licence } = options;
  const source = report?.entry?.source ?? basename(path);
  const added: EncoderEntry = { ...entry, id, file: `${id}.onnx`, licence, source, calibration, scores };
  addModel(options.models, { entry: added, bytes });
  const { verify, impostorPairs } = calibration;
  console.log(
    `${id} is in ${options.models}: [${added.inputs[0].dims}] -> ${added.dimensions}, threshold ${verify.threshold} at a false match rate of ${verify.fmr} (${impostorPairs} pairs of people). Now: LIKENESS_MODELS=${options.models} LIKENESS_ENCODER=${id} npm start`,
  );
}

/** At the smallest rate that so many people can show. @throws Error with too few of them. */
async function measure(path: string, people: string, { like, peopleHalf }: Options) {
  const chosen = await chosenPeople({ people, peopleHalf });
  const verifyFmr = smallestRate(1e-3, (chosen.length * (chosen.length - 1)) / 2);
  if (verifyFmr === null)
    throw new Error(`${chosen.length} people are too few to say what distances mean: nine are needed.`);
  const half = peopleHalf === undefined ? '' : `, ${peopleHalf} half`;
  const found = await calibrate({
    ...{ encoder: path, like, people, peopleHalf, verifyFmr, recognizeFpir: 1e-2 },
    ...{ face: 'largest', enrol: 3, seed: 1, seeds: 10 },
    source: `${chosen.length} people of ${basename(people)}${half}, every two pictures`,
  });
  return { calibration: found.values.calibration as Calibration, scores: [] };
}
