// Sounds and volumes as pictures are: a folder a class in, an encoder out, trials and verification by the same code.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeModel } from '../../../functions/core/graph/proto.ts';
import { seeded } from '../../../functions/core/random.ts';
import { readWav, writeWav } from '../../../functions/core/sound/wav.ts';
import { evaluateOneShot } from '../../../scripts/evaluate/oneshot.ts';
import { verifyFiles } from '../../../scripts/evaluate/verify.ts';
import { callOf } from '../../../scripts/example-calls.ts';
import { solidOf } from '../../../scripts/example-solids.ts';
import { openEncoderFile } from '../../../scripts/open-faces.ts';
import { mediumIn } from '../../../scripts/train/classes.ts';
import { mediumOfInput } from '../../../scripts/train/medium.ts';
import { soundMedium } from '../../../scripts/train/sounds.ts';
import { volumeMedium } from '../../../scripts/train/volumes.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const TSX = ['--import', 'tsx'];
const run = promisify(execFile);
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'likeness-dimensions-'));
});

afterAll(() => rm(folder, { recursive: true }));

function script(name: string, ...args: string[]) {
  return run(process.execPath, [...TSX, `scripts/${name}.ts`, ...args], { cwd: ROOT });
}

describe.each([
  {
    rank: '1',
    medium: 'sound',
    ending: 'wav',
    input: [1, 1, 512],
    flags: ['--size', '512', '--rate', '1000'],
  },
  { rank: '3', medium: 'volume', ending: 'nii', input: [1, 1, 8, 8, 8], flags: ['--size', '8'] },
])('$medium', ({ rank, medium, ending, input, flags }) => {
  const at = (...names: string[]) => path.join(folder, medium, ...names);
  const encoder = () => at('own.onnx');

  beforeAll(async () => {
    const made = ['--dimensions', rank, '--classes', '14', '--files', '5', '--out', at('data')];
    await script('example-classes', ...made);
    const net = [
      '--widths',
      '8,8',
      '--dimensions',
      '8',
      '--classes',
      '4',
      '--pictures',
      '3',
      '--steps',
      '60',
    ];
    const rest = ['--loss', 'binary', '--warm-up', '4', '--learning-rate', '0.003', '--check-every', '30'];
    const files = ['--data', at('data'), '--out', encoder(), '--held-out', '0.65'];
    await script('train', 'embedder', ...files, ...net, ...rest, ...flags);
  }, 120_000);

  test('is trained on, and the encoder and its report say what they are shown', async () => {
    const report = JSON.parse(await readFile(`${encoder()}.json`, 'utf8'));
    expect(report).toMatchObject({ fed: null, entry: null, held_out_classes: 9, recipe: { medium } });
    expect(report.calibration.impostorPairs).toBe(36);
    expect(decodeModel(await readFile(encoder())).inputs[0].dims).toEqual(input);
    const mean = (list: number[]) => list.reduce((sum, value) => sum + value, 0) / list.length;
    expect(mean(report.losses.slice(-10))).toBeLessThan(0.9 * mean(report.losses.slice(0, 10)));
  });

  test('one-shot trials and verification feed it alike', async () => {
    const asked = { data: at('data'), encoder: encoder(), way: 10, trials: 400, seed: 1 };
    const { values } = await evaluateOneShot(asked);
    expect(values).toMatchObject({ classes: 14, way: 10 });
    expect(values.accuracy).toBeGreaterThan(0.25); // chance is 0.1
    const verify = async (a: string, b: string, threshold?: number) =>
      (await verifyFiles(at('data', a), at('data', b), { encoder: encoder(), threshold })).values;
    const [one, other] = [`seed1-000/000.${ending}`, `seed1-005/001.${ending}`];
    const itself = await verify(one, one);
    expect(itself).toMatchObject({ medium, same: true, distance: 0, basis: 'default' });
    const apart = await verify(one, other, 1e-6);
    expect(apart).toMatchObject({ same: false, basis: 'threshold' });
    expect(apart.distance).toBeGreaterThan(0.001);
    expect(apart.probability).toBeLessThan(Number(itself.probability));
  });

  test('is refused where pictures are wanted', async () => {
    const training = run(
      process.execPath,
      [
        ...TSX,
        'scripts/train.ts',
        'embedder',
        '--data',
        at('data'),
        '--quarter-turns',
        '--models',
        at('models'),
      ],
      { cwd: ROOT },
    );
    await expect(training).rejects.toThrow(`has ${medium}s, and quarterTurns,models is not for them`);
    const none = { data: path.join(ROOT, 'docs'), encoder: encoder(), way: 2, trials: 1, seed: 1 };
    await expect(evaluateOneShot(none)).rejects.toThrow(`has no folder with ${medium}s`);
    await expect(openEncoderFile(encoder())).rejects.toThrow(`It was trained on ${medium}s`);
  }, 60_000);
});

test('a folder of one medium is that medium; of none or two it is refused', async () => {
  const wave = path.join(folder, 'mixed', 'a');
  await run('mkdir', ['-p', wave]);
  await expect(mediumIn(path.join(folder, 'mixed'))).rejects.toThrow('has no folder with');
  await writeFile(path.join(wave, 'x.WAV'), '');
  expect(await mediumIn(path.join(folder, 'mixed'))).toBe('sound');
  await writeFile(path.join(wave, 'x.nii.gz'), '');
  await expect(mediumIn(path.join(folder, 'mixed'))).rejects.toThrow('sounds and volumes');
});

test('inputs of one, two and three dimensions are told apart, others refused', () => {
  expect(mediumOfInput([1, 1, 9])).toBe('sound');
  expect(mediumOfInput([1, 3, 9, 8])).toBe('picture');
  expect(mediumOfInput([1, 1, 9, 8, 7])).toBe('volume');
  for (const dims of [
    [1, 1],
    [1, 1, 2, 2, 2, 2],
    [2, 1, 9],
    [1, 3, 9],
    [1, 1, 0],
    [1, 2, 9, 9],
  ])
    expect(() => mediumOfInput(dims)).toThrow('is wanted');
});

test('made classes are the same for a seed, and others for another', () => {
  for (const made of [callOf, solidOf]) {
    const [one, again, other] = [1, 1, 2].map((seed) => {
      const random = seeded(seed);
      return made(random)(random);
    });
    expect(again).toEqual(one);
    expect(other).not.toEqual(one);
  }
});

describe('sounds', () => {
  const rootMeanSquare = (x: Float32Array) => Math.sqrt(x.reduce((sum, v) => sum + v * v, 0) / x.length);

  test('are one channel at the rate that is asked for, from the middle, of equal loudness', async () => {
    const tone = (loud: number, rate: number) =>
      Float32Array.from({ length: rate }, (_, i) => loud * Math.sin((2 * Math.PI * 50 * i) / rate));
    const file = path.join(folder, 'stereo.wav');
    await writeFile(file, writeWav({ rate: 4000, channels: [tone(0.5, 4000), tone(0.1, 4000)] }));
    expect(readWav(await readFile(file)).channels).toHaveLength(2);
    const { read, put } = soundMedium(500, 1000);
    const sound = await read(file);
    expect(sound).toHaveLength(1000);
    const x = new Float32Array(500);
    put(sound, x);
    expect(rootMeanSquare(x)).toBeCloseTo(1, 5);
    const wanted = tone(Math.SQRT2, 1000).subarray(250, 750);
    expect(Math.max(...x.map((value, i) => Math.abs(value - wanted[i])))).toBeLessThan(0.01);
  });

  test('that are short lie between silence, and silence stays it', () => {
    const { put } = soundMedium(8, 1000);
    const x = new Float32Array(8);
    put(Float32Array.of(1, -1), x);
    expect([...x]).toEqual([0, 0, 0, 2, -2, 0, 0, 0]);
    put(new Float32Array(3), x, { turn: 0, random: seeded(1) });
    expect(x.every((value) => value === 0)).toBe(true);
  });

  test('are moved, turned over and laid under noise while it learns, and never backwards', () => {
    const random = seeded(4);
    const { put } = soundMedium(400, 1000);
    const chirp = Float32Array.from({ length: 400 }, (_, i) =>
      i < 120 || i > 280 ? 0 : Math.sin(i ** 2 / 400),
    );
    const x = new Float32Array(400);
    /** The largest product of both, however one is moved. */
    const alike = (y: Float32Array) =>
      Math.max(
        ...Array.from({ length: 121 }, (_, shift) =>
          Math.abs(x.reduce((sum, value, i) => sum + value * (y[i + shift - 60] ?? 0), 0)),
        ),
      ) /
      (Math.hypot(...x) * Math.hypot(...y));
    const signs = new Set<number>();
    for (let i = 0; i < 20; i++) {
      put(chirp, x, { turn: 0, random });
      signs.add(Math.sign(x.reduce((sum, value) => sum + value ** 3, 0)));
      expect(alike(chirp)).toBeGreaterThan(0.98);
      expect(alike(chirp.toReversed())).toBeLessThan(0.9);
    }
    expect(signs.size).toBe(2);
  });
});

describe('volumes', () => {
  const side = 9;
  const medium = volumeMedium([side, side, side]);
  const blob = (x: number, y: number, z: number) =>
    Float32Array.from({ length: side ** 3 }, (_, i) =>
      Math.exp(
        -(
          ((i % side) - x) ** 2 +
          ((Math.floor(i / side) % side) - y) ** 2 +
          (Math.floor(i / side ** 2) - z) ** 2
        ) / 4,
      ),
    );
  /** Where its light lies, in x, y and z. */
  const middle = (v: Float32Array) => {
    const total = v.reduce((sum, value) => sum + value, 0);
    const steps = [1, side, side ** 2];
    return steps.map(
      (step) => v.reduce((sum, value, i) => sum + value * (Math.floor(i / step) % side), 0) / total,
    );
  };

  test('are as they are without distortion, and moved a little with it, all three ways', () => {
    const x = new Float32Array(side ** 3);
    medium.put(blob(4, 4, 4), x, { turn: 0 });
    expect(x).toEqual(blob(4, 4, 4));
    const random = seeded(2);
    const moved = Array.from({ length: 20 }, () => {
      medium.put(blob(4, 4, 4), x, { turn: 0, random });
      return middle(x);
    });
    for (const axis of [0, 1, 2]) {
      const places = moved.map((at) => at[axis]);
      expect(Math.max(...places.map((at) => Math.abs(at - 4)))).toBeLessThan(1.2);
      expect(Math.max(...places) - Math.min(...places)).toBeGreaterThan(0.5);
    }
  });

  test('are never mirrored: what lies off the middle stays on its side', () => {
    const random = seeded(3);
    const x = new Float32Array(side ** 3);
    for (let i = 0; i < 20; i++) {
      medium.put(blob(6.5, 2.5, 4), x, { turn: 0, random });
      const [right, low] = middle(x);
      expect(right).toBeGreaterThan(4);
      expect(low).toBeLessThan(4);
    }
  });
});
