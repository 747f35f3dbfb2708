// The peer: @vladmandic/face-api on the tfjs wasm backend, TinyFaceDetector at 416, 68 landmarks, 128-d descriptors.
import Module, { createRequire } from 'node:module';
import path from 'node:path';
import type * as FaceApi from '@vladmandic/face-api';
import type { Picture } from '../../functions/core/image.ts';
import { createNodeImages } from '../../functions/platform/images-node.ts';
import { cpuMs } from './measure.ts';
import { serve } from './process.ts';
import { readSamples, type SampleRound } from './samples.ts';

const require = createRequire(import.meta.url);

// face-api asks for the whole of @tensorflow/tfjs; it uses what is in tfjs-core and the chained operators.
const loader = Module as unknown as { _resolveFilename(request: string, ...rest: unknown[]): string };
const resolve = loader._resolveFilename;
loader._resolveFilename = (request, ...rest) =>
  resolve.call(loader, request === '@tensorflow/tfjs' ? '@tensorflow/tfjs-core' : request, ...rest);
require('@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops');
const tf = require('@tensorflow/tfjs-core') as typeof import('@tensorflow/tfjs-core');
const wasm = require('@tensorflow/tfjs-backend-wasm') as typeof import('@tensorflow/tfjs-backend-wasm');
const faceApi = require('@vladmandic/face-api/dist/face-api.node-wasm.js') as typeof FaceApi;

wasm.setWasmPaths(`${path.dirname(require.resolve('@tensorflow/tfjs-backend-wasm'))}/`);
await tf.setBackend('wasm');
await tf.ready();
const weights = path.join(path.dirname(require.resolve('@vladmandic/face-api/package.json')), 'model');
await faceApi.nets.tinyFaceDetector.loadFromDisk(weights);
await faceApi.nets.faceLandmark68Net.loadFromDisk(weights);
await faceApi.nets.faceRecognitionNet.loadFromDisk(weights);

const images = await createNodeImages({ maxPixels: 40_000_000 });
const pictures: Picture[] = [];
for (const bytes of await readSamples()) pictures.push((await images.decode(bytes)).picture);

serve({
  about: async () => ({
    version: faceApi.version,
    backend: tf.getBackend(),
    threads: wasm.getThreadsCount(),
  }),
  faces: async (): Promise<SampleRound> => {
    let faces = 0;
    const total = await cpuMs(async () => {
      for (const picture of pictures) faces += (await descriptors(picture)).length;
    });
    return { cpuMs: total, faces };
  },
});

async function descriptors({ width, height, data }: { width: number; height: number; data: Uint8Array }) {
  const rgb = new Int32Array(width * height * 3);
  for (let from = 0, to = 0; from < data.length; from += 4) {
    rgb[to++] = data[from];
    rgb[to++] = data[from + 1];
    rgb[to++] = data[from + 2];
  }
  const tensor = tf.tensor3d(rgb, [height, width, 3], 'int32');
  try {
    return await faceApi
      .detectAllFaces(
        tensor as unknown as FaceApi.TNetInput,
        new faceApi.TinyFaceDetectorOptions({ inputSize: 416 }),
      )
      .withFaceLandmarks()
      .withFaceDescriptors();
  } finally {
    tensor.dispose();
  }
}
