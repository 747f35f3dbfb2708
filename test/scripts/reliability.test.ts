// The calibration error on probabilities whose honesty is known.
import { expect, test } from 'vitest';
import { seeded } from '../../functions/core/random.ts';
import { svgOf } from '../../scripts/evaluate/chart.ts';
import {
  expectedCalibrationError,
  type Judged,
  reliability,
  reliabilityChart,
} from '../../scripts/evaluate/reliability.ts';

const times = (count: number, judged: Judged) => Array<Judged>(count).fill(judged);
const ece = (judged: readonly Judged[]) => expectedCalibrationError(reliability(judged));

test('shares that are what was said have no error; probabilities that are too sure have the distance', () => {
  const said = (probability: number) => [
    ...times(80, { probability, same: true }),
    ...times(20, { probability, same: false }),
    ...times(20, { probability: 1 - probability, same: true }),
    ...times(80, { probability: 1 - probability, same: false }),
  ];
  expect(ece(said(0.8))).toBeCloseTo(0, 12);
  expect(ece(said(0.95))).toBeCloseTo(0.15, 12);
  expect(ece(said(0.8).map((each) => ({ ...each, same: !each.same })))).toBeCloseTo(0.6, 12);
});

test('always saying the prior is honest and useless: the error is 0', () => {
  expect(
    ece([...times(30, { probability: 0.5, same: true }), ...times(70, { probability: 0.5, same: false })]),
  ).toBeCloseTo(0, 12);
});

test('at a prior of a half each class weighs a half, however many pairs it has', () => {
  const genuine = times(10, { probability: 0.9, same: true });
  const impostor = (count: number) => times(count, { probability: 0.9, same: false });
  expect(ece([...genuine, ...impostor(10)])).toBeCloseTo(0.4, 12);
  expect(ece([...genuine, ...impostor(1000)])).toBeCloseTo(0.4, 12);
});

test('drawn by their own probability, pairs show a small error, which a squeezed scale does not', () => {
  const random = seeded(2);
  // Half genuine overall, as the prior has it.
  const drawn = Array.from({ length: 20_000 }, () => {
    const probability = random();
    return { probability, same: random() < probability };
  });
  expect(ece(drawn)).toBeLessThan(0.015);
  const squeezed = drawn.map(({ probability, same }) => ({ probability: 0.25 + probability / 2, same }));
  expect(ece(squeezed)).toBeGreaterThan(0.1);
});

test('0 and 1 are in the first and last bin; an empty class is refused', () => {
  const bins = reliability([
    { probability: 1, same: true },
    { probability: 0, same: false },
  ]);
  expect(bins.map(({ probability, share, pairs }) => [probability, share, pairs])).toEqual([
    [0, 0, 1],
    [1, 1, 1],
  ]);
  expect(() => reliability(times(3, { probability: 1, same: true }))).toThrow(
    '3 pairs of one person and 0 of two',
  );
});

test('the diagram names each kind with its error', () => {
  const bins = reliability([
    ...times(10, { probability: 0.9, same: true }),
    ...times(10, { probability: 0.3, same: false }),
  ]);
  const svg = svgOf(reliabilityChart('Title', 'below', [{ name: 'a & b', bins }]));
  expect(svg).toContain('a &amp; b: ECE 0.200');
  expect(svg.match(/<circle/g)).toHaveLength(3); // two bins and the legend
  const two = reliabilityChart('Title', 'below', [
    { name: 'here', bins },
    { name: 'there', bins, elsewhere: true },
  ]);
  expect(svgOf(two).match(/stroke-width="2" stroke-dasharray/g)).toHaveLength(1);
});
