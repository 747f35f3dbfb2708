// Volumes over HTTP: made, moved, split, forked, read, refused.
import { gzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { readNifti } from '../../functions/core/volume/nifti.ts';
import { createNodeImages } from '../../functions/platform/images-node.ts';
import { createMemoryJobStore } from '../../functions/platform/jobs-memory.ts';
import { createNodeModels } from '../../functions/platform/models-node.ts';
import { createNodeRuntime } from '../../functions/platform/ort-node.ts';
import { createNodeStyles } from '../../functions/platform/styles-node.ts';
import { niftiOf } from '../core/volume/volumes.ts';
import { call, send } from '../fakes/call.ts';
import { fakeApp } from '../fakes/faces.ts';

const images = createNodeImages({ maxPixels: 1e6 });
const models = await createNodeModels('models');
const runtime = createNodeRuntime();
const store = createMemoryJobStore();

function wave(width: number, height: number, depth: number, pitch: number): Uint8Array<ArrayBuffer> {
  const voxels = Float32Array.from(
    { length: width * height * depth },
    (_, i) => 300 + 100 * Math.sin(pitch * (i % width)) * Math.cos(pitch * Math.floor(i / width)),
  );
  return niftiOf({ width, height, depth }, voxels, { datatype: 4 });
}
const CONTENT = wave(12, 10, 8, 0.6);
const STYLE = wave(14, 14, 9, 1.9);

/** Of a process of its own, on the same store. */
let ids = 0;
function appAnew() {
  const { jobs } = createNodeStyles({ store, runtime, models, atOnce: 1 });
  return fakeApp({ images, models, styles: jobs, randomId: () => `volume${++ids}` }).app;
}
const app = appAnew();

const OPTIONS = {
  levels: [
    { size: 8, iterations: 3 },
    { size: 12, iterations: 3 },
  ],
};

function made(
  files: Readonly<Record<string, Uint8Array<ArrayBuffer>>>,
  options: object = OPTIONS,
  path = '/v1/styles',
) {
  return send(app, path, [...Object.entries(files), ['options', JSON.stringify(options)]]);
}

async function finished(path: string, each: number) {
  for (let from = 0; from < 6; ) {
    const process = each === 6 ? app : appAnew();
    const { status, body } = await call(process, 'POST', `${path}/steps`, { from, iterations: each });
    expect(status).toBe(200);
    from = body.style.iteration;
  }
  const losses = (await call(app, 'GET', `${path}/losses`)).body.losses;
  const response = await app.request(`${path}/result`);
  expect(response.headers.get('Content-Type')).toBe('application/x-nifti');
  return { losses, bytes: new Uint8Array(await response.arrayBuffer()) };
}

test('the same bytes in one call as in six by six processes, the loss falls, and the result lies where its content does', async () => {
  const first = await made({ content: CONTENT, style: STYLE });
  expect([first.status, first.body.kind]).toEqual([201, 'volume']);
  const once = await finished(`/v1/styles/${first.body.id}`, 6);
  const second = await made({ content: gzipSync(CONTENT) as Uint8Array<ArrayBuffer>, style: STYLE });
  expect(second.body.digest).toBe(first.body.digest);
  const split = await finished(`/v1/styles/${second.body.id}`, 1);
  expect(split.losses).toEqual(once.losses);
  expect(split.bytes).toEqual(once.bytes);
  const [begin, , , end] = once.losses;
  expect(end.total).toBeLessThan(begin.total);
  const [result, content] = [readNifti(once.bytes, 1e6), readNifti(CONTENT, 1e6)];
  expect([result.width, result.height, result.depth]).toEqual([12, 10, 8]);
  expect(result.header.slice(76, 108)).toEqual(content.header.slice(76, 108)); // voxel sizes
  expect(result.header.slice(252, 344)).toEqual(content.header.slice(252, 344)); // qform and sform
  const mean = result.voxels.reduce((sum, value) => sum + value, 0) / result.voxels.length;
  expect(Math.abs(mean - 300)).toBeLessThan(60);
  const { body } = await call(app, 'GET', `/v1/styles/${first.body.id}`);
  expect(body).toMatchObject({ status: 'done', size: { width: 12, height: 10, depth: 8 } });
  const sheet = await app.request(`/v1/styles/${first.body.id}/image`);
  const { picture } = await images.decode(new Uint8Array(await sheet.arrayBuffer()));
  expect([picture.width, picture.height]).toEqual([3 * 12 + 2 * 4, 3 * 10 + 2 * 4]);
});

test('a fork goes on from the voxels, with other weights; a texture is as large as its style', async () => {
  const texture = await made({ style: STYLE }, { ...OPTIONS, levels: OPTIONS.levels.slice(0, 1) });
  const path = `/v1/styles/${texture.body.id}`;
  await call(app, 'POST', `${path}/steps`, { from: 0, iterations: 3 });
  const { body } = await call(app, 'GET', path);
  expect(body).toMatchObject({ status: 'done', size: { width: 8, height: 8, depth: 5 } });
  const fork = await call(app, 'POST', `${path}/fork`, { options: { style: { voxels: 1 }, size: 10 } });
  expect(fork).toMatchObject({ status: 201, body: { kind: 'volume', options: { style: { voxels: 1 } } } });
  const moved = await call(app, 'POST', `/v1/styles/${fork.body.id}/steps`, { from: 3, iterations: 1 });
  expect(moved.body.style).toMatchObject({ iteration: 4, size: { width: 10, height: 10, depth: 6 } });
});

test('what is too large is refused with the size that fits', async () => {
  const { status, body } = await made({ content: CONTENT, style: STYLE }, { size: 512 });
  expect([status, body.code]).toEqual([422, 'style_too_large']);
  expect(body.voxels).toBe(512 * 427 * 341);
  const estimate = await made({ content: CONTENT, style: STYLE }, { size: body.fits }, '/v1/styles/estimate');
  expect(estimate.status).toBe(200);
  expect(estimate.body.levels.at(-1).size.width).toBe(body.fits);
});

test.each<[string, Readonly<Record<string, Uint8Array<ArrayBuffer>>>, object, number, string]>([
  [
    'a volume of one value',
    { content: wave(8, 8, 8, 0), style: STYLE },
    OPTIONS,
    422,
    'All voxels of the content are 300',
  ],
  ['a start from no content', { style: STYLE }, { initial: 'content' }, 422, 'there is no content'],
  ['an option of pictures', { content: CONTENT, style: STYLE }, { preset: 'gatys' }, 422, 'preset'],
  ['a layer of none', { style: STYLE }, { style: { conv1: 1 } }, 422, 'Volumes have no layer "conv1"'],
  [
    'gzip of something else',
    { style: gzipSync(new Uint8Array(500)) as Uint8Array<ArrayBuffer> },
    {},
    415,
    'NIfTI-1',
  ],
  [
    'a content of another kind',
    { content: new Uint8Array([0xff, 0xd8, 0xff]), style: STYLE },
    {},
    415,
    'NIfTI-1',
  ],
])('%s is refused', async (_, files, options, status, words) => {
  const answer = await made(files, options);
  expect([answer.status, answer.body.detail]).toEqual([status, expect.stringContaining(words)]);
});
