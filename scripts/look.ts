// `npm run -s look -- <verb>`: what the layers of a network are, and what their units respond to.
import { type Command, program } from 'commander';
import { whole } from './arguments.ts';
import {
  type ActivationsOptions,
  type FiltersOptions,
  showActivations,
  showFilters,
} from './look/activations.ts';
import { type LayersOptions, printLayers } from './look/layers.ts';
import { addMaximise } from './look/maximise.ts';
import { findPatches, type PatchesOptions } from './look/patches.ts';
import { unitList } from './look/units.ts';

const SIZE = 'longer side at which a network of any size sees a picture (default: 256)';
const NO_ALIGN = 'encoders and landmarks: the pictures are crops, no face is looked for';

program.name('look').description('Looks into the networks of models/manifest.json, or into an ONNX file.');

program
  .command('layers')
  .description('Operator, shape, parameters, cost, receptive field and dead units of every layer.')
  .argument('<network>', 'an id of the manifest, or file.onnx with one input')
  .option('--json', 'one line of JSON, with everything that is known')
  .action((network: string, options: LayersOptions) => printLayers(network, options));

within('patches', 'For each unit the nine patches of the pictures that excite it most.')
  .argument('[pictures...]', 'JPEG, PNG, WebP or AVIF')
  .option('-o, --out <file>', 'a sheet (.png, .jpg, .webp) or .json; may be repeated', files, [])
  .option('--merge <file.json>', 'an earlier answer, of this command or of the service', files, [])
  .option('--apiece <n>', 'the most patches of one picture for a unit (default: 9)', whole(1))
  .option('--cell <pixels>', "longer side of a patch's image at most (default: 96)", whole(8))
  .option('--size <pixels>', SIZE, whole(32))
  .option('--no-align', NO_ALIGN)
  .action((network: string, layer: string, pictures: string[], options: PatchesOptions) =>
    findPatches(network, layer, pictures, options),
  );

addMaximise(program);

within('activations', "A picture's map of each unit, on a sheet; the numbers as JSON.")
  .argument('<picture>', 'JPEG, PNG, WebP or AVIF')
  .requiredOption('-o, --out <file>', 'the sheet: .png, .jpg or .webp')
  .option('--size <pixels>', SIZE, whole(32))
  .option('--no-align', NO_ALIGN)
  .action((network: string, layer: string, picture: string, options: ActivationsOptions) =>
    showActivations(network, layer, picture, options),
  );

within('filters', "A first layer's filters on a sheet: grey is 0.")
  .requiredOption('-o, --out <file>', 'the sheet: .png, .jpg or .webp')
  .action((network: string, layer: string, options: FiltersOptions) => showFilters(network, layer, options));

try {
  await program.parseAsync();
} catch (error) {
  console.error(`look: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}

/** A verb about one layer. */
function within(verb: string, description: string): Command {
  return program
    .command(verb)
    .description(description)
    .argument('<network>', 'an id of the manifest, or the file.onnx of an encoder')
    .argument('<layer>', 'a name that `look layers` shows')
    .option('--units <list>', '0,3,16-31 (default: the first ones)', unitList);
}

function files(text: string, before: readonly string[]): readonly string[] {
  return [...before, text];
}
