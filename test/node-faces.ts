// Prints what Node finds on the sample pictures; test/workers/equality.test.ts compares it with workerd.
import { readFile } from 'node:fs/promises';
import { createNodeImages } from '../functions/platform/images-node.ts';
import { createNodeModels } from '../functions/platform/models-node.ts';
import { createNodeRuntime } from '../functions/platform/ort-node.ts';
import { SAMPLES, sampleFaces } from './sample-faces.ts';

const models = await createNodeModels('models');
const pictures = await Promise.all(
  SAMPLES.map((n) => readFile(`node_modules/@vladmandic/face-api/demo/sample${n}.jpg`)),
);
const platform = { runtime: createNodeRuntime(), models, images: createNodeImages({ maxPixels: 6_000_000 }) };
console.log(JSON.stringify(await sampleFaces(platform, pictures)));
