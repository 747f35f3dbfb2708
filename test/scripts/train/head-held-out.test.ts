// A head judged by people that it was not fitted on: nothing leaks, and what is said of rates is what happens.
import { expect, test } from 'vitest';
import { seeded } from '../../../functions/core/random.ts';
import { createNodeRuntime } from '../../../functions/platform/ort-node.ts';
import { expectedCalibrationError } from '../../../scripts/evaluate/reliability.ts';
import { logitsOf } from '../../../scripts/train/head-fit.ts';
import { crossFit, fitHead, headData } from '../../../scripts/train/head-folds.ts';
import { binsOf, headCalibration, heldOut, ratesOf } from '../../../scripts/train/head-held-out.ts';
import { drawnPairs } from '../../../scripts/train/head-pairs.ts';

const runtime = createNodeRuntime();
const D = 24;
const PICTURES = 4;

/** `noise` 0: every picture of a person is the same vector. */
function setOf(count: number, noise: number, seed: number) {
  const random = seeded(seed);
  const draw = () => Array.from({ length: D }, () => random() + random() + random() - 1.5);
  const unit = (values: number[]) => {
    const length = Math.hypot(...values);
    return Float32Array.from(values, (value) => value / length);
  };
  const embeddings = new Map<string, { vector: Float32Array }>();
  const people = Array.from({ length: count }, (_, i) => {
    const centre = draw();
    const pictures = Array.from({ length: PICTURES }, (_, n) => {
      const [file, other] = [`p${i}/${n}`, draw()];
      embeddings.set(file, { vector: unit(centre.map((v, d) => (1 - noise) * v + noise * other[d])) });
      return file;
    });
    return { name: `p${i}`, pictures };
  });
  return drawnPairs('people', people, embeddings, 400, random);
}

async function judgedOf(set: ReturnType<typeof setOf>) {
  const data = await headData(runtime, 'abs-difference', [set]);
  try {
    const judgement = await crossFit(data);
    const { weights } = await fitHead(data);
    const logits = logitsOf(data.samples, weights);
    const right = data.rows.filter(({ same }, i) => logits[i] >= 0 === same).length;
    const [held] = await heldOut(runtime, data, [set], judgement, 1);
    return { held, accuracyOnItsOwn: right / data.rows.length };
  } finally {
    await data.fitter.release();
  }
}

test('impostors are every two pictures of two people of one fold, and rates are as said', async () => {
  const { held } = await judgedOf(setOf(40, 0.4, 1));
  // Ten folds of four people.
  expect(held.peoplePairs).toBe(10 * 6);
  expect(held.domain.impostor).toHaveLength(10 * 6 * PICTURES ** 2);
  const calibration = headCalibration('drawn', [held]);
  expect(calibration).toMatchObject({ impostorPairs: 60, verify: { fmr: 0.05 } });
  const logits = calibration.curve.map(({ logit }) => logit);
  expect(logits).toEqual([...logits].sort((a, b) => b - a));
  expect(calibration.curve.map(({ fmr }) => fmr)).toEqual([0.05, 0.1, 0.2, 0.5]);
  const rates = ratesOf(held, calibration);
  expect(rates.fmr_at_verify).toBeLessThanOrEqual(0.05);
  expect(rates.fmr_at_verify).toBeGreaterThan(0.03);
  expect(rates.accuracy).toBeGreaterThan(0.9);
  expect(expectedCalibrationError(binsOf(held))).toBeLessThan(0.06);
});

test('where pictures say nothing of who it is, a head is right on its own pairs and by chance on people held out', async () => {
  const { held, accuracyOnItsOwn } = await judgedOf(setOf(40, 1, 2));
  const { accuracy } = ratesOf(held, headCalibration('drawn', [held]));
  expect(accuracyOnItsOwn).toBeGreaterThan(0.55);
  expect(Math.abs(accuracy - 0.5)).toBeLessThan(0.06);
});

test('too few people are refused with the numbers', async () => {
  await expect(judgedOf(setOf(9, 0.4, 3))).rejects.toThrow('0 of two people of one fold');
  const { held } = await judgedOf(setOf(20, 0.4, 3));
  expect(() => headCalibration('drawn', [held])).toThrow('10 pairs of two people of one fold are too few');
});
