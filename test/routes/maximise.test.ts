// Maximisations over HTTP on the shipped network at its smallest: made, moved, split, forked, refused.
import { expect, test } from 'vitest';
import { createNodeImages } from '../../functions/platform/images-node.ts';
import { createMemoryJobStore } from '../../functions/platform/jobs-memory.ts';
import { createNodeModels } from '../../functions/platform/models-node.ts';
import { createNodeRuntime } from '../../functions/platform/ort-node.ts';
import { createNodeStyles } from '../../functions/platform/styles-node.ts';
import { call, send, upload } from '../fakes/call.ts';
import { fakeApp } from '../fakes/faces.ts';
import { picture } from '../fakes/styles.ts';

const images = createNodeImages({ maxPixels: 1e6 });
const photo = (await images.encode(picture(48, 40), 'png')) as Uint8Array<ArrayBuffer>;
const models = await createNodeModels('models');
const runtime = createNodeRuntime();
const store = createMemoryJobStore();
const PATH = '/v1/networks/inception-v3-mixed2/layers/activation_4/maximise';

/** Of a process of its own, on the same store. */
let ids = 0;
function appAnew() {
  const { jobs } = createNodeStyles({ store, runtime, models, atOnce: 1 });
  const randomId = () => `job${++ids}`;
  const engines = { entry: (id: string) => id } as never;
  return fakeApp({ images, models, styles: jobs, randomId, encoder: 'mobilefacenet-128', engines }).app;
}
const app = appAnew();

/** The second level begins in the middle. */
const levels = [
  { size: 32, iterations: 5 },
  { size: 48, iterations: 5 },
];

async function finished(options: object, each: number, image?: string) {
  const made = await call(app, 'POST', PATH, { image, options });
  expect(made.status).toBe(201);
  const path = `/v1/styles/${made.body.id}`;
  expect(made.headers.get('Location')).toBe(path);
  for (let from = 0; from < 10; ) {
    const process = each === 10 ? app : appAnew();
    const { status, body } = await call(process, 'POST', `${path}/steps`, { from, iterations: each });
    expect(status).toBe(200);
    from = body.style.iteration;
  }
  const losses = (await call(app, 'GET', `${path}/losses`)).body.losses;
  const bytes = Buffer.from(await (await app.request(`${path}/image?format=png`)).arrayBuffer());
  return { job: (await call(app, 'GET', path)).body, losses, bytes };
}

test.each([
  { parametrisation: 'decorrelated', unit: 3, target: 'unit' },
  { parametrisation: 'pixel', unit: 3, target: 'channel', tv: 0.1 },
])('%j: the same bytes in one call as in ten by ten processes, and the activation grows', async (goal) => {
  const options = { ...goal, levels, seed: 11, jitter: 3 };
  const once = await finished(options, 10);
  const split = await finished(options, 1);
  expect(split.losses).toEqual(once.losses);
  expect(split.bytes.equals(once.bytes)).toBe(true);
  expect(split.job.digest).toBe(once.job.digest);
  expect(once.job).toMatchObject({ kind: 'maximise', iteration: 10, width: 48, height: 48 });
  const activations = once.losses.map(({ raw }: { raw: { activation: number } }) => raw.activation);
  expect(activations.at(-1)).toBeGreaterThan(activations[0]);
  const other = await finished({ ...options, seed: 12 }, 10);
  expect(other.bytes.equals(once.bytes)).toBe(false);
});

test('a layer makes more of what it sees in a picture, which the result still resembles', async () => {
  const options = { levels, jitter: 2 };
  const { job, losses, bytes } = await finished(options, 10, Buffer.from(photo).toString('base64'));
  expect(job).toMatchObject({
    width: 48,
    height: 40,
    options: { target: 'layer', unit: null, initial: 'given' },
  });
  expect(losses.at(-1).raw.activation).toBeGreaterThan(losses[0].raw.activation);
  const { picture: made } = await images.decode(bytes);
  const { data } = picture(48, 40);
  const off = data.reduce((sum, value, i) => sum + Math.abs(value - made.data[i]), 0) / data.length;
  expect(off).toBeGreaterThan(0.5);
  expect(off).toBeLessThan(50);
});

test('a form, a bare picture and JSON make the same job', async () => {
  const options = { unit: 2, levels };
  const json = await call(app, 'POST', PATH, { image: Buffer.from(photo).toString('base64'), options });
  const form = await send(app, PATH, [
    ['image', photo],
    ['options', JSON.stringify(options)],
  ]);
  const query = `?options=${encodeURIComponent(JSON.stringify(options))}`;
  const bare = await upload(app, PATH + query, photo, 'image/png');
  for (const each of [form, bare]) expect(each.body.digest).toBe(json.body.digest);
});

test('an estimate is what the job would take, and nothing is stored', async () => {
  const listed = async () => (await call(app, 'GET', '/v1/styles')).body.styles.length;
  const before = await listed();
  const { status, body } = await call(app, 'POST', `${PATH}/estimate`, { options: { unit: 2, levels } });
  expect(status).toBe(200);
  expect(body.levels.map(({ width }: { width: number }) => width)).toEqual([32, 48]);
  expect(body.levels[1].macs).toBeGreaterThan(1e6);
  expect(await listed()).toEqual(before);
});

test('a fork goes on from the picture with another unit; its parametrisation stays', async () => {
  const { job } = await finished({ unit: 3, levels }, 10);
  const fork = await call(app, 'POST', `/v1/styles/${job.id}/fork`, { options: { unit: 4 } });
  expect(fork).toMatchObject({
    status: 201,
    body: { kind: 'maximise', forked_from: { style: job.id, iteration: 10 }, options: { unit: 4 } },
  });
  const whole = await call(app, 'POST', `/v1/styles/${job.id}/fork`, { options: { target: 'layer' } });
  expect(whole).toMatchObject({ status: 201, body: { options: { target: 'layer', unit: null } } });
  const back = await call(app, 'POST', `/v1/styles/${whole.body.id}/fork`, { options: { unit: 5 } });
  expect(back).toMatchObject({ status: 201, body: { options: { target: 'channel', unit: 5 } } });
  const changed = { options: { parametrisation: 'pixel' } };
  expect((await call(app, 'POST', `/v1/styles/${job.id}/fork`, changed)).status).toBe(422);
});

const NETWORK = '/v1/networks/inception-v3-mixed2/layers';
test.each([
  ['a unit whose weights are 0', `${NETWORK}/activation_2/maximise`, { unit: 11 }, 422, 'unit_dead'],
  ['a unit that is not there', PATH, { unit: 5000 }, 422, 'request_invalid'],
  ['a unit without a number', PATH, { target: 'unit' }, 422, 'request_invalid'],
  ['a layer that is not there', `${NETWORK}/none/maximise`, { unit: 1 }, 404, 'layer_not_found'],
  ['a network that is not there', '/v1/networks/vgg/layers/a/maximise', {}, 404, 'network_not_found'],
  ['a size beyond the limit', PATH, { unit: 1, size: 8192 }, 422, 'style_too_large'],
  ['an option that there is not', PATH, { colour: 1 }, 422, 'request_invalid'],
])('%s is refused', async (_, path, options, status, code) => {
  const answer = await call(app, 'POST', path, { options });
  expect([answer.status, answer.body.code]).toEqual([status, code]);
});

test('a dead unit is named, with what proves it', async () => {
  const { body } = await call(app, 'POST', `${NETWORK}/activation_2/maximise`, { options: { unit: 13 } });
  expect(body).toMatchObject({ code: 'unit_dead', layer: 'activation_2', unit: 13, proven: true });
  expect(body.detail).toMatch(/13 of activation_2/);
});
