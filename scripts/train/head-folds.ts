// A head by folds: how strong its ridge should be, and what it says of people that it was not fitted on.
import { encodeModel } from '../../functions/core/graph/proto.ts';
import type { HeadFeatures, HeadWeights } from '../../functions/core/manifest.ts';
import type { Runtime } from '../../functions/core/ports.ts';
import { featureGraph, widthOf } from '../export/head.ts';
import { createFitter, type Fitter, logitsOf, type Samples } from './head-fit.ts';
import { PAIR_ROWS, type PairSet, runPairs } from './head-pairs.ts';

/** Strengths that are tried, in steps of about three. */
const RIDGES = [1e-3, 3e-3, 1e-2, 3e-2, 0.1, 0.3, 1];
/** Into how many parts folds are put to choose among them. */
const PARTS = 3;

type Row = { readonly same: boolean; readonly set: number; readonly folds: readonly [number, number] };

/** All pairs of some sets under one head's features. */
export type HeadData = {
  readonly features: HeadFeatures;
  /** In the order of the sets and their pairs. */
  readonly rows: readonly Row[];
  readonly samples: Samples;
  readonly fitter: Fitter;
};

export type Fitted = { readonly weights: HeadWeights; readonly ridge: number };

/** The caller releases its fitter. */
export async function headData(
  runtime: Runtime,
  features: HeadFeatures,
  sets: readonly PairSet[],
): Promise<HeadData> {
  const pairs = sets.flatMap((set) => set.pairs);
  const dimensions = pairs[0].a.length;
  const model = encodeModel(featureGraph(features, PAIR_ROWS, dimensions));
  const samples: Samples = {
    features: await runPairs(runtime, model, 'features', pairs),
    width: widthOf(features, dimensions),
    same: pairs.map(({ same }) => same),
  };
  const rows = sets.flatMap(({ pairs }, set) => pairs.map(({ same, folds }) => ({ same, set, folds })));
  return { features, rows, samples, fitter: await createFitter(runtime, samples) };
}

/** On all rows, or on those of which neither person is in the fold `without`. */
export async function fitHead(data: HeadData, without?: number): Promise<Fitted> {
  const use = ({ folds }: Row) => without === undefined || !folds.includes(without);
  const ridge = await chosenRidge(data, use);
  return { weights: await data.fitter.fit(balanced(data.rows, use), ridge), ridge };
}

export type Judgement = {
  /** By row: of the head that saw neither person; NaN where the two are in different folds. */
  readonly logits: Float64Array;
  readonly byFold: ReadonlyMap<number, Fitted>;
};

/** Every fold is left out once, ridge and all, and judged by what was fitted on the others. */
export async function crossFit(data: HeadData, onFold: () => void = () => {}): Promise<Judgement> {
  const logits = new Float64Array(data.rows.length).fill(Number.NaN);
  const byFold = new Map<number, Fitted>();
  for (const fold of foldsIn(data.rows)) {
    const fitted = await fitHead(data, fold);
    const all = logitsOf(data.samples, fitted.weights);
    for (const [i, row] of data.rows.entries())
      if (row.folds.every((each) => each === fold)) logits[i] = all[i];
    byFold.set(fold, fitted);
    onFold();
  }
  return { logits, byFold };
}

export function foldsIn(rows: readonly Row[]): number[] {
  return [...new Set(rows.flatMap(({ folds }) => folds))].sort((a, b) => a - b);
}

/** The strength with the least cross-entropy on people left out; one slope has nothing to be pulled towards. */
async function chosenRidge({ rows, samples, fitter }: HeadData, use: (row: Row) => boolean): Promise<number> {
  if (samples.width === 1) return 0;
  const losses = new Array<number>(RIDGES.length).fill(0);
  for (let part = 0; part < PARTS; part++) {
    const inside = (fold: number) => fold % PARTS === part;
    const fitted = balanced(rows, (row) => use(row) && !row.folds.some(inside));
    const held = balanced(rows, (row) => use(row) && row.folds.every(inside));
    for (const [i, ridge] of RIDGES.entries()) {
      const logits = logitsOf(samples, await fitter.fit(fitted, ridge));
      for (const [row, weight] of held.entries())
        if (weight > 0) losses[i] += weight * softplus(rows[row].same ? -logits[row] : logits[row]);
    }
  }
  return RIDGES[losses.indexOf(Math.min(...losses))];
}

/** Weights by which each class of each set counts the same among the rows in use; the others have none. */
function balanced(rows: readonly Row[], use: (row: Row) => boolean): Float64Array {
  const kindOf = ({ set, same }: Row) => `${set} ${same}`;
  const used = rows.map(use);
  const counts = new Map<string, number>();
  for (const [i, row] of rows.entries())
    if (used[i]) counts.set(kindOf(row), (counts.get(kindOf(row)) ?? 0) + 1);
  return Float64Array.from(rows, (row, i) => (used[i] ? 1 / counts.get(kindOf(row))! : 0));
}

/** log(1 + exp(x)). */
function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}
