import { beforeEach, expect, test } from 'vitest';
import type { FaceTools } from '../../functions/core/faces/tools.ts';
import type { App } from '../../functions/http/env.ts';
import { call, send, upload } from '../fakes/call.ts';
import { base64, distance, embedding, fakeApp, picture } from '../fakes/faces.ts';

const image = (...angles: number[]) => ({ image: base64(picture(...angles)) });
const url = '/v1/galleries/g/recognize';

let app: App;
let tools: FaceTools;
beforeEach(async () => {
  ({ app, tools } = fakeApp());
  await call(app, 'PUT', '/v1/galleries/g');
});

async function enrol(subject: string, name: string | null, ...angles: number[]) {
  await call(app, 'POST', `/v1/galleries/g/subjects/${subject}/faces`, {
    name,
    faces: angles.map((angle) => image(angle)),
  });
}

test('every face is known or unknown, with the distance, the threshold and what was searched', async () => {
  await enrol('ada', 'Ada', 0);
  await enrol('bob', null, 90);
  const { status, body } = await call(app, 'POST', url, image(10, 85, 200));
  expect(status).toBe(200);
  expect(body).toMatchObject({
    gallery: { id: 'g', faces: 2, subjects: 2 },
    model: 'circle-4',
    threshold: 0.6,
    basis: 'default',
    faces: [
      {
        decision: 'known',
        subject: { id: 'ada', name: 'Ada' },
        candidates: [{ subject: { id: 'ada' } }, { subject: { id: 'bob' } }],
      },
      { decision: 'known', subject: { id: 'bob', name: null } },
      { decision: 'unknown', subject: null, candidates: [{}, {}] },
    ],
  });
  expect(body.faces[0].candidates[0].distance).toBeCloseTo(distance(10), 5);
  expect(body.faces[0].candidates[0].probability).toBeGreaterThan(0.99);
});

test('the threshold is 1:N, may be asked for, and excludes itself', async () => {
  await enrol('ada', null, 0);
  const decision = async (query: string) =>
    (await upload(app, url + query, picture(45))).body.faces[0].decision; // 0.586
  expect(await decision('')).toBe('known');
  expect(await decision('?threshold=0.58')).toBe('unknown');
  expect(await decision('?threshold=0.59')).toBe('known');
  expect(await decision('?fmr=0.0001')).toBe('unknown');
  expect((await upload(app, `${url}?fmr=0.01&threshold=1`, picture(1))).status).toBe(422);
  expect((await upload(app, `${url}?fmr=0.00001`, picture(1))).body.code).toBe('threshold_unsupported');
});

test('a rate of false alarms is turned into a threshold by the size that the gallery has now', async () => {
  const ask = async (fpir: number) => (await upload(app, `${url}?fpir=${fpir}`, picture(45))).body;
  await enrol('ada', null, 0);
  const one = await ask(0.001);
  expect(one).toMatchObject({ threshold: 1, fmr: 0.001, fpir: 0.001, basis: 'fpir' });
  expect([one.gallery.subjects, one.faces[0].decision]).toEqual([1, 'known']);
  for (let i = 0; i < 9; i++) await enrol(`s${i}`, null, 180 + i);
  const ten = await ask(0.001);
  expect(ten).toMatchObject({ fmr: 0.0001, fpir: 0.001, basis: 'fpir', gallery: { subjects: 10 } });
  expect(ten.threshold).toBeCloseTo(0.5, 3);
  expect(ten.faces[0].decision).toBe('unknown'); // 0.586
  expect(await ask(0.0005)).toMatchObject({
    code: 'threshold_unsupported',
    status: 422,
    subjects: 10,
    impostor_pairs: 30_000,
    least: 0.0001,
    fmr: expect.closeTo(0.00005, 7),
    least_fpir: expect.closeTo(0.001, 6),
  });
  for (const other of ['fmr=0.01', 'threshold=1'])
    expect((await upload(app, `${url}?fpir=0.1&${other}`, picture(1))).status).toBe(422);
  expect((await call(app, 'POST', '/v1/verify', { fpir: 0.1 })).status).toBe(422);
});

test('every answer says what rate of false alarms its threshold comes to', async () => {
  await enrol('ada', null, 0);
  const before = (await upload(app, `${url}?fmr=0.01`, picture(1))).body;
  await enrol('bob', null, 90);
  const after = (await upload(app, `${url}?fmr=0.01`, picture(1))).body;
  expect([before.fpir, after.fpir]).toEqual([0.01, 0.0199]);
});

test('max_candidates counts subjects', async () => {
  for (let i = 0; i < 8; i++) await enrol(`s${i}`, null, i * 10);
  const count = async (query: string) =>
    (await upload(app, url + query, picture(0))).body.faces?.[0].candidates.length;
  expect(await count('')).toBe(5);
  expect(await count('?max_candidates=8')).toBe(8);
  expect(await count('?max_candidates=1')).toBe(1);
  for (const wrong of ['0', '51', '1.5', 'x', ''])
    expect(await count(`?max_candidates=${wrong}`)).toBe(undefined);
});

test('an embedding is recognized; of another encoder it is a 409 with both ids', async () => {
  await enrol('ada', null, 0);
  const ask = (model: string) => call(app, 'POST', url, { embedding: embedding(1), model });
  expect((await ask('circle-4')).body).toMatchObject({
    picture: null,
    faces: [{ decision: 'known', face: null }],
  });
  const { status, body } = await ask('other-4');
  expect([status, Object.values(body.models).sort()]).toEqual([409, ['circle-4', 'other-4']]);
});

test('a gallery of another encoder than the default is recognized with its own', async () => {
  await call(app, 'PUT', '/v1/galleries/o', { model: 'other-4' });
  await call(app, 'POST', '/v1/galleries/o/subjects/ada/faces', image(0));
  const { body } = await call(app, 'POST', '/v1/galleries/o/recognize', image(1));
  expect(body).toMatchObject({ model: 'other-4', faces: [{ decision: 'known' }] });
});

test('no face is a 422, an empty gallery a 409 that says so, no gallery a 404', async () => {
  expect(await call(app, 'POST', url, image(1))).toMatchObject({
    status: 409,
    body: { code: 'gallery_empty', faces: 0 },
  });
  await enrol('ada', null, 0);
  expect(await call(app, 'POST', url, image())).toMatchObject({ status: 422, body: { code: 'no_face' } });
  expect((await call(app, 'POST', '/v1/galleries/none/recognize', image(1))).status).toBe(404);
});

test('who is forgotten between the search and the answer is not in the answer', async () => {
  await enrol('ada', null, 0);
  await enrol('bob', null, 5);
  const { search } = tools.search;
  const late: FaceTools['search'] = {
    ...tools.search,
    async search(at, queries, count) {
      const results = await search(at, queries, count);
      await tools.galleries.deleteSubject(at, 'ada');
      return results;
    },
  };
  const { app } = fakeApp({ galleries: tools.galleries, search: late });
  const { body } = await call(app, 'POST', url, image(0));
  expect(body.faces[0]).toMatchObject({
    decision: 'known',
    subject: { id: 'bob' },
    candidates: [{ subject: { id: 'bob' } }],
  });
});

test('multipart takes the options beside the picture', async () => {
  await enrol('ada', null, 0);
  const { body } = await send(app, url, [
    ['image', picture(1, 2)],
    ['on_multiple', 'largest'],
    ['threshold', '1e-9'],
  ]); // prettier
  expect(body.faces).toMatchObject([{ decision: 'unknown' }]);
});
