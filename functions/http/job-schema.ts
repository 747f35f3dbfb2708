// What every job whose result is a picture may be told over HTTP, in zod: levels and optimiser.
import { z } from '@hono/zod-openapi';
import type { OptimiserRequest } from '../core/jobs/optimiser-options.ts';
import { said } from '../core/said.ts';
import { LEAST_SIDE, MOST_SIDE } from '../core/style/size.ts';

const Weights = z.record(z.string().min(1).max(128), z.number().min(0));

export const Optimiser = z.strictObject({
  kind: z.enum(['gradient-descent', 'adam', 'l-bfgs']),
  history: z.number().optional(),
  learning_rate: z.number().optional(),
  beta1: z.number().optional(),
  beta2: z.number().optional(),
  epsilon: z.number().optional(),
});

/** As the core names its numbers. */
export function optimiserRequest(
  fields: z.output<typeof Optimiser> | undefined,
): OptimiserRequest | undefined {
  if (!fields) return undefined;
  const { learning_rate, ...same } = fields;
  return said({ ...same, learningRate: learning_rate });
}

export const LEVELS = {
  size: z.number().int().min(LEAST_SIDE).max(MOST_SIDE).optional().openapi({
    description: "The result's longer side in pixels, reached coarse to fine. Excludes levels.",
  }),
  levels: z
    .array(z.strictObject({ size: z.number(), iterations: z.number() }))
    .max(8)
    .optional()
    .openapi({ description: 'Coarse to fine: longer sides in pixels and iterations at each.' }),
};

export const AUTO = z
  .boolean()
  .default(false)
  .openapi({ description: 'Continue it in the background until it ends.' });

/** What a fork is told: nothing of it is needed. */
export function forkRequest<Options extends z.ZodType>(options: Options) {
  return z.strictObject({ options, auto: AUTO });
}

/** What pictures, clips, sounds and volumes are told alike. */
export const COSTS = {
  content: Weights.optional().openapi({ description: 'Weight of each content layer.' }),
  style: Weights.optional().openapi({ description: 'Lambda of each style layer.' }),
  statistic: z.enum(['gram', 'covariance', 'both']).optional(),
  alpha: z.number().optional().openapi({ description: 'Of the content cost.' }),
  beta: z.number().optional().openapi({ description: 'Of the style cost.' }),
  noise: z.number().optional(),
  seed: z.number().optional(),
  optimiser: Optimiser.optional(),
};

/** For .refine. */
export function sizeOrLevels({ size, levels }: { size?: unknown; levels?: unknown }): boolean {
  return size === undefined || levels === undefined;
}
export const SIZE_OR_LEVELS = { message: 'size and levels exclude each other', path: ['size'] };
