// What a request for a signal, a sound or a volume, may hold beside its own options, in zod.
import { z } from '@hono/zod-openapi';
import { AUTO, COSTS } from './job-schema.ts';
import { File } from './schema.ts';
import { files, listed, MOST_STYLES } from './style-schema.ts';

export const SIGNAL_OPTIONS = {
  ...COSTS,
  initial: z.enum(['noise', 'content']).optional(),
};

export function newSignalRequest<Options extends z.ZodType>(options: Options) {
  return z
    .strictObject({
      content: File.optional(),
      style: files(1),
      weight: z.array(z.number().min(0)).max(MOST_STYLES).optional(),
      options,
      auto: AUTO,
    })
    .refine(({ style, weight }) => !weight || weight.length === 0 || weight.length === listed(style).length, {
      message: 'as many weights as styles are wanted, or none',
      path: ['weight'],
    });
}
