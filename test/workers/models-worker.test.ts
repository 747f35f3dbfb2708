import { expect, test } from 'vitest';
import type { Manifest } from '../../functions/core/manifest.ts';
import { type Assets, createWorkerModels } from '../../functions/platform/models-worker.ts';

// sha256 of the three bytes "abc" (FIPS 180-2, B.1)
const ABC = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
const manifest = {
  version: 1,
  models: [{ id: 'tiny', file: 'tiny.onnx', sha256: ABC, bytes: 3 }],
} as unknown as Manifest;

const answering = (answer: () => Response | Promise<Response>): Assets => ({ fetch: async () => answer() });

test('a model whose bytes have the sha256 of the manifest is returned, from /models/ of the assets', async () => {
  const asked: string[] = [];
  const assets: Assets = {
    async fetch(request) {
      asked.push(new URL(request.url).pathname);
      return new Response('abc');
    },
  };
  expect(await createWorkerModels(assets, manifest).read('tiny.onnx')).toEqual(
    new TextEncoder().encode('abc'),
  );
  expect(asked).toEqual(['/models/tiny.onnx']);
});

test('other bytes under its name are model_invalid, with both hashes', async () => {
  const models = createWorkerModels(
    answering(() => new Response('abd')),
    manifest,
  );
  await expect(models.read('tiny.onnx')).rejects.toMatchObject({
    code: 'model_invalid',
    facts: { file: 'tiny.onnx', expected: ABC },
  });
});

test('a file that the manifest does not name is never fetched', async () => {
  const models = createWorkerModels(
    answering(() => {
      throw new Error('fetched');
    }),
    manifest,
  );
  await expect(models.read('../secret')).rejects.toMatchObject({ code: 'model_missing' });
});

test('a model that was not staged is model_missing, and a later read that finds it succeeds', async () => {
  const answers = [new Response('nothing here', { status: 404 }), new Response('abc')];
  const models = createWorkerModels(
    answering(() => answers.shift()!),
    manifest,
  );
  await expect(models.read('tiny.onnx')).rejects.toMatchObject({
    code: 'model_missing',
    facts: { status: 404 },
  });
  expect((await models.read('tiny.onnx')).byteLength).toBe(3);
});

test('an assets binding that throws is model_missing with its cause', async () => {
  const models = createWorkerModels(
    answering(() => Promise.reject(new Error('reset'))),
    manifest,
  );
  await expect(models.read('tiny.onnx')).rejects.toMatchObject({
    code: 'model_missing',
    cause: expect.objectContaining({ message: 'reset' }),
  });
});
