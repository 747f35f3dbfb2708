import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

let root = '';
let out = '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'likeness-stage-'));
  out = join(root, 'dist/assets');
  mkdirSync(join(root, 'models'));
  mkdirSync(join(root, 'public/icons'), { recursive: true });
  write(
    'models/manifest.json',
    JSON.stringify({ version: 1, models: [{ file: 'a.onnx' }, { file: 'b.onnx' }] }),
  );
  for (const file of ['models/a.onnx', 'models/b.onnx', 'models/not-in-the-manifest.onnx']) write(file, file);
  for (const file of ['public/index.html', 'public/icons/face.svg']) write(file, file);
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

test('public/ comes to the root and the models of the manifest under models/, nothing else', () => {
  expect(stage().stdout).toContain('6 files, 6 copied, 0 removed');
  for (const [name, from] of [
    ['index.html', 'public/index.html'],
    ['icons/face.svg', 'public/icons/face.svg'],
    ['models/a.onnx', 'models/a.onnx'],
    ['models/b.onnx', 'models/b.onnx'],
  ]) {
    expect(readFileSync(join(out, name), 'utf8')).toBe(from);
  }
  expect(existsSync(join(out, 'models/not-in-the-manifest.onnx'))).toBe(false);
});

test('a second time only what changed is copied, and what is gone is removed', () => {
  stage();
  const before = statSync(join(out, 'models/a.onnx')).mtimeMs;
  write('models/b.onnx', 'models/B.onnx'); // the same length
  rmSync(join(root, 'public/index.html'));
  expect(stage().stdout).toContain('5 files, 1 copied, 1 removed');
  expect(statSync(join(out, 'models/a.onnx')).mtimeMs).toBe(before);
  expect(readFileSync(join(out, 'models/b.onnx'), 'utf8')).toBe('models/B.onnx');
  expect(existsSync(join(out, 'index.html'))).toBe(false);
});

test('a model of more than 25 MiB is refused with its size', () => {
  truncateSync(join(root, 'models/a.onnx'), 25 * 2 ** 20 + 1);
  const { status, stderr } = stage();
  expect(status).not.toBe(0);
  expect(stderr).toContain('a.onnx: 26214401 bytes, an asset is 26214400 at most');
});

function stage() {
  const command = ['--import', 'tsx', 'scripts/stage.ts', '--root', root, '--out', out];
  return spawnSync(process.execPath, command, { encoding: 'utf8' });
}

function write(file: string, text: string): void {
  writeFileSync(join(root, file), text);
}
