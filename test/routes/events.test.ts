// What each call tells when it is done, before it answers.
import { afterEach, expect, test, vi } from 'vitest';
import { call } from '../fakes/call.ts';
import { heardEvents } from '../fakes/events.ts';
import { base64, embedding, fakeApp, picture } from '../fakes/faces.ts';

afterEach(() => vi.restoreAllMocks());

/** An app with the gallery g, of which ada is one. */
async function service() {
  const events = heardEvents();
  const { app } = fakeApp({ events });
  await call(app, 'PUT', '/v1/galleries/g', { name: 'Secret name' });
  const { body } = await call(app, 'POST', '/v1/galleries/g/subjects/ada/faces', {
    image: base64(picture(0)),
    name: 'Ada Lovelace',
  });
  return { app, events, face: body.enrolled[0].id as string };
}

test('enrolling, recognizing, forgetting and deleting each tell one event, with ids and numbers alone', async () => {
  const { app, events, face } = await service();
  await call(app, 'POST', '/v1/galleries/g/recognize', { image: base64(picture(5, 120)) });
  await call(app, 'DELETE', `/v1/galleries/g/subjects/ada/faces/${face}`);
  await call(app, 'DELETE', '/v1/galleries/g/subjects/ada');
  await call(app, 'DELETE', '/v1/galleries/g');
  expect(events.heard.map(({ type, data }) => [type, data])).toEqual([
    ['subject.enrolled', { gallery: 'g', subject: 'ada', faces: [face], model: 'circle-4' }],
    [
      'face.recognized',
      {
        gallery: 'g',
        model: 'circle-4',
        threshold: 0.6,
        known: 1,
        unknown: 1,
        faces: [
          { decision: 'known', subject: 'ada', distance: 0.007611 },
          { decision: 'unknown', subject: null, distance: null },
        ],
      },
    ],
    ['face.forgotten', { gallery: 'g', subject: 'ada', face }],
    ['subject.forgotten', { gallery: 'g', subject: 'ada', forgotten_faces: 0 }],
    ['gallery.deleted', { gallery: 'g' }],
  ]);
  expect(new Set(events.heard.map(({ id }) => id)).size).toBe(5);
  expect(events.heard.every(({ tenant, createdAt }) => tenant === 'default' && createdAt > 0)).toBe(true);
  expect(JSON.stringify(events.heard)).not.toMatch(/Lovelace|Secret|embedding|vector/);
});

test('what did not happen is not told', async () => {
  const { app, events } = await service();
  events.heard.length = 0;
  const refused = await Promise.all([
    call(app, 'POST', '/v1/galleries/g/subjects/bob/faces', { image: base64(picture()) }),
    call(app, 'POST', '/v1/galleries/none/recognize', { embedding: embedding(0), model: 'circle-4' }),
    call(app, 'DELETE', '/v1/galleries/g/subjects/none'),
    call(app, 'DELETE', '/v1/galleries/g/subjects/ada/faces/none'),
    call(app, 'DELETE', '/v1/galleries/none'),
  ]);
  expect(refused.map(({ status }) => status)).toEqual([422, 404, 404, 404, 404]);
  expect(events.heard).toEqual([]);
});

test('an event that cannot be stored leaves the act done and answered, and its loss is logged by its id', async () => {
  const { app, events } = await service();
  const logged = vi.spyOn(console, 'error').mockImplementation(() => {});
  events.failures = 1;
  const { status, body } = await call(app, 'DELETE', '/v1/galleries/g/subjects/ada');
  expect([status, body.forgotten_faces]).toEqual([200, 1]);
  expect((await call(app, 'GET', '/v1/galleries/g/subjects/ada')).status).toBe(404);
  expect(logged.mock.calls).toHaveLength(1);
  expect(logged.mock.calls[0][0]).toMatch(/"lost_event":"evt_id\d+","type":"subject\.forgotten"/);
  expect(logged.mock.calls[0][0]).not.toContain('ada');
});
