// Networks over HTTP: what is listed, what pictures are answered with, and what is refused.
import { beforeAll, expect, test } from 'vitest';
import { networkBusy } from '../../functions/core/insight/look.ts';
import { createNodeImages } from '../../functions/platform/images-node.ts';
import { createNodeModels } from '../../functions/platform/models-node.ts';
import { createNodeRuntime } from '../../functions/platform/ort-node.ts';
import { noisePicture, pictureOf } from '../core/style/stand-in.ts';
import { call, send, upload } from '../fakes/call.ts';
import { fakeApp } from '../fakes/faces.ts';
import { withSpots } from '../fakes/networks.ts';

const shipped = await createNodeModels(new URL('../../models/', import.meta.url).pathname);
const images = createNodeImages({ maxPixels: 1e6 });
const { app } = fakeApp({
  models: withSpots(shipped),
  runtime: createNodeRuntime(),
  images,
  limits: { ...fakeApp().tools.limits, maxBodyBytes: 1e6 },
});
/** What takes a picture. */
const takers = shipped.manifest.models.filter(({ kind }) => kind !== 'head');
const ids = [...takers.map(({ id }) => id), 'spots'];
const FIRST = '/v1/networks/spots/layers/first';

type Bytes = Uint8Array<ArrayBuffer>;
let [one, other]: Bytes[] = [];
beforeAll(async () => {
  const file = async (seed: number) => (await images.encode(noisePicture(48, 40, seed), 'png')) as Bytes;
  [one, other] = [await file(1), await file(2)];
});

const base64 = (bytes: Bytes) => Buffer.from(bytes).toString('base64');

async function shapeOf(response: Response) {
  const { picture, format } = await images.decode(new Uint8Array(await response.arrayBuffer()));
  return { type: response.headers.get('Content-Type'), format, width: picture.width, height: picture.height };
}

test('every network of the manifest is listed with its input', async () => {
  const { status, body } = await call(app, 'GET', '/v1/networks');
  expect(status).toBe(200);
  expect(body.networks.map(({ id }: { id: string }) => id)).toEqual(ids);
  expect(body.networks.at(-2)).toMatchObject({
    id: 'inception-v3-mixed2',
    kind: 'extractor',
    input: { shape: [1, 3, 256, 256] },
    outputs: [{ name: 'mixed2', shape: [1, 288, 29, 29] }],
  });
});

test('layers are listed in the order in which they are computed, with what each sees and which units are dead', async () => {
  const { status, body } = await call(app, 'GET', '/v1/networks/inception-v3-mixed2/layers');
  expect(status).toBe(200);
  expect(body.network).toMatchObject({ id: 'inception-v3-mixed2', parameters: 989344 });
  expect(body.layers[4]).toEqual({
    name: 'activation_2',
    operator: 'Relu',
    inputs: ['conv_2'],
    shape: [1, 32, 125, 125],
    units: 32,
    parameters: 0,
    macs: 0,
    attributes: {},
    field: { size: [8, 8], stride: [2, 2], offset: [0, 0], regular: true, everything: false },
    fields: [],
    dead: [11, 13],
  });
});

test('an unknown network, and an unknown layer, is a 404 with the names there are', async () => {
  expect(await call(app, 'GET', '/v1/networks/vgg19/layers')).toMatchObject({
    status: 404,
    body: { code: 'network_not_found', network: 'vgg19', networks: ids },
  });
  for (const path of ['patches', 'activations'])
    expect(await send(app, `/v1/networks/spots/layers/conv%2F1/${path}`, [['image', one]])).toMatchObject({
      status: 404,
      body: { code: 'layer_not_found', layer: 'conv/1', layers: expect.arrayContaining(['first', 'second']) },
    });
  expect(await call(app, 'GET', '/v1/networks/spots/layers/none/filters')).toMatchObject({ status: 404 });
});

test('a form, JSON and a bare body answer the same patches', async () => {
  const form = await send(app, `${FIRST}/patches`, [
    ['image', one],
    ['image', other],
    ['units', '0,2-3'],
    ['apiece', '4'],
  ]);
  expect(form).toMatchObject({
    status: 200,
    body: { network: 'spots', layer: 'first', apiece: 4, cell: 96 },
  });
  expect(form.body.units.map(({ unit }: { unit: number }) => unit)).toEqual([0, 2, 3]);
  const json = await call(app, 'POST', `${FIRST}/patches`, {
    images: [base64(one), base64(other)],
    units: [0, 2, 3],
    apiece: 4,
  });
  expect(json.body).toEqual(form.body);
  const bare = await upload(app, `${FIRST}/patches?units=0,2-3&apiece=4`, one, 'image/png');
  expect(bare.body.pictures).toHaveLength(1);
});

test('earlier answers posted along, as files or as JSON, give the bytes of one pass', async () => {
  const bytes = async (body: FormData | string) => {
    const headers: Record<string, string> =
      typeof body === 'string' ? { 'Content-Type': 'application/json' } : {};
    const response = await app.request(`${FIRST}/patches`, { method: 'POST', body, headers });
    expect(response.status).toBe(200);
    return response.text();
  };
  const form = (...parts: readonly (readonly [string, Bytes | string])[]) => {
    const data = new FormData();
    for (const [name, value] of parts)
      data.append(name, typeof value === 'string' ? value : new Blob([value]));
    return data;
  };
  const whole = await bytes(form(['image', one], ['image', other]));
  const [first, second] = [await bytes(form(['image', one])), await bytes(form(['image', other]))];
  const file = (text: string) => new TextEncoder().encode(text);
  expect(await bytes(form(['merge', file(second)], ['merge', file(first)]))).toBe(whole);
  expect(await bytes(form(['image', other], ['merge', first]))).toBe(whole);
  expect(await bytes(JSON.stringify({ merge: [JSON.parse(second), JSON.parse(first)] }))).toBe(whole);
});

test('as a picture by `as` or by Accept: a block of nine for each unit, its number above', async () => {
  const body = base64(one);
  const ask = (query: string, headers: Record<string, string> = {}) =>
    app.request(`${FIRST}/patches${query}`, {
      method: 'POST',
      body: JSON.stringify({ image: body, units: [0, 3] }),
      headers: { 'Content-Type': 'application/json', ...headers },
    });
  const png = { type: 'image/png', format: 'png', width: 370, height: 204 };
  expect(await shapeOf(await ask('?as=png'))).toEqual(png);
  expect(await shapeOf(await ask('', { Accept: 'image/png' }))).toEqual(png);
  expect(await shapeOf(await ask('', { Accept: 'image/webp,image/png;q=0.5' }))).toMatchObject({
    format: 'webp',
  });
  expect((await ask('', { Accept: '*/*' })).headers.get('Content-Type')).toContain('json');
  expect((await ask('?as=json', { Accept: 'image/png' })).headers.get('Content-Type')).toContain('json');
});

test("a picture's maps are a picture, or numbers", async () => {
  const form = () => {
    const data = new FormData();
    data.append('image', new Blob([one]));
    return data;
  };
  const png = await app.request(`${FIRST}/activations`, { method: 'POST', body: form() });
  expect(await shapeOf(png)).toMatchObject({ format: 'png', width: 256, height: 202 });
  const json = await app.request(`${FIRST}/activations?as=json`, { method: 'POST', body: form() });
  const body = await json.json();
  expect(body).toMatchObject({
    network: 'spots',
    layer: 'first',
    input: { width: 52, height: 44 },
    map: { width: 50, height: 42 },
  });
  expect(body.units[1]).toEqual({ unit: 1, dead: true, least: 0, most: 0, mean: 0, x: 0, y: 0 });
  const best = (await send(app, `${FIRST}/patches`, [['image', one]])).body.units[0].patches[0];
  expect(body.units[0]).toMatchObject({ x: best.x, y: best.y });
  expect(body.units[0].most).toBeCloseTo(best.value, 5);
});

test("a first layer's filters are a picture: bright adds, dark takes away; another layer's are refused", async () => {
  const path = '/v1/networks/spots/layers/first_sum/filters';
  const response = await app.request(`${path}?units=3&as=png`);
  const { picture } = await images.decode(new Uint8Array(await response.arrayBuffer()));
  const at = (x: number, y: number) => [...picture.data.subarray(4 * (y * picture.width + x)).subarray(0, 3)];
  expect([at(14, 28), at(34, 48)]).toEqual([
    [128, 128, 112],
    [128, 128, 255],
  ]);
  expect(await call(app, 'GET', '/v1/networks/spots/layers/second_sum/filters')).toMatchObject({
    status: 422,
    body: { code: 'request_invalid', detail: expect.stringContaining('spots has first_sum') },
  });
});

test('an encoder looks for a face, and says in which picture there is none', async () => {
  const path = '/v1/networks/mobilefacenet-128/layers/337/patches';
  expect(await send(app, path, [['image', one]])).toMatchObject({
    status: 422,
    body: { code: 'no_face', index: 0, detail: expect.stringContaining('Picture 1') },
  });
  const whole = await send(app, path, [
    ['image', one],
    ['align', 'false'],
    ['units', '0-3'],
  ]);
  expect(whole.body.units.map(({ dead }: { dead: boolean }) => dead)).toEqual([true, true, false, false]);
  const [best] = whole.body.units[2].patches;
  expect(best.field).toMatchObject({ width: 3, height: 3 });
  expect(best.box.width).toBeCloseTo((3 * 48) / 112, 1);
});

test.for([
  ['units', 'one'],
  ['units', '3-1'],
  ['units', '0-70000'],
  ['units', '0,99'],
  ['size', '31'],
  ['size', '4096'],
  ['apiece', '10'],
  ['cell', '7'],
  ['as', 'gif'],
  ['align', 'maybe'],
  ['merge', '{"network":"spots"}'],
  ['merge', 'not JSON'],
  ['nothing', 'known'],
])('%s=%s is a 422 that says why', async ([name, value]) => {
  const { status, body } = await send(app, `${FIRST}/patches`, [
    ['image', one],
    [name, value],
  ]);
  expect({ status, code: body.code }).toEqual({ status: 422, code: 'request_invalid' });
  expect(body.errors[0].message.length).toBeGreaterThan(5);
});

test('patches whose images are none are refused when they are to be drawn', async () => {
  const { body } = await send(app, `${FIRST}/patches`, [['image', one]]);
  body.units[0].patches[0].image = base64(new Uint8Array([1, 2, 3]));
  expect(await call(app, 'POST', `${FIRST}/patches?as=png`, { merge: [body] })).toMatchObject({
    status: 415,
    body: { code: 'picture_type_unsupported' },
  });
  body.units[0].patches[0].image = '!';
  expect(await call(app, 'POST', `${FIRST}/patches?as=png`, { merge: [body] })).toMatchObject({
    status: 422,
  });
});

test('no picture and nothing to merge is a 422, no body a 400', async () => {
  expect(await call(app, 'POST', `${FIRST}/patches`, {})).toMatchObject({
    status: 422,
    body: { errors: [{ pointer: '/image' }] },
  });
  expect(await call(app, 'POST', `${FIRST}/patches`)).toMatchObject({ status: 400 });
});

test('where another call has the only place, trying again later is asked for', async () => {
  const busy = async () => {
    throw networkBusy();
  };
  const limits = { maxPictures: 1, maxSize: 64, maxUnits: 2, maxMaps: 2 };
  const full = fakeApp({
    models: withSpots(shipped),
    images,
    insight: { limits, inTurn: busy },
  } as never).app;
  const answer = await send(full, `${FIRST}/patches`, [['image', one]]);
  expect(answer).toMatchObject({ status: 503, body: { code: 'network_busy' } });
  expect(answer.headers.get('Retry-After')).toBe('1');
});

test('a picture of one pixel is too small for a network that mirrors its border', async () => {
  const dot = (await images.encode(
    pictureOf(1, 1, () => [1, 0, 0]),
    'png',
  )) as Bytes;
  expect(await send(app, `${FIRST}/activations`, [['image', dot]])).toMatchObject({
    status: 422,
    body: { code: 'picture_too_small' },
  });
});
