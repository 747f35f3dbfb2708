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

test('its index.mjs answers an event of Lambda, with a picture in base64', async () => {
  const form = new FormData();
  form.append('a', sample(1));
  form.append('b', sample(3));
  const request = new Request('https://f.example/v1/verify', { method: 'POST', body: form });
  const event = {
    version: '2.0',
    routeKey: '$default',
    rawPath: '/v1/verify',
    rawQueryString: '',
    headers: { ...Object.fromEntries(request.headers), host: 'f.example', authorization: 'Bearer secret' },
    requestContext: { domainName: 'f.example', http: { method: 'POST', path: '/v1/verify' } },
    body: Buffer.from(await request.arrayBuffer()).toString('base64'),
    isBase64Encoded: true,
  };
  const code = `
    const { handler } = await import('./index.mjs');
    let text = '';
    for await (const chunk of process.stdin) text += chunk;
    console.log(JSON.stringify(await handler(JSON.parse(text), {})));
    process.exit();`;
  const run = (environment: Record<string, string>) =>
    new Promise<{ out: string; error: string }>((resolve) => {
      const env = { ...process.env, LIKENESS_API_KEY: 'secret', ...environment };
      const child = spawn(process.execPath, ['--input-type=module', '-e', code], { cwd: out, env });
      const printed = { out: '', error: '' };
      child.stdout.on('data', (data) => (printed.out += data));
      child.stderr.on('data', (data) => (printed.error += data));
      child.on('close', () => resolve(printed));
      child.stdin.end(JSON.stringify(event));
    });
  const answer = JSON.parse((await run({ LIKENESS_DATABASE: 'memory' })).out);
  expect(answer.statusCode).toBe(200);
  expect(JSON.parse(answer.body)).toMatchObject({ same: true, model: 'mobilefacenet-128' });
  expect((await run({ LIKENESS_DATABASE: 'data/likeness.db' })).error).toContain('is to be postgres://');
});
