// Who did what to whose face, as the API tells it.
import { expect, test, vi } from 'vitest';
import { brokenAt } from '../../functions/core/audit/record.ts';
import { Fault } from '../../functions/core/fault.ts';
import { createMemoryAuditStore } from '../../functions/platform/audit-memory.ts';
import { sha256Hex } from '../../functions/platform/sha256.ts';
import { call } from '../fakes/call.ts';
import { base64, embedding, fakeApp, picture } from '../fakes/faces.ts';

const ada = '/v1/galleries/g/subjects/ada';
const image = { image: base64(picture(0)) };

test('whatever is done to faces is recorded with the call that did it, without names and templates', async () => {
  const { app } = fakeApp();
  await call(app, 'PUT', '/v1/galleries/g');
  const enrolled = await call(
    app,
    'POST',
    `${ada}/faces`,
    { ...image, name: 'Ada Lovelace' },
    { 'X-Request-Id': 'one' },
  );
  await call(app, 'PATCH', ada, { name: 'Countess' });
  await call(app, 'POST', '/v1/galleries/g/recognize', { embedding: embedding(3), model: 'circle-4' });
  await call(app, 'POST', '/v1/verify', { a: { gallery: 'g', subject: 'ada' }, b: image });
  await call(app, 'POST', '/v1/verify', { a: image, b: image }); // of nobody who is enrolled
  await call(app, 'DELETE', `${ada}/faces/${enrolled.body.enrolled[0].id}`);
  await call(app, 'DELETE', ada);
  await call(app, 'DELETE', '/v1/galleries/g');
  const { status, body } = await call(app, 'GET', '/v1/audit');
  expect(status).toBe(200);
  expect(body.records.map(({ action }: { action: string }) => action)).toEqual([
    'subject.enrolled',
    'subject.renamed',
    'face.recognized',
    'subject.compared',
    'face.forgotten',
    'subject.forgotten',
    'gallery.deleted',
  ]);
  expect(body.records[0]).toMatchObject({
    seq: 1,
    at: '2026-01-01T00:00:00.000Z',
    actor: null,
    request: 'one',
    data: { gallery: 'g', subject: 'ada', faces: [enrolled.body.enrolled[0].id] },
  });
  expect(body.records[3].data).toEqual({ subjects: [{ gallery: 'g', subject: 'ada' }], same: true });
  expect(JSON.stringify(body)).not.toMatch(/Lovelace|Countess|embedding|template/);
  const records = body.records.map((record: { at: string }) => ({ ...record, at: Date.parse(record.at) }));
  expect(await brokenAt(sha256Hex, 'default', undefined, records)).toBeUndefined();
});

test('pages follow each other', async () => {
  const { app } = fakeApp();
  await call(app, 'PUT', '/v1/galleries/g');
  for (let i = 0; i < 3; i++) await call(app, 'POST', `${ada}/faces`, image);
  const first = (await call(app, 'GET', '/v1/audit?limit=2')).body;
  const second = (await call(app, 'GET', `/v1/audit?limit=2&cursor=${first.next_cursor}`)).body;
  expect([...first.records, ...second.records].map(({ seq }: { seq: number }) => seq)).toEqual([1, 2, 3]);
  expect(second.next_cursor).toBeNull();
  expect((await call(app, 'GET', '/v1/audit?cursor=x')).status).toBe(422);
});

test('nothing is told of anybody that could not be recorded; what was done is answered, and its loss logged', async () => {
  const logged = vi.spyOn(console, 'error').mockImplementation(() => {});
  const audit = {
    ...createMemoryAuditStore(),
    append: async () => {
      throw new Fault('store_failed', 'The disk is full.');
    },
  };
  const { app } = fakeApp({ audit });
  await call(app, 'PUT', '/v1/galleries/g');
  expect((await call(app, 'POST', `${ada}/faces`, image)).status).toBe(201);
  expect(String(logged.mock.calls[0])).toContain('"lost_record":"subject.enrolled"');
  for (const [path, body] of [
    ['/v1/galleries/g/recognize', image],
    ['/v1/verify', { a: { gallery: 'g', subject: 'ada' }, b: image }],
  ] as const) {
    const answer = await call(app, 'POST', path, body);
    expect([answer.status, answer.body.code]).toEqual([503, 'store_failed']);
  }
  logged.mockRestore();
});

test('an enrolment that is sent again is recorded once', async () => {
  let ids = 0;
  const { app } = fakeApp({ randomId: () => (++ids).toString(16).padEnd(32, 'f') });
  await call(app, 'PUT', '/v1/galleries/g');
  for (let i = 0; i < 2; i++) await call(app, 'POST', `${ada}/faces`, image, { 'Idempotency-Key': 'k' });
  expect((await call(app, 'GET', '/v1/audit')).body.records).toHaveLength(1);
});
