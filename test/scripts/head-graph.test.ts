// A head as it is exported: on node and on wasm it gives what its formula gives in double precision.
import { describe, expect, test } from 'vitest';
import { encodeModel } from '../../functions/core/graph/proto.ts';
import { seeded } from '../../functions/core/random.ts';
import { float32 } from '../../functions/core/tensor.ts';
import { HEAD_FEATURES, headGraph, widthOf } from '../../scripts/export/head.ts';
import { runModel } from '../core/graph/runtime.ts';
import { runOnWasm } from '../core/graph/wasm.ts';
import { vectorOf } from '../platform/seeded-faces.ts';

const D = 128;
const FORMULA: Readonly<Record<string, (a: number, b: number) => number>> = {
  'abs-difference': (a, b) => Math.abs(a - b),
  'chi-square': (a, b) => (a - b) ** 2 / (Math.abs(a) + Math.abs(b) + 1e-6),
};

function byFormula(features: string, a: Float32Array, b: Float32Array): number[] {
  if (features === 'distance') return [a.reduce((sum, v, i) => sum + (v - b[i]) ** 2, 0)];
  return Array.from(a, (v, i) => FORMULA[features](v, b[i]));
}

describe.each(HEAD_FEATURES)('a head on %s', (features) => {
  const random = seeded(3);
  const slope = Array.from({ length: widthOf(features, D) }, () => Number((2 - 4 * random()).toPrecision(4)));
  const model = encodeModel(headGraph('head', features, D, { slope, intercept: 0.75 }));
  const withZeros = (vector: Float32Array) => vector.map((v, i) => (i < 5 ? 0 : v));
  const cases: [string, Float32Array, Float32Array][] = [
    ['two faces', vectorOf(1), vectorOf(2)],
    ['one face twice', vectorOf(3), vectorOf(3)],
    ['opposite faces', vectorOf(4), vectorOf(4).map((v) => -v)],
    ['coordinates that are 0 on both sides', withZeros(vectorOf(5)), withZeros(vectorOf(6))],
  ];

  test.each(cases)('of %s is the same on both runtimes, either way round', async (_, a, b) => {
    const exact = byFormula(features, a, b).reduce((sum, x, i) => sum + slope[i] * x, 0.75);
    const feeds = (one: Float32Array, other: Float32Array) => ({
      a: float32([1, D], one),
      b: float32([1, D], other),
    });
    for (const run of [runModel, runOnWasm]) {
      for (const given of [feeds(a, b), feeds(b, a)]) {
        const { logit, probability } = await run(model, given);
        expect([logit.dims, probability.dims]).toEqual([
          [1, 1],
          [1, 1],
        ]);
        expect(Number(logit.data[0])).toBeCloseTo(exact, 4);
        expect(Number(probability.data[0])).toBeCloseTo(1 / (1 + Math.exp(-exact)), 5);
      }
    }
  });
});

test('chi-square is the difference where signs differ, and the textbook term where they do not', async () => {
  const slope = (at: number) => Array.from({ length: 3 }, (_, i) => (i === at ? 1 : 0));
  const [a, b] = [Float32Array.of(0.5, 0.3, -0.2), Float32Array.of(-0.1, 0.1, -0.6)];
  const found = await Promise.all(
    [0, 1, 2].map(async (at) => {
      const model = encodeModel(headGraph('head', 'chi-square', 3, { slope: slope(at), intercept: 0 }));
      const { logit } = await runModel(model, { a: float32([1, 3], a), b: float32([1, 3], b) });
      return Number(logit.data[0]);
    }),
  );
  expect(found[0]).toBeCloseTo(0.6, 5);
  expect(found[1]).toBeCloseTo(0.04 / 0.4, 5);
  expect(found[2]).toBeCloseTo(0.16 / 0.8, 5);
});
