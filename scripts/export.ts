// Writes models/*.onnx from the weights in installed packages: the same bytes every time, checked against the manifest.
import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command, Option } from 'commander';
import type { Manifest, ModelEntry } from '../functions/core/manifest.ts';

const MODELS = join(dirname(fileURLToPath(import.meta.url)), '..', 'models');

type Options = { ifAbsent?: true; writeManifest?: true; only?: string; out: string };

const options = new Command('tsx scripts/export.ts')
  .description('Exports the models to models/ and checks each against the sha256 in models/manifest.json.')
  .option('--if-absent', 'leave out every file that is there and whole')
  .option('--only <id>', 'one model')
  .addOption(new Option('--out <folder>', 'write the models elsewhere').default(MODELS, 'models/'))
  .option('--write-manifest', 'accept what is exported: rewrite the manifest, keep calibrations and scores')
  .parse()
  .opts<Options>();

const manifestPath = join(MODELS, 'manifest.json');
const committed = readManifest();

const present = options.ifAbsent ? idsPresent() : [];

if (!committed || committed.models.some(({ id }) => !present.includes(id))) {
  try {
    await exportAll();
  } catch (error) {
    // A plain Error is a sentence for the reader; anything else is a bug and shows where it is.
    console.error(error instanceof Error && error.constructor === Error ? error.message : error);
    process.exitCode = 1;
  }
}

async function exportAll(): Promise<void> {
  // Only now: with every model in place nothing of this needs to be loaded.
  const [{ RECIPES }, { headRecipes }, { exportModel, verify, writeManifest, writeModel }] =
    await Promise.all([
      import('./export/recipes.ts'),
      import('./export/head-recipe.ts'),
      import('./export/write.ts'),
    ]);
  const all = [...RECIPES, ...headRecipes(committed)];
  const recipes = all.filter(({ id }) => !present.includes(id) && (options.only ?? id) === id);
  if (options.only !== undefined && !all.some(({ id }) => id === options.only)) {
    throw new Error(`There is no model ${options.only}: ${all.map(({ id }) => id).join(', ')}.`);
  }
  const entries = new Map<string, ModelEntry>(committed?.models.map((entry) => [entry.id, entry]));
  for (const [index, recipe] of recipes.entries()) {
    const started = performance.now();
    const exported = exportModel(recipe, committed);
    if (!options.writeManifest) verify(exported, committed);
    writeModel(options.out, exported);
    entries.set(recipe.id, exported.entry);
    const { id, bytes, sha256 } = exported.entry;
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(
      `${index + 1}/${recipes.length} ${id.padEnd(20)} ${(bytes / 1e6).toFixed(2).padStart(6)} MB ${seconds.padStart(5)} s  sha256 ${sha256.slice(0, 12)}`,
    );
  }
  if (options.writeManifest) {
    const ours = RECIPES.map(({ id }) => id);
    const brought = [...entries.keys()].filter((id) => !ours.includes(id));
    writeManifest(
      manifestPath,
      [...ours, ...brought].flatMap((id) => entries.get(id) ?? []),
    );
  }
}

function readManifest(): Manifest | undefined {
  try {
    return JSON.parse(readFileSync(manifestPath, 'utf8')) as Manifest;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new Error(`${manifestPath} is not JSON.`, { cause });
  }
}

/** The models whose file is there, whole: 19 MB are hashed in 40 ms. */
function idsPresent(): readonly string[] {
  return (committed?.models ?? [])
    .filter((entry) => isWhole(join(options.out, entry.file), entry))
    .map(({ id }) => id);
}

function isWhole(path: string, { bytes, sha256 }: ModelEntry): boolean {
  if (statSync(path, { throwIfNoEntry: false })?.size !== bytes) return false;
  return createHash('sha256').update(readFileSync(path)).digest('hex') === sha256;
}
