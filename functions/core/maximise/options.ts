// Everything a maximisation is told, as plain JSON, and what stands where a caller says nothing.
import { checkOptimiser, OPTIMISERS, type OptimiserRequest, optimiserOf } from '../jobs/optimiser-options.ts';
import { checkLevels, refuse, within } from '../jobs/option-checks.ts';
import type { JobOptions, Level } from '../jobs/options.ts';
import { said } from '../said.ts';
import { LEAST_SIDE, MOST_SIDE } from '../style/size.ts';

/**
 * What is made as large as it gets. `unit`: one unit at the middle position of its layer. `channel`: one unit at all
 * positions, on average. `layer`: the mean square of all units at all positions, which makes more of whatever the
 * layer sees in a picture (DeepDream, Mordvintsev 2015).
 */
export type Target = 'unit' | 'channel' | 'layer';

/**
 * What the numbers mean that are optimised. `pixel`: each is a colour of a pixel. `decorrelated`: each is a cosine over
 * the whole picture in one of three colours that vary independently in photographs (Olah et al. 2017).
 */
export type Parametrisation = 'pixel' | 'decorrelated';

export type MaximiseOptions = JobOptions & {
  /** Id of a network in the manifest, and a layer as /v1/networks names it. */
  readonly network: string;
  readonly layer: string;
  readonly target: Target;
  /** Index along the layer's axis 1; null where the target is the layer. */
  readonly unit: number | null;
  readonly parametrisation: Parametrisation;
  /** The network sees the picture moved by up to so many pixels each way, less and less to the end. */
  readonly jitter: number;
  /** Weight of the mean squared difference of neighbouring pixels, 0..1. */
  readonly tv: number;
  /** Weight of the mean squared distance from mid-grey, 0..1. */
  readonly l2: number;
  /** `grey`: mid-grey with noise; `given`: a picture of the caller's. */
  readonly initial: 'grey' | 'given';
  /** Standard deviation of what is added to the numbers at the start. */
  readonly noise: number;
  /** Of noise and jitter. Unsigned 32 bits. */
  readonly seed: number;
};

export type MaximiseRequest = Partial<Omit<MaximiseOptions, 'optimiser'>> &
  Pick<MaximiseOptions, 'network' | 'layer'> & { readonly optimiser?: OptimiserRequest };

type Defaults = Omit<MaximiseOptions, 'network' | 'layer' | 'target' | 'unit'>;

const ONE: Defaults = {
  levels: [{ size: 128, iterations: 256 }],
  parametrisation: 'decorrelated',
  jitter: 4,
  tv: 0,
  l2: 0,
  initial: 'grey',
  noise: 0.1,
  seed: 0,
  optimiser: { ...OPTIMISERS.adam, learningRate: 0.05 },
};

const DEFAULTS: Readonly<Record<Target, Defaults>> = {
  unit: ONE,
  channel: ONE,
  layer: {
    ...ONE,
    levels: [
      { size: 128, iterations: 16 },
      { size: 192, iterations: 16 },
      { size: 256, iterations: 16 },
    ],
    jitter: 16,
  },
};

type Aim = { readonly target?: Target; readonly unit?: number | null };

function targetOf({ target, unit }: Aim): Target {
  return target ?? (unit == null ? 'layer' : 'channel');
}

export function defaultLevels(aim: Aim): readonly Level[] {
  return DEFAULTS[targetOf(aim)].levels;
}

/** @throws Fault request_invalid with the option and the number. */
export function maximiseOptions({ optimiser, ...wanted }: MaximiseRequest): MaximiseOptions {
  const given = said(wanted);
  const target = targetOf(wanted);
  const base = DEFAULTS[target];
  const options: MaximiseOptions = {
    ...base,
    unit: null,
    noise: wanted.initial === 'given' ? 0 : base.noise,
    ...given,
    target,
    optimiser: optimiserOf(base.optimiser, optimiser),
  };
  check(options);
  return options;
}

function check({ target, unit, jitter, tv, l2, noise, seed, levels, optimiser }: MaximiseOptions): void {
  if ((unit === null) !== (target === 'layer'))
    refuse('unit', `is ${unit}, and the target is ${target}: a unit or a channel has one, a layer has none`, {
      value: unit,
      target,
    });
  if (unit !== null) within('unit', unit, 0, 2 ** 31 - 1, true);
  within('jitter', jitter, 0, 256, true);
  within('tv', tv, 0, Number.MAX_VALUE);
  within('l2', l2, 0, Number.MAX_VALUE);
  within('noise', noise, 0, 10);
  within('seed', seed, 0, 2 ** 32 - 1, true);
  checkLevels(levels, LEAST_SIDE, MOST_SIDE, 'px');
  checkOptimiser(optimiser);
  // A line search compares losses of one function, and jitter makes another of it at every evaluation.
  if (jitter > 0 && optimiser.kind !== 'adam')
    refuse('optimiser.kind', `is ${optimiser.kind}, and jitter ${jitter}: only adam goes with jitter`, {
      value: optimiser.kind,
      jitter,
    });
}
