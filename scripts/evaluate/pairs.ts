// `evaluate pairs`: 1:1 error rates of a list of pairs, by the protocol of LFW.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { squaredDistance, verifyThreshold } from '../../functions/core/faces/verify.ts';
import { calibrationFor, type EncoderChoice } from '../open-faces.ts';
import { type Chart, leastRate, percent } from './chart.ts';
import { embedAll, missingIn, vectorOf } from './embeddings.ts';
import type { FaceRule } from './face-rule.ts';
import {
  type Comparison,
  countAtOrBelow,
  equalErrorRate,
  foldAccuracy,
  operatingPoints,
  type Sample,
  sampleOf,
  tarAtFmr,
  thresholdAtFmr,
} from './metrics.ts';
import { type ListedPair, parsePairs } from './pairs-file.ts';
import type { Result } from './result.ts';

export type PairsOptions = EncoderChoice & {
  readonly images: string;
  readonly pairs: string;
  readonly face: FaceRule;
  readonly jobs?: number;
};

export async function evaluatePairs(options: PairsOptions): Promise<Result> {
  const started = performance.now();
  const calibration = await calibrationFor(options);
  const listed = parsePairs(await readFile(options.pairs, 'utf8'));
  const fileOf = (picture: string) => path.resolve(options.images, picture);
  const embeddings = await embedAll(
    listed.flatMap(({ a, b }) => [fileOf(a), fileOf(b)]),
    options,
  );
  const comparisons = listed.map((pair): Comparison => {
    const [a, b] = [vectorOf(embeddings, fileOf(pair.a)), vectorOf(embeddings, fileOf(pair.b))];
    return { same: pair.same, fold: pair.fold, distance: a && b ? squaredDistance(a, b) : null };
  });
  const sample = sampleOf(comparisons);
  const accuracy = foldAccuracy(comparisons);
  const threshold = calibration && verifyThreshold(calibration, {}).threshold;
  const { withoutFace, unreadable } = missingIn(embeddings);
  const values = {
    encoder: options.encoder,
    face: options.face,
    pairs: comparisons.length,
    genuine: sample.genuineCount,
    impostor: sample.impostorCount,
    accuracy: accuracy?.accuracy ?? null,
    accuracy_se: accuracy?.standardError ?? null,
    eer: equalErrorRate(sample),
    'tar_at_fmr_1e-2': tarAtFmr(sample, 1e-2),
    'tar_at_fmr_1e-3': tarAtFmr(sample, 1e-3),
    'threshold_at_fmr_1e-2': thresholdAtFmr(sample, 1e-2),
    'threshold_at_fmr_1e-3': thresholdAtFmr(sample, 1e-3),
    default_threshold: threshold,
    tar_at_default: shareBelow(sample.genuine, threshold, sample.genuineCount),
    fmr_at_default: shareBelow(sample.impostor, threshold, sample.impostorCount),
    no_face: comparisons.filter(({ distance }) => distance === null).length,
    pictures: embeddings.size,
    pictures_without_face: withoutFace,
    pictures_unreadable: unreadable,
    seconds: (performance.now() - started) / 1000,
  };
  return { values, chart: detChart(options, listed, sample) };
}

/** Null without a threshold, as a file has none, or without a pair. */
function shareBelow(distances: Float64Array, threshold: number | null, count: number): number | null {
  return threshold === null || count === 0 ? null : countAtOrBelow(distances, threshold) / count;
}

function detChart(options: PairsOptions, listed: readonly ListedPair[], sample: Sample): Chart | null {
  const points = operatingPoints(sample);
  if (points.length === 0) return null;
  const eer = equalErrorRate(sample) ?? 0;
  const marks = [1e-3, 1e-2].flatMap((rate) => {
    const tar = tarAtFmr(sample, rate);
    return tar === null
      ? []
      : [{ x: rate, y: 1 - tar, label: `TAR ${percent(tar)} at FMR ${percent(rate)}` }];
  });
  return {
    title: `${options.encoder}: detection error trade-off`,
    subtitle: `${path.basename(options.pairs)}, ${listed.length} pairs; rates of 0 lie on the edge`,
    x: { label: 'False match rate (FMR)', scale: 'log', least: leastRate(sample.impostorCount), most: 1 },
    y: { label: 'False non-match rate (FNMR)', scale: 'log', least: leastRate(sample.genuineCount), most: 1 },
    series: [{ points: points.map(({ fmr, fnmr }) => [fmr, fnmr] as const) }],
    marks: [...marks, { x: eer, y: eer, label: `EER ${percent(eer)}` }],
    legend: 'top',
    diagonal: true,
  };
}
