// Sounds over HTTP: told from pictures by their first bytes, moved and watched as every job, handed out as WAV.
import { expect, test } from 'vitest';
import { createJobEngine } from '../../functions/core/jobs/engine.ts';
import { readWav, writeWav } from '../../functions/core/sound/wav.ts';
import { createNodeImages } from '../../functions/platform/images-node.ts';
import { createMemoryJobStore } from '../../functions/platform/jobs-memory.ts';
import { createNodeRuntime } from '../../functions/platform/ort-node.ts';
import { exampleSound } from '../../scripts/example-sounds.ts';
import { call, send } from '../fakes/call.ts';
import { fakeApp } from '../fakes/faces.ts';
import { fakeStyles, LIMITS, picture } from '../fakes/styles.ts';

const images = createNodeImages({ maxPixels: 1e6 });
const models = {
  manifest: { version: 1 as const, models: [] },
  read: () => Promise.reject(new Error('no models')),
};
const engine = createJobEngine({ runtime: createNodeRuntime(), models });
const limits = { ...LIMITS, maxFloats: 2 ** 16, maxMemoryBytes: 2 ** 32, maxStateBytes: 2 ** 26 };
const { jobs } = fakeStyles({ engine, limits, store: createMemoryJobStore() });
let ids = 0;
const { app } = fakeApp({ images, styles: jobs, randomId: () => `job${++ids}` });

const tune = writeWav(exampleSound('tune', 0.25, 4_000));
const rain = writeWav(exampleSound('rain', 0.25, 4_000));
const photo = (await images.encode(picture(40, 40), 'png')) as Uint8Array<ArrayBuffer>;
const options = JSON.stringify({ levels: [{ size: 4_000, iterations: 2 }] });

test('a content and a style of WAV make a sound: estimated, moved, heard, seen, forked and deleted', async () => {
  const parts = [
    ['content', tune],
    ['style', rain],
    ['options', options],
  ] as const;
  const estimate = await send(app, '/v1/styles/estimate', parts);
  expect(estimate).toMatchObject({
    status: 200,
    body: { levels: [{ size: { samples: 1_000, channels: 1, rate: 4_000 }, width: null, iterations: 2 }] },
  });
  const made = await send(app, '/v1/styles', parts);
  expect(made).toMatchObject({
    status: 201,
    body: { kind: 'sound', status: 'running', size: null, iterations: 2 },
  });
  const path = `/v1/styles/${made.body.id}`;
  const stepped = await call(app, 'POST', `${path}/steps`, { from: 0, iterations: 2 });
  expect(stepped).toMatchObject({
    status: 200,
    body: { iterations: 2, style: { status: 'done', size: { samples: 1_000, rate: 4_000 }, width: null } },
  });
  const { losses } = (await call(app, 'GET', `${path}/losses`)).body;
  expect(Object.keys(losses[0].raw.style)).toEqual(['spectrum', 'random-2', 'random-8', 'random-32']);
  expect(losses.at(-1).total).toBeLessThan(losses[0].total);
  const result = await app.request(`${path}/result`);
  expect(result.headers.get('Content-Type')).toBe('audio/wav');
  const sound = readWav(new Uint8Array(await result.arrayBuffer()));
  expect([sound.rate, sound.channels[0].length]).toEqual([4_000, 1_000]);
  const image = await app.request(`${path}/image`);
  const seen = await images.decode(new Uint8Array(await image.arrayBuffer()));
  expect(seen.picture.height).toBe(127); // frequencies of a window of 256
  const asPicture = await app.request(`${path}/result`, { headers: { Accept: 'image/png' } });
  expect(asPicture.headers.get('Content-Type')).toBe('image/png');
  const fork = await call(app, 'POST', `${path}/fork`, { options: { beta: 3, size: 2_000 } });
  expect(fork).toMatchObject({ status: 201, body: { kind: 'sound', options: { beta: 3 } } });
  expect((await call(app, 'DELETE', path)).status).toBe(204);
});

test('JSON takes them as base64, a style alone makes a texture, and several styles have weights', async () => {
  const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
  const texture = await call(app, 'POST', '/v1/styles', {
    style: base64(rain),
    options: JSON.parse(options),
  });
  expect(texture).toMatchObject({ status: 201, body: { kind: 'sound' } });
  const two = await call(app, 'POST', '/v1/styles', {
    content: `data:audio/wav;base64,${base64(tune)}`,
    style: [base64(rain), base64(tune)],
    weight: [1, 2],
    options: JSON.parse(options),
  });
  expect(two).toMatchObject({ status: 201, body: { kind: 'sound' } });
});

const broken = rain.slice(0, 40);
test.each([
  [
    'a picture as the style of a sound',
    [
      ['content', tune],
      ['style', photo],
    ],
    415,
    'sound_type_unsupported',
    /WAV/,
  ],
  [
    'a sound as the style of a picture',
    [
      ['content', photo],
      ['style', rain],
    ],
    415,
    'sound_type_unsupported',
    /WAV/,
  ],
  [
    'a WAV that is cut short',
    [
      ['content', tune],
      ['style', broken],
    ],
    422,
    'sound_broken',
    /no samples/,
  ],
  [
    'an option of pictures',
    [
      ['content', tune],
      ['style', rain],
      ['options', '{"preset":"gatys"}'],
    ],
    422,
    'request_invalid',
    /preset/,
  ],
  [
    'a mask',
    [
      ['content', tune],
      ['style', rain],
      ['mask', photo],
    ],
    422,
    'request_invalid',
    /mask/,
  ],
  ['no style', [['content', tune]], 422, 'request_invalid', /style/],
  [
    'weights that are not as many',
    [
      ['content', tune],
      ['style', rain],
      ['weight', '1'],
      ['weight', '2'],
    ],
    422,
    'request_invalid',
    /as many/,
  ],
  [
    'a layer of pictures',
    [
      ['content', tune],
      ['style', rain],
      ['options', '{"style":{"mixed1":1}}'],
    ],
    422,
    'layer_unknown',
    /mixed1/,
  ],
  [
    'more samples than are taken',
    [
      ['content', writeWav(exampleSound('tune', 5, 4_000))],
      ['style', rain],
    ],
    422,
    'style_too_large',
    /Hz fits/,
  ],
] as const)('%s is refused', async (_, parts, status, code, message) => {
  const answer = await send(app, '/v1/styles', parts);
  expect(answer).toMatchObject({ status, body: { code } });
  expect(JSON.stringify(answer.body)).toMatch(message);
});
