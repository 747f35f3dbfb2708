// A run of `train head`: pictures to pairs, a logistic head fitted on all of them and judged by folds of people; an ONNX file.
import type { HeadEntry, HeadFeatures, HeadWeights } from '../../functions/core/manifest.ts';
import { createNodeRuntime } from '../../functions/platform/ort-node.ts';
import { isEncoderFile } from '../encoder-file.ts';
import { missingIn } from '../evaluate/embeddings.ts';
import { expectedCalibrationError, type Kind, reliabilityChart } from '../evaluate/reliability.ts';
import type { Result } from '../evaluate/result.ts';
import { headRecipe } from '../export/head-recipe.ts';
import { type Exported, exportModel } from '../export/write.ts';
import { addModel, modelsOf, refuseTaken } from '../models-folder.ts';
import { calibrationFor, MODELS_DIRECTORY } from '../open-faces.ts';
import { startProgress } from '../progress.ts';
import { writeWhole } from '../whole-file.ts';
import { crossFit, fitHead, foldsIn, headData } from './head-folds.ts';
import { binsOf, type HeldOut, headCalibration, heldOut, ratesOf } from './head-held-out.ts';
import type { PairSet } from './head-pairs.ts';
import { gather, type HeadPictures } from './head-pictures.ts';

export type TrainHeadOptions = HeadPictures & {
  readonly features: HeadFeatures;
  /** What the pictures are, for the manifest. */
  readonly source: string;
  readonly licence: string;
  /** The head; its report is written beside it as .json, its diagram as .reliability.svg. */
  readonly out: string;
  /** The folder whose manifest gets the head, under this id. */
  readonly models?: string;
  readonly id?: string;
};

/** Of people, of each class: a head of 129 numbers gains nothing of more. */
const MOST_PAIRS = 4000;
/** Of weights and figures in the manifest; the file is made of the weights as they are there. */
const [WEIGHT_DIGITS, FIGURE_DIGITS] = [5, 4];

export async function trainHead(options: TrainHeadOptions): Promise<Result> {
  const started = performance.now();
  const { encoder, features, source, licence, models } = options;
  const id = options.id ?? `${encoder}-${features}`;
  await refuseUnfit(options, id);
  const { list, drawn, embeddings } = await gather(options, MOST_PAIRS);
  const sets = [list, drawn].filter((set): set is PairSet => set !== null);
  const runtime = createNodeRuntime();
  const data = await headData(runtime, features, sets);
  const progress = startProgress('Fitting a head', foldsIn(data.rows).length);
  try {
    const judgement = await crossFit(data, progress.tick);
    const { weights, ridge } = await fitHead(data);
    const held = await heldOut(runtime, data, sets, judgement, options.seed);
    const calibration = headCalibration(`${source}: ${basisOf(held)}`, held);
    const kinds = held.map((set, i) => ({ name: set.domain.name, bins: binsOf(set), elsewhere: i > 0 }));
    const figures = held.map((set, i) => {
      const ece = expectedCalibrationError(kinds[i].bins);
      return [set.domain.name, { ...ratesOf(set, calibration), ece }] as const;
    });
    const exported = exportModel(
      headRecipe({
        ...{ id, encoder, features, calibration, licence, source: `Fitted on ${source}` },
        dimensions: sets[0].pairs[0].a.length,
        weights: roundedWeights(weights),
        scores: figures.map(([name, values]) => ({
          set: `${source}: ${name}, people held out`,
          command: `npm run -s train -- head --encoder ${encoder} --features ${features}`,
          values: roundedValues(values),
        })),
      }),
      undefined,
    );
    const { withoutFace, unreadable } = missingIn(embeddings);
    const values = {
      ...{ id, encoder, features, prior: 0.5, ridge, bytes: exported.bytes.length },
      verify: calibration.verify,
      pairs: data.rows.length,
      ...Object.fromEntries(
        figures.flatMap(([name, each]) =>
          Object.entries(each).map(([key, value]) => [`${name}_${key}`, value]),
        ),
      ),
      ...{ pictures: embeddings.size, no_face: withoutFace + unreadable },
      seconds: (performance.now() - started) / 1000,
    };
    write(options.out, exported, values);
    if (models !== undefined) addModel(models, exported);
    return { values, chart: chartOf(id, data.rows.length, kinds) };
  } finally {
    progress.stop();
    await data.fitter.release();
  }
}

/** @throws Error before any work when the head could not be used after it. */
async function refuseUnfit({ encoder, models }: TrainHeadOptions, id: string): Promise<void> {
  if (isEncoderFile(encoder))
    throw new Error(
      `${encoder}: a head names its encoder by an id. Add the file first, with scripts/add-encoder.ts.`,
    );
  await calibrationFor({ encoder });
  if (models === undefined) return;
  refuseTaken(models, id);
  const [embedding, there] = [MODELS_DIRECTORY, models].map((folder) =>
    modelsOf(folder).find((model) => model.id === encoder),
  );
  if (there === undefined || there.sha256 !== embedding?.sha256)
    throw new Error(
      `${models} has ${there ? 'another' : 'no'} ${encoder}, and the head would be fitted on embeddings of that in ${MODELS_DIRECTORY}: with LIKENESS_MODELS=${models} they are the same.`,
    );
}

function basisOf(held: readonly HeldOut[]): string {
  const trials = held.map(({ domain, peoplePairs }) => `${peoplePairs} pairs of two people (${domain.name})`);
  const strictest = held.length > 1 ? ', at every rate the stricter of the two' : '';
  return `people in ten folds, each judged by a head that was not fitted on it, ${trials.join(' and ')}${strictest}. Below 3 over the pairs of the kind that decides, take a rate as an order of magnitude.`;
}

function chartOf(id: string, pairs: number, kinds: readonly Kind[]) {
  const subtitle = `are probabilities honest: ${pairs} pairs, people judged by a head that did not see them; prior 0.5`;
  return reliabilityChart(id, subtitle, kinds);
}

function write(out: string, { entry, bytes }: Exported, values: object): void {
  writeWhole(out, bytes);
  writeWhole(`${out}.json`, `${JSON.stringify({ ...values, entry: entry as HeadEntry })}\n`);
}

function roundedWeights({ slope, intercept }: HeadWeights): HeadWeights {
  const short = (value: number) => Number(value.toPrecision(WEIGHT_DIGITS));
  return { slope: slope.map(short), intercept: short(intercept) };
}

function roundedValues(values: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, Number(value.toPrecision(FIGURE_DIGITS))]),
  );
}
