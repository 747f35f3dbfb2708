// `evaluate heads`: how often a logistic on the distance, on |a - b| and on chi-square is right, and how honest each is.
import { probabilityOf } from '../../functions/core/faces/judge.ts';
import { probability, squaredDistance } from '../../functions/core/faces/verify.ts';
import type { HeadEntry, HeadFeatures } from '../../functions/core/manifest.ts';
import type { Runtime } from '../../functions/core/ports.ts';
import { createNodeRuntime } from '../../functions/platform/ort-node.ts';
import { HEAD_FEATURES } from '../export/head.ts';
import { modelsOf } from '../models-folder.ts';
import { calibrationFor, MODELS_DIRECTORY } from '../open-faces.ts';
import { startProgress } from '../progress.ts';
import { logitsOf } from '../train/head-fit.ts';
import { crossFit, fitHead, foldsIn, type HeadData, headData } from '../train/head-folds.ts';
import type { Pair, PairSet } from '../train/head-pairs.ts';
import { gather, type HeadPictures } from '../train/head-pictures.ts';
import { missingIn } from './embeddings.ts';
import { deviation, mean } from './metrics.ts';
import {
  expectedCalibrationError,
  type Judged,
  type Kind,
  reliability,
  reliabilityChart,
} from './reliability.ts';
import type { Result } from './result.ts';

/** Heads are fitted on the list, and judged on the people. */
export type HeadsOptions = HeadPictures;

/** Of people: more would tell no more of shares than the few people allow. */
const MOST_PAIRS = 20_000;

export async function evaluateHeads(options: HeadsOptions): Promise<Result> {
  const started = performance.now();
  const calibration = await calibrationFor(options);
  const { listed, people, embeddings, list, drawn: others } = await gather(options, MOST_PAIRS);
  if (list === null) throw new Error('The list names no pair.');

  const runtime = createNodeRuntime();
  const values: Record<string, unknown> = {};
  const kinds: Kind[] = [];
  const note = (key: string, name: string, judged: readonly Judged[], elsewhere = false) => {
    const bins = reliability(judged);
    values[`ece_${elsewhere ? 'people_' : ''}${key}`] = expectedCalibrationError(bins);
    kinds.push({ name: `${name}, ${elsewhere ? 'people' : 'list'}`, bins, elsewhere });
  };
  const progress = startProgress('Fitting heads', HEAD_FEATURES.length * 10);
  try {
    for (const features of HEAD_FEATURES) {
      const key = features.replaceAll('-', '_');
      const { accuracies, judged, elsewhere, ridge } = await measure(
        runtime,
        features,
        list,
        others,
        progress.tick,
      );
      values[`accuracy_${key}`] = mean(accuracies);
      values[`accuracy_${key}_se`] = deviation(accuracies) / Math.sqrt(accuracies.length);
      values[`ridge_${key}`] = ridge;
      note(key, features, judged);
      if (elsewhere) note(key, features, elsewhere, true);
    }
  } finally {
    progress.stop();
  }
  if (calibration) {
    const served = (set: PairSet) =>
      set.pairs.map(({ a, b, same }) => ({
        same,
        probability: probability(calibration, squaredDistance(a, b)),
      }));
    note('service_distance', 'service by distance', served(list));
    if (others) note('service_distance', 'service by distance', served(others), true);
  }
  const head = modelsOf(MODELS_DIRECTORY).find(
    (model): model is HeadEntry => model.kind === 'head' && model.encoder === options.encoder,
  );
  if (head && others) {
    const { samples, fitter } = await headData(runtime, head.features, [others]);
    await fitter.release();
    const logits = logitsOf(samples, head.weights);
    note('service_logistic', 'service by its head', judgedOf(others.pairs, logits), true);
  }
  const { withoutFace, unreadable } = missingIn(embeddings);
  return {
    values: {
      encoder: options.encoder,
      prior: 0.5,
      pairs: listed.length,
      pairs_without_face: list.missing.length,
      people: people.length,
      people_pairs: others?.pairs.length ?? 0,
      ...values,
      pictures: embeddings.size,
      no_face: withoutFace + unreadable,
      seconds: (performance.now() - started) / 1000,
    },
    chart: reliabilityChart(
      `${options.encoder}: are probabilities honest`,
      `${listed.length} pairs, each judged by a head that saw neither person; prior 0.5`,
      kinds,
    ),
  };
}

type Measured = {
  /** One a fold; a pair without a face is wrong. */
  readonly accuracies: readonly number[];
  readonly judged: readonly Judged[];
  /** The other set, judged by a head fitted on the whole list. */
  readonly elsewhere: readonly Judged[] | null;
  readonly ridge: number;
};

async function measure(
  runtime: Runtime,
  features: HeadFeatures,
  list: PairSet,
  others: PairSet | null,
  onFold: () => void,
): Promise<Measured> {
  const data = await headData(runtime, features, [list]);
  try {
    const { logits } = await crossFit(data, onFold);
    const { weights, ridge } = await fitHead(data);
    const other = others && (await headData(runtime, features, [others]));
    await other?.fitter.release();
    return {
      accuracies: accuraciesOf(data, logits, list.missing),
      judged: judgedOf(list.pairs, logits),
      elsewhere: other && judgedOf(others.pairs, logitsOf(other.samples, weights)),
      ridge,
    };
  } finally {
    await data.fitter.release();
  }
}

function accuraciesOf({ rows }: HeadData, logits: Float64Array, missing: readonly number[]): number[] {
  return foldsIn(rows).map((fold) => {
    let [right, all] = [0, missing.filter((each) => each === fold).length];
    for (const [i, { same, folds }] of rows.entries()) {
      if (folds[0] !== fold) continue;
      all++;
      if (logits[i] >= 0 === same) right++;
    }
    return right / all;
  });
}

function judgedOf(pairs: readonly Pair[], logits: Float64Array): Judged[] {
  return pairs.map(({ same }, i) => ({ same, probability: probabilityOf(logits[i]) }));
}
