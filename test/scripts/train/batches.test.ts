// What a batch is made of, which classes are kept out, how pictures are turned, and how the rate warms up.
import { describe, expect, test } from 'vitest';
import { rateAfter } from '../../../functions/core/optim/rate.ts';
import { seeded } from '../../../functions/core/random.ts';
import { drawBatch, drawPairs } from '../../../scripts/train/batches.ts';
import { holdOut, type PictureClass } from '../../../scripts/train/classes.ts';
import { pictureMedium } from '../../../scripts/train/pictures.ts';
import { fillBatch } from '../../../scripts/train/samples.ts';

describe('a P x K batch', () => {
  test('has K different pictures of each of P different classes', () => {
    const counts = [5, 6, 7, 8, 9];
    const draws = drawBatch(counts, { classes: 3, pictures: 4 }, seeded(1));
    const labels = new Set(draws.map(({ label }) => label));
    expect(labels.size).toBe(3);
    for (const label of labels) {
      const pictures = draws.filter((draw) => draw.label === label).map(({ picture }) => picture);
      expect(new Set(pictures).size).toBe(4);
      expect(Math.max(...pictures)).toBeLessThan(counts[label]);
    }
  });

  test('draws every class equally often', () => {
    const random = seeded(2);
    const seen = [0, 0, 0, 0, 0];
    for (let i = 0; i < 2000; i++)
      for (const { label } of drawBatch([1, 1, 1, 1, 1], { classes: 2, pictures: 1 }, random)) seen[label]++;
    for (const count of seen) expect(Math.abs(count - 800)).toBeLessThan(100);
  });

  test('takes pictures again from a class that has too few, and refuses too few classes', () => {
    const draws = drawBatch([2, 2], { classes: 2, pictures: 4 }, seeded(3));
    expect(draws.filter(({ label, picture }) => label === 0 && picture === 0)).toHaveLength(2);
    expect(() => drawBatch([2, 2], { classes: 3, pictures: 4 }, seeded(3))).toThrow('2 classes are fewer');
  });

  test('gives each row a pair of its class and one of another', () => {
    const labels = [0, 0, 1, 1, 2, 2];
    const { left, right, same } = drawPairs(labels, seeded(4));
    expect(left).toHaveLength(12);
    for (const [i, row] of left.entries()) {
      expect(right[i]).not.toBe(row);
      expect(Number(labels[right[i]] === labels[row])).toBe(same[i]);
    }
  });
});

test('held-out classes are the asked share, and in no batch', () => {
  const classes = Array.from(
    { length: 20 },
    (_, i): PictureClass => ({ group: '', name: `c${i}`, pictures: [] }),
  );
  const { training, heldOut } = holdOut(classes, 0.25);
  expect([training.length, heldOut.length]).toEqual([15, 5]);
  expect(new Set([...training, ...heldOut]).size).toBe(20);
});

test('held-out classes come from all alphabets, not from one', () => {
  const classes = ['a', 'b', 'c', 'd', 'e'].flatMap((group) =>
    Array.from({ length: 26 }, (_, i): PictureClass => {
      const name = `${group}/character${String(i + 1).padStart(2, '0')}`;
      return { group, name, pictures: [] };
    }),
  );
  const { heldOut } = holdOut(classes, 0.1);
  const most = Math.max(
    ...['a', 'b', 'c', 'd', 'e'].map((name) => heldOut.filter(({ group }) => group === name).length),
  );
  expect(most).toBeLessThan(8); // of 13: a sixth sigma of drawing without regard to the alphabet
});

test('four classes of a picture are its quarter turns, exactly', () => {
  const data = new Uint8Array(4 * 16).fill(255);
  for (const [pixel, shade] of [0, 50, 100, 200].entries()) data.fill(shade, 4 * pixel, 4 * pixel + 3);
  const samples = [[{ width: 4, height: 4, data }]];
  const draws = [0, 1, 2, 3].map((label) => ({ label, picture: 0 }));
  const x = fillBatch(pictureMedium([1, 4, 4]), samples, draws, { quarterTurns: true });
  const top = [0, 50, 100, 200].map((shade) => 1 - shade / 255);
  const of = (turn: number, pixels: readonly number[]) => pixels.map((pixel) => x[16 * turn + pixel]);
  const near = (values: readonly number[], wanted: readonly number[]) => {
    for (const [i, value] of values.entries()) expect(value).toBeCloseTo(wanted[i], 5);
  };
  near(of(0, [0, 1, 2, 3]), top);
  near(of(2, [15, 14, 13, 12]), top);
  // One turn each way; which is which does not matter to classes, but they must differ.
  const [left, right] = [of(1, [0, 4, 8, 12]), of(1, [3, 7, 11, 15])];
  const edge = Math.max(...left) > Math.max(...right) ? left : right;
  near([...edge].sort(), [...top].sort());
  expect([...x.subarray(16, 32)]).not.toEqual([...x.subarray(48, 64)]);
});

test('the rate rises in equal steps and falls to nothing', () => {
  const rate = { learningRate: 0.1, warmUp: 4, decay: 100 };
  const flat = { learningRate: 0.1, warmUp: 4 };
  expect([0, 1, 2, 3, 4, 50].map((i) => rateAfter(flat, i))).toEqual(
    [0.025, 0.05, 0.075, 0.1, 0.1, 0.1].map((value) => expect.closeTo(value, 12)),
  );
  expect(rateAfter(rate, 50)).toBeCloseTo(0.05, 12);
  expect(rateAfter(rate, 100)).toBeCloseTo(0, 12);
});
