// What a request for a sound in the style of others may hold, in zod, and how it becomes what the core asks for.
import { z } from '@hono/zod-openapi';
import { said } from '../core/said.ts';
import type { SoundInputs } from '../core/sound/inputs.ts';
import { LEAST_RATE, MOST_RATE, SOUND_DEFAULTS, type SoundRequest } from '../core/sound/options.ts';
import { isWav, readWav } from '../core/sound/wav.ts';
import { forkRequest, LEVELS, optimiserRequest, SIZE_OR_LEVELS, sizeOrLevels } from './job-schema.ts';
import { newSignalRequest, SIGNAL_OPTIONS } from './signal-schema.ts';
import { listed } from './style-schema.ts';
import { holds } from './told-apart.ts';

const SoundOptionsRequest = z
  .strictObject({
    size: z.number().int().min(LEAST_RATE).max(MOST_RATE).optional().openapi({
      description: 'Rate of the result, Hz. Excludes levels.',
    }),
    levels: LEVELS.levels.openapi({ description: 'Coarse to fine: rates in Hz and iterations at each.' }),
    ...SIGNAL_OPTIONS,
    seconds: z.number().nullable().optional().openapi({
      description: 'Length of a texture; null: as long as the first style. A content has its own.',
    }),
  })
  .refine(sizeOrLevels, SIZE_OR_LEVELS)
  .openapi('SoundOptions');

export const NewSoundRequest = newSignalRequest(SoundOptionsRequest.default({}));

export const SoundForkRequest = forkRequest(SoundOptionsRequest.default({}));

/** What is not said stays unsaid: the defaults, or the job that is forked, decide. */
export function soundRequest(
  { size, optimiser, ...same }: z.output<typeof SoundOptionsRequest>,
  levels: SoundRequest['levels'] = SOUND_DEFAULTS.levels,
): SoundRequest {
  const { iterations } = levels[levels.length - 1];
  const sized = size === undefined ? {} : { levels: [{ size, iterations }] };
  return said({ ...same, ...sized, optimiser: optimiserRequest(optimiser) });
}

/** @throws Fault sound_type_unsupported, sound_broken. */
export function soundInputs({ content, style, weight = [] }: z.output<typeof NewSoundRequest>): SoundInputs {
  return {
    content: content && readWav(content),
    styles: listed(style).map((bytes, i) => ({ sound: readWav(bytes), weight: weight[i] ?? 1 })),
  };
}

/** Whether the fields of a body, read but not yet checked, hold a sound where a picture might be. */
export function holdsSound(fields: Readonly<Record<string, unknown>>): boolean {
  return holds(fields, isWav);
}
