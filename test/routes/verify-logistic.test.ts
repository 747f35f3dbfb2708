// Verify by a logistic head, run by ONNX Runtime, in the face world without pixels.
import { describe, expect, test } from 'vitest';
import { createHeads } from '../../functions/core/faces/heads.ts';
import { encodeModel } from '../../functions/core/graph/proto.ts';
import type { HeadEntry, HeadWeights, ModelEntry } from '../../functions/core/manifest.ts';
import { createNodeRuntime } from '../../functions/platform/ort-node.ts';
import { headGraph } from '../../scripts/export/head.ts';
import { call } from '../fakes/call.ts';
import { base64, distance, embedding, fakeApp, picture } from '../fakes/faces.ts';

/** logit = 4 - 5 |a - b|, summed over the four coordinates. */
const SLOPE = [-5, -5, -5, -5];
const INTERCEPT = 4;

function head(id: string, encoder = 'circle-4'): HeadEntry {
  return {
    ...{ kind: 'head', id, encoder, file: `${id}.onnx`, sha256: '0'.repeat(64), bytes: 1, opset: 17 },
    ...{ inputs: [], outputs: [], preprocessing: 'none', macs: 0, parameters: 5, licence: 'MIT' },
    ...{ source: 'a fake', features: 'abs-difference', weights: { slope: SLOPE, intercept: INTERCEPT } },
    calibration: {
      ...{ source: 'a fake', impostorPairs: 30_000, genuinePairs: 1_000 },
      curve: [
        { logit: 3, fmr: 1e-4 },
        { logit: 1, fmr: 1e-2 },
        { logit: -1, fmr: 1e-1 },
      ],
      verify: { logit: 2, fmr: 1e-3 },
    },
    scores: [],
  };
}

const appWith = (...added: HeadEntry[]) => appOf({ slope: SLOPE, intercept: INTERCEPT }, ...added);

/** Each head has these weights. */
function appOf(weights: HeadWeights, ...added: HeadEntry[]) {
  const { models } = fakeApp().tools;
  const manifest = { version: 1 as const, models: [...models.manifest.models, ...added] as ModelEntry[] };
  let reads = 0;
  const read = async () => {
    reads++;
    return encodeModel(headGraph('head', 'abs-difference', weights.slope.length, weights));
  };
  const runtime = createNodeRuntime();
  const heads = createHeads(manifest, { models: { manifest, read }, runtime });
  const { app } = fakeApp({ heads, models: { manifest, read } });
  return { app, reads: () => reads };
}

const { app, reads } = appWith(head('first'), head('second'), head('of-other', 'other-4'));
const vector = (angle: number, model = 'circle-4') => ({ embedding: embedding(angle), model });
const image = (...angles: number[]) => ({ image: base64(picture(...angles)) });
const logitAt = (one: number, other: number) =>
  embedding(one).reduce((sum, v, i) => sum - 5 * Math.abs(v - embedding(other)[i]), INTERCEPT);
const sigmoid = (logit: number) => 1 / (1 + Math.exp(-logit));

async function verify(body: object) {
  return call(app, 'POST', '/v1/verify', { method: 'logistic', ...body });
}

describe('the method logistic', () => {
  test("answers the head's probability and its id, and still the distance", async () => {
    const { status, body } = await verify({ a: image(0), b: vector(20) });
    expect(status).toBe(200);
    expect(body).toMatchObject({ method: 'logistic', head: 'first', prior: 0.5, model: 'circle-4' });
    expect(body.probability).toBeCloseTo(sigmoid(logitAt(0, 20)), 5);
    expect(body.distance).toBeCloseTo(distance(20), 5);
    expect(body.curve).toMatchObject({ of: 'head', measured_on: expect.any(String), impostor_pairs: 30_000 });
  });

  test('reads a model once for many calls', async () => {
    await Promise.all([1, 2, 3].map((angle) => verify({ a: vector(0), b: vector(angle) })));
    expect(reads()).toBe(1);
  });

  test('decides by the probability: the default, the one asked for, or the one of the rate asked for', async () => {
    const [near, far] = [15, 25]; // logits 2.5 and 1.4: on either side of the default, 2
    const sides = (angle: number) => ({ a: vector(0), b: vector(angle) });
    expect(logitAt(0, near)).toBeGreaterThan(2);
    expect(logitAt(0, far)).toBeLessThan(2);
    expect((await verify(sides(near))).body).toMatchObject({ same: true, basis: 'default', fmr: 1e-3 });
    const { body } = await verify(sides(far));
    expect(body).toMatchObject({ same: false, basis: 'default' });
    expect(body.threshold).toBeCloseTo(sigmoid(2), 6);

    for (const threshold of [0.7, 0.8, 0.9, 0, 1]) {
      const { body } = await verify({ ...sides(far), threshold });
      expect(body).toMatchObject({ same: body.probability >= threshold, threshold, basis: 'threshold' });
    }
    const asked = (await verify({ ...sides(far), fmr: 1e-2 })).body;
    expect(asked).toMatchObject({ same: true, fmr: 1e-2, basis: 'fmr' });
    expect(asked.threshold).toBeCloseTo(sigmoid(1), 6);
    // Between the curve's points rates run log-linearly with the logit.
    expect((await verify({ ...sides(far), fmr: 1e-3 })).body.threshold).toBeCloseTo(sigmoid(2), 6);
    expect((await verify({ ...sides(far), threshold: sigmoid(2) })).body.fmr).toBeCloseTo(1e-3, 9);
  });

  test('a rate below what the head was measured on is refused with the numbers', async () => {
    const { status, body } = await verify({ a: vector(0), b: vector(1), fmr: 1e-5 });
    expect(status).toBe(422);
    expect(body).toMatchObject({ code: 'threshold_unsupported', impostor_pairs: 30_000, least: 1e-4 });
  });

  test('of a subject with several faces half the nearest and half the centre count', async () => {
    await call(app, 'PUT', '/v1/galleries/h');
    for (const angle of [10, 50]) await call(app, 'POST', '/v1/galleries/h/subjects/ada/faces', image(angle));
    const { body } = await verify({ a: vector(0), b: { gallery: 'h', subject: 'ada' } });
    expect(body.probability).toBeCloseTo(sigmoid((logitAt(0, 10) + logitAt(0, 30)) / 2), 5);
  });

  test('judges the closest pair of all faces, and says of how many it is', async () => {
    const { body } = await verify({ a: image(0, 100), b: image(180, 110), on_multiple: 'all' });
    expect(body.comparisons).toBe(4);
    expect(body.probability).toBeCloseTo(sigmoid(logitAt(100, 110)), 5);
  });

  test('takes a head by its id, and that of the encoder in use', async () => {
    const sides = { a: vector(0), b: vector(1) };
    expect((await verify({ ...sides, head: 'second' })).body.head).toBe('second');
    const other = { a: vector(0, 'other-4'), b: vector(1, 'other-4') };
    expect((await verify(other)).body.head).toBe('of-other');
  });
});

describe('what no head can answer names what there is', () => {
  const sides = { a: vector(0), b: vector(1) };
  const there = [
    { head: 'first', encoder: 'circle-4' },
    { head: 'second', encoder: 'circle-4' },
    { head: 'of-other', encoder: 'other-4' },
  ];

  test("another encoder's head: 409", async () => {
    const { status, body } = await verify({ ...sides, head: 'of-other' });
    expect(status).toBe(409);
    expect(body).toMatchObject({
      code: 'encoder_mismatch',
      models: { head: 'other-4', embeddings: 'circle-4' },
      heads: there,
    });
    expect(body.detail).toContain('first (of circle-4)');
  });

  test('an unknown head: 422', async () => {
    const { status, body } = await verify({ ...sides, head: 'none' });
    expect(status).toBe(422);
    expect(body).toMatchObject({ code: 'head_missing', head: 'none', heads: there });
  });

  test('an encoder without a head, and a service without any: 422, before a picture is looked at', async () => {
    const { app: one } = appWith(head('of-other', 'other-4'));
    const broken = { image: base64(new TextEncoder().encode('no picture')) };
    const asked = { a: broken, b: broken, method: 'logistic' };
    const { status, body } = await call(one, 'POST', '/v1/verify', asked);
    expect(status).toBe(422);
    expect(body).toMatchObject({
      code: 'head_missing',
      model: 'circle-4',
      heads: [{ head: 'of-other', encoder: 'other-4' }],
    });
    const { app: none } = appWith();
    const { body: empty } = await call(none, 'POST', '/v1/verify', asked);
    expect(empty).toMatchObject({
      code: 'head_missing',
      heads: [],
      detail: 'circle-4 has no head. There are: none.',
    });
  });

  test.each([
    ['that answers no number', { slope: SLOPE, intercept: Number.NaN }, 'model_invalid'],
    ['for vectors of another length', { slope: [1, 2], intercept: 0 }, 'runtime_failed'],
  ])('a head %s is a fault of the service, and no decision', async (_, weights, code) => {
    const { app } = appOf(weights, head('bad'));
    const { status, body } = await call(app, 'POST', '/v1/verify', { ...sides, method: 'logistic' });
    expect([status, body.code]).toEqual([500, code]);
    expect(body).not.toHaveProperty('same');
  });

  test.each([
    ['a threshold above 1', { threshold: 1.5 }, '/threshold'],
    ['a head under the method distance', { method: 'distance', head: 'first' }, '/head'],
    ["a gallery's curve", { curve: 'gallery' }, '/curve'],
  ])('%s is refused where it stands', async (_, more, pointer) => {
    const { status, body } = await verify({ ...sides, ...more });
    expect(status).toBe(422);
    expect(body.errors).toEqual([{ in: 'body', pointer, message: expect.any(String) }]);
  });
});

test('under distance nothing changes, and no head is named', async () => {
  const { body } = await call(app, 'POST', '/v1/verify', { a: vector(0), b: vector(60), threshold: 1.5 });
  expect(body).toMatchObject({ method: 'distance', head: null, same: true, threshold: 1.5, prior: 0.5 });
});

test('the models list a head with its encoder and what its default threshold is', async () => {
  const { body } = await call(app, 'GET', '/v1/models');
  const found = (body.models as { id: string }[]).find(({ id }) => id === 'first');
  expect(found).toMatchObject({
    ...{ kind: 'head', encoder: 'circle-4', features: 'abs-difference' },
    calibration: { impostor_pairs: 30_000, verify: { threshold: expect.closeTo(sigmoid(2), 6), fmr: 1e-3 } },
  });
  expect(found).not.toHaveProperty('weights');
});
