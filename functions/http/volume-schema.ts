// What a request for a volume in the style of others may hold, in zod, and how it becomes what the core asks for.
import { z } from '@hono/zod-openapi';
import type { Images } from '../core/ports.ts';
import { said } from '../core/said.ts';
import type { VolumeInputs } from '../core/volume/inputs.ts';
import { isGzip, isNifti } from '../core/volume/nifti.ts';
import {
  LEAST_SIDE,
  MOST_SIDE,
  VOLUME_DEFAULTS,
  type VolumeRequest,
  volumeLevels,
} from '../core/volume/options.ts';
import { forkRequest, LEVELS, optimiserRequest, SIZE_OR_LEVELS, sizeOrLevels } from './job-schema.ts';
import { newSignalRequest, SIGNAL_OPTIONS } from './signal-schema.ts';
import { listed } from './style-schema.ts';
import { holds } from './told-apart.ts';

const VolumeOptionsRequest = z
  .strictObject({
    size: z.number().int().min(LEAST_SIDE).max(MOST_SIDE).optional().openapi({
      description: 'Longest side of the result in voxels, reached coarse to fine. Excludes levels.',
    }),
    levels: LEVELS.levels.openapi({
      description: 'Coarse to fine: longest sides in voxels and iterations at each.',
    }),
    ...SIGNAL_OPTIONS,
  })
  .refine(sizeOrLevels, SIZE_OR_LEVELS)
  .openapi('VolumeOptions');

export const NewVolumeRequest = newSignalRequest(VolumeOptionsRequest.default({}));

export const VolumeForkRequest = forkRequest(VolumeOptionsRequest.default({}));

/** What is not said stays unsaid: the defaults, or the job that is forked, decide. */
export function volumeRequest(
  { size, optimiser, ...same }: z.output<typeof VolumeOptionsRequest>,
  levels = VOLUME_DEFAULTS.levels,
): VolumeRequest {
  const sized = size === undefined ? {} : { levels: volumeLevels(size, levels) };
  return said({ ...same, ...sized, optimiser: optimiserRequest(optimiser) });
}

export function holdsVolume(fields: Readonly<Record<string, unknown>>): boolean {
  return holds(fields, (bytes) => isNifti(bytes) || isGzip(bytes));
}

/** One after the other: each may be large. @throws Fault volume_type_unsupported, volume_too_large, volume_broken. */
export async function volumeInputs(
  { content, style, weight = [] }: z.output<typeof NewVolumeRequest>,
  { decodeVolume }: Pick<Images, 'decodeVolume'>,
): Promise<VolumeInputs> {
  const styles: VolumeInputs['styles'][number][] = [];
  for (const [i, bytes] of listed(style).entries())
    styles.push({ volume: await decodeVolume(bytes), weight: weight[i] ?? 1 });
  return { content: content && (await decodeVolume(content)), styles };
}
