// The sentence that every answer by a shipped curve repeats: what was asked for, and what was got.
import { expect, test } from 'vitest';
import { observedRow } from '../../scripts/evaluate/asked-row.ts';
import { findingOf } from '../../scripts/evaluate/elsewhere.ts';

const refused = observedRow(1e-6, null, null);

test('names every rate that the curve gave a threshold for, with its interval, and leaves out what it refused', () => {
  const fmr = [refused, observedRow(0.01, 1.3, { rate: 0.01661, low: 0.0089, high: 0.02718 })];
  const fpir = [{ ...observedRow(0.1, 1.3, { rate: 0.19157, low: 0.0966, high: 0.303 }), subjects: 10 }];
  expect(findingOf('30 people', fmr, fpir)).toBe(
    'Of 30 people: asked for an FMR of 0.01 they got 0.017 (0.0089 to 0.027), for an FPIR of 0.1 in galleries of 10 they got 0.19 (0.097 to 0.3); with 95 % intervals.',
  );
});

test('is not written when nothing was observed', () => {
  expect(() => findingOf('two people', [refused], [])).toThrow('refused every rate');
});
