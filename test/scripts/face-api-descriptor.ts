// face-api's own descriptor of a 150 px chip, on the tfjs wasm backend: what the rebuilt network is compared with.
import { createRequire } from 'node:module';
import path from 'node:path';
import type * as FaceApi from '@vladmandic/face-api';

const require = createRequire(import.meta.url);

/** Chips are 150 x 150 RGB, row-major, 0..255. The vector is not normalised. */
export async function faceApiDescriber(): Promise<(chip: Uint8Array) => Promise<Float32Array>> {
  const faceapi = await loadFaceApi();
  const net = faceapi.nets.faceRecognitionNet;
  await net.loadFromDisk(
    path.join(path.dirname(require.resolve('@vladmandic/face-api/package.json')), 'model'),
  );
  return async (chip) => {
    const tensor = faceapi.tf.tensor3d(chip, [150, 150, 3], 'int32');
    const descriptor = (await net.computeFaceDescriptor(tensor as never)) as Float32Array;
    tensor.dispose();
    return descriptor;
  };
}

/** It asks for the whole of @tensorflow/tfjs and uses what is in tfjs-core with chained operators: that is given to it. */
async function loadFaceApi(): Promise<typeof FaceApi> {
  const loader = require('node:module') as {
    _resolveFilename: (request: string, ...rest: unknown[]) => string;
  };
  const resolve = loader._resolveFilename;
  loader._resolveFilename = (request, ...rest) =>
    resolve.call(loader, request === '@tensorflow/tfjs' ? '@tensorflow/tfjs-core' : request, ...rest);
  try {
    require('@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops');
    const tf = require('@tensorflow/tfjs-core') as typeof import('@tensorflow/tfjs-core');
    const wasm = require('@tensorflow/tfjs-backend-wasm') as typeof import('@tensorflow/tfjs-backend-wasm');
    wasm.setWasmPaths(`${path.dirname(require.resolve('@tensorflow/tfjs-backend-wasm'))}/`);
    await tf.setBackend('wasm');
    await tf.ready();
    return require('@vladmandic/face-api/dist/face-api.node-wasm.js') as typeof FaceApi;
  } finally {
    loader._resolveFilename = resolve;
  }
}
