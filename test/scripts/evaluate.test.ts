// The evaluation as it is run from the command line, on a few of the sample photographs of @vladmandic/face-api.
import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createNodeImages } from '../../functions/platform/images-node.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const DEMO = path.join(
  path.dirname(createRequire(import.meta.url).resolve('@vladmandic/face-api/package.json')),
  'demo',
);
const run = promisify(execFile);
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'likeness-evaluate-'));
  const grey = { width: 64, height: 64, data: new Uint8Array(4 * 64 * 64).fill(128) };
  const faceless = await createNodeImages({ maxPixels: 1e6 }).encode(grey, 'png');
  for (const [name, samples] of Object.entries({ one: [2, 2, 2], two: [5, 5, 5], three: [1, 1] })) {
    await mkdir(path.join(folder, 'people', name), { recursive: true });
    for (const [i, sample] of samples.entries()) {
      await copyFile(path.join(DEMO, `sample${sample}.jpg`), path.join(folder, 'people', name, `${i}.jpg`));
    }
  }
  await writeFile(path.join(folder, 'people', 'two', 'grey.png'), faceless);
  await writeFile(path.join(folder, 'people', 'two', 'broken.jpg'), 'not a picture');
});

afterAll(() => rm(folder, { recursive: true }));

async function evaluate(...args: string[]): Promise<Record<string, unknown>> {
  const { stdout } = await run(
    process.execPath,
    ['--import', 'tsx', 'scripts/evaluate.ts', ...args, '--curve', path.join(folder, 'curve.svg'), '--json'],
    { cwd: ROOT },
  );
  return JSON.parse(stdout.trimEnd().split('\n').at(-1)!);
}

describe('evaluate pairs', () => {
  test('ends in a line of JSON; pairs without a face are wrong and counted', async () => {
    const csv = [
      'a,b,same',
      'one/0.jpg,one/1.jpg,1',
      'two/0.jpg,two/1.jpg,1',
      'one/0.jpg,two/grey.png,1',
      'one/0.jpg,two/0.jpg,0',
      'one/1.jpg,two/1.jpg,0',
      'one/0.jpg,two/broken.jpg,0',
    ];
    await writeFile(path.join(folder, 'pairs.csv'), csv.join('\n'));
    const values = await evaluate(
      'pairs',
      '--images',
      path.join(folder, 'people'),
      '--pairs',
      path.join(folder, 'pairs.csv'),
    );
    expect(values).toMatchObject({
      pairs: 6,
      no_face: 2,
      pictures_without_face: 1,
      pictures_unreadable: 1,
    });
    expect(values.eer).toBeCloseTo(1 / 3, 12);
    // Three folds of one pair of each class, the last of them without a face on either side.
    expect(values.accuracy).toBeCloseTo(2 / 3, 12);
    expect(values['tar_at_fmr_1e-2']).toBeNull();
    expect(values['tar_at_fmr_1e-3']).toBeNull();
    for (const key of ['accuracy_se', 'seconds']) expect(values[key]).toEqual(expect.any(Number));
    expect(await readFile(path.join(folder, 'curve.svg'), 'utf8')).toContain('EER');
  });

  test('a file as the encoder gives the figures of its id, but for those of a calibration', async () => {
    await writeFile(path.join(folder, 'two.csv'), 'a,b,same\none/0.jpg,one/1.jpg,1\none/0.jpg,two/0.jpg,0\n');
    const two = ['pairs', '--images', path.join(folder, 'people'), '--pairs', path.join(folder, 'two.csv')];
    const [listed, file] = await Promise.all(
      ['mobilefacenet-128', 'models/mobilefacenet-128.onnx'].map((encoder) =>
        evaluate(...two, '--encoder', encoder),
      ),
    );
    const { encoder, seconds, default_threshold, tar_at_default, fmr_at_default, ...measured } = listed;
    expect(file).toMatchObject(measured);
    expect([default_threshold, tar_at_default, fmr_at_default]).not.toContain(null);
    expect(file).toMatchObject({ default_threshold: null, tar_at_default: null, fmr_at_default: null });
    const record = evaluate(...two, '--encoder', 'models/mobilefacenet-128.onnx', '--record', 'mine');
    await expect(record).rejects.toMatchObject({ stderr: expect.stringContaining('is a file: only what') });
    const other = evaluate(...two, '--encoder', 'models/dlib-resnet-128.onnx');
    await expect(other).rejects.toMatchObject({
      stderr: expect.stringContaining('It takes input [1,3,150,150], where [1,3,112,112] would be fed'),
    });
  });

  test('a picture that is not there is an error, before any work', async () => {
    await writeFile(path.join(folder, 'absent.csv'), 'a,b,same\none/0.jpg,gone.jpg,1\n');
    const failing = evaluate(
      'pairs',
      '--images',
      path.join(folder, 'people'),
      '--pairs',
      path.join(folder, 'absent.csv'),
    );
    await expect(failing).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('gone.jpg') });
  });
});

describe('evaluate identify', () => {
  test('every value is a number, even of three people', async () => {
    const { encoder, face, ...values } = await evaluate(
      'identify',
      '--people',
      path.join(folder, 'people'),
      '--seeds',
      '2',
    );
    for (const [key, value] of Object.entries(values)) expect(value, key).toEqual(expect.any(Number));
    expect([encoder, face]).toEqual(['mobilefacenet-128', 'largest']);
    expect(values).toMatchObject({ people: 3, enrolled: 1, no_face: 2, pictures_unreadable: 1, seeds: 2 });
    for (const key of ['rank1', 'dir_at_fpir_1e-2', 'dir_at_fpir_1e-1', 'fpir_at_default']) {
      expect(values).toHaveProperty(key);
      expect(values).toHaveProperty(`${key}_sd`);
    }
  });
});

describe('evaluate calibration', () => {
  test('what was asked and observed, with intervals; sizes that three people cannot fill are left out', async () => {
    const values = await evaluate('calibration', '--people', path.join(folder, 'people'));
    expect(values).toMatchObject({ people: 3, no_face: 2, fpir: [], faces_exponent: null });
    const rows = values.fmr as {
      asked: number;
      threshold: number;
      rate: number;
      low: number;
      high: number;
    }[];
    expect(rows.map(({ asked }) => asked)).toEqual([1e-3, 1e-2, 1e-1]);
    for (const { rate, low, high } of rows) {
      expect(low).toBeLessThanOrEqual(rate);
      expect(high).toBeGreaterThanOrEqual(rate);
    }
  });
});
