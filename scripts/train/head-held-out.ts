// What a head says of people that it was not fitted on: every fold is judged by what was fitted on the others.
import { probabilityOf } from '../../functions/core/faces/judge.ts';
import { encodeModel } from '../../functions/core/graph/proto.ts';
import type { HeadCalibration } from '../../functions/core/manifest.ts';
import type { Runtime } from '../../functions/core/ports.ts';
import { seeded } from '../../functions/core/random.ts';
import {
  type Domain,
  falseMatchCurve,
  fmrIn,
  rounded,
  smallestRate,
  thresholdAt,
} from '../evaluate/calibration.ts';
import { countAtOrBelow } from '../evaluate/metrics.ts';
import { type Judged, reliability } from '../evaluate/reliability.ts';
import { featureGraph } from '../export/head.ts';
import { logitsOf } from './head-fit.ts';
import type { HeadData, Judgement } from './head-folds.ts';
import { drawPairs, PAIR_ROWS, type PairSet, runPairs } from './head-pairs.ts';

/** Negative logits stand in for distances: the smaller, the more alike. */
export type HeldOut = {
  readonly domain: Domain;
  /** Pairs of two people of one fold: how many independent trials the impostors are. */
  readonly peoplePairs: number;
};

/** Of one fold: more would take memory and say no more of the rates that so few people support. */
const MOST_IMPOSTORS = 200_000;

/**
 * Of each set the pairs of one person that it has, and every two pictures of two people of one fold.
 * @throws Error when a set has no fold with two people in it.
 */
export async function heldOut(
  runtime: Runtime,
  { features, rows, samples }: HeadData,
  sets: readonly PairSet[],
  { logits, byFold }: Judgement,
  seed: number,
): Promise<HeldOut[]> {
  const random = seeded(seed);
  const dimensions = sets[0].pairs[0].a.length;
  const model = encodeModel(featureGraph(features, PAIR_ROWS, dimensions));
  const found: HeldOut[] = [];
  for (const [index, { name, faces }] of sets.entries()) {
    const genuine = [...logits].filter((_, i) => rows[i].set === index && rows[i].same);
    const impostor: number[] = [];
    let peoplePairs = 0;
    for (const [fold, { weights }] of byFold) {
      const inside = faces.filter((face) => face.fold === fold);
      const people = new Set(inside.map(({ person }) => person)).size;
      peoplePairs += (people * (people - 1)) / 2;
      const pairs = drawPairs(inside, MOST_IMPOSTORS, random).filter(({ same }) => !same);
      if (pairs.length === 0) continue;
      const x = await runPairs(runtime, model, 'features', pairs);
      for (const logit of logitsOf({ features: x, width: samples.width }, weights)) impostor.push(logit);
    }
    if (impostor.length === 0 || genuine.length === 0)
      throw new Error(
        `${name}: ${genuine.length} pairs of one person and ${impostor.length} of two people of one fold: more people are needed to say what a head is worth on people it was not fitted on.`,
      );
    found.push({ domain: { name, genuine: turned(genuine), impostor: turned(impostor) }, peoplePairs });
  }
  return found;
}

/** The curve of the set that is hardest at each rate. @throws Error when no rate from 0.1 down is supported. */
export function headCalibration(source: string, held: readonly HeldOut[]): HeadCalibration {
  const domains = held.map(({ domain }) => domain);
  const impostorPairs = held.reduce((sum, { peoplePairs }) => sum + peoplePairs, 0);
  const fmr = smallestRate(1e-3, impostorPairs);
  if (fmr === null)
    throw new Error(
      `${impostorPairs} pairs of two people of one fold are too few to say what a head's rates are: 30 are needed, so about as many people.`,
    );
  return {
    ...{ source, impostorPairs },
    genuinePairs: domains.reduce((sum, { genuine }) => sum + genuine.length, 0),
    curve: falseMatchCurve(domains, impostorPairs).map((point) => ({
      logit: -rounded(point.distance),
      fmr: point.fmr,
    })),
    verify: { logit: -rounded(thresholdAt(domains, fmr)), fmr },
  };
}

/** How right it is where it says one half, each class weighing the same, and at its default threshold. */
export function ratesOf({ domain }: HeldOut, { verify }: HeadCalibration) {
  const { genuine, impostor } = domain;
  const accepted = (distance: number) => countAtOrBelow(genuine, distance) / genuine.length;
  return {
    genuine: genuine.length,
    impostor: impostor.length,
    accuracy: (accepted(0) + 1 - fmrIn(domain, 0)) / 2,
    fmr_at_verify: fmrIn(domain, -verify.logit),
    tar_at_verify: accepted(-verify.logit),
  };
}

export function binsOf({ domain }: HeldOut) {
  const judged = (distances: Float64Array, same: boolean): Judged[] =>
    Array.from(distances, (distance) => ({ same, probability: probabilityOf(-distance) }));
  return reliability([...judged(domain.genuine, true), ...judged(domain.impostor, false)]);
}

function turned(logits: readonly number[]): Float64Array {
  return Float64Array.from(logits, (logit) => -logit).sort();
}
