// A folder of models that a service runs on: a model more, in its manifest and beside it.
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Manifest, ModelEntry } from '../functions/core/manifest.ts';
import { type Exported, writeManifest, writeModel } from './export/write.ts';
import { SHIPPED_MODELS } from './open-faces.ts';

/**
 * Adds the model. A folder without a manifest begins as a copy of the shipped models, which find the faces.
 * @throws Error where `refuseTaken` does, or a shipped model has not been built.
 */
export function addModel(folder: string, exported: Exported): void {
  refuseTaken(folder, exported.entry.id);
  const file = path.join(folder, 'manifest.json');
  if (!existsSync(file)) copyShipped(folder);
  writeModel(folder, exported);
  writeManifest(file, [...readManifest(file).models, exported.entry]);
}

/**
 * Galleries hold templates of the weights that a model had: others under its id would be compared with them.
 * @throws Error when the folder has, or would begin with, a model of that id.
 */
export function refuseTaken(folder: string, id: string): void {
  if (modelsOf(folder).some((model) => model.id === id))
    throw new Error(
      `${folder} has a model ${id} already, and galleries may hold what it made: give this one another --id.`,
    );
}

/** Those that the folder has, or would begin with. */
export function modelsOf(folder: string): readonly ModelEntry[] {
  const own = path.join(folder, 'manifest.json');
  return readManifest(existsSync(own) ? own : path.join(SHIPPED_MODELS, 'manifest.json')).models;
}

function copyShipped(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const manifest = path.join(SHIPPED_MODELS, 'manifest.json');
  for (const { file } of readManifest(manifest).models) {
    const from = path.join(SHIPPED_MODELS, file);
    if (!existsSync(from)) throw new Error(`${from} is not there yet: npm run -s models builds it.`);
    copyFileSync(from, path.join(folder, file));
  }
  copyFileSync(manifest, path.join(folder, 'manifest.json'));
}

function readManifest(file: string): Manifest {
  return JSON.parse(readFileSync(file, 'utf8')) as Manifest;
}
