// face-api's own descriptors on the tfjs wasm backend, as a process: 150 x 150 RGB chips in, float32 vectors out.
import Module, { createRequire } from 'node:module';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import type * as FaceApi from '@vladmandic/face-api';

const CHIP_BYTES = 150 * 150 * 3;
const require = createRequire(import.meta.url);

// face-api asks for the whole of @tensorflow/tfjs and uses what is in tfjs-core with the chained operators.
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
const net = faceApi.nets.faceRecognitionNet;
await net.loadFromDisk(
  path.join(path.dirname(require.resolve('@vladmandic/face-api/package.json')), 'model'),
);

const chips = await buffer(process.stdin);
const found: Buffer[] = [];
for (let at = 0; at < chips.length; at += CHIP_BYTES) {
  const tensor = tf.tensor3d(chips.subarray(at, at + CHIP_BYTES), [150, 150, 3], 'int32');
  const descriptor = (await net.computeFaceDescriptor(tensor as never)) as Float32Array;
  found.push(Buffer.from(descriptor.buffer, descriptor.byteOffset, descriptor.byteLength));
}
process.stdout.write(Buffer.concat(found));
