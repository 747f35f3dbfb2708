// How two sides are judged: by their distance, or by a logistic head. Either gives a decision and a probability.
import type { HeadEntry } from '../manifest.ts';
import { type ChosenCurves, naming } from './curve-choice.ts';
import type { Heads } from './heads.ts';
import { fmrCurve, probability, type Threshold, type ThresholdRequest, thresholdOn } from './verify.ts';

export type Method = 'distance' | 'logistic';

export type JudgeRequest = {
  readonly method: Method;
  /** Id of the head; the encoder's first where none is named. `logistic` only. */
  readonly head?: string;
  /** `threshold` is a distance, or under `logistic` the least probability. */
  readonly asked: ThresholdRequest;
};

export type Verdict = {
  readonly same: boolean;
  /** In the unit of the request's. */
  readonly threshold: Threshold;
  /** Of the same person, at a prior of 0.5. */
  readonly probability: number;
  /** By which curve the threshold was set, or its rate told. */
  readonly curve: ChosenCurves | HeadCurve;
  /** Id of the head that decided. */
  readonly head: string | null;
};

/** A head's own, of logits. */
export type HeadCurve = { readonly of: 'head'; readonly calibration: HeadEntry['calibration'] };

/** The fused distance of two sides, and their vectors. */
export type Judge = (
  distance: number,
  a: readonly Float32Array[],
  b: readonly Float32Array[],
) => Promise<Verdict>;

/** `curve`: of distances. @throws Fault head_missing, encoder_mismatch, threshold_unsupported: before any picture is looked at. */
export function judgeFor(
  encoder: string,
  curve: ChosenCurves,
  heads: Heads,
  { method, head, asked }: JudgeRequest,
): Judge {
  return method === 'logistic' ? byHead(heads, heads.entry(encoder, head), asked) : byDistance(curve, asked);
}

function byDistance(curve: ChosenCurves, asked: ThresholdRequest): Judge {
  const { shipped, curves } = curve;
  const threshold = naming(curve, () => thresholdOn(curves.fmr, asked, shipped.verify.threshold));
  return async (distance) => ({
    same: distance <= threshold.threshold,
    threshold,
    probability: probability(shipped, distance),
    curve,
    head: null,
  });
}

function byHead(heads: Heads, head: HeadEntry, asked: ThresholdRequest): Judge {
  const threshold = headThreshold(head, asked);
  const least = logitOf(threshold.threshold);
  const curve = { of: 'head', calibration: head.calibration } as const;
  return async (_distance, a, b) => {
    const logit = await heads.logit(head, a, b);
    return { same: logit >= least, threshold, probability: probabilityOf(logit), curve, head: head.id };
  };
}

/** A head's curve is read as one of distances: how far a logit is below the largest that was measured. */
function headThreshold({ calibration }: HeadEntry, { threshold, fmr }: ThresholdRequest): Threshold {
  const { curve, verify, impostorPairs } = calibration;
  const top = curve[0].logit;
  const below = fmrCurve({
    impostorPairs,
    curve: curve.map((point) => ({ distance: top - point.logit, fmr: point.fmr })),
  });
  const asked = { fmr, threshold: threshold === undefined ? undefined : top - logitOf(threshold) };
  const found = thresholdOn(below, asked, top - verify.logit);
  return { ...found, threshold: threshold ?? probabilityOf(top - found.threshold) };
}

function logitOf(probability: number): number {
  return Math.log(probability) - Math.log1p(-probability);
}

export function probabilityOf(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}
