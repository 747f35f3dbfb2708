// `npm run -s look -- <verb>`: what the layers of a network are, and what their units respond to.
import { program } from 'commander';
import { type LayersOptions, printLayers } from './look/layers.ts';

program.name('look').description('Looks into the networks of models/manifest.json, or into an ONNX file.');

program
  .command('layers')
  .description('Operator, shape, parameters, cost, receptive field and dead units of every layer.')
  .argument('<network>', 'an id of the manifest, or file.onnx with one input')
  .option('--json', 'one line of JSON, with everything that is known')
  .action((network: string, options: LayersOptions) => printLayers(network, options));

try {
  await program.parseAsync();
} catch (error) {
  console.error(`look: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}
