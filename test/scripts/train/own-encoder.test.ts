// From a folder of pictures to a running service: training adds the encoder, the API verifies, enrols and recognizes by it.
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApp } from '../../../functions/app.ts';
import { UNHEARD } from '../../../functions/core/events/event.ts';
import type { EncoderEntry, Manifest } from '../../../functions/core/manifest.ts';
import { float32 } from '../../../functions/core/tensor.ts';
import type { App } from '../../../functions/http/env.ts';
import { createMemoryAuditStore } from '../../../functions/platform/audit-memory.ts';
import { createMemoryIdempotencyStore } from '../../../functions/platform/idempotency-memory.ts';
import { createNodeImages } from '../../../functions/platform/images-node.ts';
import { createNodeModels } from '../../../functions/platform/models-node.ts';
import { createNodeRuntime } from '../../../functions/platform/ort-node.ts';
import { createMemoryGalleryStore } from '../../../functions/platform/store-memory.ts';
import { LIMITS } from '../../../scripts/open-faces.ts';
import { writePicture } from '../../../scripts/picture-files.ts';
import { viewPicture } from '../../../scripts/train/view.ts';
import { call } from '../../fakes/call.ts';
import { fakeStyles } from '../../fakes/styles.ts';
import { fakeWebhooks } from '../../fakes/webhooks.ts';
import { barClasses } from './picture-classes.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const CLASSES = barClasses(18, 4, 1);
const SIZE = 12;
const run = promisify(execFile);
const images = createNodeImages({ maxPixels: 1e6 });
let folder: string;
let report: { readonly entry: EncoderEntry; readonly pictures: readonly string[] };

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'likeness-own-'));
  for (const [label, pictures] of CLASSES.entries())
    for (const [i, picture] of pictures.entries())
      await writePicture(images, at('data', `class${label}`, `${i}.png`), picture);
  report = await train('mine.onnx', '--held-out', '0.5', '--models', at('models'));
}, 120_000);

afterAll(() => rm(folder, { recursive: true }));

const at = (...parts: string[]) => path.join(folder, ...parts);

const script = (name: string, ...args: string[]) => scriptOn('', name, ...args);

/** On another folder of models than the shipped one. */
async function scriptOn(models: string, ...args: string[]) {
  const [name, ...rest] = args;
  const { stdout } = await run(process.execPath, ['--import', 'tsx', `scripts/${name}.ts`, ...rest], {
    cwd: ROOT,
    env: { ...process.env, LIKENESS_MODELS: models },
  });
  return stdout.trimEnd().split('\n').at(-1)!;
}

async function train(out: string, ...more: string[]) {
  const net = ['--size', String(SIZE), '--widths', '8,8', '--dimensions', '8', '--no-augment'];
  const batch = ['--classes', '4', '--pictures', '3', '--steps', '60', '--batch-all-steps', '60'];
  const files = ['--data', at('data'), '--out', at(out), '--warm-up', '4', '--learning-rate', '0.01'];
  return JSON.parse(await script('train', 'embedder', ...files, ...net, ...batch, ...more, '--json'));
}

async function serviceOf(models: string, encoder: string): Promise<App> {
  return createApp({
    runtime: createNodeRuntime(),
    models: await createNodeModels(models),
    images,
    galleries: createMemoryGalleryStore(LIMITS),
    events: UNHEARD,
    webhooks: fakeWebhooks().webhooks,
    atRest: 'memory',
    idempotency: createMemoryIdempotencyStore(),
    audit: createMemoryAuditStore(),
    styles: fakeStyles().jobs,
    now: () => 0,
    randomId: () => crypto.randomUUID(),
    limits: { ...LIMITS, maxBodyBytes: 1e6 },
    breathe: async () => {},
    encoder,
  });
}

const base64 = async (label: number, i: number) =>
  (await readFile(at('data', `class${label}`, `${i}.png`))).toString('base64');

test('the entry says how it was made, how it is fed, and what its distances mean on classes it did not see', async () => {
  const { entry } = report;
  expect(entry).toMatchObject({
    ...{ id: 'mine', file: 'mine.onnx', kind: 'encoder', dimensions: 8 },
    crop: { size: SIZE, alignment: 'whole-picture', order: 'luminance' },
    calibration: { impostorPairs: 36, genuinePairs: 54, verify: { fmr: 0.1 } },
    scores: [{ values: { genuine: 54, impostor: 576 } }],
  });
  expect(entry.source).toMatch(
    /^npm run -s train -- embedder --data \S+ --out \S+mine\.onnx .*--held-out 0\.5/,
  );
  expect(entry.source).not.toContain('--json');
  expect(report.pictures).toEqual(['loss', 'roc', 'map'].map((kind) => at(`mine.onnx.${kind}.svg`)));
  for (const file of report.pictures) expect(await readFile(file, 'utf8')).toMatch(/^<svg .*<\/svg>\n$/s);
  const manifest: Manifest = JSON.parse(await readFile(at('models', 'manifest.json'), 'utf8'));
  expect(manifest.models.at(-1)).toEqual(JSON.parse(JSON.stringify(entry)));
  expect(await readFile(at('models', 'mine.onnx'))).toEqual(await readFile(at('mine.onnx')));
});

test('the service verifies, embeds, enrols and recognizes whole pictures by it', async () => {
  const app = await serviceOf(at('models'), 'mine');
  const [own, other, across] = [await base64(0, 0), await base64(0, 1), await base64(9, 0)];
  const verify = async (a: string, b: string) =>
    (await call(app, 'POST', '/v1/verify', { a: { image: a }, b: { image: b } })).body;
  const { entry } = report;
  expect(await verify(own, own)).toMatchObject({
    ...{ same: true, distance: 0, model: 'mine', threshold: entry.calibration.verify.threshold },
    a: { kind: 'picture', face: null, picture: { width: 20, height: 20, faces: 0 } },
  });
  const [near, far] = [await verify(own, other), await verify(own, across)];
  expect(near.distance).toBeLessThan(far.distance);
  expect(far.same).toBe(false);

  const embedded = (await call(app, 'POST', '/v1/embed', { image: own })).body;
  expect(Object.keys(embedded.faces[0])).toEqual(['embedding']);
  const x = new Float32Array(SIZE * SIZE);
  viewPicture(CLASSES[0][0], [1, SIZE, SIZE], x);
  const session = await createNodeRuntime().open(await readFile(at('mine.onnx')));
  const seen = await session.run({ input: float32([1, 1, SIZE, SIZE], x) });
  await session.release();
  for (const [i, value] of (seen.embedding.data as Float32Array).entries())
    expect(embedded.faces[0].embedding[i]).toBeCloseTo(value, 4);

  await call(app, 'PUT', '/v1/galleries/bars');
  for (const label of [0, 9]) {
    const enrolled = await call(app, 'POST', `/v1/galleries/bars/subjects/class${label}/faces`, {
      image: await base64(label, 2),
    });
    expect([enrolled.status, enrolled.body]).toMatchObject([201, { enrolled: [{ face: null }] }]);
  }
  const found = (await call(app, 'POST', '/v1/galleries/bars/recognize', { image: own })).body;
  expect(found).toMatchObject({
    model: 'mine',
    faces: [{ face: null, candidates: [{ subject: { id: 'class0' } }, {}] }],
  });
});

test('evaluate takes the file, with the thresholds of its report; a report of other bytes is refused', async () => {
  await writeFile(at('two.csv'), 'a,b,same\nclass0/0.png,class0/1.png,1\nclass0/0.png,class9/0.png,0\n');
  const pairs = (file: string) =>
    script(
      'evaluate',
      'pairs',
      '--images',
      at('data'),
      '--pairs',
      at('two.csv'),
      '--encoder',
      at(file),
      '--jobs',
      '1',
      '--json',
    );
  const { threshold } = report.entry.calibration.verify;
  expect(JSON.parse(await pairs('mine.onnx'))).toMatchObject({
    pairs: 2,
    no_face: 0,
    eer: 0,
    default_threshold: threshold,
  });
  await cp(at('mine.onnx'), at('other.onnx'));
  await writeFile(at('other.onnx.json'), JSON.stringify({ ...report, sha256: '0' }));
  await expect(pairs('other.onnx')).rejects.toMatchObject({
    stderr: expect.stringContaining('report of another file'),
  });
});

test('add-encoder measures a file on a folder of people and adds it under another name, but not under one that is there', async () => {
  const add = (...flags: string[]) =>
    script('add-encoder', at('mine.onnx'), '--models', at('models'), '--people', at('data'), ...flags);
  expect(await add('--id', 'mine-2')).toMatch(
    /^mine-2 is in .*\[1,1,12,12\] -> 8, threshold \S+ at a false match rate of 0\.02 \(153 pairs/,
  );
  const models = await createNodeModels(at('models'));
  expect(models.manifest.models.at(-1)).toMatchObject({ id: 'mine-2', calibration: { impostorPairs: 153 } });
  await expect(models.read('mine-2.onnx')).resolves.toBeDefined();
  await expect(add()).rejects.toMatchObject({ stderr: expect.stringContaining('has a model mine already') });
});

test('a head is fitted on its vectors, added beside it, and verify judges by it', async () => {
  for (const [label, pictures] of barClasses(40, 3, 2).entries())
    for (const [i, picture] of pictures.entries())
      await writePicture(images, at('people', `class${label}`, `${i}.png`), picture);
  const fitted = ['train', 'head', '--encoder', 'mine', '--people', at('people'), '--source', 'bars'];
  const to = ['--out', at('head.onnx'), '--models', at('models'), '--jobs', '1', '--json'];
  const figures = JSON.parse(await scriptOn(at('models'), ...fitted, ...to));
  expect(figures).toMatchObject({ id: 'mine-abs-difference', prior: 0.5, verify: { fmr: 0.05 } });
  expect(await readFile(at('head.onnx.reliability.svg'), 'utf8')).toContain('people: ECE');

  const app = await serviceOf(at('models'), 'mine');
  const [a, b] = [{ image: await base64(0, 0) }, { image: await base64(9, 0) }];
  const judged = (await call(app, 'POST', '/v1/verify', { a, b, method: 'logistic' })).body;
  expect(judged).toMatchObject({ head: 'mine-abs-difference', fmr: 0.05, same: false });
  const same = (await call(app, 'POST', '/v1/verify', { a, b: a, method: 'logistic' })).body;
  expect(same.probability).toBeGreaterThan(judged.probability);
  const listed = (await call(app, 'GET', '/v1/models')).body.models.at(-1);
  expect(listed).toMatchObject({
    ...{ kind: 'head', encoder: 'mine', source: 'Fitted on bars' },
    scores: [{ set: 'bars: people, people held out', values: { impostor: 540, ece: expect.any(Number) } }],
  });
}, 120_000);

test('what could not be added is said before the training', async () => {
  const taken = train('mine.onnx', '--held-out', '0.5', '--models', at('models'));
  await expect(taken).rejects.toMatchObject({ stderr: expect.stringContaining('another --id') });
  const few = train('few.onnx', '--held-out', '0.2', '--models', at('models'));
  await expect(few).rejects.toMatchObject({
    stderr: expect.stringContaining('4 held-out classes are too few'),
  });
});
