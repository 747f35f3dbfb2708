// The rules of .dependency-cruiser.mjs, each broken on purpose in a small tree and seen to be reported.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cruise, type ICruiseResult, type IForbiddenRuleType } from 'dependency-cruiser';
import extractConfig from 'dependency-cruiser/config-utl/extract-depcruise-config';
import { afterAll, beforeAll, expect, test } from 'vitest';

// Each file breaks one rule, by importing what its layer must not: [rule, file, import].
const PLANTED: readonly (readonly [rule: string, file: string, imported: string])[] = [
  ['core-imports-only-what-is-below-it', 'functions/core/upward.ts', '../http/fine.ts'],
  ['http-imports-only-what-is-below-it', 'functions/http/upward.ts', '../routes/fine.ts'],
  ['routes-imports-only-what-is-below-it', 'functions/routes/sideways.ts', '../platform/fine.ts'],
  ['app-imports-only-what-is-below-it', 'functions/app.ts', './platform/fine.ts'],
  ['platform-imports-only-what-is-below-it', 'functions/platform/upward.ts', '../http/fine.ts'],
  ['entries-imports-only-what-is-below-it', 'functions/node.ts', './routes/fine.ts'],
  ['scripts-imports-only-what-is-below-it', 'scripts/upward.ts', '../functions/routes/fine.ts'],
  ['platform-imports-only-what-is-below-it', 'functions/platform/developer.ts', '../../scripts/fine.ts'],
  ['core-is-pure', 'functions/core/impure.ts', 'node:fs'],
  ['core-is-pure', 'functions/core/packaged.ts', 'commander'],
  ['protobuf-only-in-proto', 'functions/core/graph/other.ts', '@bufbuild/protobuf'],
  ['zod-stays-in-front', 'functions/platform/parsing.ts', 'zod'],
  ['runtimes-only-behind-their-port', 'functions/http/running.ts', 'onnxruntime-node'],
  ['node-never-loads-a-worker-file', 'functions/platform/store-node.ts', './store-worker.ts'],
  ['node-never-loads-a-worker-file', 'test/some.test.ts', '../functions/platform/store-worker.ts'],
  ['service-needs-no-development-package', 'functions/platform/developing.ts', 'typescript'],
  ['no-cycles', 'functions/core/first.ts', './second.ts'],
  ['everything-resolves', 'functions/core/lost.ts', './nowhere.ts'],
];

// What each layer may do, in the same tree, so that a rule that reports everything fails too.
const FINE: readonly (readonly [file: string, imported: string | null])[] = [
  ['functions/core/fine.ts', null],
  ['functions/core/graph/proto.ts', '@bufbuild/protobuf'],
  ['functions/core/second.ts', './first.ts'], // a cycle is reported once
  ['functions/http/fine.ts', '../core/fine.ts'],
  ['functions/routes/fine.ts', '../http/fine.ts'],
  ['functions/platform/fine.ts', '../core/fine.ts'],
  ['functions/platform/ort-node.ts', 'onnxruntime-node'],
  ['functions/platform/store-worker.ts', '../core/fine.ts'],
  ['functions/platform/other-worker.ts', './store-worker.ts'],
  ['functions/worker.ts', './platform/store-worker.ts'],
  ['scripts/fine.ts', '../functions/core/fine.ts'],
  ['test/workers/some.test.ts', '../../functions/platform/store-worker.ts'],
];

let tree = '';
let rules: readonly IForbiddenRuleType[] = [];
let reported: readonly string[] = [];

beforeAll(async () => {
  mkdirSync('dist/test', { recursive: true });
  tree = mkdtempSync('dist/test/architecture-'); // under the project, so that packages resolve
  cpSync('package.json', join(tree, 'package.json'));
  for (const [file, imported] of [...FINE, ...PLANTED.map(([, ...rest]) => rest)]) write(file, imported);
  const config = await extractConfig('./.dependency-cruiser.mjs');
  rules = config.forbidden ?? [];
  const { output } = await cruise(['functions', 'scripts', 'test'], {
    ...config.options,
    baseDir: join(process.cwd(), tree),
    validate: true,
    ruleSet: config,
  });
  const { violations } = (output as ICruiseResult).summary;
  reported = violations.map(({ rule, from }) => `${rule.name}: ${from}`).sort();
});

afterAll(() => rmSync(tree, { recursive: true, force: true }));

test('every planted violation is reported, by its own rule, and nothing else is', () => {
  expect([...new Set(reported)]).toEqual(PLANTED.map(([rule, file]) => `${rule}: ${file}`).sort());
});

test('every rule has a planted violation', () => {
  const planted = new Set(PLANTED.map(([rule]) => rule));
  expect(rules.map(({ name = '' }) => name).filter((name) => !planted.has(name))).toEqual([]);
});

// Barrels are Biome's: dependency-cruiser sees imports, not what is exported again.
test.for([
  ['noBarrelFile', "export { float32 } from './tensor.ts';\n"],
  ['noReExportAll', "export * from './tensor.ts';\n"],
  ['noExplicitAny', 'export const loose: any = 1;\n'],
  ['noEnum', 'export enum Side {\n  Left,\n}\n'],
])('%s: Biome refuses it', ([rule, source]) => {
  const file = join(tree, `${rule}.ts`);
  writeFileSync(file, source);
  const biome = ['node_modules/@biomejs/biome/bin/biome', 'lint', '--vcs-use-ignore-file=false', file];
  const { status, stderr } = spawnSync(process.execPath, biome, { encoding: 'utf8' });
  expect(status, stderr).not.toBe(0);
  expect(stderr).toContain(`/${rule}`);
});

function write(file: string, imported: string | null): void {
  const path = join(tree, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, imported ? `import '${imported}';\nexport {};\n` : 'export {};\n');
}
