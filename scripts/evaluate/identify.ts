// `evaluate identify`: open-set 1:N error rates over a folder of people, averaged over random splits.
import path from 'node:path';
import { recognizeThreshold } from '../../functions/core/faces/verify.ts';
import { calibrationFor, type EncoderChoice } from '../open-faces.ts';
import { type Chart, leastRate, type Mark, percent } from './chart.ts';
import { embedAll, missingIn } from './embeddings.ts';
import type { FaceRule } from './face-rule.ts';
import { dirAt, fpirAt, type OpenSet, openSetOf, thresholdAtFpir } from './identification.ts';
import { deviation, mean } from './metrics.ts';
import { type Half, halfOf, readPeople, splitOf } from './people.ts';
import type { Result } from './result.ts';
import { runTrial } from './trial.ts';

export type IdentifyOptions = EncoderChoice & {
  readonly people: string;
  readonly peopleHalf?: Half;
  readonly enrol: number;
  readonly seed: number;
  readonly seeds: number;
  readonly face: FaceRule;
  readonly jobs?: number;
};

export async function evaluateIdentify(options: IdentifyOptions): Promise<Result> {
  const started = performance.now();
  const calibration = await calibrationFor(options);
  const threshold = calibration && recognizeThreshold(calibration, {}).threshold;
  const people = await chosenPeople(options);
  // Every split is made before any picture is embedded, so that too few pictures are said at once.
  const splits = seedsOf(options).map((seed) => splitOf(people, options.enrol, seed));
  const embeddings = await embedAll(
    people.flatMap(({ pictures }) => pictures),
    options,
  );
  const sets: OpenSet[] = [];
  for (const split of splits) sets.push(openSetOf(await runTrial(split, embeddings, options.encoder)));
  const { withoutFace, unreadable } = missingIn(embeddings);
  const values = {
    encoder: options.encoder,
    face: options.face,
    people: people.length,
    enrolled: splits[0].enrolled.length,
    enrol: options.enrol,
    pictures: embeddings.size,
    seed: options.seed,
    seeds: options.seeds,
    ...averaged('known_probes', sets, (set) => set.knownCount),
    ...averaged('unknown_probes', sets, (set) => set.unknownCount),
    ...averaged('rank1', sets, (set) => set.rank1),
    ...averaged('dir_at_fpir_1e-2', sets, (set) => dirAt(set, thresholdAtFpir(set, 1e-2))),
    ...averaged('dir_at_fpir_1e-1', sets, (set) => dirAt(set, thresholdAtFpir(set, 1e-1))),
    ...averaged('threshold_at_fpir_1e-2', sets, (set) => thresholdAtFpir(set, 1e-2)),
    ...averaged('threshold_at_fpir_1e-1', sets, (set) => thresholdAtFpir(set, 1e-1)),
    default_threshold: threshold,
    ...(threshold !== null && {
      ...averaged('fpir_at_default', sets, (set) => fpirAt(set, threshold)),
      ...averaged('dir_at_default', sets, (set) => dirAt(set, threshold)),
    }),
    no_face: withoutFace + unreadable,
    pictures_unreadable: unreadable,
    seconds: (performance.now() - started) / 1000,
  };
  return { values, chart: openSetChart(options, sets, threshold) };
}

/** Paths are absolute from here on. */
export async function chosenPeople({ people, peopleHalf }: Pick<IdentifyOptions, 'people' | 'peopleHalf'>) {
  return halfOf(await readPeople(people), peopleHalf).map(({ name, pictures }) => ({
    name,
    pictures: pictures.map((picture) => path.resolve(people, picture)),
  }));
}

export function seedsOf({ seed, seeds }: Pick<IdentifyOptions, 'seed' | 'seeds'>): number[] {
  return Array.from({ length: seeds }, (_, i) => seed + i);
}

function averaged(
  name: string,
  sets: readonly OpenSet[],
  measure: (set: OpenSet) => number,
): Record<string, number> {
  const values = sets.map(measure);
  return { [name]: mean(values), [`${name}_sd`]: deviation(values) };
}

function openSetChart(options: IdentifyOptions, sets: readonly OpenSet[], threshold: number | null): Chart {
  return {
    title: `${options.encoder}: open-set identification`,
    subtitle: `${options.seeds} splits, each person enrolled with up to ${options.enrol} pictures`,
    x: {
      label: 'False positive identification rate (FPIR)',
      scale: 'log',
      least: leastRate(Math.max(...sets.map((set) => set.unknownCount))),
      most: 1,
    },
    y: { label: 'Detection and identification rate (DIR)', scale: 'linear', least: 0, most: 1 },
    series: sets.map((set) => ({ points: openSetPoints(set), faint: sets.length > 1 })),
    legend: 'bottom',
    marks: threshold === null ? [] : [markAt(sets, threshold)],
  };
}

function markAt(sets: readonly OpenSet[], threshold: number): Mark {
  const [x, y] = [fpirAt, dirAt].map((rate) => mean(sets.map((set) => rate(set, threshold))));
  return { x, y, label: `default ${threshold}: DIR ${percent(y)} at FPIR ${percent(x)}` };
}

function openSetPoints(set: OpenSet): (readonly [number, number])[] {
  return [...set.unknown].map((distance, i) => [(i + 1) / set.unknownCount, dirAt(set, distance)] as const);
}
