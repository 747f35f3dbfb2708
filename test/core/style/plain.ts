// The formulae of style transfer in plain double precision, written from the papers and not from the graphs.
import type { Statistic } from '../../../functions/core/style/options.ts';

/** Features as rows of positions: [C][M]. */
export type Features = readonly (readonly number[])[];

export function featuresOf(data: ArrayLike<number>, channels: number): Features {
  const positions = data.length / channels;
  return Array.from({ length: channels }, (_, c) =>
    Array.from({ length: positions }, (_, i) => data[c * positions + i]),
  );
}

/** 3 x 3 patches, colour by colour and row by row, of planes [3][height * width] averaged by `step`. */
export function patchesOf(planes: Features, width: number, height: number, step: number): Features {
  const [w, h] = [Math.floor(width / step), Math.floor(height / step)];
  const averaged = planes.map((plane) =>
    Array.from({ length: w * h }, (_, i) => {
      const [x0, y0] = [(i % w) * step, Math.floor(i / w) * step];
      let sum = 0;
      for (let y = 0; y < step; y++) for (let x = 0; x < step; x++) sum += plane[(y0 + y) * width + x0 + x];
      return sum / step ** 2;
    }),
  );
  return averaged.flatMap((plane) =>
    Array.from({ length: 9 }, (_, k) =>
      Array.from({ length: (w - 2) * (h - 2) }, (_, i) => {
        const [x, y] = [i % (w - 2), Math.floor(i / (w - 2))];
        return plane[(y + Math.floor(k / 3)) * w + x + (k % 3)];
      }),
    ),
  );
}

/** [second | sqrt(C) mean] as rows, from deviations from the mean; weights sum to 1. */
export function statisticOf(
  features: Features,
  statistic: Statistic,
  weights?: readonly number[],
): number[][] {
  const positions = features[0].length;
  const weight = (i: number) => (weights ? weights[i] : 1 / positions);
  const means = features.map((row) => row.reduce((sum, value, i) => sum + weight(i) * value, 0));
  const centre = statistic === 'gram' ? means.map(() => 0) : means;
  const second = features.map((a, j) =>
    features.map((b, k) =>
      a.reduce((sum, value, i) => sum + weight(i) * (value - centre[j]) * (b[i] - centre[k]), 0),
    ),
  );
  if (statistic !== 'both') return second;
  return second.map((row, j) => [...row, Math.sqrt(features.length) * means[j]]);
}

export function sumOfSquares(found: Features, target?: Features): number {
  return found.reduce(
    (sum, row, j) => row.reduce((rowSum, value, i) => rowSum + (value - (target?.[j][i] ?? 0)) ** 2, sum),
    0,
  );
}

/** Mean squared differences downwards plus those to the right. */
export function variationOf(
  planes: Features,
  width: number,
  height: number,
): { down: number; right: number } {
  let [down, right] = [0, 0];
  for (const plane of planes)
    for (let i = 0; i < width * height; i++) {
      if (i + width < width * height) down += (plane[i + width] - plane[i]) ** 2;
      if ((i + 1) % width !== 0) right += (plane[i + 1] - plane[i]) ** 2;
    }
  return { down, right };
}
