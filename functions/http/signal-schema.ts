// What a request for a signal, a sound or a volume, may hold beside its own options, in zod.
import { z } from '@hono/zod-openapi';
import { Optimiser } from './job-schema.ts';
import { File } from './schema.ts';
import { files, listed, MOST_STYLES, Weights } from './style-schema.ts';

export const SIGNAL_OPTIONS = {
  content: Weights.optional().openapi({ description: 'Weight of each content layer.' }),
  style: Weights.optional().openapi({ description: 'Lambda of each style layer.' }),
  statistic: z.enum(['gram', 'covariance', 'both']).optional(),
  alpha: z.number().optional().openapi({ description: 'Of the content cost.' }),
  beta: z.number().optional().openapi({ description: 'Of the style cost.' }),
  initial: z.enum(['noise', 'content']).optional(),
  noise: z.number().optional(),
  seed: z.number().optional(),
  optimiser: Optimiser.optional(),
};

export function newSignalRequest<Options extends z.ZodType>(options: Options) {
  return z
    .strictObject({
      content: File.optional(),
      style: files(1),
      weight: z.array(z.number().min(0)).max(MOST_STYLES).optional(),
      options,
      auto: z
        .boolean()
        .default(false)
        .openapi({ description: 'Continue it in the background until it ends.' }),
    })
    .refine(({ style, weight }) => !weight || weight.length === 0 || weight.length === listed(style).length, {
      message: 'as many weights as styles are wanted, or none',
      path: ['weight'],
    });
}
