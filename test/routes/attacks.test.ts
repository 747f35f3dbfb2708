// What a hostile or mistaken caller sends: every answer is a problem in the 400s, none is a crash, nothing is stored.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { App } from '../../functions/http/env.ts';
import { answerOf, call, send, upload } from '../fakes/call.ts';
import { base64, embedding, fakeApp, picture } from '../fakes/faces.ts';

const image = { image: base64(picture(1)) };
const side = { embedding: embedding(0), model: 'circle-4' };
const logged = vi.spyOn(console, 'error').mockImplementation(() => {});

let app: App;
beforeEach(() => {
  app = fakeApp().app;
});
afterEach(() => {
  expect(logged).not.toHaveBeenCalled(); // no attack may look like a bug
});

async function raw(path: string, body: BodyInit | null, type?: string, method = 'POST') {
  const headers: Record<string, string> = type === undefined ? {} : { 'Content-Type': type };
  return answerOf(await app.request(path, { method, body, headers, duplex: 'half' } as RequestInit));
}

test.each([
  ['no body', null, 'application/json', 400, 'request_malformed'],
  ['no body and no type', null, undefined, 400, 'request_malformed'],
  ['not JSON', '{"image":', 'application/json', 400, 'request_malformed'],
  ['NaN', '{"a":NaN}', 'application/json', 400, 'request_malformed'],
  [
    'not UTF-8',
    Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d),
    'application/json',
    400,
    'request_malformed',
  ],
  ['JSON that is no object', '[1]', 'application/json', 422, 'request_invalid'],
  ['null', 'null', 'application/json', 422, 'request_invalid'],
  ['a number', '1e999', 'application/json', 422, 'request_invalid'],
  [
    'deep nesting',
    `{"a":${'['.repeat(45_000)}${']'.repeat(45_000)}}`,
    'application/json',
    422,
    'request_invalid',
  ],
  ['a form of curl -d', 'image=abc', 'application/x-www-form-urlencoded', 415, 'media_type_unsupported'],
  ['text', 'hello', 'text/plain', 415, 'media_type_unsupported'],
  ['a type that only ends in json', '{}', 'text/json', 415, 'media_type_unsupported'],
  ['bytes without a type', Uint8Array.of(1, 2), undefined, 415, 'media_type_unsupported'],
  ['multipart without a boundary', 'x', 'multipart/form-data', 400, 'request_malformed'],
  ['multipart that is none', 'x', 'multipart/form-data; boundary=y', 400, 'request_malformed'],
  [
    'multipart that was cut',
    '--y\r\nContent-Disposition: form-data; name="image"\r\n\r\nabc',
    'multipart/form-data; boundary=y',
    400,
    'request_malformed',
  ],
  ['an empty picture', new Uint8Array(), 'image/jpeg', 400, 'picture_empty'],
  ['a text called a picture', 'hello', 'image/png', 415, 'picture_type_unsupported'],
])('%s is refused', async (_, body, type, status, code) => {
  const answer = await raw('/v1/detect', body as BodyInit, type);
  expect([answer.status, answer.body.code]).toEqual([status, code]);
});

test.each([
  [{}, '/image'],
  [{ image: 7 }, '/image'],
  [{ image: null }, '/image'],
  [{ image: ['QUJD'] }, '/image'],
  [{ image: { length: 3 } }, '/image'],
  [{ ...image, on_multiple: 'some' }, '/on_multiple'],
  [{ ...image, on_multiple: ['all'] }, '/on_multiple'],
  [{ ...image, extra: 1 }, ''],
  [{ ...image, constructor: { prototype: { polluted: 1 } } }, ''],
])('detect of %j points at %s', async (json, pointer) => {
  const { status, body } = await call(app, 'POST', '/v1/detect', json);
  expect([status, body.code, body.errors[0].pointer]).toEqual([422, 'request_invalid', pointer]);
});

test.each([
  [{ a: side }, '/b'],
  [{ a: side, b: {} }, '/b'],
  [{ a: side, b: 'QUJD' }, '/b'],
  [{ a: side, b: [side] }, '/b'],
  [{ a: side, b: { ...side, ...image } }, '/b'],
  [{ a: side, b: { embedding: embedding(0) } }, '/b'],
  [{ a: side, b: { ...image, model: 'circle-4' } }, '/b'],
  [{ a: side, b: { gallery: 'g' } }, '/b'],
  [{ a: side, b: { subject: 's' } }, '/b'],
  [{ a: side, b: { gallery: 'g', subject: 's', ...image } }, '/b'],
  [{ a: side, b: { gallery: 'g', subject: '' } }, '/b/subject'],
  [{ a: side, b: { gallery: 'g', subject: 's'.repeat(129) } }, '/b/subject'],
  [{ a: side, b: { gallery: 'g', subject: '\u0000' } }, '/b/subject'],
  [{ a: side, b: { gallery: 'g', subject: '\ud800' } }, '/b/subject'],
  [{ a: side, b: { gallery: 'g', subject: 7 } }, '/b/subject'],
  [{ a: side, b: { embedding: ['1', '0', '0', '0'], model: 'circle-4' } }, '/b/embedding/0'],
  [{ a: side, b: { embedding: [null, 0, 0, 0], model: 'circle-4' } }, '/b/embedding/0'],
  [{ a: side, b: { embedding: [], model: 'circle-4' } }, '/b/embedding'],
  [{ a: side, b: { embedding: { 0: 1, length: 4 }, model: 'circle-4' } }, '/b/embedding'],
  [{ a: side, b: side, threshold: -1 }, '/threshold'],
  [{ a: side, b: side, threshold: 4.1 }, '/threshold'],
  [{ a: side, b: side, threshold: '1' }, '/threshold'],
  [{ a: side, b: side, threshold: null }, '/threshold'],
  [{ a: side, b: side, fmr: 0 }, '/fmr'],
  [{ a: side, b: side, fmr: 1 }, '/fmr'],
  [{ a: side, b: side, method: 'magic' }, '/method'],
])('verify of %j points at %s', async (json, pointer) => {
  const { status, body } = await call(app, 'POST', '/v1/verify', json);
  expect([status, body.code, body.errors[0].pointer]).toEqual([422, 'request_invalid', pointer]);
});

test('an infinite number in JSON is refused', async () => {
  const text = JSON.stringify({ a: side, b: side }).replace('[1,', '[1e999,');
  expect(await call(app, 'POST', '/v1/verify', text)).toMatchObject({
    status: 422,
    body: { errors: [{ pointer: '/a/embedding/0' }] },
  });
});

test('__proto__ is a field like any unknown one, in JSON, in forms and in the query', async () => {
  const own = `{"__proto__": {"on_multiple": "error"}, "image": "${image.image}"}`;
  const inside = `{"a": {"__proto__": {"image": "QUJD"}}, "b": ${JSON.stringify(side)}}`;
  expect((await call(app, 'POST', '/v1/detect', own)).status).toBe(422);
  expect((await call(app, 'POST', '/v1/verify', inside)).status).toBe(422);
  expect(
    (
      await send(app, '/v1/detect', [
        ['image', picture(1)],
        ['__proto__', '{"x":1}'],
      ])
    ).status,
  ).toBe(422); // prettier
  expect((await upload(app, '/v1/detect?__proto__=x', picture(1))).status).toBe(422);
  expect((await upload(app, '/v1/detect?constructor=x', picture(1))).status).toBe(422);
  expect(({} as Record<string, unknown>).on_multiple).toBe(undefined);
  expect(({} as Record<string, unknown>).x).toBe(undefined);
});

test('a field given twice is refused, not chosen from', async () => {
  const twice = [
    await send(app, '/v1/verify', [
      ['a', picture(1)],
      ['a', picture(2)],
      ['b', picture(1)],
    ]), // prettier
    await send(app, '/v1/detect', [
      ['image', picture(1)],
      ['on_multiple', 'all'],
      ['on_multiple', 'all'],
    ]), // prettier
    await send(app, '/v1/detect?on_multiple=all', [
      ['image', picture(1)],
      ['on_multiple', 'error'],
    ]), // prettier
    await call(app, 'POST', '/v1/detect?on_multiple=all', { ...image, on_multiple: 'error' }),
    await upload(app, '/v1/detect?on_multiple=all&on_multiple=all', picture(1)),
    await upload(app, '/v1/detect?image=QUJD', picture(1)),
  ];
  for (const { status, body } of twice)
    expect([status, body.errors[0].message]).toEqual([422, 'given more than once']);
});

test('several pictures where one is wanted are refused', async () => {
  expect(
    (
      await send(app, '/v1/detect', [
        ['image', picture(1)],
        ['image', picture(2)],
      ])
    ).status,
  ).toBe(422); // prettier
});

test('a form of too many parts is refused before it is parsed', async () => {
  const form = (parts: number) =>
    `${'--y\r\nContent-Disposition: form-data; name="x"\r\n\r\n\r\n'.repeat(parts)}--y--\r\n`;
  const many = await raw('/v1/detect', form(1001), 'multipart/form-data; boundary=y');
  expect(many).toMatchObject({ status: 422, body: { code: 'request_invalid', max_parts: 1000 } });
  const fewer = await raw('/v1/detect', form(2), 'multipart/form-data; boundary=y');
  expect(fewer).toMatchObject({ status: 422, body: { detail: '"x" is given more than once.' } });
});

test('an empty file part is an empty picture', async () => {
  const { status, body } = await send(app, '/v1/detect', [['image', new Uint8Array()]]);
  expect([status, body.code]).toEqual([400, 'picture_empty']);
});

test('a body over the limit is a 413 with the limit, whether it says its length or streams', async () => {
  const known = await upload(app, '/v1/detect', new Uint8Array(100_001));
  const stream = new ReadableStream({
    start(controller) {
      for (let i = 0; i < 11; i++) controller.enqueue(new Uint8Array(10_000));
      controller.close();
    },
  });
  for (const answer of [known, await raw('/v1/detect', stream, 'image/jpeg')]) {
    expect(answer).toMatchObject({ status: 413, body: { code: 'body_too_large', limit: 100_000 } });
  }
  expect((await upload(app, '/v1/detect', new Uint8Array(100_000))).status).toBe(415);
});

test('a streamed body within the limit is read whole', async () => {
  const bytes = picture(1);
  const stream = new ReadableStream({
    start(controller) {
      for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
      controller.close();
    },
  });
  expect(await raw('/v1/detect', stream, 'image/jpeg')).toMatchObject({ status: 200, body: { faces: [{}] } });
});

test.each([
  ['a slash', 'a/b', '%2F'],
  ['emoji', '\u{1F469}\u200D\u{1F680}', 'ada'],
  ['a percent sign', '100%', '%25'],
  ['what looks encoded', '%2F', '%252F'],
  ['what looks like a query', 'a?b=c#d&e', ';'],
  ['spaces and quotes', ` a"b'c `, '<b>'],
  ['the longest', 'x'.repeat(128), 'y'.repeat(128)],
  ['what looks like a pattern', ':gallery', '{subject}'],
  ['names of objects', '__proto__', 'constructor'],
])('ids with %s are the ids that come back', async (_, gallery, subject) => {
  const at = `/v1/galleries/${encodeURIComponent(gallery)}`;
  expect((await call(app, 'PUT', at)).body.id).toBe(gallery);
  const enrolled = await call(app, 'POST', `${at}/subjects/${encodeURIComponent(subject)}/faces`, image);
  expect(enrolled.body.subject.id).toBe(subject);
  expect((await call(app, 'POST', `${at}/recognize`, image)).body.faces[0].subject.id).toBe(subject);
  expect((await call(app, 'GET', '/v1/galleries')).body.galleries).toMatchObject([{ id: gallery }]);
  expect((await call(app, 'GET', `${at}/subjects`)).body.subjects).toMatchObject([{ id: subject }]);
  expect((await call(app, 'DELETE', `${at}/subjects/${encodeURIComponent(subject)}`)).status).toBe(200);
});

test('ids that differ only in their Unicode normalisation are different ids', async () => {
  for (const id of ['\u00e9', 'e\u0301']) await call(app, 'PUT', `/v1/galleries/${encodeURIComponent(id)}`);
  const { galleries } = (await call(app, 'GET', '/v1/galleries')).body;
  expect(galleries.map((each: { id: string }) => each.id).sort()).toEqual(['e\u0301', '\u00e9']);
});

test.each([
  ['too long', 'x'.repeat(129)],
  ['a line break', 'a%0Ab'],
  ['a NUL', '%00'],
])('an id that is %s is a 422 that points at it', async (_, id) => {
  const { status, body } = await call(app, 'PUT', `/v1/galleries/${id}`);
  expect([status, body.errors[0].in, body.errors[0].pointer]).toEqual([422, 'path', '/gallery']);
});

test.each(['%ED%A0%80', '%ff', '%', '%zz', 'a%C0%80b', '%F0%9F', '%ff%00'])(
  'an address with %s is not percent-encoded UTF-8 and is refused, not taken as it is written',
  async (text) => {
    for (const path of [
      `/v1/galleries/${text}`,
      `/v1/galleries/g/subjects/${text}`,
      `/v1/galleries?cursor=${text}`,
    ]) {
      const { status, body } = await call(app, 'GET', path);
      expect([path, status, body.code]).toEqual([path, 400, 'request_malformed']);
    }
  },
);

test('an answer does not repeat what a caller sent at length', async () => {
  const fields = Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`unknown${i}`, 1]));
  const many = await call(app, 'POST', '/v1/detect', fields);
  const long = await call(app, 'POST', '/v1/detect', { ['x'.repeat(90_000)]: 1 });
  const wrong = await call(app, 'POST', '/v1/verify', {
    a: { ...side, embedding: Array(4096).fill('x') },
    b: side,
  });
  for (const { status, body } of [many, long, wrong]) {
    expect(status).toBe(422);
    expect(JSON.stringify(body).length).toBeLessThan(4_000);
  }
});

test('a cursor that this service did not give is not a crash', async () => {
  for (const cursor of ['x', '%00', '..%2F..', '{}', '9'.repeat(1024)]) {
    const { status } = await call(app, 'GET', `/v1/galleries?cursor=${cursor}`);
    expect([200, 422]).toContain(status);
  }
  for (const cursor of ['9'.repeat(1025), '%00', 'a%00b'])
    expect((await call(app, 'GET', `/v1/galleries?cursor=${cursor}`)).status).toBe(422);
});
