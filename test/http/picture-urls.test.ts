// Pictures that a request names by URL: where they may stand, what they count for, and what a caller hears without them.
import { expect, test, vi } from 'vitest';
import { Fault } from '../../functions/core/fault.ts';
import { createGate } from '../../functions/core/gate.ts';
import { call, send } from '../fakes/call.ts';
import { base64, distance, fakeApp, picture } from '../fakes/faces.ts';
import { fakePictureUrls } from '../fakes/picture-urls.ts';

const ADA = 'https://images.example/ada.jpg';
const GUEST = 'https://images.example/guest.jpg';
const SECRET = 'https://inside.example/?token=s3cret';
const table = {
  [ADA]: picture(10),
  [GUEST]: picture(90),
  [SECRET]: new Fault('picture_url_refused', 'The URL of a picture is refused.', { reason: 'inside' }),
};

const faces = '/v1/galleries/g/subjects/ada/faces';

function appWith(change: Parameters<typeof fakeApp>[0] = {}) {
  const pictureUrls = fakePictureUrls(table);
  return { ...fakeApp({ pictureUrls, ...change }), asked: pictureUrls.asked };
}

test('a service fetches nothing unless it was told to, and says which setting that is', async () => {
  const { app } = fakeApp();
  await call(app, 'PUT', '/v1/galleries/g', {});
  const reach = vi.spyOn(globalThis, 'fetch');
  const answers = [
    await call(app, 'POST', '/v1/detect', { image: ADA }),
    await call(app, 'POST', '/v1/verify', { a: { image: base64(picture(1)) }, b: { image: ADA } }),
    await call(app, 'POST', faces, { faces: [{ image: ADA }] }),
    await call(app, 'POST', '/v1/styles', { styles: [{ image: ADA }] }),
    await call(app, 'POST', '/v1/styles', { style: [{ image: ADA }] }),
    await send(app, '/v1/detect', [['image', ADA]]),
    await call(app, 'POST', '/v1/detect', { image: 'file:///etc/passwd' }),
  ];
  for (const { status, body } of answers) {
    expect([status, body.code]).toEqual([422, 'picture_url_refused']);
    expect(body.detail).toContain('LIKENESS_PICTURE_URLS');
  }
  expect(answers.slice(0, 5).map(({ body }) => body.pointer)).toEqual([
    '/image',
    '/b/image',
    '/faces/0/image',
    '/styles/0/image',
    '/style/0/image',
  ]);
  expect(reach).not.toHaveBeenCalled();
  reach.mockRestore();
});

test('a URL is answered as its picture is, in JSON and in a form', async () => {
  const { app } = appWith();
  const sent = await call(app, 'POST', '/v1/detect', { image: base64(picture(10)) });
  expect((await call(app, 'POST', '/v1/detect', { image: ADA })).body).toEqual(sent.body);
  expect((await send(app, '/v1/detect', [['image', ADA]])).body).toEqual(sent.body);
  const verified = await call(app, 'POST', '/v1/verify', { a: { image: ADA }, b: { image: GUEST } });
  expect(verified.body.distance).toBeCloseTo(distance(80), 5);
});

test('members that are no pictures are not looked at', async () => {
  const { app, asked } = appWith();
  const hook = await call(app, 'POST', '/v1/webhooks', { url: 'https://images.example/hook' });
  expect(hook.status).toBe(201);
  const other = { image: base64(picture(1)), note: ADA, options: { image: ADA } };
  expect((await call(app, 'POST', '/v1/detect', other)).body.code).toBe('request_invalid');
  expect((await call(app, 'PUT', '/v1/galleries/g', { image: ADA })).body.code).toBe('request_invalid');
  expect(asked).toEqual([]);
});

test('a picture that cannot be fetched ends a request with its place, and neither its URL nor a token in it', async () => {
  const { app } = appWith();
  const { status, body } = await call(app, 'POST', '/v1/verify', { a: { image: ADA }, b: { image: SECRET } });
  expect([status, body.code, body.pointer]).toEqual([422, 'picture_url_refused', '/b/image']);
  expect(JSON.stringify(body)).not.toMatch(/s3cret|inside\.example/);
});

test('of an enrolment it is one that is rejected, and the others are enrolled', async () => {
  const { app } = appWith();
  await call(app, 'PUT', '/v1/galleries/g', {});
  const list = [{ image: SECRET }, { image: ADA }, { image: 'https://images.example/none' }];
  const { status, body } = await call(app, 'POST', faces, { faces: list });
  expect(status).toBe(201);
  expect(body.enrolled.map(({ index }: { index: number }) => index)).toEqual([1]);
  expect(
    body.rejected.map(({ index, reason }: { index: number; reason: { code: string } }) => [
      index,
      reason.code,
    ]),
  ).toEqual([
    [0, 'picture_url_refused'],
    [2, 'picture_unreachable'],
  ]);
  const alone = await call(app, 'POST', faces, { image: SECRET });
  expect([alone.status, alone.body.code]).toEqual([422, 'nothing_enrolled']);
  const both = await call(app, 'POST', faces, { image: SECRET, embedding: [1, 0], model: 'circle-4' });
  expect([both.status, both.body.code]).toEqual([422, 'request_invalid']);
});

test('an enrolment that is sent again knows its faces, though a picture of it came only now', async () => {
  const late: Record<string, Uint8Array | Fault> = { [GUEST]: picture(90) };
  const { app } = fakeApp({ pictureUrls: fakePictureUrls(late) });
  await call(app, 'PUT', '/v1/galleries/g', {});
  const request = () =>
    call(app, 'POST', faces, { faces: [{ image: ADA }, { image: GUEST }] }, { 'Idempotency-Key': 'k' });
  const first = await request();
  expect(first.body.enrolled).toHaveLength(1);
  late[ADA] = picture(10);
  expect((await request()).body.enrolled).toEqual(first.body.enrolled);
});

test('what is fetched counts as a body does: together no larger, and among the bytes under way', async () => {
  const large = new Uint8Array(60_000);
  const pictureUrls = fakePictureUrls({ [ADA]: large, [GUEST]: large });
  const gate = createGate({ requests: 9, bytes: 100_000 });
  const { app } = fakeApp({ pictureUrls, gates: { faces: gate, jobs: gate } });
  const both = { a: { image: ADA }, b: { image: GUEST } };
  expect(await call(app, 'POST', '/v1/verify', both)).toMatchObject({
    status: 413,
    body: { code: 'body_too_large', limit: 100_000 },
  });
  const others = gate.enter(50_000);
  expect((await call(app, 'POST', '/v1/detect', { image: ADA })).body.code).toBe('overloaded');
  others.leave();
  expect((await call(app, 'POST', '/v1/detect', { image: ADA })).body.code).toBe('picture_type_unsupported');
  expect(gate.load()).toEqual({ requests: 0, bytes: 0 });
});

test('a request names no more URLs than an enrolment may have pictures', async () => {
  const { app, asked } = appWith();
  const list = Array.from({ length: 21 }, () => ({ image: ADA }));
  expect((await call(app, 'POST', faces, { faces: list })).body).toMatchObject({
    code: 'request_invalid',
    pictures: 21,
    limit: 20,
  });
  expect(asked).toEqual([]);
});
