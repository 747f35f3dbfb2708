// Looking into networks in workerd: the same patches as on Node, and the Worker's own caps.
import { exports } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import type { Patches } from '../../functions/core/insight/patches.ts';
import { createWorkerImages } from '../../functions/platform/images-worker.ts';
import { createWorkerRuntime } from '../../functions/platform/ort-worker.ts';
import { picture } from '../fakes/styles.ts';
import { spotsPatches } from '../spots-patches.ts';
import { fromNode } from './fixtures.ts';

const ORIGIN = 'https://likeness.example';
const images = createWorkerImages({ maxPixels: 1e6 });

test('a small network gives the same patches as on Node: places, boxes and images equal, values to six digits', async () => {
  const [here, there] = await Promise.all([
    spotsPatches({ runtime: createWorkerRuntime(), images }),
    fromNode<Patches>('test/node-patches.ts'),
  ]);
  const plain = ({ units, ...rest }: Patches) => ({
    ...rest,
    engines: [],
    units: units.map((unit) => ({ ...unit, patches: unit.patches.map((patch) => ({ ...patch, value: 0 })) })),
  });
  expect(plain(here)).toEqual(plain(there));
  const values = ({ units }: Patches) => units.flatMap(({ patches }) => patches.map(({ value }) => value));
  expect(values(here).length).toBeGreaterThan(20);
  for (const [i, value] of values(here).entries()) expect(value / values(there)[i]).toBeCloseTo(1, 6);
});

async function ask(path: string, count = 1): Promise<Response> {
  const form = new FormData();
  const bytes = (await images.encode(picture(64, 56), 'png')) as Uint8Array<ArrayBuffer>;
  for (let i = 0; i < count; i++) form.append('image', new Blob([bytes]), 'picture.png');
  return exports.default.fetch(`${ORIGIN}/v1/networks/inception-v3-mixed2/layers/${path}`, {
    method: 'POST',
    body: form,
  });
}

test('the Worker answers layers, patches as JSON and as a picture, and maps', async () => {
  const { layers } = await (
    await exports.default.fetch(`${ORIGIN}/v1/networks/inception-v3-mixed2/layers`)
  ).json<{ layers: { name: string; dead: number[] }[] }>();
  expect(layers.find(({ name }) => name === 'activation_2')?.dead).toEqual([11, 13]);
  const patches = await ask('activation_2/patches');
  expect((await patches.json<Patches>()).units).toHaveLength(16);
  const sheet = await ask('activation_2/patches?as=png&units=0,3');
  expect([sheet.status, sheet.headers.get('Content-Type')]).toEqual([200, 'image/png']);
  await sheet.arrayBuffer();
  const maps = await ask('activation_2/activations?as=json&units=11');
  expect((await maps.json<{ units: unknown }>()).units).toEqual([
    { unit: 11, dead: true, least: 0, most: 0, mean: 0, x: 0, y: 0 },
  ]);
});

test('its caps are smaller, and are told', async () => {
  const refused = async (path: string, count?: number) => {
    const response = await ask(path, count);
    return { status: response.status, ...(await response.json<{ code: string; most: number }>()) };
  };
  expect(await refused('activation_2/patches?size=257')).toMatchObject({ status: 422, most: 256 });
  expect(await refused('activation_2/patches?units=0-16')).toMatchObject({ status: 422, most: 16 });
  expect(await refused('activation_2/patches', 9)).toMatchObject({ status: 422, most: 8 });
});
