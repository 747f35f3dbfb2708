// What every job is told, whatever it optimises.
import type { OptimiserOptions as AnyOptimiser } from '../optim/create.ts';

/** Those of `optim` that suit a result: momentum is for training. */
export type OptimiserOptions = Exclude<AnyOptimiser, { readonly kind: 'sgd' }>;

export type Level = {
  /** How large the result is, as its kind counts: pixels of the longer side of a picture. */
  readonly size: number;
  readonly iterations: number;
};

/** Plain JSON, complete: the digest is of it. */
export type JobOptions = {
  /** Coarse to fine: the result of one level, enlarged, is the start of the next. At least one. */
  readonly levels: readonly Level[];
  readonly optimiser: OptimiserOptions;
};

/** What a caller may say: any part of the options. Complete options are a request too. */
export type JobRequest = {
  /** Id of a network in the manifest. */
  readonly extractor?: string;
  readonly levels?: readonly Level[];
  readonly optimiser?: { readonly kind: OptimiserOptions['kind']; readonly history?: number };
};
