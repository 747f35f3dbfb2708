// Prints the patches that Node finds; test/workers/networks.test.ts compares them with workerd's.
import { createNodeImages } from '../functions/platform/images-node.ts';
import { createNodeRuntime } from '../functions/platform/ort-node.ts';
import { spotsPatches } from './spots-patches.ts';

const platform = { runtime: createNodeRuntime(), images: createNodeImages({ maxPixels: 1e6 }) };
console.log(JSON.stringify(await spotsPatches(platform)));
