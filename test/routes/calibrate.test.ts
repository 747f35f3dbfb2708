// A gallery calibrated over HTTP: 40 people every 9 degrees round a circle, but for ada, who is 1 degree from s0, so that
// every rate is known by counting.
import { beforeEach, describe, expect, test } from 'vitest';
import type { FaceTools } from '../../functions/core/faces/tools.ts';
import type { EncoderEntry } from '../../functions/core/manifest.ts';
import type { Deps } from '../../functions/core/ports.ts';
import type { App } from '../../functions/http/env.ts';
import { call, upload } from '../fakes/call.ts';
import { base64, distance, embedding, fakeApp, picture } from '../fakes/faces.ts';

const gallery = '/v1/galleries/g';
const PEOPLE = 40;

let app: App;
let tools: FaceTools & Pick<Deps, 'models'>;
beforeEach(async () => {
  const limits = { ...fakeApp().tools.limits, maxFacesPerGallery: 500 };
  ({ app, tools } = fakeApp({ limits }));
  await call(app, 'PUT', gallery);
});

async function enrol(subject: string, ...angles: number[]) {
  const faces = angles.map((angle) => ({ embedding: embedding(angle), model: 'circle-4' }));
  const { status } = await call(app, 'POST', `${gallery}/subjects/${subject}/faces`, { faces });
  expect(status).toBe(201);
}

async function enrolCircle(people = PEOPLE) {
  await enrol('ada', 1);
  for (let i = 0; i < people; i++) if (i !== 1) await enrol(`s${i}`, (i * 360) / people);
}

const calibrate = (json?: object) => call(app, 'POST', `${gallery}/calibrate`, json);
const recognize = (query: string, angle = 180) =>
  upload(app, `${gallery}/recognize?${query}`, picture(angle));
const summary = async () => (await call(app, 'GET', gallery)).body.calibration;

describe('measuring', () => {
  test('says every rate with its interval, on whom, and the errors at the default thresholds', async () => {
    await enrolCircle();
    const { status, body } = await calibrate({ fpir: 0.1, fmr: 0.02 });
    expect(status).toBe(200);
    const pairs = (PEOPLE * (PEOPLE - 1)) / 2;
    expect(body).toMatchObject({
      gallery: { id: 'g' },
      model: 'circle-4',
      measured_at: '2026-01-01T00:00:00.000Z',
      measured_on: { subjects: PEOPLE, faces: PEOPLE },
      sample: { subjects: PEOPLE, faces: PEOPLE, seed: 1 },
      approximate: false,
      stale: null,
      least: { fmr: expect.closeTo(3 / pairs, 5), fpir: 3 / PEOPLE },
      thresholds: { fmr: { fmr: 0.02, basis: 'fmr' }, fpir: { basis: 'fpir' } },
    });
    // At the least fpir only ada and s0 are near somebody: one pair of 780, two people of 40.
    const least = body.points.find((point: { fpir: { rate: number } }) => point.fpir.rate === 0.05);
    // Where they are, in thousandths, and not just before the next, who are 9 degrees apart.
    expect(least.distance).toBe(0.001);
    expect(least.fmr.rate).toBeCloseTo(1 / pairs, 6);
    expect(least.fpir.low).toBeLessThan(0.05);
    expect(least.fpir.high).toBeGreaterThan(0.05);
    expect([least.fnmr, least.fnir]).toEqual([null, null]); // nobody has two faces
    // Within 45 degrees (0.6 is 45.6) are five neighbours on either side.
    const { verify, recognize: identify } = body.defaults;
    expect([verify.distance, identify.distance]).toEqual([1, 0.6]);
    expect(identify.fpir).toMatchObject({ rate: 1, high: 1 });
    expect(identify.fmr.rate).toBeCloseTo((PEOPLE * 5) / pairs, 2);
  });

  test('tells of people with several faces how often they are missed', async () => {
    // bob's faces are farther from each other than 3.6 degrees; everybody else's are 1 degree apart.
    for (let i = 0; i < 19; i++) await enrol(`s${i}`, i * 18, i * 18 + 1);
    await enrol('bob', 342, 347);
    const { points, sample } = (await calibrate()).body;
    expect(sample).toEqual({ subjects: 20, faces: 40, seed: 1 });
    const point = points.find((each: { distance: number }) => each.distance > distance(3)); // of 1 degree to 4.9
    expect(point.fnmr.rate).toBe(point.distance < distance(5) ? 1 / 20 : 0);
    expect(point.fnir.rate).toBe(point.distance < distance(5) ? 2 / 40 : 0);
  });

  test('counts pictures of which nobody was enrolled as failures to enrol, with the exact interval', async () => {
    await enrolCircle();
    const pictureOf = (...angles: number[]) => ({ image: base64(picture(...angles)) });
    for (const image of [pictureOf(), pictureOf(1, 2), pictureOf(9), pictureOf(18)])
      await call(app, 'POST', `${gallery}/subjects/kim/faces`, image);
    // Clopper and Pearson for 2 of 4.
    expect((await calibrate()).body.enrolment).toEqual({
      attempts: 4,
      failures: 2,
      failure_rate: { rate: 0.5, low: 0.06759, high: 0.9324 },
      pictures: 4,
      rejected: 2,
    });
  });

  test('draws the same for the same seed, and no more than the limit of comparisons', async () => {
    await enrolCircle();
    const limits = { ...tools.limits, maxCalibrationComparisons: 20 * PEOPLE };
    ({ app } = fakeApp({ galleries: tools.galleries, limits }));
    const first = (await calibrate({ seed: 7 })).body;
    expect(first.sample).toEqual({ subjects: 20, faces: 20, seed: 7 });
    expect(first.measured_on).toEqual({ subjects: PEOPLE, faces: PEOPLE });
    expect((await calibrate({ seed: 7 })).body).toEqual(first);
  });
});

describe('refusing', () => {
  test.each([
    [{ fmr: 0.003 }, { fmr: 0.003, impostor_pairs: 780, least: expect.closeTo(3 / 780, 5) }],
    [{ fpir: 0.05 }, { fpir: 0.05, people: 40, least: 0.075, least_fpir: expect.closeTo(0.0768, 3) }],
  ])('%j, which too few people support, with the numbers, and nothing is kept', async (asked, facts) => {
    await enrolCircle();
    const { status, body } = await calibrate(asked);
    expect([status, body.code]).toEqual([422, 'threshold_unsupported']);
    expect(body).toMatchObject(facts);
    expect(await summary()).toBeNull();
  });

  test('a refused rate leaves what was kept before', async () => {
    await enrolCircle();
    await calibrate({ seed: 3 });
    expect((await calibrate({ fmr: 1e-6, seed: 4 })).status).toBe(422);
    expect(await summary()).toMatchObject({ sample: { seed: 3 } });
  });

  test('too few people, nobody, people who are all the same, no such gallery', async () => {
    expect((await calibrate()).body).toMatchObject({ status: 409, code: 'gallery_empty' });
    for (let i = 0; i < 5; i++) await enrol(`s${i}`, i * 9);
    expect((await calibrate()).body).toMatchObject({ status: 422, subjects: 5, needed: 6 });
    await call(app, 'PUT', '/v1/galleries/twins');
    for (let i = 0; i < 8; i++) {
      const face = { embedding: embedding(0), model: 'circle-4' };
      await call(app, 'POST', `/v1/galleries/twins/subjects/s${i}/faces`, face);
    }
    const twins = await call(app, 'POST', '/v1/galleries/twins/calibrate');
    expect(twins.body).toMatchObject({ code: 'threshold_unsupported', subjects: 8 });
    expect((await call(app, 'POST', '/v1/galleries/none/calibrate')).status).toBe(404);
  });

  test.each([{ seed: -1 }, { seed: 1.5 }, { fmr: 0 }, { fpir: 1 }, { fmr: '0.1' }, { seeds: 1 }])(
    '%j is a 422 that points at it',
    async (json) => {
      const { status, body } = await calibrate(json);
      expect([status, body.code, body.errors.length]).toEqual([422, 'request_invalid', 1]);
    },
  );

  test('a gallery that was made anew meanwhile', async () => {
    let breaths = 0;
    const breathe = async () => {
      if (++breaths !== 3) return;
      await call(app, 'DELETE', gallery);
      await call(app, 'PUT', gallery);
    };
    ({ app } = fakeApp({ galleries: tools.galleries, limits: tools.limits, breathe }));
    await enrolCircle();
    expect((await calibrate()).body).toMatchObject({ status: 409, code: 'gallery_changed' });
    expect(await summary()).toBeNull();
  });
});

describe('afterwards', () => {
  test('rates are read from the gallery’s own curve, and the answer says so and of what it is', async () => {
    await enrolCircle();
    const before = (await recognize('fmr=0.05')).body;
    expect(before.curve).toMatchObject({ of: 'shipped', measured_on: 'a fake', own: null });
    expect(before.curve.elsewhere).toMatch(/Not measured on other data/);
    await calibrate();
    const after = (await recognize('fmr=0.05')).body;
    expect(after).toMatchObject({
      fmr: 0.05,
      basis: 'fmr',
      gallery: { subjects: PEOPLE, faces: PEOPLE },
      curve: {
        of: 'gallery',
        measured_at: '2026-01-01T00:00:00.000Z',
        measured_on: { subjects: PEOPLE, faces: PEOPLE },
        stale: null,
      },
    });
    // 5 % of the pairs are those within 9 degrees: 40 of 780.
    expect(after.threshold).toBeGreaterThan(distance(1));
    expect(after.threshold).toBeLessThan(distance(18) + 0.001);
    expect(after.threshold).not.toBe(before.threshold);
    const shipped = (await recognize('fmr=0.05&curve=shipped')).body;
    expect(shipped).toMatchObject({
      threshold: before.threshold,
      curve: { of: 'shipped', own: { measured_at: '2026-01-01T00:00:00.000Z', stale: null } },
    });
  });

  test('the shipped curve says how far it was off on other people, where that was measured', async () => {
    const [first, ...rest] = tools.models.manifest.models as readonly EncoderEntry[];
    const elsewhere = ['Of twins: off.', 'Of others: less.'].map((finding) => ({
      people: 'some',
      finding,
      command: 'made up',
    }));
    const changed = { ...first, calibration: { ...first.calibration, elsewhere } };
    const entry = (id: string) => [changed, ...rest].find((each) => each.id === id)!;
    ({ app } = fakeApp({ ...tools, engines: { ...tools.engines, entry } }));
    await enrolCircle();
    expect((await recognize('')).body.curve.elsewhere).toBe('Of twins: off. Of others: less.');
  });

  test('the threshold of a default stays, and its rates are those of the gallery', async () => {
    await enrolCircle();
    const before = (await recognize('')).body;
    await calibrate();
    const after = (await recognize('')).body;
    expect([after.threshold, after.basis]).toEqual([before.threshold, 'default']);
    expect(after.fpir).toBeGreaterThan(0.9); // everybody has a neighbour within it
    expect(before.fpir).toBeLessThan(0.1);
  });

  test('a rate that the gallery cannot support is refused, and the shipped curve may still be asked', async () => {
    await enrolCircle();
    await calibrate();
    const { body } = await recognize('fmr=0.001');
    expect(body).toMatchObject({ code: 'threshold_unsupported', curve: 'gallery', impostor_pairs: 780 });
    expect(body.detail).toMatch(/curve = shipped/);
    expect((await recognize('fmr=0.001&curve=shipped')).status).toBe(200);
  });

  test('verify reads the curve of the gallery whose subject is compared', async () => {
    await enrolCircle();
    await calibrate();
    const subject = { gallery: 'g', subject: 'ada' };
    const b = { embedding: embedding(20), model: 'circle-4' };
    const ask = async (json: object) => (await call(app, 'POST', '/v1/verify', json)).body;
    const own = await ask({ a: subject, b, fmr: 0.05 });
    expect(own).toMatchObject({ fmr: 0.05, curve: { of: 'gallery' } });
    expect(own.threshold).toBe((await recognize('fmr=0.05')).body.threshold);
    expect(await ask({ a: subject, b, fmr: 0.05, curve: 'shipped' })).toMatchObject({
      curve: { of: 'shipped' },
    });
    expect(await ask({ a: b, b, fmr: 0.05 })).toMatchObject({ curve: { of: 'shipped', own: null } });
    expect(await ask({ a: b, b, curve: 'gallery' })).toMatchObject({ code: 'request_invalid', galleries: 0 });
  });

  test('its own curve cannot be asked of a gallery that has none', async () => {
    await enrolCircle();
    const missing = { status: 409, code: 'calibration_missing', gallery: 'g' };
    expect((await recognize('curve=gallery')).body).toMatchObject(missing);
    const side = { gallery: 'g', subject: 'ada' };
    expect(
      (await call(app, 'POST', '/v1/verify', { a: side, b: side, curve: 'gallery' })).body,
    ).toMatchObject(missing);
    expect((await recognize('curve=mine')).status).toBe(422);
  });

  test('the gallery shows a summary, without the curve', async () => {
    await enrolCircle();
    expect((await call(app, 'GET', gallery)).body).toMatchObject({
      subjects: PEOPLE,
      faces: PEOPLE,
      enrolment: { attempts: 0, failure_rate: null },
      calibration: null,
    });
    const { measured_at, measured_on, sample, approximate, least, stale } = (await calibrate()).body;
    expect(await summary()).toEqual({ measured_at, measured_on, sample, approximate, least, stale });
  });
});

describe('a gallery that changes', () => {
  const curve = async () => (await recognize('fmr=0.05')).body.curve;

  test('somewhat keeps its curve; beyond twice the subjects it has grown and the shipped is taken', async () => {
    await enrolCircle(20);
    await calibrate();
    for (let i = 0; i < 20; i++) await enrol(`more${i}`, i * 18 + 9);
    expect(await curve()).toMatchObject({ of: 'gallery', stale: null });
    await enrol('one more', 3);
    expect(await curve()).toMatchObject({ of: 'shipped', own: { stale: 'grown' } });
    expect(await summary()).toMatchObject({ stale: 'grown', measured_on: { subjects: 20 } });
    expect((await recognize('fmr=0.05&curve=gallery')).body.curve).toMatchObject({
      of: 'gallery',
      stale: 'grown',
    });
    await calibrate();
    expect(await curve()).toMatchObject({ of: 'gallery', measured_on: { subjects: 41 }, stale: null });
  });

  test('is shrunk with fewer than half of its subjects', async () => {
    await enrolCircle(20);
    await calibrate();
    for (let i = 2; i < 12; i++) await call(app, 'DELETE', `${gallery}/subjects/s${i}`);
    expect(await summary()).toMatchObject({ stale: null });
    await call(app, 'DELETE', `${gallery}/subjects/s12`);
    expect(await summary()).toMatchObject({ stale: 'shrunk' });
  });

  test('is replaced when as much was changed as it held, whatever its size is now', async () => {
    await enrolCircle(20);
    await calibrate();
    for (let i = 2; i < 12; i++) {
      await call(app, 'DELETE', `${gallery}/subjects/s${i}`);
      await enrol(`new${i}`, i * 18 + 3);
    }
    expect(await summary()).toMatchObject({ stale: null }); // ten gone, ten new: twenty changes
    await enrol('last', 5);
    expect(await summary()).toMatchObject({ stale: 'replaced' });
    await call(app, 'PUT', gallery, { name: 'renamed' });
    await calibrate();
    expect(await summary()).toMatchObject({ stale: null });
  });
});
