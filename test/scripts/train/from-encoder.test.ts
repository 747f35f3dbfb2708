// Going on with an encoder: from a file of ours to another, stopped and resumed, and measured by folds.
import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readGraph } from '../../../functions/core/graph/read.ts';
import { createNodeImages } from '../../../functions/platform/images-node.ts';
import { writePicture } from '../../../scripts/picture-files.ts';
import { type TrainOptions, trainEmbedder } from '../../../scripts/train/embedder.ts';
import { measureFolds } from '../../../scripts/train/held-out-folds.ts';
import { DEFAULTS, type Recipe, START_DEFAULTS } from '../../../scripts/train/options.ts';
import { barClasses } from './picture-classes.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
let folder: string;
const at = (...parts: string[]) => path.join(folder, ...parts);

const SMALL: Recipe = {
  ...DEFAULTS,
  ...{ size: 12, widths: [8, 8], dimensions: 8, classes: 4, pictures: 3, batchAllSteps: 60, steps: 40 },
  ...{ learningRate: 0.01, warmUp: 4, heldOut: 0.4, checkEvery: 10 },
};

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'likeness-tune-'));
  const images = createNodeImages({ maxPixels: 1e6 });
  for (const [label, pictures] of barClasses(10, 6, 1).entries())
    for (const [i, picture] of pictures.entries())
      await writePicture(images, at('data', `class${label}`, `${i}.png`), picture);
  const short = { ...SMALL, heldOut: 0, steps: 4 };
  await trainEmbedder(options('start.onnx', short), short);
  await trainEmbedder(options('start2.onnx', short), { ...short, seed: 2 });
  await writeFile(at('data', 'class3', 'broken.png'), 'no picture');
});

afterAll(() => rm(folder, { recursive: true }));

function options(out: string, recipe: Recipe, more: Partial<TrainOptions> = {}): TrainOptions {
  const run = { checkpointEvery: 100, resume: false, threads: 1, command: 'train' };
  return { ...recipe, data: at('data'), out: at(out), ...run, ...more };
}

const tuning = (layers: number | 'all'): Recipe => ({
  ...{ ...SMALL, ...START_DEFAULTS, pictures: 3, steps: 20, learningRate: 0.003, warmUp: 2, heldOut: 0.4 },
  ...{ checkEvery: 5, start: { from: at('start.onnx'), layers } },
});

const constantsOf = async (name: string) =>
  [...readGraph(new Uint8Array(await readFile(at(name)))).constants.values()].map(({ data }) => data);

test.each([1, 2, 'all'] as const)(
  'the last layers, %s, learn and others do not; in parts to the same bytes',
  async (layers) => {
    const recipe = tuning(layers);
    const whole = await trainEmbedder(options(`${layers}.onnx`, recipe), recipe);
    expect(whole).toMatchObject({ ended: 'all_steps', steps: 20, training_classes: 6, held_out_classes: 4 });
    expect(whole.pictures_left_out).toBe(1);
    expect(whole.checks.map(({ step }) => step)).toEqual([0, 5, 10, 15, 20]);
    expect(whole.best!.accuracy).toBe(Math.max(...whole.checks.map(({ accuracy }) => accuracy)));
    expect(whole.fed?.crop).toMatchObject({ size: 12, alignment: 'whole-picture' });

    const parts = options(`${layers}-parts.onnx`, recipe);
    expect((await trainEmbedder({ ...parts, until: 7 }, recipe)).ended).toBe('until');
    const resumed = await trainEmbedder({ ...parts, resume: true }, recipe);
    expect([resumed.sha256, resumed.losses]).toEqual([whole.sha256, whole.losses]);

    const last = { ...recipe, heldOut: 0 };
    await trainEmbedder(options(`${layers}-last.onnx`, last), last);
    const [before, after] = [await constantsOf('start.onnx'), await constantsOf(`${layers}-last.onnx`)];
    const kept = before.filter((data) => after.some((other) => String(other) === String(data)));
    expect(before.length - kept.length).toBe(2 * (layers === 'all' ? 3 : layers));
  },
);

test('a checkpoint of other starting weights is refused', async () => {
  const recipe = tuning(1);
  await trainEmbedder(options('other.onnx', recipe, { until: 3 }), recipe);
  await copyFile(at('start2.onnx'), at('start.onnx'));
  await copyFile(at('start2.onnx.json'), at('start.onnx.json'));
  await expect(trainEmbedder(options('other.onnx', recipe, { resume: true }), recipe)).rejects.toThrow(
    'is of a run with other options',
  );
});

test('folds hold everybody out once, and say what was gained with an interval', async () => {
  const recipe = { ...tuning(1), heldOut: 0, classes: 3 };
  const { values } = await measureFolds({ data: at('data'), folds: 2, threads: 1 }, recipe);
  expect(values).toMatchObject({ folds: 2, people: 10, pictures_left_out: 1, steps: [20, 20] });
  const { gain, gain_low, gain_high } = values as Record<string, number>;
  expect(gain).toBeCloseTo(
    (values['tar_at_fmr_1e-2_after'] as number) - (values['tar_at_fmr_1e-2_before'] as number),
    12,
  );
  expect(gain_low).toBeLessThanOrEqual(gain);
  expect(gain_high).toBeGreaterThanOrEqual(gain);
  const half = await measureFolds({ data: at('data'), folds: 1, peopleHalf: 'first', threads: 1 }, recipe);
  expect(half.values).toMatchObject({ folds: 1, people: 5 });
  await expect(measureFolds({ data: at('data'), folds: 6, threads: 1 }, recipe)).rejects.toThrow(
    '10 people make no 6 folds',
  );
  await expect(measureFolds({ data: at('data'), folds: 2, threads: 1 }, SMALL)).rejects.toThrow('--from');
});

test('flags that do not belong together are refused by name', async () => {
  const refused = [
    [['--layers', '2'], '--from is missing for layers'],
    [['--from', 'mobilefacenet-128', '--size', '12'], '--from does not go with size'],
    [['--from', 'mobilefacenet-128', '--folds', '2', '--models', 'x'], '--folds does not go with models'],
    [['--from', 'dlib-resnet-128'], 'adds up a picture and its mirror image'],
  ] as const;
  const runs = refused.map(([flags, message]) => {
    const args = ['--import', 'tsx', 'scripts/train.ts', 'embedder', '--data', at('data'), ...flags];
    return expect(promisify(execFile)(process.execPath, args, { cwd: ROOT })).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining(message),
    });
  });
  await Promise.all(runs);
}, 30_000);
