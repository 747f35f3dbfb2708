// The six photographs with 20 faces that ship in @vladmandic/face-api: both libraries get the same pixels of them.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';

const DEMO = path.join(
  path.dirname(createRequire(import.meta.url).resolve('@vladmandic/face-api/package.json')),
  'demo',
);

export async function readSamples(): Promise<Uint8Array[]> {
  return Promise.all([1, 2, 3, 4, 5, 6].map((number) => readFile(path.join(DEMO, `sample${number}.jpg`))));
}

/** What a library did with all six: CPU from decoded RGBA pixels to descriptors, and how many faces it found. */
export type SampleRound = { readonly cpuMs: number; readonly faces: number };
