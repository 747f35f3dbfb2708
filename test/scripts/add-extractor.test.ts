// A network of the user's own, from its file to a style extractor, through the command that adds it.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { graphBuilder } from '../../functions/core/graph/graph.ts';
import { encodeModel } from '../../functions/core/graph/proto.ts';
import type { Manifest } from '../../functions/core/manifest.ts';
import { openExtractor } from '../../functions/core/style/extractor.ts';
import { float32 } from '../../functions/core/tensor.ts';
import { createNodeModels } from '../../functions/platform/models-node.ts';
import { randomFrom } from '../core/graph/runtime.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const COMMAND = ['--import', 'tsx', 'scripts/add-extractor.ts'];
let folder = '';

/** A convolution, its ReLU and a pool, then a fully connected head, at 32 x 32. */
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'likeness-extractor-'));
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ version: 1, models: [] }));
  const next = randomFrom(3);
  const builder = graphBuilder('file');
  const weights = float32(
    [5, 3, 3, 3],
    Float32Array.from({ length: 135 }, () => next() - 0.5),
  );
  const conv = builder.op('Conv', [builder.input('data', [1, 3, 32, 32]), builder.constant(weights)]);
  const relu = builder.op('Relu', [conv], {}, 'relu1_1');
  const pool = builder.op('MaxPool', [relu], { kernel_shape: [2, 2], strides: [2, 2] }, 'pool1');
  const head = builder.constant(float32([1125, 2], new Float32Array(2250).fill(0.1)));
  builder.output(builder.op('MatMul', [builder.op('Flatten', [pool]), head], {}, 'classes'));
  writeFileSync(join(folder, 'mine.onnx'), encodeModel(builder.build()));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const run = (...flags: string[]) =>
  execFileSync(process.execPath, [...COMMAND, join(folder, 'mine.onnx'), '--models', folder, ...flags], {
    cwd: ROOT,
    encoding: 'utf8',
  });

test('a file is listed, added without its head, and opened as an extractor; added again it keeps its scales', async () => {
  expect(run()).toContain('relu1_1  Relu [1,5,30,30]\npool1  MaxPool [1,5,15,15]');
  const flags = [
    '--size',
    '40',
    '--id',
    'my-net',
    '--layers',
    'relu1_1,pool1',
    '--order',
    'bgr',
    '--range',
    '255',
  ];
  run(...flags, '--mean', '104,117,124', '--average-pools', '--pad', '4');
  const manifest = (): Manifest => JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
  const [entry] = manifest().models;
  expect(entry).toMatchObject({
    id: 'my-net',
    file: 'my-net.onnx',
    inputs: [{ name: 'data', type: 'float32', dims: [1, 3, 40, 40] }],
    layers: [
      { name: 'relu1_1', channels: 5 },
      { name: 'pool1', channels: 5 },
    ],
    feed: { order: 'bgr', range: 255, mean: [104, 117, 124], std: [1, 1, 1], pad: 4, padMode: 'reflect' },
    averagePools: true,
    parameters: 135,
  });

  const extractor = await openExtractor(await createNodeModels(folder), 'my-net');
  const builder = graphBuilder('use');
  const features = extractor.append(builder, builder.input('picture', [1, 3, 20, 26]), ['pool1']);
  expect(features.get('pool1')?.dims).toEqual([1, 5, 13, 16]);
  builder.output(features.get('pool1')!);
  expect(builder.build().nodes.map(({ operator }) => operator)).toEqual([
    ...['Pad', 'Conv', 'Conv', 'Relu', 'AveragePool'],
  ]);

  const scales = { relu1_1: [1, 2, 3, 4, 5] };
  const models = [{ ...entry, scales }];
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ version: 1, models }));
  run(...flags);
  expect(manifest().models).toMatchObject([{ id: 'my-net', scales }]);
}, 60_000);

test('a layer that the file does not have is refused by name, and the manifest stays as it was', () => {
  const before = readFileSync(join(folder, 'manifest.json'), 'utf8');
  const { status, stderr } = spawnSync(
    process.execPath,
    [...COMMAND, join(folder, 'mine.onnx'), '--models', folder, '--size', '32', '--layers', 'conv9'],
    { cwd: ROOT, encoding: 'utf8' },
  );
  expect([status, stderr.trim()]).toEqual([1, 'add-extractor: There is no value conv9.']);
  expect(readFileSync(join(folder, 'manifest.json'), 'utf8')).toBe(before);
}, 30_000);
