// An optimiser as a caller may name it, and with all its numbers.
import { within } from './option-checks.ts';
import type { OptimiserOptions } from './options.ts';

type OptimiserNumber = 'history' | 'learningRate' | 'beta1' | 'beta2' | 'epsilon' | 'decay';

/** It may be named without its numbers. */
export type OptimiserRequest = { readonly kind: OptimiserOptions['kind'] } & Partial<
  Record<OptimiserNumber, number>
>;

export const OPTIMISERS: {
  readonly [K in OptimiserOptions['kind']]: OptimiserOptions & { readonly kind: K };
} = {
  'gradient-descent': { kind: 'gradient-descent' },
  /** Kingma and Ba 2015, with beta2 for the few hundred steps that a picture takes. */
  adam: { kind: 'adam', learningRate: 0.02, beta1: 0.9, beta2: 0.99, epsilon: 1e-8 },
  /** With 20 pairs an optimiser takes 0.28 of the network's time at 256 x 256; iterations at that size gain more. */
  'l-bfgs': { kind: 'l-bfgs', history: 10 },
};

/** What may be said of each; the rest is dropped. */
const NUMBERS: Readonly<Record<OptimiserOptions['kind'], readonly string[]>> = {
  'gradient-descent': ['learningRate'],
  adam: ['learningRate', 'beta1', 'beta2', 'epsilon', 'decay'],
  'l-bfgs': ['history'],
};

/** What is asked for over `base`, or over the defaults of another kind. */
export function optimiserOf(base: OptimiserOptions, wanted: OptimiserRequest | undefined): OptimiserOptions {
  if (!wanted) return base;
  const start: OptimiserOptions = wanted.kind === base.kind ? base : OPTIMISERS[wanted.kind];
  const known = Object.entries(wanted).filter(
    ([name, value]) => NUMBERS[wanted.kind].includes(name) && value !== undefined,
  );
  return { ...start, ...Object.fromEntries(known) } as OptimiserOptions;
}

/** @throws Fault request_invalid. */
export function checkOptimiser(optimiser: OptimiserOptions): void {
  for (const [name, value] of Object.entries(optimiser)) {
    if (name === 'kind') continue;
    if (name === 'history') within('optimiser.history', value as number, 1, 100, true);
    else if (name === 'decay') within('optimiser.decay', value as number, 1, 100_000, true);
    else if (name.startsWith('beta')) within(`optimiser.${name}`, value as number, 0, 1 - 2 ** -24);
    else within(`optimiser.${name}`, value as number, Number.MIN_VALUE, 1e6);
  }
}
