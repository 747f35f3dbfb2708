// Networks over HTTP: what is listed, and what an unknown name is answered.
import { expect, test } from 'vitest';
import { createNodeModels } from '../../functions/platform/models-node.ts';
import { call } from '../fakes/call.ts';
import { fakeApp } from '../fakes/faces.ts';

const models = await createNodeModels(new URL('../../models/', import.meta.url).pathname);
/** What takes a picture. */
const NETWORKS = models.manifest.models.filter(({ kind }) => kind !== 'head').map(({ id }) => id);
const { app } = fakeApp({
  models,
  encoder: 'mobilefacenet-128',
  engines: { entry: (id: string) => id } as never,
});

test('every network of the manifest is listed with its input', async () => {
  const { status, body } = await call(app, 'GET', '/v1/networks');
  expect(status).toBe(200);
  expect(body.networks.map(({ id }: { id: string }) => id)).toEqual(NETWORKS);
  expect(body.networks.at(-1)).toMatchObject({
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

test('an unknown network is a 404 with the names there are', async () => {
  expect(await call(app, 'GET', '/v1/networks/vgg19/layers')).toMatchObject({
    status: 404,
    body: {
      code: 'network_not_found',
      network: 'vgg19',
      networks: NETWORKS,
    },
  });
});
