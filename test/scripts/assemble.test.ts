// The folder for containers: the service runs from it alone, on its own packages.
import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from 'vitest';

const out = join(mkdtempSync(join(tmpdir(), 'likeness-assembled-')), 'service');
const sample = (number: number) =>
  new Blob([readFileSync(`node_modules/@vladmandic/face-api/demo/sample${number}.jpg`)]);
afterAll(() => rmSync(join(out, '..'), { recursive: true }));

test('it serves verify from a folder elsewhere, without packages of development', async () => {
  const { stdout } = await promisify(execFile)('npx', ['tsx', 'scripts/assemble.ts', '--out', out]);
  expect(Number(/: (\d+) MB/.exec(stdout)?.[1])).toBeLessThan(250); // what a function of Lambda may unpack to
  for (const name of ['vitest', 'wrangler', '@vladmandic/face-api', 'onnxruntime-web'])
    expect([name, existsSync(join(out, 'node_modules', name, 'package.json'))]).toEqual([name, false]);
  const env = { ...process.env, PORT: '0', HOST: '', LIKENESS_API_KEY: '', LIKENESS_DATABASE: 'memory' };
  const child = spawn(process.execPath, ['--import', 'tsx', 'functions/node.ts'], { cwd: out, env });
  try {
    const address = await new Promise<string>((resolve, reject) => {
      let printed = '';
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (text) => {
          printed += text;
          const found = /http:\/\/127\.0\.0\.1:\d+/.exec(printed);
          if (found) resolve(found[0]);
        });
      child.on('exit', () => reject(new Error(printed)));
    });
    const form = new FormData();
    form.append('a', sample(1));
    form.append('b', sample(3));
    const answer = await fetch(`${address}/v1/verify`, { method: 'POST', body: form });
    expect(await answer.json()).toMatchObject({ same: true, model: 'mobilefacenet-128' });
    expect((await fetch(`${address}/docs/`)).status).toBe(200);
  } finally {
    child.kill('SIGKILL');
  }
});
