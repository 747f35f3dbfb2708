// Clips over HTTP on the shipped network at its smallest: made, moved, split, forked, read, refused.
import { zipSync } from 'fflate';
import { expect, test } from 'vitest';
import type { Clip } from '../../functions/core/clip/clip.ts';
import { createNodeImages } from '../../functions/platform/images-node.ts';
import { createMemoryJobStore } from '../../functions/platform/jobs-memory.ts';
import { createNodeModels } from '../../functions/platform/models-node.ts';
import { createNodeRuntime } from '../../functions/platform/ort-node.ts';
import { createNodeStyles } from '../../functions/platform/styles-node.ts';
import { call, send } from '../fakes/call.ts';
import { fakeApp } from '../fakes/faces.ts';
import { picture } from '../fakes/styles.ts';

const MAX_PIXELS = 100_000;
const images = createNodeImages({ maxPixels: MAX_PIXELS });
const models = await createNodeModels('models');
const runtime = createNodeRuntime();
const store = createMemoryJobStore();

const clip: Clip = { frames: [1, 2, 3].map((seed) => picture(48, 40, seed)), delays: [80, 120, 200] };
const gif = await images.encodeClip(clip, 'gif');
const art = await images.encode(picture(40, 40, 5), 'png');

/** Of a process of its own, on the same store. */
let ids = 0;
function appAnew() {
  const { jobs } = createNodeStyles({ store, runtime, models, atOnce: 1 });
  return fakeApp({ images, models, styles: jobs, randomId: () => `clip${++ids}` }).app;
}
const app = appAnew();

const OPTIONS = {
  levels: [
    { size: 32, iterations: 2 },
    { size: 48, iterations: 2 },
  ],
  optimiser: { kind: 'l-bfgs', history: 3 },
};

type Files = Readonly<Record<string, Uint8Array>>;

function made(files: Files, options: object = OPTIONS, path = '/v1/styles') {
  const parts = Object.entries(files).map(
    ([name, bytes]) => [name, bytes as Uint8Array<ArrayBuffer>] as const,
  );
  return send(app, path, [...parts, ['options', JSON.stringify(options)]]);
}

async function finished(path: string, each: number) {
  for (let from = 0; from < 4; ) {
    const process = each === 4 ? app : appAnew();
    const { status, body } = await call(process, 'POST', `${path}/steps`, { from, iterations: each });
    expect(status).toBe(200);
    from = body.style.iteration;
  }
  const losses = (await call(app, 'GET', `${path}/losses`)).body.losses;
  const response = await app.request(`${path}/result`);
  expect(response.headers.get('Content-Type')).toBe('image/gif');
  return { losses, bytes: new Uint8Array(await response.arrayBuffer()) };
}

test('the same bytes in one call as in four by four processes, the loss falls, and the result is a clip as long as its content', async () => {
  const first = await made({ content: gif, style: art });
  expect([first.status, first.body.kind]).toEqual([201, 'clip']);
  expect(first.body.options).toMatchObject({ temporal: 100, stillness: 0.05 });
  const once = await finished(`/v1/styles/${first.body.id}`, 4);
  const second = await made({ content: gif, style: art });
  expect(second.body.digest).toBe(first.body.digest);
  const split = await finished(`/v1/styles/${second.body.id}`, 1);
  expect(split.losses).toEqual(once.losses);
  expect(split.bytes).toEqual(once.bytes);
  const { frames, delays } = await images.decodeClip(once.bytes);
  expect(frames.map(({ width, height }) => [width, height])).toEqual([48, 48, 48].map((w) => [w, 40]));
  expect(delays).toEqual(clip.delays);
  const [begin, within, end] = [once.losses[0], once.losses[2], once.losses.at(-1)];
  expect(end.weighted.temporal).toBeGreaterThan(0);
  expect(within.total).toBeLessThan(begin.total); // of one level
  const { body } = await call(app, 'GET', `/v1/styles/${first.body.id}`);
  expect(body).toMatchObject({ status: 'done', size: { width: 48, height: 40, frames: 3 } });
  const other = await made({ content: gif, style: art }, { ...OPTIONS, temporal: 0 });
  expect(other.body.digest).not.toBe(first.body.digest);
});

test('a clip is handed out as GIF, PNG, WebP or zip, and its picture is a sheet of its frames', async () => {
  const { body } = await made({ content: gif, style: art }, { ...OPTIONS, initial: 'content', noise: 0 });
  const path = `/v1/styles/${body.id}`;
  await call(app, 'POST', `${path}/steps`, { from: 0, iterations: 1 });
  const as = async (type: string) => {
    const response = await app.request(`${path}/result`, { headers: { Accept: type } });
    expect(response.headers.get('Content-Type')).toBe(type);
    return images.decodeClip(new Uint8Array(await response.arrayBuffer()));
  };
  const [apng, zip, webp] = [await as('image/apng'), await as('application/zip'), await as('image/webp')];
  expect(zip.frames).toEqual(apng.frames);
  expect(apng.delays).toEqual(clip.delays);
  expect(webp.delays).toEqual(clip.delays);
  const still = await images.decode(await images.encode(apng.frames[1], 'webp'));
  expect(webp.frames[1]).toEqual(still.picture);
  const gifs = await as('image/gif');
  const errors = gifs.frames[1].data.map((value, i) => Math.abs(value - apng.frames[1].data[i]));
  expect(errors.reduce((sum, error) => sum + error, 0) / errors.length).toBeLessThan(12);
  const sheet = await images.decode(new Uint8Array(await (await app.request(`${path}/image`)).arrayBuffer()));
  expect([sheet.picture.width, sheet.picture.height]).toEqual([2 * 32 + 4, 2 * 28 + 4]);
});

test('a fork goes on from all frames with another weight', async () => {
  const { body } = await made({ content: gif, style: art });
  await call(app, 'POST', `/v1/styles/${body.id}/steps`, { from: 0, iterations: 2 });
  const fork = await call(app, 'POST', `/v1/styles/${body.id}/fork`, { options: { temporal: 5 } });
  expect(fork).toMatchObject({ status: 201, body: { kind: 'clip', options: { temporal: 5 } } });
  const { body: moved } = await call(app, 'POST', `/v1/styles/${fork.body.id}/steps`, {
    from: 2,
    iterations: 1,
  });
  expect(moved.style).toMatchObject({ iteration: 3, size: { frames: 3 } });
});

test('content or style may be any clip; a picture beside a clip is one frame; JSON takes them too', async () => {
  const zip = zipSync({
    'b/frame10.png': await images.encode(picture(30, 30, 3), 'png'),
    'b/frame9.png': await images.encode(picture(30, 30, 2), 'png'),
    '__MACOSX/b/._frame9.png': new Uint8Array(9),
  });
  const { frames } = await images.decodeClip(zip);
  expect(frames).toEqual([picture(30, 30, 2), picture(30, 30, 3)]);
  const sized = (path: string, body: object) => call(app, 'POST', path, body);
  const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
  const webp = await images.encodeClip(clip, 'webp');
  const { body } = await sized('/v1/styles', {
    content: base64(art),
    styles: [{ image: base64(webp) }, { image: base64(zip), weight: 2 }],
    options: OPTIONS,
  });
  expect([body.kind, body.options.levels.length]).toEqual(['clip', 2]);
  const estimate = await made({ content: zip, style: art }, { size: 64 }, '/v1/styles/estimate');
  expect(estimate.body.levels[0].size).toEqual({ width: 64, height: 64, frames: 2 });
  const one = await made({ content: art, style: art }, { size: 64 }, '/v1/styles/estimate');
  const macs = ({ body }: { body: { levels: { macs: number }[] } }) => body.levels[0].macs;
  expect(macs(estimate) / macs(one)).toBeCloseTo(2, 1);
});

test('what is too large is refused with the size that fits; frames are counted before they are decoded', async () => {
  const { status, body } = await made({ content: gif, style: art }, { size: 1024 });
  expect([status, body.code]).toEqual([422, 'style_too_large']);
  expect(body.pixels).toBe(3 * 1024 * 852);
  expect((await made({ content: gif, style: art }, { size: body.fits })).status).toBe(201);
  const huge = gif.slice();
  new DataView(huge.buffer).setUint16(6, 65_535, true);
  new DataView(huge.buffer).setUint16(8, 65_535, true);
  const large = await made({ content: huge, style: art });
  expect([large.status, large.body.code]).toEqual([413, 'picture_too_large']);
  expect(large.body.detail).toContain('3 frames of 65535 x 65535');
});

test.each<[string, () => Promise<Uint8Array> | Uint8Array, number, string]>([
  ['a GIF cut short', () => gif.subarray(0, gif.length / 2), 422, 'picture_broken'],
  ['a GIF of no frame', () => new Uint8Array([...gif.subarray(0, 13 + 768), 0x3b]), 422, '0 frames'],
  ['an empty zip', () => zipSync({}), 422, '0 frames'],
  ['a zip of text', () => zipSync({ 'a.txt': new Uint8Array([104, 105, 33]) }), 415, 'a.txt in the zip'],
  [
    'frames of different sizes',
    async () =>
      zipSync({
        'a.png': await images.encode(picture(30, 30), 'png'),
        'b.png': await images.encode(picture(30, 31), 'png'),
      }),
    422,
    'a.png is 30 x 30, b.png 30 x 31',
  ],
  ['a zip bomb', () => zipSync({ 'a.png': new Uint8Array(5e6), 'b.png': art }), 413, 'unpacked'],
  [
    'a zip that says its file is small',
    () => {
      const bytes = zipSync({ 'a.png': new Uint8Array(5e6) });
      const view = new DataView(bytes.buffer);
      view.setUint32(22, 100, true);
      view.setUint32(bytes.length - 22 - 51 + 24, 100, true); // the central directory's
      return bytes;
    },
    415,
    'a.png in the zip',
  ],
  [
    'a PNG whose animation is cut short',
    async () => (await images.encodeClip(clip, 'apng')).slice(0, -2_000),
    422,
    'picture_broken',
  ],
])('%s is refused: as content, before anything is made', async (_, bytes, status, words) => {
  const answer = await made({ content: await bytes(), style: art });
  expect([answer.status, `${answer.body.code} ${answer.body.detail}`]).toEqual([
    status,
    expect.stringContaining(words),
  ]);
});

test('a clip without a content, a start of other frames and options of no clip are told apart', async () => {
  expect((await made({ style: gif })).body.detail).toContain('wants a content');
  const two = await images.encodeClip({ frames: clip.frames.slice(1), delays: [1, 1] }, 'apng');
  const other = await made({ content: gif, style: art, initial: two });
  expect(other.body.detail).toContain('2 frames of it: 1 is wanted, or 3');
  expect((await made({ content: gif, style: art, initial: art })).status).toBe(201);
  expect((await made({ content: gif, style: art }, { temporal: -1 })).body.detail).toContain(
    'temporal is -1',
  );
  expect((await made({ content: gif, style: art }, { stillness: 0 })).status).toBe(422);
  expect((await made({ content: art, style: art }, { temporal: 1 })).status).toBe(422);
});
