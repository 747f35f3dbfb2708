// The Models port on a folder: manifest.json and the files it names, each checked against its sha256.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '../core/fault.ts';
import type { Manifest } from '../core/manifest.ts';
import type { Models } from '../core/ports.ts';

/**
 * Reads the manifest now and each file when it is asked for. Bytes are not kept: the sessions made of them are.
 * @throws Fault model_missing, model_invalid.
 */
export async function createNodeModels(folder: string): Promise<Models> {
  const manifest = parse(await bytesOf(join(folder, 'manifest.json')), folder);
  return {
    manifest,
    async read(file) {
      const entry = manifest.models.find((model) => model.file === file);
      if (!entry) throw new Fault('model_missing', `${file} is not in the manifest of ${folder}.`, { file });
      const bytes = await bytesOf(join(folder, file));
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      if (sha256 !== entry.sha256) {
        throw new Fault(
          'model_invalid',
          `${file}: ${bytes.byteLength} bytes with sha256 ${sha256}, the manifest has ${entry.bytes} with ${entry.sha256}. \`npm run models\` writes it anew.`,
          { file, sha256, expected: entry.sha256 },
        );
      }
      return bytes;
    },
  };
}

async function bytesOf(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    throw new Fault(
      'model_missing',
      `${path} cannot be read (${reason}); \`npm run models\` writes it.`,
      { path },
      cause,
    );
  }
}

/** The manifest is our own, committed file: its version is checked, its fields are trusted. */
function parse(bytes: Uint8Array, folder: string): Manifest {
  let manifest: Partial<Manifest> | null;
  try {
    manifest = JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw new Fault('model_invalid', `${folder}/manifest.json is not JSON.`, { folder }, cause);
  }
  if (manifest?.version !== 1 || !Array.isArray(manifest.models)) {
    const message = `${folder}/manifest.json has version ${manifest?.version}; version 1 with its models is read.`;
    throw new Fault('model_invalid', message, { folder });
  }
  return manifest as Manifest;
}
