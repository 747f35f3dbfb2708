// Puts what the Worker serves into dist/assets: public/ at its root and the models of the manifest under /models.
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import type { Manifest } from '../functions/core/manifest.ts';
import { SWAGGER_FILES } from '../functions/core/pages.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const MIB = 2 ** 20;
/** developers.cloudflare.com/workers/platform/limits: an asset is 25 MiB at most. */
const MAX_ASSET_BYTES = 25 * MIB;

const OPTIONS = new Command('stage')
  .description('Copy public/ and the models into one folder for the Worker; unchanged files are left alone.')
  .option('--root <dir>', 'project with models/ and public/', ROOT)
  .option('--out <dir>', 'folder that [assets] in wrangler.toml names', join(ROOT, 'dist/assets'))
  .parse()
  .opts<{ root: string; out: string }>();

const wanted = new Map([
  ...publicFiles(join(OPTIONS.root, 'public')),
  ...swagger(),
  ...models(join(OPTIONS.root, 'models')),
]);
let copied = 0;
for (const [name, from] of wanted) {
  const to = join(OPTIONS.out, name);
  if (isSame(from, to)) continue;
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(from, to);
  copied++;
}
const stale = filesUnder(OPTIONS.out).filter((name) => !wanted.has(name));
for (const name of stale) rmSync(join(OPTIONS.out, name));
console.log(`dist/assets: ${wanted.size} files, ${copied} copied, ${stale.length} removed`);

function publicFiles(folder: string): [string, string][] {
  return filesUnder(folder).map((name) => [name, join(folder, name)]);
}

/** The document's page, from the package. */
function swagger(): [string, string][] {
  const { resolve } = createRequire(import.meta.url);
  return SWAGGER_FILES.map((name) => [join('docs', name), resolve(`swagger-ui-dist/${name}`)]);
}

function models(folder: string): [string, string][] {
  const { models } = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Manifest;
  return models.map(({ file }) => {
    const path = join(folder, file);
    const bytes = statSync(path).size;
    if (bytes > MAX_ASSET_BYTES) {
      throw new Error(`${file}: ${bytes} bytes, an asset is ${MAX_ASSET_BYTES} at most`);
    }
    return [join('models', file), path];
  });
}

/** Paths relative to the folder, none when it is not there. */
function filesUnder(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}

function isSame(a: string, b: string): boolean {
  return existsSync(b) && statSync(a).size === statSync(b).size && readFileSync(a).equals(readFileSync(b));
}
