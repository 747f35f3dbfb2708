import { beforeEach, expect, test, vi } from 'vitest';
import { Fault } from '../../functions/core/fault.ts';
import type { App } from '../../functions/http/env.ts';
import { createMemoryGalleryStore } from '../../functions/platform/store-memory.ts';
import { call, send, upload } from '../fakes/call.ts';
import { base64, embedding, fakeApp, picture } from '../fakes/faces.ts';

const image = (...angles: number[]) => ({ image: base64(picture(...angles)) });
const ada = '/v1/galleries/g/subjects/ada';

let app: App;
beforeEach(async () => {
  app = fakeApp().app;
  await call(app, 'PUT', '/v1/galleries/g');
});

test('one picture enrols, however it is sent', async () => {
  const answers = [
    await call(app, 'POST', `${ada}/faces`, image(1)),
    await call(app, 'POST', `${ada}/faces`, { embedding: embedding(2), model: 'circle-4' }),
    await call(app, 'POST', `${ada}/faces`, { faces: [image(3)] }),
    await send(app, `${ada}/faces`, [['image', picture(4)]]),
    await upload(app, `${ada}/faces`, picture(5)),
  ];
  for (const { status, body } of answers) {
    expect(status).toBe(201);
    expect(body).toMatchObject({ model: 'circle-4', enrolled: [{ index: 0 }], rejected: [] });
  }
  expect((await call(app, 'GET', ada)).body.faces).toHaveLength(5);
});

test('of several pictures the good ones are enrolled, and each other has its reason', async () => {
  const { status, body } = await call(app, 'POST', `${ada}/faces`, {
    name: 'Ada',
    faces: [
      image(1),
      image(),
      image(1, 2),
      { image: 'QUJD' },
      { image: '' },
      { embedding: [1, 1, 0, 0], model: 'circle-4' },
      image(3),
    ],
  });
  expect(status).toBe(201);
  expect(body.enrolled.map((each: { index: number }) => each.index)).toEqual([0, 6]);
  expect(body.rejected).toMatchObject([
    { index: 1, reason: { code: 'no_face', width: 640, detail: expect.any(String) } },
    { index: 2, reason: { code: 'multiple_faces', faces: 2 } },
    { index: 3, reason: { code: 'picture_type_unsupported' } },
    { index: 4, reason: { code: 'picture_empty' } },
    { index: 5, reason: { code: 'embedding_invalid' } },
  ]);
  expect(body.subject).toMatchObject({ id: 'ada', name: 'Ada', faces: [{}, {}] });
});

test('several parts called image are several pictures', async () => {
  const { body } = await send(app, `${ada}/faces`, [
    ['image', picture(1)],
    ['image', picture()],
    ['image', picture(2)],
    ['name', 'Ada'],
  ]);
  expect(body).toMatchObject({
    enrolled: [{ index: 0 }, { index: 2 }],
    rejected: [{ index: 1 }],
    subject: { name: 'Ada' },
  });
});

test('where no picture is good it is a 422 with every reason, and nobody is enrolled', async () => {
  const { status, body } = await call(app, 'POST', `${ada}/faces`, { faces: [image(), image(1, 2)] });
  expect(status).toBe(422);
  expect(body).toMatchObject({
    code: 'nothing_enrolled',
    rejected: [
      { index: 0, reason: { code: 'no_face' } },
      { index: 1, reason: { code: 'multiple_faces' } },
    ],
  });
  expect((await call(app, 'GET', ada)).status).toBe(404);
});

test('with on_multiple = largest a group picture enrols its largest face', async () => {
  const { body } = await send(app, `${ada}/faces`, [
    ['image', picture(50, 1)],
    ['on_multiple', 'largest'],
  ]); // prettier
  expect(body.enrolled[0].face.box.width).toBe(100);
  expect((await call(app, 'POST', `${ada}/faces`, { ...image(1), on_multiple: 'all' })).status).toBe(422);
});

test('20 pictures are taken, 21 and none are not', async () => {
  const many = (count: number) => ({ faces: Array.from({ length: count }, (_, i) => image(i)) });
  expect((await call(app, 'POST', `${ada}/faces`, many(20))).body.enrolled).toHaveLength(20);
  expect(await call(app, 'POST', `${ada}/faces`, many(21))).toMatchObject({
    status: 422,
    body: { pictures: 21, limit: 20 },
  });
  expect((await call(app, 'POST', `${ada}/faces`, many(0))).status).toBe(422);
  expect((await call(app, 'GET', ada)).body.faces).toHaveLength(20);
});

test('an embedding of another encoder ends the request with both ids, and enrols nothing', async () => {
  const faces = [image(1), { embedding: embedding(1), model: 'other-4' }];
  const { status, body } = await call(app, 'POST', `${ada}/faces`, { faces });
  expect([status, body.code]).toEqual([409, 'encoder_mismatch']);
  expect(Object.values(body.models).sort()).toEqual(['circle-4', 'other-4']);
  expect((await call(app, 'GET', ada)).status).toBe(404);
});

test('a full gallery is a 409 with the numbers, and enrols nothing', async () => {
  for (let i = 0; i < 49; i += 7) {
    await call(app, 'POST', `${ada}/faces`, { faces: Array.from({ length: 7 }, (_, k) => image(i + k)) });
  }
  const { status, body } = await call(app, 'POST', '/v1/galleries/g/subjects/bob/faces', {
    faces: [image(1), image(2)],
  });
  expect([status, body.code, body.limit]).toEqual([409, 'gallery_full', 50]);
  expect((await call(app, 'GET', '/v1/galleries/g/subjects/bob')).status).toBe(404);
});

test('a store that fails is a 503, and the same call succeeds afterwards', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => {});
  const store = createMemoryGalleryStore({ maxFacesPerGallery: 9 });
  let failures = 1;
  const { app } = fakeApp({
    galleries: {
      ...store,
      enrol: async (...asked) => {
        if (failures-- > 0) throw new Fault('store_failed', 'the disk at /var is full');
        return store.enrol(...asked);
      },
    },
  });
  await call(app, 'PUT', '/v1/galleries/g');
  const failed = await call(app, 'POST', `${ada}/faces`, image(1));
  expect(failed).toMatchObject({ status: 503, body: { code: 'store_failed' } });
  expect(failed.body.detail).toBe(undefined);
  expect((await call(app, 'GET', ada)).status).toBe(404);
  expect((await call(app, 'POST', `${ada}/faces`, image(1))).status).toBe(201);
});

test('an enrolment in a gallery that is not there makes none', async () => {
  expect(await call(app, 'POST', '/v1/galleries/typo/subjects/ada/faces', image(1))).toMatchObject({
    status: 404,
    body: { code: 'gallery_not_found', gallery: 'typo' },
  });
});

test('subjects are listed, read, renamed and forgotten', async () => {
  await call(app, 'POST', `${ada}/faces`, { ...image(1), name: 'Ada' });
  await call(app, 'POST', '/v1/galleries/g/subjects/bob/faces', image(90));
  const { subjects } = (await call(app, 'GET', '/v1/galleries/g/subjects')).body;
  expect(subjects).toMatchObject([
    { id: 'ada', name: 'Ada' },
    { id: 'bob', name: null },
  ]); // prettier
  expect((await call(app, 'PATCH', ada, { name: 'Countess' })).body.name).toBe('Countess');
  expect((await call(app, 'PATCH', ada, {})).status).toBe(422);
  expect((await call(app, 'PATCH', ada)).status).toBe(400);
  expect(await call(app, 'DELETE', ada)).toMatchObject({
    status: 200,
    body: { subject: 'ada', forgotten_faces: 1 },
  });
  for (const [method, json] of [
    ['GET', undefined],
    ['DELETE', undefined],
    ['PATCH', { name: 'x' }],
  ] as const) {
    expect(await call(app, method, ada, json)).toMatchObject({
      status: 404,
      body: { code: 'subject_not_found' },
    });
  }
});

test('a forgotten face is gone, the subject stays', async () => {
  const { body } = await call(app, 'POST', `${ada}/faces`, { faces: [image(1), image(90)] });
  const [{ id }] = body.enrolled;
  expect((await call(app, 'DELETE', `${ada}/faces/${id}`)).status).toBe(204);
  expect(await call(app, 'DELETE', `${ada}/faces/${id}`)).toMatchObject({
    status: 404,
    body: { code: 'face_not_found' },
  });
  expect((await call(app, 'GET', ada)).body.faces).toHaveLength(1);
});

test('a subject without faces cannot be verified, and it says so', async () => {
  const { body } = await call(app, 'POST', `${ada}/faces`, image(1));
  await call(app, 'DELETE', `${ada}/faces/${body.enrolled[0].id}`);
  const verdict = await call(app, 'POST', '/v1/verify', { a: image(1), b: { gallery: 'g', subject: 'ada' } });
  expect(verdict).toMatchObject({ status: 422, body: { code: 'nothing_enrolled', side: 'b', faces: 0 } });
});
