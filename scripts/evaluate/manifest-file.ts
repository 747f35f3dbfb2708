// What was measured of a model, written into models/manifest.json; the export takes it over from there.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { EncoderEntry, Manifest, ModelEntry, Scales, Score } from '../../functions/core/manifest.ts';
import { writeManifest } from '../export/write.ts';
import { MODELS_DIRECTORY } from '../open-faces.ts';

const FILE = path.join(MODELS_DIRECTORY, 'manifest.json');
/** Committed numbers are rounded, so that a run on another machine gives the same ones. */
const DIGITS = 4;

/** Changes one encoder and nothing else. */
export async function updateEncoder(
  id: string,
  change: (entry: EncoderEntry) => Partial<Pick<EncoderEntry, 'calibration' | 'scores'>>,
): Promise<void> {
  await updateModels((model) =>
    model.kind === 'encoder' && model.id === id ? { ...model, ...change(model) } : model,
  );
}

/** Gives one extractor these scales and changes nothing else. */
export async function updateScales(id: string, scales: Scales): Promise<void> {
  await updateModels((model) =>
    model.kind === 'extractor' && model.id === id ? { ...model, scales } : model,
  );
}

/** The whole file or none of it. */
async function updateModels(change: (model: ModelEntry) => ModelEntry): Promise<void> {
  const manifest = JSON.parse(await readFile(FILE, 'utf8')) as Manifest;
  writeManifest(FILE, manifest.models.map(change));
}

/** Takes the place of the encoder's score on the same set. Only the rates and thresholds of `values` are kept. */
export async function recordScore(
  set: string,
  verb: string,
  values: Readonly<Record<string, unknown>>,
): Promise<void> {
  const id = String(values.encoder);
  const command = `npm run -s evaluate -- ${verb} --encoder ${id}`;
  const score: Score = { set, command, values: measuredIn(values) };
  await updateEncoder(id, ({ scores }) => ({ scores: [...scores.filter((old) => old.set !== set), score] }));
}

function measuredIn(values: Readonly<Record<string, unknown>>): Score['values'] {
  const kept = Object.entries(values).filter(
    (entry): entry is [string, number | null] =>
      (typeof entry[1] === 'number' || entry[1] === null) && entry[0] !== 'seconds',
  );
  return Object.fromEntries(
    kept.map(([name, value]) => [name, value === null ? null : Number(value.toPrecision(DIGITS))]),
  );
}
