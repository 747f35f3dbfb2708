// What a request for a maximisation may hold, in zod, and how it becomes what the core asks for.
import { z } from '@hono/zod-openapi';
import { defaultLevels, type MaximiseOptions, type MaximiseRequest } from '../core/maximise/options.ts';
import { said } from '../core/said.ts';
import { levelsUpTo } from '../core/style/levels.ts';
import {
  AUTO,
  forkRequest,
  LEVELS,
  Optimiser,
  optimiserRequest,
  SIZE_OR_LEVELS,
  sizeOrLevels,
} from './job-schema.ts';
import { Image } from './schema.ts';

const options = {
  target: z.enum(['unit', 'channel', 'layer']).optional().openapi({
    description:
      'unit: one unit at the middle of its layer; channel: one unit everywhere; layer: all units, as DeepDream. Default: channel where a unit is named, else layer.',
  }),
  unit: z.number().int().min(0).optional().openapi({ description: "Index among the layer's units." }),
  ...LEVELS,
  jitter: z.number().optional().openapi({
    description: 'The network sees the picture moved by up to so many pixels, less and less to the end.',
  }),
  tv: z.number().optional().openapi({ description: 'Weight of the mean square of differences of pixels.' }),
  l2: z.number().optional().openapi({ description: 'Weight of the mean squared distance from grey.' }),
  seed: z.number().optional(),
  optimiser: Optimiser.optional(),
};

const MaximiseOptionsRequest = z
  .strictObject({
    ...options,
    parametrisation: z.enum(['pixel', 'decorrelated']).optional(),
    noise: z.number().optional().openapi({ description: 'Standard deviation of what it starts from.' }),
  })
  .refine(sizeOrLevels, SIZE_OR_LEVELS)
  .openapi('MaximiseOptions');

export const NewMaximiseRequest = z.strictObject({
  image: Image.optional(),
  options: MaximiseOptionsRequest.default({}),
  auto: AUTO,
});

/** Numbers of one parametrisation mean nothing in another, and where it starts is settled. */
export const MaximiseForkRequest = forkRequest(
  z.strictObject(options).refine(sizeOrLevels, SIZE_OR_LEVELS).default({}),
);

type Goal = Pick<MaximiseOptions, 'network' | 'layer'>;

export function maximiseRequest(
  { size, optimiser, ...same }: z.output<typeof MaximiseOptionsRequest>,
  { network, layer }: Goal,
  initial: MaximiseOptions['initial'],
): MaximiseRequest {
  const levels = size === undefined ? undefined : levelsUpTo(defaultLevels(same), size);
  return said({ levels, ...said(same), optimiser: optimiserRequest(optimiser), network, layer, initial });
}

/** From a unit to the layer and back: whichever of target and unit is not said follows the other. */
export function maximiseForkRequest(
  { size, optimiser, ...same }: z.output<typeof MaximiseForkRequest>['options'],
  { network, layer, target, levels: before }: Goal & Pick<MaximiseOptions, 'target' | 'levels'>,
): MaximiseRequest {
  const levels = size === undefined ? undefined : levelsUpTo(before, size);
  const follows = {
    target: same.unit !== undefined && target === 'layer' ? ('channel' as const) : undefined,
    unit: same.target === 'layer' ? null : undefined,
  };
  const goal = { ...said(follows), ...said(same), network, layer };
  return said({ levels, ...goal, optimiser: optimiserRequest(optimiser) });
}
