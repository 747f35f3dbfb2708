// Whether a probability is honest: of the pairs that are given 0.7, do seven in ten show the same person.
import type { Chart, Series } from './chart.ts';

/** `probability` of the same person, 0..1. */
export type Judged = { readonly probability: number; readonly same: boolean };

/** Probabilities of one bin: their mean, the share that is of one person, and how much of all the bin weighs. */
export type Bin = {
  readonly probability: number;
  readonly share: number;
  readonly weight: number;
  readonly pairs: number;
};

const BINS = 10;
/** A bin of fewer pairs says nothing that an eye should follow. */
const LEAST_DRAWN = 10;

/**
 * Ten bins of equal width, empty ones left out. Each class weighs a half, which is the prior of 0.5 that probabilities
 * are stated at, whatever the number of its pairs. @throws Error when a class is empty.
 */
export function reliability(judged: readonly Judged[]): Bin[] {
  const counted = { true: 0, false: 0 };
  for (const { same } of judged) counted[`${same}`]++;
  if (counted.true === 0 || counted.false === 0)
    throw new Error(
      `${counted.true} pairs of one person and ${counted.false} of two: some of each are needed.`,
    );
  const bins = Array.from({ length: BINS }, () => ({ weight: 0, sum: 0, same: 0, pairs: 0 }));
  for (const { probability, same } of judged) {
    const weight = 0.5 / counted[`${same}`];
    const bin = bins[Math.min(BINS - 1, Math.floor(probability * BINS))];
    bin.weight += weight;
    bin.sum += weight * probability;
    bin.same += same ? weight : 0;
    bin.pairs++;
  }
  return bins
    .filter(({ pairs }) => pairs > 0)
    .map(({ weight, sum, same, pairs }) => ({
      probability: sum / weight,
      share: same / weight,
      weight,
      pairs,
    }));
}

/** ECE: how far probabilities are from shares in the mean over all pairs (Naeini et al. 2015; Guo et al. 2017). */
export function expectedCalibrationError(bins: readonly Bin[]): number {
  return bins.reduce(
    (sum, { probability, share, weight }) => sum + weight * Math.abs(probability - share),
    0,
  );
}

/** The bins of one kind of probability; `elsewhere` for pictures unlike those of the others, which is drawn in dashes. */
export type Kind = { readonly name: string; readonly bins: readonly Bin[]; readonly elsewhere?: boolean };

/** Several kinds against the diagonal. */
export function reliabilityChart(title: string, subtitle: string, kinds: readonly Kind[]): Chart {
  const series = kinds.map(({ name, bins, elsewhere }): Series => {
    const drawn = bins.filter(({ pairs }) => pairs >= LEAST_DRAWN);
    return {
      name: `${name}: ECE ${expectedCalibrationError(bins).toFixed(3)}`,
      dashed: elsewhere,
      points: drawn.map(({ probability, share }) => [probability, share] as const),
    };
  });
  return {
    title,
    subtitle,
    x: { label: 'Probability of the same person that was answered', scale: 'linear', least: 0, most: 1 },
    y: { label: 'Share that shows the same person', scale: 'linear', least: 0, most: 1 },
    series,
    marks: [],
    legend: 'bottom',
    diagonal: true,
  };
}
