// P x K batches: so many classes, so many pictures of each (Hermans et al. 2017).
import { shuffled } from '../../functions/core/random.ts';

export type BatchShape = {
  /** P. */
  readonly classes: number;
  /** K. */
  readonly pictures: number;
};

/** One picture of a batch: indices of the class and of the picture in it. */
export type Draw = { readonly label: number; readonly picture: number };

/**
 * `counts`: how many pictures each class has. A class with fewer than K gives some of them again, which augmentation
 * makes different. @throws Error when there are fewer classes than P.
 */
export function drawBatch(counts: readonly number[], shape: BatchShape, random: () => number): Draw[] {
  if (counts.length < shape.classes)
    throw new Error(`${counts.length} classes are fewer than the ${shape.classes} of a batch.`);
  const labels = distinct(counts.length, shape.classes, random);
  return labels.flatMap((label) => {
    const order = shuffled(
      Array.from({ length: counts[label] }, (_, i) => i),
      random,
    );
    return Array.from({ length: shape.pictures }, (_, i) => ({ label, picture: order[i % order.length] }));
  });
}

/** `count` different whole numbers below `below` (Floyd). */
function distinct(below: number, count: number, random: () => number): number[] {
  const chosen = new Set<number>();
  for (let last = below - count; last < below; last++) {
    const drawn = Math.floor(random() * (last + 1));
    chosen.add(chosen.has(drawn) ? last : drawn);
  }
  return [...chosen];
}

/** Pairs for the binary loss: each row with the next of its class, and with a row of another class. */
export function drawPairs(labels: readonly number[], random: () => number) {
  const [left, right, same]: [number[], number[], number[]] = [[], [], []];
  for (const [row, label] of labels.entries()) {
    const like = labels.flatMap((other, i) => (other === label && i !== row ? [i] : []));
    const unlike = labels.flatMap((other, i) => (other === label ? [] : [i]));
    for (const [rows, value] of [
      [like, 1],
      [unlike, 0],
    ] as const) {
      if (rows.length === 0) throw new Error('A batch needs two classes and two pictures of each for pairs.');
      left.push(row);
      right.push(rows[Math.floor(random() * rows.length)]);
      same.push(value);
    }
  }
  return { left, right, same };
}
