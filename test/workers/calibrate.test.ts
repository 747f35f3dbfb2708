// A gallery calibrated in workerd: measured on int8 templates, kept by its Durable Object, read by recognize and verify.
import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { answered } from './fixtures.ts';

const PEOPLE = 24;
const DIMENSIONS = 128;
/** The first file that asks the Worker waits until all of it is loaded: a minute where other work fills the machine. */
const LOADING_MS = 180_000;

test('what was measured on int8 templates is kept and sets thresholds, until the gallery is deleted', {
  timeout: LOADING_MS,
}, async () => {
  const gallery = `/v1/galleries/${crypto.randomUUID()}`;
  expect((await call('PUT', gallery, { model: env.LIKENESS_ENCODER })).status).toBe(201);
  // Two faces of each, 1 degree apart; neighbours are 14 to 16 degrees from each other.
  for (let i = 0; i < PEOPLE; i++) {
    const faces = [15 * i, 15 * i + 1].map(faceAt);
    expect((await call('POST', `${gallery}/subjects/s${i}/faces`, { faces })).status).toBe(201);
  }

  const refused = await call('POST', `${gallery}/calibrate`, { fpir: 0.05 });
  expect(refused).toMatchObject({ status: 422, body: { code: 'threshold_unsupported', people: PEOPLE } });
  expect((await call('GET', gallery)).body.calibration).toBeNull();

  const { status, body } = await call('POST', `${gallery}/calibrate`, { fmr: 0.05 });
  expect(status).toBe(200);
  expect(body).toMatchObject({
    measured_on: { subjects: PEOPLE, faces: 2 * PEOPLE },
    sample: { subjects: PEOPLE, faces: 2 * PEOPLE, seed: 1 },
    approximate: true,
    least: { fpir: 3 / PEOPLE },
    thresholds: { fmr: { fmr: 0.05, basis: 'fmr' } },
  });
  // Within 62 degrees (1.06) are four neighbours on either side, at most 61 degrees away; the fifth is at least 74.
  expect(body.defaults.recognize).toMatchObject({
    distance: 1.06,
    fmr: { rate: expect.closeTo(8 / (PEOPLE - 1), 3) },
    fnmr: { rate: 0 },
    fpir: { rate: 1 },
    fnir: { rate: 0 },
  });

  expect((await call('GET', gallery)).body.calibration).toMatchObject({ approximate: true, stale: null });
  const asked = { ...faceAt(0), fmr: 0.05 };
  const { body: known } = await call('POST', `${gallery}/recognize`, asked);
  expect(known).toMatchObject({
    basis: 'fmr',
    threshold: body.thresholds.fmr.threshold,
    curve: { of: 'gallery', stale: null },
    faces: [{ decision: 'known', subject: { id: 's0' } }],
  });
  const a = { gallery: gallery.split('/').at(-1), subject: 's0' };
  const { body: compared } = await call('POST', '/v1/verify', { a, b: faceAt(90), fmr: 0.05 });
  expect(compared).toMatchObject({ same: false, threshold: known.threshold, curve: { of: 'gallery' } });

  expect((await call('DELETE', gallery)).status).toBe(204);
  await call('PUT', gallery, { model: env.LIKENESS_ENCODER });
  expect((await call('GET', gallery)).body).toMatchObject({ calibration: null, subjects: 0 });
});

/** On a circle of the first two dimensions. */
function faceAt(degrees: number) {
  const embedding = new Array<number>(DIMENSIONS).fill(0);
  const angle = (degrees * Math.PI) / 180;
  [embedding[0], embedding[1]] = [Math.cos(angle), Math.sin(angle)];
  return { embedding, model: env.LIKENESS_ENCODER };
}

// biome-ignore lint/suspicious/noExplicitAny: a body is whatever was answered
type Answer = { readonly status: number; readonly body: any };

async function call(method: string, path: string, json?: object): Promise<Answer> {
  const headers = { 'Content-Type': 'application/json' };
  const request = () =>
    new Request(`https://likeness.example${path}`, {
      method,
      ...(json && { headers, body: JSON.stringify(json) }),
    });
  const response = await answered(request);
  const text = await response.text();
  return { status: response.status, body: text && JSON.parse(text) };
}
