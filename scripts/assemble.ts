// `npm run -s assemble`: the service on Node and nothing else in one folder, for a container or for Lambda.
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import type { Manifest } from '../functions/core/manifest.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const MIB = 2 ** 20;

/** Lambda looks for JavaScript; `index.handler` is what a function is given as its handler. */
const LAMBDA = `import { register } from 'tsx/esm/api';\n\nregister();\nexport const { handler } = await import('./functions/lambda.ts');\n`;

type Package = { readonly dev?: boolean; readonly devOptional?: boolean };

/** What packages carry beyond what the service loads on one platform: paths under node_modules that are left out. */
function isPruned(path: string, platform: string, arch: string): boolean {
  if (path.startsWith('onnxruntime-web/')) return true; // the Worker's
  if (/^@opentelemetry\/[^/]+\/build\/(esm|esnext)\//.test(path)) return true; // Node takes build/src
  const native = /^onnxruntime-node\/bin\/[^/]+\/([^/]+)(?:\/([^/]+))?/.exec(path);
  if (native) return native[1] !== platform || (native[2] !== undefined && native[2] !== arch);
  return /^onnxruntime-node\/script(\/|$)/.test(path) || /\.(map|ts|mts|cts|md|log)$/.test(path);
}

const { out, platform, arch } = new Command('assemble')
  .description('Copy the service on Node, its models and its packages for one platform into one folder.')
  .option('--out <dir>', 'folder, made anew', join(ROOT, 'dist/service'))
  .option('--platform <name>', 'as Node names it', process.platform)
  .option('--arch <name>', 'as Node names it', process.arch)
  .parse()
  .opts<{ out: string; platform: string; arch: string }>();

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
for (const name of ['functions', 'public']) cpSync(join(ROOT, name), join(out, name), { recursive: true });
copyModels();
copyPackages();
writePackage();
writeFileSync(join(out, 'index.mjs'), LAMBDA);
console.log(
  `${out}: ${Math.round(sizeOf(out) / MIB)} MB. Start it with: node --import tsx functions/node.ts`,
);

function copyModels(): void {
  mkdirSync(join(out, 'models'));
  const { models } = JSON.parse(readFileSync(join(ROOT, 'models/manifest.json'), 'utf8')) as Manifest;
  for (const name of ['manifest.json', ...models.map(({ file }) => file)])
    cpSync(join(ROOT, 'models', name), join(out, 'models', name));
}

/** As package-lock.json has them, without those for development and for other platforms, which are not installed. */
function copyPackages(): void {
  const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, Package>;
  };
  for (const [path, { dev, devOptional }] of Object.entries(packages)) {
    const from = join(ROOT, path);
    if (path === '' || dev || devOptional || !existsSync(from)) continue;
    const within = (file: string) => file.slice(join(ROOT, 'node_modules').length + 1);
    cpSync(from, join(out, path), {
      recursive: true,
      // Packages inside this one come with entries of their own.
      filter: (file) =>
        (file === from || !/\/node_modules$/.test(file)) && !isPruned(within(file), platform, arch),
    });
  }
}

function writePackage(): void {
  const { name, version, license, type, engines, dependencies } = JSON.parse(
    readFileSync(join(ROOT, 'package.json'), 'utf8'),
  );
  const start =
    'node --initial-old-space-size=128 --no-allocation-site-pretenuring --import tsx functions/node.ts';
  const written = { name, version, license, private: true, type, engines, scripts: { start }, dependencies };
  writeFileSync(join(out, 'package.json'), `${JSON.stringify(written, null, 2)}\n`);
}

function sizeOf(path: string): number {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.size;
  return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0);
}
