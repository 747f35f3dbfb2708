import { describe, expect, test } from 'vitest';
import { createMemoryGalleryStore } from '../../functions/platform/store-memory.ts';
import { call, send } from '../fakes/call.ts';
import { embedding, fakeApp, picture } from '../fakes/faces.ts';

const START = Date.UTC(2026, 0, 1);
const DAY = 86_400_000;

function service() {
  const clock = { now: START };
  const now = () => clock.now;
  const galleries = createMemoryGalleryStore({ maxFacesPerGallery: 50, now });
  return { clock, ...fakeApp({ galleries, now }) };
}

const face = (angle: number) => ({ embedding: embedding(angle), model: 'circle-4' });
const ADA = '/v1/galleries/g/subjects/ada';

test('consent and time are kept with the subject, from JSON and from a form', async () => {
  const { app } = service();
  await call(app, 'PUT', '/v1/galleries/g');
  const consent = { given_at: '2025-12-31T23:00:00+01:00', reference: 'terms-1', by: 'desk' };
  const { body } = await call(app, 'POST', `${ADA}/faces`, {
    ...face(0),
    consent,
    expires_at: '2026-06-01T00:00:00Z',
  });
  const kept = { given_at: '2025-12-31T22:00:00.000Z', reference: 'terms-1', by: 'desk' };
  expect(body.subject).toMatchObject({ consent: kept, expires_at: '2026-06-01T00:00:00.000Z' });
  const form = await send(app, '/v1/galleries/g/subjects/bob/faces', [
    ['image', picture(90)],
    ['consent', JSON.stringify({ given_at: kept.given_at })],
    ['ttl_days', '2'],
  ]);
  expect(form.body.subject).toMatchObject({
    consent: { given_at: kept.given_at, reference: null, by: null },
    expires_at: '2026-01-03T00:00:00.000Z',
  });
  expect((await call(app, 'GET', ADA)).body).toMatchObject({ consent: kept });
});

test.each([
  [{ expires_at: '2026-01-01T00:00:00Z' }, '/expires_at'],
  [{ expires_at: '2027-01-01' }, '/expires_at'],
  [{ expires_at: '2027-01-01T00:00:00Z', ttl_days: 1 }, '/ttl_days'],
  [{ ttl_days: 0 }, '/ttl_days'],
  [{ ttl_days: 1.5 }, '/ttl_days'],
  [{ consent: { given_at: 'yesterday' } }, '/consent/given_at'],
  [{ consent: { reference: 'a' } }, '/consent/given_at'],
  [{ consent: { given_at: '2026-01-01T00:00:00Z', note: 'x' } }, '/consent'],
  [{ consent: { given_at: '2026-01-01T00:00:00Z', by: 'x'.repeat(129) } }, '/consent/by'],
])('%j is refused where it stands, and nobody is enrolled', async (said, pointer) => {
  const { app } = service();
  await call(app, 'PUT', '/v1/galleries/g');
  const refused = await call(app, 'POST', `${ADA}/faces`, { ...face(0), ...said });
  expect(refused.status).toBe(422);
  expect(refused.body.errors.map((each: { pointer: string }) => each.pointer)).toContain(pointer);
  expect((await call(app, 'GET', ADA)).status).toBe(404);
});

test('a gallery keeps new subjects for its days, and says so', async () => {
  const { app } = service();
  const put = await call(app, 'PUT', '/v1/galleries/g', { retention_days: 30 });
  expect(put.body.retention_days).toBe(30);
  const { body } = await call(app, 'POST', `${ADA}/faces`, face(0));
  expect(body.subject.expires_at).toBe('2026-01-31T00:00:00.000Z');
  expect(
    (await call(app, 'PUT', '/v1/galleries/g', { retention_days: null })).body.retention_days,
  ).toBeNull();
});

describe('from the moment that a subject’s time has come', () => {
  test('recognize, verify, reading and export find nobody; the millisecond before they do', async () => {
    const { app, clock } = service();
    await call(app, 'PUT', '/v1/galleries/g');
    await call(app, 'POST', `${ADA}/faces`, { ...face(0), ttl_days: 1 });
    await call(app, 'POST', '/v1/galleries/g/subjects/bob/faces', face(90));
    const recognize = async () =>
      (await call(app, 'POST', '/v1/galleries/g/recognize', face(1))).body.faces[0];
    const verify = () => call(app, 'POST', '/v1/verify', { a: face(1), b: { gallery: 'g', subject: 'ada' } });
    clock.now = START + DAY - 1;
    expect(await recognize()).toMatchObject({ decision: 'known', subject: { id: 'ada' } });
    expect((await verify()).body.same).toBe(true);
    expect((await call(app, 'GET', `${ADA}/export`)).status).toBe(200);
    clock.now = START + DAY;
    const after = await recognize();
    expect(after.decision).toBe('unknown');
    expect(after.candidates.map((each: { subject: { id: string } }) => each.subject.id)).toEqual(['bob']);
    expect((await verify()).status).toBe(404);
    for (const path of [ADA, `${ADA}/export`]) expect((await call(app, 'GET', path)).status).toBe(404);
    expect((await call(app, 'DELETE', ADA)).status).toBe(404);
  });
});

test('an export is all that is held of one subject, and says what is not held', async () => {
  const { app } = service();
  await call(app, 'PUT', '/v1/galleries/g', { name: 'Team' });
  const consent = { given_at: '2026-01-01T00:00:00.000Z', reference: 'terms-1', by: null };
  await call(app, 'POST', `${ADA}/faces`, {
    name: 'Ada',
    ttl_days: 1,
    consent: { given_at: consent.given_at, reference: 'terms-1' },
    faces: [face(0), face(30)],
  });
  await call(app, 'POST', '/v1/galleries/g/subjects/bob/faces', face(90));
  const { status, body } = await call(app, 'GET', `${ADA}/export`);
  expect(status).toBe(200);
  const created_at = '2026-01-01T00:00:00.000Z';
  expect(body).toMatchObject({
    exported_at: created_at,
    gallery: { id: 'g', name: 'Team' },
    subject: { id: 'ada', name: 'Ada', created_at, consent, expires_at: '2026-01-02T00:00:00.000Z' },
  });
  expect(body.subject.model).toBe('circle-4');
  expect(body.subject.faces.map((each: { embedding: number[] }) => each.embedding[0])).toEqual([
    1,
    expect.closeTo(Math.cos(Math.PI / 6), 6),
  ]);
  expect(JSON.stringify(body)).not.toContain('bob');
  expect(body.not_held[0].what).toBe('pictures');
  expect((await call(app, 'GET', '/v1/galleries/g/subjects/eve/export')).status).toBe(404);
  expect((await call(app, 'GET', '/v1/galleries/h/subjects/eve/export')).status).toBe(404);
});
