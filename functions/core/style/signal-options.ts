// What signals, sounds and volumes, are told alike: completed from defaults, and checked.
import { Fault } from '../fault.ts';
import { checkOptimiser, type OptimiserRequest, optimiserOf } from '../jobs/optimiser-options.ts';
import { within } from '../jobs/option-checks.ts';
import type { JobOptions } from '../jobs/options.ts';
import { said } from '../said.ts';
import { type SignalOptions, termsOf } from './signal-objective.ts';

export type SignalJobOptions = JobOptions &
  SignalOptions & {
    readonly initial: 'noise' | 'content';
    /** Uniform noise of at most this much, either way, is added to the start. */
    readonly noise: number;
    /** Of the noise. Unsigned 32 bits. */
    readonly seed: number;
  };

/** Anything, and nothing of it is needed. `optimiser` may be named without its numbers. */
export type SignalRequest<Options extends SignalJobOptions> = Partial<Omit<Options, 'optimiser'>> & {
  readonly optimiser?: OptimiserRequest;
};

/**
 * Maps of layers are replaced as a whole; a start from the content has no noise unless it is asked for. Levels and noise
 * are the caller's to check. @throws Fault request_invalid with the option and the number.
 */
export function signalOptions<Options extends SignalJobOptions>(
  defaults: Options,
  { optimiser, ...wanted }: SignalRequest<Options>,
): Options {
  const given = said(wanted);
  const options: Options = {
    ...defaults,
    ...(given.initial === 'content' ? { noise: 0 } : {}),
    ...given,
    optimiser: optimiserOf(defaults.optimiser, optimiser),
  };
  const { content, style, alpha, beta, seed } = options;
  within('alpha', alpha, 0, Number.MAX_VALUE);
  within('beta', beta, 0, Number.MAX_VALUE);
  within('seed', seed, 0, 2 ** 32 - 1, true);
  for (const [map, weights] of Object.entries({ content, style }))
    for (const [layer, weight] of Object.entries(weights))
      within(`${map}.${layer}`, weight, 0, Number.MAX_VALUE);
  checkOptimiser(options.optimiser);
  return options;
}

/** @throws Fault request_invalid where there is nothing to begin with, or nothing to come near to. */
export function checkSignal(
  options: SignalJobOptions,
  withContent: boolean,
  styles: readonly { readonly weight: number }[],
): void {
  const { initial, alpha, beta } = options;
  if (initial === 'content' && !withContent)
    throw new Fault('request_invalid', 'initial is content, and there is no content.', { option: 'initial' });
  if (!styles.some(({ weight }) => weight > 0))
    throw new Fault('request_invalid', 'There is no style that counts.', { styles: styles.length });
  if (termsOf(options, withContent).length === 0)
    throw new Fault('request_invalid', 'No content layer and no style layer has a weight above 0.', {
      alpha,
      beta,
    });
}
