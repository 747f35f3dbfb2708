// Line search for the strong Wolfe conditions, Nocedal and Wright 2006, algorithms 3.5 and 3.6, one trial a call.
import type { LineSearch } from './state.ts';

/** Sufficient decrease and curvature, as Nocedal and Wright advise for quasi-Newton directions. */
export const DECREASE = 1e-4;
export const CURVATURE = 0.9;

/** Trials of one search, those that failed not counted. */
const MOST_TRIALS = 25;
/** A bracket that moves no component by more than this is as good as empty. */
const SMALLEST_MOVE = 1e-9;
/** The next trial lies between these multiples of the last while there is no bracket. */
const GROWTH = { least: 1.01, most: 10 };
/** A trial keeps this share of the bracket away from its ends, or else the bracket may never close. */
const MARGIN = 0.1;

export type Outcome =
  /** Evaluate at `search.step`. */
  | 'continue'
  /** The trial meets both conditions. */
  | 'trial'
  /** No step meets both; lowStep decreases the loss enough. */
  | 'low'
  /** No step decreases the loss. */
  | 'none';

/** `isLow`: the trial is now `search.lowStep`, so its gradient may be wanted later. */
export type Advance = { readonly search: LineSearch; readonly outcome: Outcome; readonly isLow: boolean };

/** `slope` is that of the loss at step 0, negative; `step` the first to try. */
export function beginSearch(loss: number, slope: number, step: number): LineSearch {
  return {
    step,
    trials: 0,
    originLoss: loss,
    originSlope: slope,
    lowStep: 0,
    lowLoss: loss,
    lowSlope: slope,
    highStep: Infinity,
    highLoss: Infinity,
    highSlope: 0,
  };
}

/** `search.step` gave no number: the next trial is half as far from lowStep. It does not count as a trial. */
export function halveSearch(search: LineSearch): LineSearch {
  const step = (search.lowStep + search.step) / 2;
  return { ...search, step, highStep: search.step, highLoss: Infinity, highSlope: 0 };
}

/** Takes the loss and the slope at `search.step`. `reach`: the largest component of the direction. */
export function advanceSearch(search: LineSearch, loss: number, slope: number, reach: number): Advance {
  const bracketing = search.highStep === Infinity;
  const trials = search.trials + 1;
  const enough = loss <= search.originLoss + DECREASE * search.step * search.originSlope;
  const asHigh = { ...search, trials, highStep: search.step, highLoss: loss, highSlope: slope };
  if (!enough || (loss >= search.lowLoss && search.lowStep > 0)) return narrowed(asHigh, false, reach);
  if (Math.abs(slope) <= -CURVATURE * search.originSlope) return { search, outcome: 'trial', isLow: false };
  const asLow = { ...search, trials, lowStep: search.step, lowLoss: loss, lowSlope: slope };
  const turns = bracketing ? slope >= 0 : slope * (search.highStep - search.lowStep) >= 0;
  if (turns) {
    const { lowStep: highStep, lowLoss: highLoss, lowSlope: highSlope } = search;
    return narrowed({ ...asLow, highStep, highLoss, highSlope }, true, reach);
  }
  if (!bracketing) return narrowed(asLow, true, reach);
  if (trials >= MOST_TRIALS) return { search: asLow, outcome: 'low', isLow: true };
  const least = search.step + (GROWTH.least - 1) * (search.step - search.lowStep);
  const step = clamp(
    cubicMinimum(search.lowStep, search.lowLoss, search.lowSlope, search.step, loss, slope),
    least,
    GROWTH.most * search.step,
  );
  return { search: { ...asLow, step }, outcome: 'continue', isLow: true };
}

/** Chooses a trial inside the bracket, or ends when there is no room or no trial left. */
function narrowed(search: LineSearch, isLow: boolean, reach: number): Advance {
  const { lowStep, highStep } = search;
  const width = Math.abs(highStep - lowStep);
  const failed = search.highLoss === Infinity;
  if (search.trials >= MOST_TRIALS || (!failed && width * reach < SMALLEST_MOVE)) {
    return { search, outcome: lowStep > 0 ? 'low' : 'none', isLow };
  }
  const middle = (lowStep + highStep) / 2;
  const best = failed
    ? middle
    : cubicMinimum(lowStep, search.lowLoss, search.lowSlope, highStep, search.highLoss, search.highSlope);
  const margin = MARGIN * width;
  const step = clamp(best, Math.min(lowStep, highStep) + margin, Math.max(lowStep, highStep) - margin);
  return { search: { ...search, step }, outcome: 'continue', isLow };
}

/** Minimum of the cubic through two losses and slopes (3.59); Infinity beyond b where it has none. */
function cubicMinimum(a: number, fa: number, ga: number, b: number, fb: number, gb: number): number {
  const d1 = ga + gb - (3 * (fa - fb)) / (a - b);
  const square = d1 * d1 - ga * gb;
  if (!(square >= 0)) return Number.NaN;
  const d2 = Math.sign(b - a) * Math.sqrt(square);
  return b - (b - a) * ((gb + d2 - d1) / (gb - ga + 2 * d2));
}

/** What is not a number becomes the middle. */
function clamp(value: number, least: number, most: number): number {
  if (Number.isNaN(value)) return (least + most) / 2;
  return Math.min(Math.max(value, least), most);
}
