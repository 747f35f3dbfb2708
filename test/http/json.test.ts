import { expect, test } from 'vitest';
import { parseJson } from '../../functions/http/json.ts';
import { call, send } from '../fakes/call.ts';
import { embedding, fakeApp } from '../fakes/faces.ts';

const array = (length: number, text: string) => `[${Array(length).fill(text).join(',')}]`;

test('the largest enrolment that is read passes', () => {
  const face = `{"embedding":${array(4096, '-0.0123')},"model":"mobilefacenet-128"}`;
  const { faces } = parseJson(`{"faces":${array(20, face)}}`) as { faces: { embedding: number[] }[] };
  expect(faces.map((each) => each.embedding.length)).toEqual(Array(20).fill(4096));
});

test.each(['[['.repeat(1000), '{"a":'.repeat(1000), `{"b\\\\":${'['.repeat(33)}`])(
  'nesting is refused before it is parsed',
  (text) => {
    expect(() => parseJson(text)).toThrow(
      expect.objectContaining({ code: 'request_invalid', facts: expect.objectContaining({ max_depth: 32 }) }),
    );
  },
);

test.each([
  ['numbers', array(100_001, '0')],
  ['objects', array(50_001, '{}')],
  ['members', `{${Array.from({ length: 100_001 }, (_, i) => `"${i}":0`).join(',')}}`],
])('too many %s are refused before they are parsed', (_, text) => {
  expect(() => parseJson(text)).toThrow(
    expect.objectContaining({
      code: 'request_invalid',
      facts: expect.objectContaining({ max_values: 100_000 }),
    }),
  );
});

test('what stands in strings is neither depth nor values', () => {
  const strings = [
    '['.repeat(100),
    ','.repeat(200_000),
    '\\',
    '\\"',
    '"[',
    `\\\\${'{'.repeat(50)}`,
    '',
    '\u2028',
  ];
  const value = { [`"${'['.repeat(99)}`]: strings };
  expect(parseJson(JSON.stringify(value))).toEqual(value);
});

test.each(['', '{', '"', '"\\', ']', '{"a":"', '[1,]', '\\"[[', 'nul'])(
  '%j is for JSON.parse to refuse',
  (text) => {
    expect(() => parseJson(text)).toThrow(SyntaxError);
  },
);

test('32 levels and 31 siblings a level pass: depth is what is open, not what was opened', () => {
  expect(parseJson(`${'['.repeat(32)}${']'.repeat(32)}`)).toBeInstanceOf(Array);
  expect(parseJson(array(1000, '[[[]]]'))).toHaveLength(1000);
});

test('too much JSON is a 422 with the limit, as a body and as a part of a form', async () => {
  const limits = { ...fakeApp().tools.limits, maxBodyBytes: 1e6 };
  const { app } = fakeApp({ limits });
  const limit = { status: 422, body: { code: 'request_invalid', max_values: 100_000 } };
  const faces = array(100_000, '{}');
  expect(await call(app, 'PUT', '/v1/galleries/g')).toMatchObject({ status: 201 });
  const path = '/v1/galleries/g/subjects/s/faces';
  expect(await call(app, 'POST', path, `{"faces":${faces}}`)).toMatchObject(limit);
  expect(await send(app, path, [['faces', faces]])).toMatchObject(limit);
  const nested = `{"embedding":${JSON.stringify(embedding(0))},"model":${'['.repeat(40)}`;
  expect(await send(app, '/v1/verify', [['a', nested]])).toMatchObject({
    status: 422,
    body: { max_depth: 32 },
  });
});
