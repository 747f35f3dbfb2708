// Training as it is run from the command line, on pictures made by code; and the alarm on a run that collapses.
import { execFile } from 'node:child_process';
import { watch } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seeded } from '../../../functions/core/random.ts';
import { createNodeImages } from '../../../functions/platform/images-node.ts';
import { createNodeRuntime } from '../../../functions/platform/ort-node.ts';
import { writePicture } from '../../../scripts/picture-files.ts';
import type { Draw } from '../../../scripts/train/batches.ts';
import { type Alarm, createAlarm, varianceOf } from '../../../scripts/train/collapse.ts';
import { networkOf, type Recipe } from '../../../scripts/train/options.ts';
import { pictureMedium } from '../../../scripts/train/pictures.ts';
import { fillBatch } from '../../../scripts/train/samples.ts';
import { createTrainer } from '../../../scripts/train/trainer.ts';
import { barClasses } from './picture-classes.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const run = promisify(execFile);
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'likeness-train-'));
  const images = createNodeImages({ maxPixels: 1e6 });
  for (const [label, pictures] of barClasses(6, 4, 1).entries())
    for (const [i, picture] of pictures.entries())
      await writePicture(images, path.join(folder, 'data', 'bars', `class${label}`, `${i}.png`), picture);
});

afterAll(() => rm(folder, { recursive: true }));

async function script(name: string, ...args: string[]) {
  const { stdout } = await run(
    process.execPath,
    ['--import', 'tsx', `scripts/${name}.ts`, ...args, '--json'],
    {
      cwd: ROOT,
    },
  );
  return JSON.parse(stdout.trimEnd().split('\n').at(-1)!);
}

function flagsOf(out: string) {
  const size = ['--size', '12', '--widths', '8,8', '--dimensions', '8'];
  const batch = ['--classes', '3', '--pictures', '3', '--steps', '20', '--batch-all-steps', '5'];
  const held = ['--held-out', '0.34', '--check-every', '5', '--warm-up', '4', '--learning-rate', '0.01'];
  const files = ['--data', path.join(folder, 'data'), '--out', path.join(folder, out)];
  return [...files, ...size, ...batch, ...held];
}

function train(out: string, ...more: string[]) {
  return script('train', 'embedder', ...flagsOf(out), ...more);
}

/** Settles when the file is there. */
function appeared(name: string): Promise<void> {
  return new Promise((resolve) => {
    const watcher = watch(folder, (_, file) => {
      if (file !== name) return;
      watcher.close();
      resolve();
    });
  });
}

describe('train embedder', () => {
  test('stopped and resumed it writes the bytes of a run in one go, which evaluate oneshot reads', async () => {
    const [whole] = await Promise.all([
      train('whole.onnx'),
      train('parts.onnx', '--until', '7').then(({ ended }) => expect(ended).toBe('until')),
    ]);
    expect(whole).toMatchObject({ ended: 'all_steps', steps: 20, training_classes: 4, held_out_classes: 2 });
    expect(whole.losses).toHaveLength(20);
    expect(whole.checks).toHaveLength(4);
    const resumed = await train('parts.onnx', '--resume');
    expect(resumed.losses).toEqual(whole.losses);
    expect(resumed.checks).toEqual(whole.checks);
    const [a, b] = await Promise.all(
      ['whole', 'parts'].map((name) => readFile(path.join(folder, `${name}.onnx`))),
    );
    expect(a.equals(b)).toBe(true);
    const encoder = ['--encoder', path.join(folder, 'whole.onnx')];
    const shot = await script(
      'evaluate',
      'oneshot',
      '--data',
      path.join(folder, 'data'),
      ...encoder,
      '--way',
      '4',
    );
    expect(shot).toMatchObject({ way: 4, trials: 400, classes: 6, groups_left_out: [] });
    expect(shot.accuracy).toBeGreaterThan(0.5);
    expect(shot.accuracy_se).toBeCloseTo(Math.sqrt((shot.accuracy * (1 - shot.accuracy)) / 400), 12);
  }, 180_000);
});

test('looks at held-out classes that get no better end a run early, with the parameters of the best', async () => {
  const flags = ['--learning-rate', '1e-12', '--check-every', '2', '--patience', '2'];
  const [still, once] = await Promise.all([
    train('still.onnx', ...flags),
    train('once.onnx', ...flags, '--until', '2'),
  ]);
  expect(still).toMatchObject({ ended: 'early', steps: 6, best: { step: 2 } });
  expect(once.sha256).toBe(still.sha256);
}, 180_000);

test.each(['triplet', 'binary'])(
  'Ctrl-C keeps a run by %s, which goes on to the bytes of one go',
  async (loss) => {
    const own = [
      '--loss',
      loss,
      '--optimiser',
      'sgd',
      '--weight-decay',
      '0.1',
      '--steps',
      '300',
      '--patience',
      '90',
    ];
    const flags = (name: string) => [
      'embedder',
      ...flagsOf(`${loss}-${name}.onnx`),
      ...own,
      '--checkpoint-every',
      '1',
    ];
    const checkpoint = `${loss}-part.onnx.checkpoint`;
    const there = appeared(checkpoint);
    const interrupted = run(process.execPath, ['--import', 'tsx', 'scripts/train.ts', ...flags('part')], {
      cwd: ROOT,
    });
    const ended = expect(interrupted).rejects.toMatchObject({
      code: 130,
      stderr: expect.stringContaining(`${checkpoint} has what was done`),
    });
    await there;
    interrupted.child.kill('SIGINT');
    await ended;
    const [whole, resumed] = await Promise.all([
      script('train', ...flags('whole')),
      script('train', ...flags('part'), '--resume'),
    ]);
    expect(resumed).toMatchObject({
      ended: 'all_steps',
      steps: 300,
      losses: whole.losses,
      sha256: whole.sha256,
    });
    await expect(readFile(path.join(folder, checkpoint))).rejects.toMatchObject({ code: 'ENOENT' });
  },
  180_000,
);

const RECIPE: Recipe = {
  start: null,
  ...{
    loss: 'triplet',
    mining: 'semi-hard',
    batchAllSteps: 10,
    margin: 0.2,
    classes: 4,
    pictures: 3,
    steps: 200,
  },
  ...{
    optimiser: 'adam',
    learningRate: 0.003,
    warmUp: 0,
    weightDecay: 0,
    keep: 0,
    medium: 'picture',
    size: 12,
    channels: 1,
    rate: null,
    widths: [8, 8],
    dimensions: 8,
  },
  ...{ augment: false, quarterTurns: false, heldOut: 0, checkEvery: 10, patience: 8, seed: 1 },
};

/** The losses of so many steps, at which the alarm was raised, and the length of the parameters after them. */
async function steps(recipe: Recipe, count: number, samples = barClasses(6, 4, 2)) {
  const source = {
    counts: samples.map(({ length }) => length),
    fill: (draws: readonly Draw[]) =>
      fillBatch(pictureMedium([1, recipe.size, recipe.size]), samples, draws, { quarterTurns: false }),
  };
  const trainer = await createTrainer(networkOf(recipe), recipe, source, createNodeRuntime());
  const alarm = createAlarm();
  const losses: number[] = [];
  let raised: { readonly at: number; readonly kind: Alarm } | undefined;
  let state = trainer.start();
  try {
    for (let index = 0; index < count && !raised; index++) {
      const { state: next, ...sign } = await trainer.step(state, index);
      state = next;
      losses.push(sign.loss);
      const kind = alarm(sign);
      if (kind) raised = { at: index + 1, kind };
    }
    return { losses, raised, length: Math.hypot(...trainer.parameters(state)) };
  } finally {
    await trainer.release();
  }
}

const mean = (list: readonly number[]) => list.reduce((sum, value) => sum + value, 0) / list.length;

test.each(['adam', 'sgd'] as const)('the binary loss falls with %s', async (optimiser) => {
  const learningRate = optimiser === 'adam' ? 0.003 : 0.1;
  const { losses, raised } = await steps({ ...RECIPE, loss: 'binary', optimiser, learningRate }, 120);
  expect(raised).toBeUndefined();
  expect(mean(losses.slice(-10))).toBeLessThan(0.9 * mean(losses.slice(0, 10)));
});

test('weight decay leaves shorter parameters, which have learned all the same', async () => {
  const of = (weightDecay: number) => steps({ ...RECIPE, batchAllSteps: 60, weightDecay }, 60);
  const [free, held] = [await of(0), await of(1)];
  expect(held.length).toBeLessThan(0.97 * free.length);
  expect(mean(held.losses.slice(-10))).toBeLessThan(mean(held.losses.slice(0, 10)));
});

test('batch-hard from the first step falls onto one point, and the alarm is there 20 steps later', async () => {
  // Pictures without anything to learn: labels that mean nothing drive batch-hard to a point at once.
  const random = seeded(3);
  const noise = barClasses(6, 4, 3).map((pictures) =>
    pictures.map((picture) => ({
      ...picture,
      data: picture.data.map((_, i) => (i % 4 === 3 ? 255 : 256 * random())),
    })),
  );
  const { losses, raised } = await steps({ ...RECIPE, mining: 'batch-hard', batchAllSteps: 0 }, 150, noise);
  expect(raised?.kind).toBe('one_point');
  const { margin } = RECIPE;
  const there = losses.findIndex((loss) => Math.abs(loss - margin) < 0.02 * margin);
  expect(raised!.at - (there + 1)).toBeLessThan(20);
  expect(losses.at(-1)).toBeCloseTo(margin, 2);
});

test('an encoder that is one point from the start raises the alarm within 20 steps, for every way of mining', () => {
  for (const active of [undefined, 0, 100]) {
    const alarm = createAlarm();
    const variance = varianceOf(Float32Array.of(0.6, 0.8, 0.6, 0.8), 2);
    const raised = Array.from({ length: 20 }, () => alarm({ variance, active, loss: 0.2, pointLoss: 0.2 }));
    expect(raised.some((kind) => kind === 'one_point')).toBe(true);
  }
});

test('no active triplet is said, healthy training is not', () => {
  const healthy = createAlarm();
  const solved = createAlarm();
  const sign = { variance: 0.8, loss: 0.19, pointLoss: 0.2 };
  const said = Array.from({ length: 20 }, () => [
    healthy({ ...sign, active: 3 }),
    solved({ ...sign, loss: 0, active: 0 }),
  ]);
  expect(said.map(([first]) => first)).toEqual(new Array(20).fill(undefined));
  expect(said.at(-1)?.[1]).toBe('no_active_triplet');
});
