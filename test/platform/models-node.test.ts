import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createNodeModels } from '../../functions/platform/models-node.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'likeness-models-'));
});
afterAll(() => rm(folder, { recursive: true }));

const bytes = Uint8Array.of(1, 2, 3);
const sha256 = createHash('sha256').update(bytes).digest('hex');

async function modelsOf(manifest: unknown) {
  await writeFile(
    join(folder, 'manifest.json'),
    typeof manifest === 'string' ? manifest : JSON.stringify(manifest),
  );
  return createNodeModels(folder);
}

test("a file whose digest is the manifest's is read", async () => {
  await writeFile(join(folder, 'm.onnx'), bytes);
  const models = await modelsOf({ version: 1, models: [{ file: 'm.onnx', sha256, bytes: 3 }] });
  expect(new Uint8Array(await models.read('m.onnx'))).toEqual(bytes);
});

test('a file with other bytes is refused with both digests', async () => {
  await writeFile(join(folder, 'm.onnx'), Uint8Array.of(1, 2, 4));
  const models = await modelsOf({ version: 1, models: [{ file: 'm.onnx', sha256, bytes: 3 }] });
  await expect(models.read('m.onnx')).rejects.toMatchObject({
    code: 'model_invalid',
    facts: { expected: sha256 },
  });
});

test('a file that is absent, or not in the manifest, is missing; what writes it is said', async () => {
  await writeFile(join(folder, 'other.onnx'), bytes);
  const models = await modelsOf({ version: 1, models: [{ file: 'absent.onnx', sha256, bytes: 3 }] });
  await expect(models.read('absent.onnx')).rejects.toMatchObject({
    code: 'model_missing',
    message: expect.stringMatching(/ENOENT.*npm run models/),
  });
  for (const file of ['other.onnx', '../secret', 'manifest.json']) {
    await expect(models.read(file)).rejects.toMatchObject({ code: 'model_missing' });
  }
});

test('a manifest that is absent, broken or of another version is refused', async () => {
  await expect(createNodeModels(join(folder, 'nowhere'))).rejects.toMatchObject({ code: 'model_missing' });
  await expect(modelsOf('{')).rejects.toMatchObject({ code: 'model_invalid' });
  for (const manifest of [{ version: 2, models: [] }, { version: 1 }, 'null', '[]'])
    await expect(modelsOf(manifest)).rejects.toMatchObject({ code: 'model_invalid' });
});
