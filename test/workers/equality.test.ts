// Node and workerd give the same answer from the same code: the claim is |1 - cos| <= 1e-4 and equal decisions.
import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  probability,
  recognizeThreshold,
  squaredDistance,
  verifyThreshold,
} from '../../functions/core/faces/verify.ts';
import type { EncoderEntry, Manifest } from '../../functions/core/manifest.ts';
import { createWorkerImages } from '../../functions/platform/images-worker.ts';
import { createWorkerModels } from '../../functions/platform/models-worker.ts';
import { createWorkerRuntime } from '../../functions/platform/ort-worker.ts';
import manifest from '../../models/manifest.json';
import { SAMPLES, type SampleFace, sampleFaces } from '../sample-faces.ts';
import { fromNode, sample } from './fixtures.ts';

const encoders = (manifest as Manifest).models.filter(
  (model): model is EncoderEntry => model.kind === 'encoder',
);

let node: readonly (readonly SampleFace[])[];
let workerd: readonly (readonly SampleFace[])[];
/** Each face as workerd and as Node found it. */
let pairs: (readonly [SampleFace, SampleFace])[];

beforeAll(async () => {
  const fromOutside = fromNode<typeof node>('test/node-faces.ts');
  const platform = {
    runtime: createWorkerRuntime(),
    models: createWorkerModels(env.ASSETS, manifest as Manifest),
    images: createWorkerImages({ maxPixels: 6_000_000 }),
  };
  workerd = await sampleFaces(platform, await Promise.all(SAMPLES.map(sample)));
  node = await fromOutside;
  const there = node.flat();
  pairs = workerd.flat().map((face, index) => [face, there[index]]);
}, 120_000);

test('the same faces are found: boxes within a tenth of a pixel, equal rotations and reasons', () => {
  expect(workerd.map((faces) => faces.length)).toEqual(node.map((faces) => faces.length));
  expect(pairs.length).toBeGreaterThanOrEqual(20);
  for (const [here, there] of pairs) {
    expect(here.rotation).toBe(there.rotation);
    expect(here.reasons).toEqual(there.reasons);
    expect(here.score).toBeCloseTo(there.score, 3);
    for (const side of ['x', 'y', 'width', 'height'] as const) {
      expect(Math.abs(here.box[side] - there.box[side])).toBeLessThan(0.1);
    }
  }
});

describe.for(encoders.map((encoder) => [encoder.id, encoder] as const))('%s', ([id, { calibration }]) => {
  test('every embedding agrees: |1 - cos| is at most 1e-4', () => {
    const errors = pairs.map(([here, there]) =>
      Math.abs(1 - cosine(here.embeddings[id], there.embeddings[id])),
    );
    expect(Math.max(...errors)).toBeLessThanOrEqual(1e-4);
  });

  test('every two faces get the same decision, 1:1 and 1:N, and the same probability to three digits', () => {
    const thresholds = [
      verifyThreshold(calibration, {}).threshold,
      recognizeThreshold(calibration, {}).threshold,
    ];
    for (const [i, [hereA, thereA]] of pairs.entries()) {
      for (const [hereB, thereB] of pairs.slice(i + 1)) {
        const here = distance(hereA.embeddings[id], hereB.embeddings[id]);
        const there = distance(thereA.embeddings[id], thereB.embeddings[id]);
        for (const threshold of thresholds) expect(here <= threshold).toBe(there <= threshold);
        expect(probability(calibration, here)).toBeCloseTo(probability(calibration, there), 3);
      }
    }
  });
});

function distance(a: readonly number[], b: readonly number[]): number {
  return squaredDistance(Float32Array.from(a), Float32Array.from(b));
}

function cosine(a: readonly number[], b: readonly number[]): number {
  const dot = (x: readonly number[], y: readonly number[]) => x.reduce((sum, v, i) => sum + v * y[i], 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}
