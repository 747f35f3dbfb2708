// The command that makes a picture in a style, as a process: what it leaves, what it refuses, and that signals lose nothing.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Picture } from '../../functions/core/image.ts';
import { createNodeImages } from '../../functions/platform/images-node.ts';
import { styleCommand } from '../../scripts/style/command.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const images = createNodeImages({ maxPixels: 1e6 });
/** The pictures, and for every test a folder of its own in it. */
let pictures = '';
let folder = '';
const file = (name: string) => join(folder, name);
const picture = (name: string) => join(pictures, name);

beforeAll(async () => {
  pictures = mkdtempSync(join(tmpdir(), 'likeness-style-'));
  const made = {
    'content.png': drawn(64, 48, (x, y) => [4 * x, 5 * y, Math.hypot(x - 32, y - 24) < 16 ? 255 : 40]),
    'stripes.png': drawn(60, 60, (x, y) => ((x + y) % 12 < 6 ? [230, 180, 30] : [20, 40, 160])),
    'dots.png': drawn(60, 60, (x, y) => (Math.sin(x) * Math.sin(y) > 0 ? [200, 30, 60] : [240, 240, 220])),
    'left.png': drawn(64, 48, (x) => (x < 32 ? [255, 255, 255] : [0, 0, 0])),
    'right.png': drawn(64, 48, (x) => (x < 32 ? [0, 0, 0] : [255, 255, 255])),
  };
  for (const [name, drawing] of Object.entries(made))
    writeFileSync(picture(name), await images.encode(drawing, 'png'));
  writeFileSync(picture('words.png'), 'no picture at all');
});

beforeEach(() => {
  folder = mkdtempSync(join(pictures, 'out-'));
});

afterAll(() => rmSync(pictures, { recursive: true, force: true }));

test('the picture is there in the size and format asked for, with those on the way, and no job is left', async () => {
  const ran = await run(
    ...[picture('content.png'), `${picture('stripes.png')}:2`, '--style', `${picture('dots.png')}:0.5`],
    ...['--mask', picture('left.png'), '--mask', picture('right.png'), '-o', file('out.webp')],
    ...['--size', '40', '--iterations', '6', '--every', '4', '--every-file'],
  );
  expect(ran).toMatchObject({ code: 0 });
  expect(ran.stdout).toMatch(
    /out\.webp: 40 x 32, 6 iterations, \d+ evaluations, loss [\d.]+; [\d.]+ s of CPU, [\d.]+ s of them in the network and its gradient\n$/,
  );
  expect(ran.stderr).toMatch(
    /40 x 32, 6 iterations of about \d+ ms\n {2}about \d+ evaluations, .* MiB of memory/,
  );
  expect(readdirSync(folder).sort()).toEqual(['out-0004.webp', 'out.webp']);
  const { picture: result, format } = await images.decode(readFileSync(file('out.webp')));
  expect([result.width, result.height, format]).toEqual([40, 32, 'webp']);
  expect(readFileSync(file('out-0004.webp')).equals(readFileSync(file('out.webp')))).toBe(false);
});

test('without a content the result is a texture of the style, and a content beside it is refused', async () => {
  const ran = await run(
    ...['--texture', picture('stripes.png'), '-o', file('out.png'), '--size', '32', '--iterations', '2'],
  );
  expect(ran.code, ran.stderr).toBe(0);
  const { picture: result } = await images.decode(readFileSync(file('out.png')));
  expect([result.width, result.height]).toEqual([32, 32]);
  const both = await run(
    picture('content.png'),
    '--texture',
    picture('stripes.png'),
    '-o',
    file('other.png'),
  );
  expect(both).toMatchObject({ code: 1, stderr: expect.stringContaining('name the style alone') });
});

test('Ctrl-C keeps what was done, kill -9 what was stored: --resume gives the bytes of one go', async () => {
  const command = (out: string) => [
    ...[picture('content.png'), picture('dots.png'), '-o', file(out)],
    ...['--levels', '32x60,48x40', '--seed', '7'],
  ];
  expect(await run(...command('once.png'))).toMatchObject({ code: 0 });
  const once = readFileSync(file('once.png'));

  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGKILL', null],
  ] as const) {
    const out = `${signal}.png`;
    const interrupted = start(...command(out), '--every', '2', '--every-file');
    await appeared(`${signal}-0002.png`);
    interrupted.child.kill(signal);
    const ended = await interrupted.ended;
    expect(ended.code).toBe(code);
    expect(existsSync(file(`${out}.job`))).toBe(true);
    if (signal === 'SIGINT') {
      expect(ended.stderr).toContain(`To go on: npm run -s style -- --resume -o ${file(out)}`);
      const soFar = (await images.decode(readFileSync(file(out)))).picture;
      expect(soFar.width).toBe(32);
    }

    await expect(refused(...command(out))).resolves.toBe(
      `${file(out)}.job is of a result that was interrupted: --resume goes on with it, --restart begins anew.`,
    );
    await expect(refused(...command(out), '--resume', '--tv', '9')).resolves.toMatch(
      /is of other files or opt/,
    );
    await expect(refused('--resume', '-o', file(out), '--tv', '9')).resolves.toMatch(
      /: --tv would not count\.$/,
    );
    const resumed = signal === 'SIGINT' ? ['--resume', '-o', file(out)] : [...command(out), '--resume'];
    const ran = await run(...resumed);
    expect(ran).toMatchObject({ code: 0 });
    expect(ran.stderr).toMatch(/going on after [1-9]\d* iterations/);
    expect(readFileSync(file(out)).equals(once), `${signal}: the bytes of one go`).toBe(true);
    expect(readdirSync(folder).filter((name) => /job|part/.test(name))).toEqual([]);
  }
}, 180_000);

test('an error is one line on stderr and exit code 1', async () => {
  const ran = await run('nowhere.jpg', picture('dots.png'), '-o', file('out.png'));
  expect(ran).toEqual({ code: 1, stdout: '', stderr: 'style: nowhere.jpg: there is no such file.\n' });
});

test('what cannot be done is refused with the numbers before anything is left behind', async () => {
  const both = [picture('content.png'), picture('dots.png')];
  for (const [flags, message] of [
    [[picture('content.png'), picture('words.png')], /words\.png: The bytes are no known picture type/],
    [[...both, '--size', '100000'], /^size is 100000, wants a whole number, 32 to 8192\.$/],
    [[...both, '--size', '8192'], /^A style of 8192 px .* MiB .* \d+ px fits\.$/],
    [[...both, '--style', picture('stripes.png'), '--mask', picture('left.png')], /^1 masks for 2 styles: /],
    [[...both, '--every-file'], /--every-file wants --every/],
    [['--resume'], /out\.png\.job is not there/],
    [['--resume', '--seed', '3'], /--seed would not count/],
    [[picture('content.png'), '--resume'], /wants the content and the style, or neither/],
    [[], /^A content and a style are wanted/],
  ] as const)
    expect(await refused(...flags, '-o', file('out.png'))).toMatch(message);
  for (const [out, message] of [
    [file('out.tif'), /a name that ends in \.png, \.jpg, \.jpeg, \.webp, \.gif, .*\.wav, \.nii is wanted/],
    [file('no/out.png'), /is not there, or may not be written/],
    [picture('dots.png'), /is one of the files it is made from/],
  ] as const)
    expect(await refused(...both, '-o', out)).toMatch(message);
  expect(readdirSync(folder)).toEqual([]);
});

function drawn(
  width: number,
  height: number,
  at: (x: number, y: number) => readonly [number, number, number],
): Picture {
  const data = new Uint8Array(4 * width * height).fill(255);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) data.set(at(x, y), 4 * (y * width + x));
  return { width, height, data };
}

type Ended = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

function start(...flags: string[]): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/style.ts', ...flags], { cwd: ROOT });
  const said = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream].setEncoding('utf8').on('data', (text) => {
      said[stream] += text;
    });
  const ended = new Promise<Ended>((resolve) => child.on('close', (code) => resolve({ code, ...said })));
  return { child, ended };
}

function run(...flags: string[]): Promise<Ended> {
  return start(...flags).ended;
}

/** The message, from within this process: starting one takes longer than most of these. */
async function refused(...flags: string[]): Promise<string> {
  const ended = styleCommand().parseAsync(flags, { from: 'user' });
  return ended.then(
    () => 'nothing was refused',
    (error: Error) => error.message,
  );
}

function appeared(name: string): Promise<void> {
  return new Promise((resolve) => {
    const watcher = watch(folder, () => {
      if (!existsSync(file(name))) return;
      watcher.close();
      resolve();
    });
  });
}
