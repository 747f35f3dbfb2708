import { expect, test } from 'vitest';
import { call, send, upload } from '../fakes/call.ts';
import { base64, distance, embedding, fakeApp, picture } from '../fakes/faces.ts';

const { app } = fakeApp();
const image = (...angles: number[]) => ({ image: base64(picture(...angles)) });
const vector = (angle: number, model = 'circle-4') => ({ embedding: embedding(angle), model });

test('a picture says the same as base64, as a data: URL, as a part and as the body', async () => {
  const asJson = await call(app, 'POST', '/v1/detect', image(10, 20));
  expect(asJson).toMatchObject({
    status: 200,
    body: { picture: { faces: 2, format: 'jpeg' }, faces: [{ score: 0.9 }, {}] },
  });
  const { image: plain } = image(10, 20);
  const others = [
    await call(app, 'POST', '/v1/detect', { image: `data:image/jpeg;base64,${plain}` }),
    await send(app, '/v1/detect', [['image', picture(10, 20)]]),
    await send(app, '/v1/detect', [['image', plain]]),
    await upload(app, '/v1/detect', picture(10, 20)),
    await upload(app, '/v1/detect', picture(10, 20), 'image/x-anything'),
    await upload(app, '/v1/detect', picture(10, 20), 'application/octet-stream'),
    await call(app, 'POST', '/v1/detect', image(10, 20), {
      'Content-Type': 'Application/JSON; charset=utf-8',
    }),
  ];
  for (const other of others) expect(other.body).toEqual(asJson.body);
});

test('detect answers no face with an empty list, unless one was asked for', async () => {
  expect(await call(app, 'POST', '/v1/detect', image())).toMatchObject({ status: 200, body: { faces: [] } });
  expect(await upload(app, '/v1/detect?on_multiple=largest', picture())).toMatchObject({
    status: 422,
    body: { code: 'no_face' },
  });
});

test('on_multiple: all, the largest, or an error that counts', async () => {
  const count = async (rule: string) =>
    (await upload(app, `/v1/embed?on_multiple=${rule}`, picture(1, 2, 3))).body.faces;
  expect((await upload(app, '/v1/embed', picture(1, 2, 3))).body.faces).toHaveLength(3);
  expect(await count('all')).toHaveLength(3);
  expect(await count('largest')).toHaveLength(1);
  expect(await upload(app, '/v1/embed?on_multiple=error', picture(1, 2, 3))).toMatchObject({
    status: 422,
    body: { code: 'multiple_faces', faces: 3 },
  });
});

test('an embedding comes back as the float32 it was, with its model', async () => {
  const { body } = await call(app, 'POST', '/v1/embed', image(33));
  expect(body.model).toBe('circle-4');
  expect(Float32Array.from(body.faces[0].embedding)).toEqual(Float32Array.from(embedding(33)));
});

test('embed takes another encoder by its id, and names those there are', async () => {
  expect((await call(app, 'POST', '/v1/embed', { ...image(1), model: 'other-4' })).body.model).toBe(
    'other-4',
  );
  expect(await call(app, 'POST', '/v1/embed', { ...image(1), model: 'none' })).toMatchObject({
    status: 422,
    body: { code: 'request_invalid', models: ['circle-4', 'other-4'] },
  });
});

test('verify: every kind of side against every other has the distance of its faces', async () => {
  await call(app, 'PUT', '/v1/galleries/v');
  await call(app, 'POST', '/v1/galleries/v/subjects/ada/faces', image(40));
  await call(app, 'POST', '/v1/galleries/v/subjects/bob/faces', image(70));
  const a = [image(40), vector(40), { gallery: 'v', subject: 'ada' }];
  const b = [image(70), vector(70), { gallery: 'v', subject: 'bob' }];
  for (const one of a) {
    for (const other of b) {
      const { status, body } = await call(app, 'POST', '/v1/verify', { a: one, b: other });
      expect(status).toBe(200);
      expect(body.distance).toBeCloseTo(distance(30), 5);
      expect(body).toMatchObject({
        same: true,
        threshold: 1,
        basis: 'default',
        method: 'distance',
        prior: 0.5,
        comparisons: 1,
      });
    }
  }
});

test('verify: the threshold is the default, the one asked for, or the one of the rate asked for', async () => {
  const sides = { a: vector(0), b: vector(60) }; // distance 1
  const ask = async (more: object) => (await call(app, 'POST', '/v1/verify', { ...sides, ...more })).body;
  expect(await ask({ threshold: 0.99 })).toMatchObject({ same: false, threshold: 0.99, basis: 'threshold' });
  expect(await ask({ threshold: 1.01 })).toMatchObject({ same: true, threshold: 1.01, basis: 'threshold' });
  expect(await ask({ fmr: 1e-2 })).toMatchObject({ same: true, threshold: 1.25, fmr: 1e-2, basis: 'fmr' });
  expect(await ask({ fmr: 1e-5 })).toMatchObject({
    code: 'threshold_unsupported',
    status: 422,
    impostor_pairs: 30_000,
  });
  expect(await ask({ fmr: 1e-2, threshold: 1 })).toMatchObject({
    status: 422,
    errors: [{ pointer: '/fmr' }],
  });
});

test('verify: probability falls with the distance and is a half where Platt says so', async () => {
  const at = async (angle: number) =>
    (await call(app, 'POST', '/v1/verify', { a: vector(0), b: vector(angle) })).body.probability;
  expect(await at(60)).toBeCloseTo(0.5, 6);
  expect(await at(20)).toBeGreaterThan(await at(40));
});

test('verify compares the largest faces; with all, the closest pair, and says of how many', async () => {
  const sides = { a: image(0, 100), b: image(180, 105) };
  const ask = async (more: object) => (await call(app, 'POST', '/v1/verify', { ...sides, ...more })).body;
  expect((await ask({})).distance).toBeCloseTo(4, 6);
  const all = await ask({ on_multiple: 'all' });
  expect(all.distance).toBeCloseTo(distance(5), 5);
  expect(all).toMatchObject({ comparisons: 4, a: { picture: { faces: 2 }, face: { box: { width: 99 } } } });
  expect(await ask({ on_multiple: 'error' })).toMatchObject({ code: 'multiple_faces', faces: 2, side: 'a' });
});

test('verify in multipart: files are pictures, text is JSON', async () => {
  const asFiles = await send(app, '/v1/verify', [
    ['a', picture(0)],
    ['b', picture(10)],
    ['threshold', '0.5'],
  ]); // prettier
  expect(asFiles.body).toMatchObject({ same: true, threshold: 0.5 });
  const mixed = await send(app, '/v1/verify?fmr=0.01', [
    ['a', picture(0)],
    ['b', JSON.stringify(vector(10))],
  ]);
  expect(mixed.body).toMatchObject({ same: true, basis: 'fmr', b: { kind: 'embedding', face: null } });
});

test('an error of one side says which', async () => {
  for (const [a, b, side] of [
    [image(), image(1), 'a'],
    [image(1), image(), 'b'],
  ]) {
    const { body } = await call(app, 'POST', '/v1/verify', { a, b });
    expect(body).toMatchObject({ code: 'no_face', side, width: 640, height: 480 });
    expect(body.detail).toMatch(new RegExp(`^${side}: `));
  }
});

test('embeddings of different encoders are a 409 with both ids', async () => {
  await call(app, 'PUT', '/v1/galleries/v');
  for (const [a, b] of [
    [vector(1), vector(1, 'other-4')],
    [vector(1, 'other-4'), { gallery: 'v', subject: 'ada' }],
  ]) {
    const { status, body } = await call(app, 'POST', '/v1/verify', { a, b });
    expect(status).toBe(409);
    expect(body.code).toBe('encoder_mismatch');
    expect(Object.values(body.models).sort()).toEqual(['circle-4', 'other-4']);
  }
  const { body } = await call(app, 'POST', '/v1/verify', { a: vector(1), b: image(1), model: 'other-4' });
  expect(body.models).toEqual({ a: 'circle-4', model: 'other-4' });
});

test.each([
  ['too short', [1, 0, 0], { length: 3, expected: 4 }],
  ['too long', [1, 0, 0, 0, 0], { length: 5, expected: 4 }],
  ['zero', [0, 0, 0, 0], { norm: 0 }],
  ['not normalised', [1, 1, 0, 0], { norm: Math.SQRT2 }],
  ['a little too long', [1.011, 0, 0, 0], { norm: 1.011 }],
  ['overflowing', [1e300, 1e300, 0, 0], { norm: 'Infinity' }],
])('an embedding that is %s is refused with the numbers', async (_, values, facts) => {
  const { status, body } = await call(app, 'POST', '/v1/verify', {
    a: { embedding: values, model: 'circle-4' },
    b: vector(0),
  });
  expect(status).toBe(422);
  expect(body).toMatchObject({ code: 'embedding_invalid', side: 'a', ...facts });
});

test('an embedding that was rounded is normalised', async () => {
  const rounded = { embedding: [0.995, 0, 0, 0], model: 'circle-4' };
  expect((await call(app, 'POST', '/v1/verify', { a: rounded, b: vector(0) })).body.distance).toBe(0);
});

test('a method that is not known is refused', async () => {
  const sides = { a: vector(1), b: vector(1) };
  const { status, body } = await call(app, 'POST', '/v1/verify', { ...sides, method: 'guess' });
  expect(status).toBe(422);
  expect(body.errors).toEqual([
    { in: 'body', pointer: '/method', message: expect.stringContaining('logistic') },
  ]);
});
