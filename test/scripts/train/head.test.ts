// What a head could not be used for is said before any picture is looked at.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Manifest } from '../../../functions/core/manifest.ts';
import { MODELS_DIRECTORY } from '../../../scripts/open-faces.ts';
import { type TrainHeadOptions, trainHead } from '../../../scripts/train/head.ts';

let models: string;

beforeAll(async () => {
  models = await mkdtemp(path.join(tmpdir(), 'likeness-head-'));
  const text = await readFile(path.join(MODELS_DIRECTORY, 'manifest.json'), 'utf8');
  const manifest: Manifest = JSON.parse(text);
  const entries = manifest.models
    .filter(({ kind }) => kind === 'encoder')
    .map((entry) => (entry.id === 'dlib-resnet-128' ? { ...entry, sha256: 'f'.repeat(64) } : entry))
    .filter(({ id }) => id !== 'mobilefacenet-256');
  await writeFile(path.join(models, 'manifest.json'), JSON.stringify({ version: 1, models: entries }));
});

afterAll(() => rm(models, { recursive: true }));

async function head(change: Partial<TrainHeadOptions>) {
  const given = { encoder: 'mobilefacenet-128', features: 'abs-difference', face: 'largest' } as const;
  const said = { source: 'nothing', licence: 'none', seed: 1, out: path.join(models, 'head.onnx') };
  return trainHead({ ...given, ...said, models, ...change });
}

test.each<[string, Partial<TrainHeadOptions>, string]>([
  ['an id that the folder has', { id: 'mobilefacenet-128' }, 'has a model mobilefacenet-128 already'],
  ['an encoder that is a file', { encoder: 'mine.onnx' }, 'a head names its encoder by an id'],
  ['an encoder that nobody knows', { encoder: 'none' }, 'none'],
  ['an encoder that the folder has not', { encoder: 'mobilefacenet-256' }, 'has no mobilefacenet-256'],
  ['other weights under its id', { encoder: 'dlib-resnet-128' }, 'has another dlib-resnet-128'],
  ['no pictures', {}, 'There are no pictures'],
  ['a list without its pictures', { pairs: ['pairs.csv'] }, '--images and --pairs belong together'],
])('%s', async (_, change, said) => {
  await expect(head(change)).rejects.toThrow(said);
});
